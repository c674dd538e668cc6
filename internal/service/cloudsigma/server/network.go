package server

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// networkTypes are the values of type in a network block.
var networkTypes = []string{cloudsigma.ConfDHCP, cloudsigma.ConfStatic, cloudsigma.ConfManual}

// networkModel is a network block.
type networkModel struct {
	Type               types.String `tfsdk:"type"`
	IPv4Address        types.String `tfsdk:"ipv4_address"`
	VLANUUID           types.String `tfsdk:"vlan_uuid"`
	FirewallPolicyUUID types.String `tfsdk:"firewall_policy_uuid"`
}

func networkType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"type": types.StringType, "ipv4_address": types.StringType,
		"vlan_uuid": types.StringType, "firewall_policy_uuid": types.StringType,
	}}
}

// nicModel is an element of nics.
type nicModel struct {
	MAC                types.String `tfsdk:"mac"`
	Type               types.String `tfsdk:"type"`
	IPv4Address        types.String `tfsdk:"ipv4_address"`
	VLANUUID           types.String `tfsdk:"vlan_uuid"`
	FirewallPolicyUUID types.String `tfsdk:"firewall_policy_uuid"`
}

func nicType() types.ObjectType {
	attributes := networkType().AttrTypes
	attributes["mac"] = types.StringType
	return types.ObjectType{AttrTypes: attributes}
}

// ipv4 wants an IPv4 address.
func ipv4() validator.String {
	return tfkit.TextValidator{Rule: "be an IPv4 address", Check: func(value string) error {
		address, err := netip.ParseAddr(value)
		if err == nil && !address.Is4() {
			err = fmt.Errorf("got %q", value)
		}
		return err
	}}
}

// networkOf is the block that describes a NIC.
func networkOf(nic cloudsigma.NIC) networkModel {
	block := networkModel{
		VLANUUID:           uuidOrNull(nic.VLAN),
		FirewallPolicyUUID: uuidOrNull(nic.FirewallPolicy),
	}
	if nic.IPv4 != nil {
		block.Type = types.StringValue(nic.IPv4.Conf)
		block.IPv4Address = uuidOrNull(nic.IPv4.IP)
	}
	return block
}

func uuidOrNull(reference *cloudsigma.Reference) types.String {
	if reference == nil {
		return types.StringNull()
	}
	return textOrNull(reference.UUID)
}

func (m *model) showNetworks(ctx context.Context, nics []cloudsigma.NIC, imported bool, diagnostics *diag.Diagnostics) {
	shown := []networkModel{}
	if imported || len(m.Networks.Elements()) > 0 {
		for _, nic := range nics {
			shown = append(shown, networkOf(nic))
		}
	}
	list, problems := types.ListValueFrom(ctx, networkType(), shown)
	diagnostics.Append(problems...)
	m.Networks = list
}

func (m *model) showNICs(ctx context.Context, server *cloudsigma.Server, diagnostics *diag.Diagnostics) {
	shown := []nicModel{}
	m.IPv4Address = types.StringNull()
	for _, nic := range server.Definition.NICs {
		block := networkOf(nic)
		address := addressOf(server, nic)
		if m.IPv4Address.IsNull() && nic.VLAN == nil {
			m.IPv4Address = textOrNull(address)
		}
		shown = append(shown, nicModel{
			MAC: types.StringValue(nic.MAC), Type: block.Type, IPv4Address: textOrNull(address),
			VLANUUID: block.VLANUUID, FirewallPolicyUUID: block.FirewallPolicyUUID,
		})
	}
	list, problems := types.ListValueFrom(ctx, nicType(), shown)
	diagnostics.Append(problems...)
	m.NICs = list
}

// addressOf is the current address of a NIC: that of the running server, or the static one; "" if there
// is none. The runtime is part of the NIC and of the server (servers.rst).
func addressOf(server *cloudsigma.Server, nic cloudsigma.NIC) string {
	if nic.Runtime != nil && nic.Runtime.IPv4 != nil {
		return nic.Runtime.IPv4.UUID
	}
	if server.Runtime != nil {
		for _, runtime := range server.Runtime.NICs {
			if runtime.MAC == nic.MAC && runtime.IPv4 != nil {
				return runtime.IPv4.UUID
			}
		}
	}
	if nic.IPv4 != nil && nic.IPv4.IP != nil {
		return nic.IPv4.IP.UUID
	}
	return ""
}

// resemblance tells whether a NIC can become what a block wants.
type resemblance func(nic, wanted networkModel) bool

// resemblances are tried one after the other, so that a NIC that is as wanted is never given to another
// block: equal, equal but for the firewall policy, on the same network, any.
var resemblances = []resemblance{
	func(nic, wanted networkModel) bool { return nic == wanted },
	func(nic, wanted networkModel) bool {
		return nic.Type.Equal(wanted.Type) && nic.IPv4Address.Equal(wanted.IPv4Address) && nic.VLANUUID.Equal(wanted.VLANUUID)
	},
	func(nic, wanted networkModel) bool { return nic.VLANUUID.Equal(wanted.VLANUUID) },
	func(networkModel, networkModel) bool { return true },
}

// connect returns the NICs as the blocks want them, in their order. Each block takes over the NIC of the
// server that resembles it most, with its MAC and all that blocks do not speak of.
func connect(current []cloudsigma.NIC, wanted []networkModel) []cloudsigma.NIC {
	nics := make([]cloudsigma.NIC, len(wanted))
	found := make([]bool, len(wanted))
	used := make([]bool, len(current))
	for _, resembles := range resemblances {
		for i, block := range wanted {
			for j := 0; j < len(current) && !found[i]; j++ {
				if !used[j] && resembles(networkOf(current[j]), block) {
					nics[i], found[i], used[j] = current[j], true, true
				}
			}
		}
	}
	for i, block := range wanted {
		block.configure(&nics[i])
	}
	return nics
}

// configure makes a NIC what the block wants. A NIC on a VLAN has no public configuration
// (network_interfaces.rst).
func (n networkModel) configure(nic *cloudsigma.NIC) {
	nic.VLAN = reference(n.VLANUUID)
	nic.FirewallPolicy = reference(n.FirewallPolicyUUID)
	if nic.VLAN != nil {
		nic.IPv4, nic.IPv6 = nil, nil
		return
	}
	nic.IPv4 = &cloudsigma.IPSetup{Conf: n.Type.ValueString(), IP: reference(n.IPv4Address)}
}

func reference(uuid types.String) *cloudsigma.Reference {
	if !cloudsigmaentity.IsSet(uuid) {
		return nil
	}
	return &cloudsigma.Reference{UUID: uuid.ValueString()}
}

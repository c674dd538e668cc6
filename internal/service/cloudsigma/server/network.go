package server

import (
	"context"
	"net/netip"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// networkTypes are the values of type and ipv6_type in a network block.
var networkTypes = []string{cloudsigma.ConfDHCP, cloudsigma.ConfStatic, cloudsigma.ConfManual}

// defaultModel is the model of a NIC that is made without one (network_interfaces.rst).
const defaultModel = "virtio"

// networkModel is a network block. The networks of the NIC are as the block says, but IPv6 may be null like the
// rest: what is null is left as it is, but what a block said before and does not say any more is taken away.
type networkModel struct {
	Type               types.String `tfsdk:"type"`
	IPv4Address        types.String `tfsdk:"ipv4_address"`
	VLANUUID           types.String `tfsdk:"vlan_uuid"`
	IPv6Type           types.String `tfsdk:"ipv6_type"`
	IPv6Address        types.String `tfsdk:"ipv6_address"`
	FirewallPolicyUUID types.String `tfsdk:"firewall_policy_uuid"`
	Model              types.String `tfsdk:"model"`
	// BootOrder 0 does not boot from the network.
	BootOrder types.Int64 `tfsdk:"boot_order"`
}

func networkType() types.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"type": types.StringType, "ipv4_address": types.StringType, "vlan_uuid": types.StringType,
		"ipv6_type": types.StringType, "ipv6_address": types.StringType,
		"firewall_policy_uuid": types.StringType, "model": types.StringType, "boot_order": types.Int64Type,
	}}
}

// networkOf is the block that describes a NIC.
func networkOf(nic cloudsigma.NIC) networkModel {
	block := networkModel{
		VLANUUID:           cloudsigmaentity.UUIDOrNull(nic.VLAN),
		FirewallPolicyUUID: cloudsigmaentity.UUIDOrNull(nic.FirewallPolicy),
		Model:              cloudsigmaentity.TextOrNull(nic.Model),
		BootOrder:          types.Int64PointerValue(nic.BootOrder),
	}
	block.Type, block.IPv4Address = setupOf(nic.IPv4)
	block.IPv6Type, block.IPv6Address = setupOf(nic.IPv6)
	return block
}

func setupOf(setup *cloudsigma.IPSetup) (conf, address types.String) {
	if setup == nil {
		return types.StringNull(), types.StringNull()
	}
	return types.StringValue(setup.Conf), cloudsigmaentity.UUIDOrNull(setup.IP)
}

// networkBlocks are the blocks of a list, in which an address or a UUID that is empty is one that is not set.
func networkBlocks(ctx context.Context, list types.List, diagnostics *diag.Diagnostics) []networkModel {
	blocks := elements[networkModel](ctx, list, diagnostics)
	for i := range blocks {
		blocks[i].IPv4Address = cloudsigmaentity.Given(blocks[i].IPv4Address)
		blocks[i].VLANUUID = cloudsigmaentity.Given(blocks[i].VLANUUID)
	}
	return blocks
}

// spelledAs returns the block with the empty texts that the former block of the NIC has for what is not set.
func (n networkModel) spelledAs(former networkModel) networkModel {
	if n.IPv4Address.IsNull() && former.IPv4Address.ValueString() == "" {
		n.IPv4Address = former.IPv4Address
	}
	if n.VLANUUID.IsNull() && former.VLANUUID.ValueString() == "" {
		n.VLANUUID = former.VLANUUID
	}
	return n
}

// canonical is the block with its IPv6 address in the shortest spelling, to be compared with another one. Addresses are sent as they
// are configured, and the API may show them in another spelling.
func (n networkModel) canonical() networkModel {
	if address, err := netip.ParseAddr(n.IPv6Address.ValueString()); err == nil {
		n.IPv6Address = types.StringValue(address.String())
	}
	return n
}

// as returns the block without what the former block of the NIC does not speak of, and with its spelling.
func (n networkModel) as(former networkModel) networkModel {
	if former.FirewallPolicyUUID.IsNull() {
		n.FirewallPolicyUUID = types.StringNull()
	}
	if former.Model.IsNull() {
		n.Model = types.StringNull()
	}
	switch {
	case former.BootOrder.IsNull():
		n.BootOrder = types.Int64Null()
	case n.BootOrder.IsNull():
		n.BootOrder = types.Int64Value(0)
	}
	if former.IPv6Type.IsNull() {
		n.IPv6Type, n.IPv6Address = types.StringNull(), types.StringNull()
	}
	if n.canonical().IPv6Address == former.canonical().IPv6Address {
		n.IPv6Address = former.IPv6Address
	}
	return n
}

// networksOf are the blocks that describe the NICs, seen from the blocks of a state or plan. A NIC has the block of
// the same MAC; before the MACs are known, and in a state of the official provider, the one of the same place. In
// an import all of a NIC is shown, but its model only if it is not the usual one.
func (m *model) networksOf(
	ctx context.Context, nics []cloudsigma.NIC, imported bool, diagnostics *diag.Diagnostics,
) []networkModel {
	former := networkBlocks(ctx, m.Networks, diagnostics)
	known := elements[nicModel](ctx, m.NICs, diagnostics)
	shown := make([]networkModel, len(nics))
	for i, nic := range nics {
		shown[i] = networkOf(nic)
		if imported {
			if shown[i].Model.ValueString() == defaultModel {
				shown[i].Model = types.StringNull()
			}
			continue
		}
		place := i
		if cloudsigmaentity.IsSet(m.NICs) {
			place = slices.IndexFunc(known, func(other nicModel) bool { return other.MAC.ValueString() == nic.MAC })
		}
		var before networkModel
		if place >= 0 && place < len(former) {
			before = former[place]
		}
		shown[i] = shown[i].as(before)
	}
	return shown
}

// showNetworks shows the NICs in blocks, if those of the configuration manage them.
func (m *model) showNetworks(ctx context.Context, nics []cloudsigma.NIC, imported bool, diagnostics *diag.Diagnostics) {
	shown := []networkModel{}
	if imported || len(m.Networks.Elements()) > 0 {
		shown = m.networksOf(ctx, nics, imported, diagnostics)
	}
	former := elements[networkModel](ctx, m.Networks, diagnostics)
	for i := range min(len(shown), len(former)) {
		shown[i] = shown[i].spelledAs(former[i])
	}
	list, problems := types.ListValueFrom(ctx, networkType(), shown)
	diagnostics.Append(problems...)
	m.Networks = list
}

// changesNetworks tells whether the plan changes the NICs. Without any block they stay as they are, and blocks that
// only describe the NICs change nothing either, as after a change from the official provider.
func (m *model) changesNetworks(ctx context.Context, prior *model) bool {
	if m.Networks.Equal(prior.Networks) || !hasBlocks(m.Networks) {
		return false
	}
	if !hasBlocks(prior.Networks) {
		return !m.describesNICs(ctx, prior)
	}
	var problems diag.Diagnostics
	wanted, former := networkBlocks(ctx, m.Networks, &problems), networkBlocks(ctx, prior.Networks, &problems)
	return m.Networks.IsUnknown() || !slices.EqualFunc(wanted, former, func(wanted, former networkModel) bool {
		return wanted.canonical() == former.canonical()
	})
}

// describesNICs tells whether the blocks say what the NICs of the prior state are.
func (m *model) describesNICs(ctx context.Context, prior *model) bool {
	var problems diag.Diagnostics
	wanted := networkBlocks(ctx, m.Networks, &problems)
	nics := elements[nicModel](ctx, prior.NICs, &problems)
	return !problems.HasError() && len(wanted) > 0 && slices.EqualFunc(nics, wanted, func(nic nicModel, wanted networkModel) bool {
		return nic.block().as(wanted) == wanted
	})
}

// resemblances tell whether a NIC, as the state shows it, can become what a block wants. They are tried one after
// the other, so that a NIC that is as wanted is never given to another block: equal, in the same networks, on the
// same VLAN or public, any.
var resemblances = []func(nic, wanted networkModel) bool{
	func(nic, wanted networkModel) bool { return nic == wanted },
	func(nic, wanted networkModel) bool {
		return nic.Type == wanted.Type && nic.IPv4Address == wanted.IPv4Address && nic.VLANUUID == wanted.VLANUUID &&
			nic.IPv6Type == wanted.IPv6Type && nic.IPv6Address == wanted.IPv6Address
	},
	func(nic, wanted networkModel) bool { return nic.VLANUUID == wanted.VLANUUID },
	func(networkModel, networkModel) bool { return true },
}

// connect returns the NICs as the blocks want them, in their order. Each block takes over the NIC of the server
// that resembles it most, with its MAC and all that blocks do not speak of. Shown are the NICs as blocks.
func connect(current []cloudsigma.NIC, shown, wanted []networkModel) []cloudsigma.NIC {
	nics := make([]cloudsigma.NIC, len(wanted))
	before := make([]*networkModel, len(wanted))
	used := make([]bool, len(current))
	for _, resembles := range resemblances {
		for i, block := range wanted {
			for j := 0; j < len(current) && before[i] == nil; j++ {
				if !used[j] && resembles(shown[j].canonical(), block.canonical()) {
					nics[i], before[i], used[j] = current[j], &shown[j], true
				}
			}
		}
	}
	for i, block := range wanted {
		if before[i] == nil {
			before[i] = &networkModel{}
		}
		block.configure(&nics[i], before[i])
	}
	return nics
}

// configure makes a NIC what the block wants. A NIC on a VLAN has no public configuration
// (network_interfaces.rst).
func (n networkModel) configure(nic *cloudsigma.NIC, before *networkModel) {
	nic.VLAN = reference(n.VLANUUID)
	nic.IPv4 = setup(n.Type, n.IPv4Address)
	if nic.VLAN != nil || !n.IPv6Type.IsNull() || !before.IPv6Type.IsNull() {
		nic.IPv6 = setup(n.IPv6Type, n.IPv6Address)
	}
	if !n.FirewallPolicyUUID.IsNull() || !before.FirewallPolicyUUID.IsNull() {
		nic.FirewallPolicy = reference(n.FirewallPolicyUUID)
	}
	if !n.Model.IsNull() {
		nic.Model = n.Model.ValueString()
	}
	if !n.BootOrder.IsNull() || !before.BootOrder.IsNull() {
		nic.BootOrder = orderOrNil(n.BootOrder)
	}
}

func setup(conf, address types.String) *cloudsigma.IPSetup {
	if !cloudsigmaentity.IsSet(conf) {
		return nil
	}
	return &cloudsigma.IPSetup{Conf: conf.ValueString(), IP: reference(address)}
}

func reference(uuid types.String) *cloudsigma.Reference {
	if !cloudsigmaentity.IsSet(uuid) {
		return nil
	}
	return &cloudsigma.Reference{UUID: uuid.ValueString()}
}

// orderOrNil is a boot order as the API has it: null for what the server does not boot from.
func orderOrNil(order types.Int64) *int64 {
	if order.ValueInt64() == 0 {
		return nil
	}
	return order.ValueInt64Pointer()
}

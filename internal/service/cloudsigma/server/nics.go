package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// nicModel is an element of nics: a NIC as it is, whatever the blocks say.
type nicModel struct {
	MAC                types.String `tfsdk:"mac"`
	Model              types.String `tfsdk:"model"`
	Type               types.String `tfsdk:"type"`
	IPv4Address        types.String `tfsdk:"ipv4_address"`
	IPv6Type           types.String `tfsdk:"ipv6_type"`
	IPv6Address        types.String `tfsdk:"ipv6_address"`
	VLANUUID           types.String `tfsdk:"vlan_uuid"`
	FirewallPolicyUUID types.String `tfsdk:"firewall_policy_uuid"`
	BootOrder          types.Int64  `tfsdk:"boot_order"`
}

func nicType() types.ObjectType {
	attributes := networkType().AttrTypes
	attributes["mac"] = types.StringType
	return types.ObjectType{AttrTypes: attributes}
}

// block is the block that describes the NIC. A dynamic address is none that a block has.
func (n nicModel) block() networkModel {
	block := networkModel{
		Type: n.Type, VLANUUID: n.VLANUUID, IPv6Type: n.IPv6Type, FirewallPolicyUUID: n.FirewallPolicyUUID, Model: n.Model,
		BootOrder: n.BootOrder,
	}
	if n.Type.ValueString() == cloudsigma.ConfStatic {
		block.IPv4Address = n.IPv4Address
	}
	if n.IPv6Type.ValueString() == cloudsigma.ConfStatic {
		block.IPv6Address = n.IPv6Address
	}
	return block
}

// nicsOf are the NICs of a server, and the first public IPv4 address; null if there is none.
func nicsOf(server *cloudsigma.Server) (nics []nicModel, first types.String) {
	nics = []nicModel{}
	for _, nic := range server.Definition.NICs {
		block := networkOf(nic)
		address := cloudsigmaserver.AddressOf(server, nic)
		if first.IsNull() && nic.VLAN == nil {
			first = cloudsigmaentity.TextOrNull(address)
		}
		nics = append(nics, nicModel{
			MAC: types.StringValue(nic.MAC), Model: block.Model, Type: block.Type, IPv4Address: cloudsigmaentity.TextOrNull(address),
			IPv6Type: block.IPv6Type, IPv6Address: cloudsigmaentity.TextOrNull(cloudsigmaserver.IPv6AddressOf(server, nic)), VLANUUID: block.VLANUUID,
			FirewallPolicyUUID: block.FirewallPolicyUUID, BootOrder: block.BootOrder,
		})
	}
	return nics, first
}

func (m *model) showNICs(ctx context.Context, server *cloudsigma.Server, diagnostics *diag.Diagnostics) {
	nics, first := nicsOf(server)
	list, problems := types.ListValueFrom(ctx, nicType(), nics)
	diagnostics.Append(problems...)
	m.NICs, m.IPv4Address = list, first
}

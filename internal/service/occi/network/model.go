package network

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID         types.String   `tfsdk:"id"`
	Title      types.String   `tfsdk:"title"`
	Summary    types.String   `tfsdk:"summary"`
	Label      types.String   `tfsdk:"label"`
	VLAN       types.Int64    `tfsdk:"vlan"`
	Address    types.String   `tfsdk:"address"`
	Gateway    types.String   `tfsdk:"gateway"`
	Allocation types.String   `tfsdk:"allocation"`
	Up         types.Bool     `tfsdk:"up"`
	Mixins     types.Set      `tfsdk:"mixins"`
	Attributes types.Map      `tfsdk:"attributes"`
	State      types.String   `tfsdk:"state"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// changeable are the attributes that conforming servers change in place.
func (m *model) changeable() occi.Attributes {
	attributes := occi.Attributes{}
	occientity.SetText(attributes, infrastructure.AttributeTitle, m.Title)
	occientity.SetText(attributes, infrastructure.AttributeSummary, m.Summary)
	occientity.SetText(attributes, infrastructure.AttributeNetworkLabel, m.Label)
	occientity.SetText(attributes, infrastructure.AttributeNetworkAllocation, m.Allocation)
	if isSet(m.VLAN) {
		attributes[infrastructure.AttributeNetworkVLAN] = occi.Number(float64(m.VLAN.ValueInt64()))
	}
	return attributes
}

func isSet(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// hasAddresses tells whether something is set that only networks with the mixin ipnetwork have.
func (m *model) hasAddresses() bool {
	return isSet(m.Address) || isSet(m.Gateway) || isSet(m.Allocation)
}

// blueprint is what to create. Networks may have equal titles and addresses, so one whose create was not
// answered is never surely ours.
func (m *model) blueprint(ctx context.Context, diagnostics *diag.Diagnostics) occientity.Blueprint {
	attributes := occientity.Attributes(ctx, m.Attributes, diagnostics)
	for name, value := range m.changeable() {
		attributes[name] = value
	}
	occientity.SetText(attributes, infrastructure.AttributeNetworkAddress, m.Address)
	occientity.SetText(attributes, infrastructure.AttributeNetworkGateway, m.Gateway)
	mixins := occientity.TypeIdentifiers(ctx, m.Mixins, path.Root("mixins"), diagnostics)
	if m.hasAddresses() && !slices.Contains(mixins, infrastructure.MixinIPNetwork) {
		mixins = append(mixins, infrastructure.MixinIPNetwork)
	}
	return occientity.Blueprint{
		Kind: infrastructure.KindNetwork, Mixins: mixins, Attributes: attributes,
		MayBeOurs: func(entity *occi.Entity) bool {
			shown := entity.Attributes[infrastructure.AttributeTitle].Text()
			return !isSet(m.Title) || shown == m.Title.ValueString()
		},
	}
}

// show writes what the server says into the model.
func (m *model) show(entity *occi.Entity) {
	m.ID = types.StringValue(entity.Location)
	m.Title = occientity.ShownText(entity, infrastructure.AttributeTitle, m.Title)
	m.Summary = occientity.ShownSummary(entity, m.Summary)
	m.Label = occientity.ShownText(entity, infrastructure.AttributeNetworkLabel, m.Label)
	m.VLAN = shownVLAN(entity, m.VLAN)
	m.Address, m.Gateway, m.Allocation = shownAddresses(entity, m.Address, m.Gateway, m.Allocation)
	m.State = occientity.ShownText(entity, infrastructure.AttributeNetworkState, types.StringNull())
	m.Up = shownUp(m.State, m.Up)
}

// shownVLAN is what the server says if that is a number: occi-os has words (capture 36-network-get-admin.occi).
func shownVLAN(entity *occi.Entity, prior types.Int64) types.Int64 {
	number := occientity.ShownNumber(entity, infrastructure.AttributeNetworkVLAN, types.Float64Null())
	switch {
	case !number.IsNull():
		return types.Int64Value(int64(number.ValueFloat64()))
	case prior.IsUnknown():
		return types.Int64Null()
	default:
		return prior
	}
}

// shownAddresses are what the server says, in the attributes of network interfaces in case of occi-os (capture
// 36-network-get-admin.occi).
func shownAddresses(entity *occi.Entity, address, gateway, allocation types.String) (_, _, _ types.String) {
	shown := func(name, onOcciOS string, prior types.String) types.String {
		return occientity.ShownText(entity, name, occientity.ShownText(entity, onOcciOS, prior))
	}
	return shown(infrastructure.AttributeNetworkAddress, infrastructure.AttributeNetworkInterfaceAddress, address),
		shown(infrastructure.AttributeNetworkGateway, infrastructure.AttributeNetworkInterfaceGateway, gateway),
		shown(infrastructure.AttributeNetworkAllocation, infrastructure.AttributeNetworkInterfaceAllocation, allocation)
}

func shownUp(state types.String, prior types.Bool) types.Bool {
	switch {
	case !state.IsNull():
		return types.BoolValue(state.ValueString() == infrastructure.NetworkStateActive)
	case prior.IsUnknown():
		return types.BoolNull()
	default:
		return prior
	}
}

// tellNotShown warns of attributes that the server does not show after it was told them: ooi drops label, VLAN
// and allocation (capture 251-network-create-with-vlan-and-label).
func tellNotShown(sent occi.Attributes, entity *occi.Entity, diagnostics *diag.Diagnostics) {
	var hidden []string
	for name := range sent {
		if _, shown := entity.Attributes[name]; !shown {
			hidden = append(hidden, name)
		}
	}
	if len(hidden) > 0 {
		slices.Sort(hidden)
		diagnostics.AddWarning("The server does not show all of the network", fmt.Sprintf(
			"%s does not show %s: the server may have dropped that. The state keeps what is configured.",
			entity.Location, strings.Join(hidden, ", ")))
	}
}

package networkinterface

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID               types.String   `tfsdk:"id"`
	SourceID         types.String   `tfsdk:"source_id"`
	TargetID         types.String   `tfsdk:"target_id"`
	Address          types.String   `tfsdk:"address"`
	Gateway          types.String   `tfsdk:"gateway"`
	Allocation       types.String   `tfsdk:"allocation"`
	MAC              types.String   `tfsdk:"mac"`
	ActualAddress    types.String   `tfsdk:"actual_address"`
	ActualGateway    types.String   `tfsdk:"actual_gateway"`
	ActualAllocation types.String   `tfsdk:"actual_allocation"`
	ActualMAC        types.String   `tfsdk:"actual_mac"`
	Interface        types.String   `tfsdk:"interface"`
	Mixins           types.Set      `tfsdk:"mixins"`
	Attributes       types.Map      `tfsdk:"attributes"`
	State            types.String   `tfsdk:"state"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

// wish is something that the server is asked for, and what it gave.
type wish struct {
	// name is that of the argument, attribute that of OCCI.
	name, attribute string
	asked, given    *types.String
	// addressing: it is of the mixin ipnetworkinterface.
	addressing bool
}

func (m *model) wishes() []wish {
	return []wish{
		{"address", infrastructure.AttributeNetworkInterfaceAddress, &m.Address, &m.ActualAddress, true},
		{"gateway", infrastructure.AttributeNetworkInterfaceGateway, &m.Gateway, &m.ActualGateway, true},
		{"allocation", infrastructure.AttributeNetworkInterfaceAllocation, &m.Allocation, &m.ActualAllocation, true},
		{"mac", infrastructure.AttributeNetworkInterfaceMAC, &m.MAC, &m.ActualMAC, false},
	}
}

// blueprint is what to create. The mixin ipnetworkinterface goes along with what needs it only: ooi refuses it
// (capture 270-networkinterface-create-ipnetworkinterface-mixin-400). Interfaces may have equal ends, so a new one
// is recognized by not being among those that the VM had before.
func (m *model) blueprint(
	ctx context.Context, client *occi.Client, vm *occi.Entity, diagnostics *diag.Diagnostics,
) occientity.Blueprint {
	attributes := occientity.Attributes(ctx, m.Attributes, diagnostics)
	attributes[infrastructure.AttributeSource] = occi.String(client.URL(m.SourceID.ValueString()))
	attributes[infrastructure.AttributeTarget] = occi.String(client.URL(m.TargetID.ValueString()))
	mixins := occientity.TypeIdentifiers(ctx, m.Mixins, path.Root("mixins"), diagnostics)
	for _, wish := range m.wishes() {
		occientity.SetText(attributes, wish.attribute, *wish.asked)
		if _, asked := attributes[wish.attribute]; asked && wish.addressing &&
			!slices.Contains(mixins, infrastructure.MixinIPNetworkInterface) {
			mixins = append(mixins, infrastructure.MixinIPNetworkInterface)
		}
	}
	before := occientity.LinksTo(vm, infrastructure.KindNetworkInterface, m.TargetID.ValueString())
	return occientity.Blueprint{
		Kind: infrastructure.KindNetworkInterface, Mixins: mixins, Attributes: attributes,
		IsOurs: func(link *occi.Entity) bool {
			source, target := occientity.Ends(client, link)
			return source == m.SourceID.ValueString() && target == m.TargetID.ValueString() &&
				!slices.ContainsFunc(before, func(other occi.Link) bool { return other.Self == link.Location })
		},
	}
}

// show writes what the server says into the model.
func (m *model) show(client *occi.Client, link *occi.Entity) {
	m.ID = types.StringValue(link.Location)
	source, target := occientity.Ends(client, link)
	m.SourceID = shown(source, m.SourceID)
	m.TargetID = shown(target, m.TargetID)
	for _, wish := range m.wishes() {
		given := shown(link.Attributes[wish.attribute].Text(), *wish.given)
		*wish.asked = shownWish(*wish.asked, *wish.given, given)
		*wish.given = given
	}
	m.Interface = shown(link.Attributes[infrastructure.AttributeNetworkInterfaceInterface].Text(), m.Interface)
	m.State = shown(link.Attributes[infrastructure.AttributeNetworkInterfaceState].Text(), types.StringNull())
}

// shownWish is what was asked for, be it that the server gave something else, until what the server gave changes.
func shownWish(asked, prior, given types.String) types.String {
	changed := !prior.IsNull() && !prior.IsUnknown() && !given.Equal(prior)
	if asked.IsNull() || asked.IsUnknown() || changed {
		return given
	}
	return asked
}

// shown is what the server says or, if that is nothing, the prior value or null if that is unknown.
func shown(text string, prior types.String) types.String {
	switch {
	case text != "":
		return types.StringValue(text)
	case prior.IsUnknown():
		return types.StringNull()
	default:
		return prior
	}
}

// tellUnfulfilled warns of what was asked for and not given.
func (m *model) tellUnfulfilled(diagnostics *diag.Diagnostics) {
	for _, wish := range m.wishes() {
		if wish.asked.IsNull() || wish.given.Equal(*wish.asked) {
			continue
		}
		became := "the server does not show what it gave"
		if !wish.given.IsNull() {
			became = "the server gave " + wish.given.ValueString()
		}
		diagnostics.AddAttributeWarning(path.Root(wish.name), "The interface is not as asked for",
			fmt.Sprintf("%s was asked for, and %s.", wish.asked.ValueString(), became))
	}
}

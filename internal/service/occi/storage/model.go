package storage

import (
	"context"

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
	ID         types.String   `tfsdk:"id"`
	Title      types.String   `tfsdk:"title"`
	Summary    types.String   `tfsdk:"summary"`
	Size       types.Float64  `tfsdk:"size"`
	ActualSize types.Float64  `tfsdk:"actual_size"`
	Mixins     types.Set      `tfsdk:"mixins"`
	Attributes types.Map      `tfsdk:"attributes"`
	Online     types.Bool     `tfsdk:"online"`
	State      types.String   `tfsdk:"state"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// blueprint is what to create. A volume is recognized by its title.
func (m *model) blueprint(ctx context.Context, diagnostics *diag.Diagnostics) occientity.Blueprint {
	attributes := occientity.Attributes(ctx, m.Attributes, diagnostics)
	occientity.SetText(attributes, infrastructure.AttributeTitle, m.Title)
	occientity.SetText(attributes, infrastructure.AttributeSummary, m.Summary)
	attributes[infrastructure.AttributeStorageSize] = occi.Number(m.Size.ValueFloat64())
	blueprint := occientity.Blueprint{
		Kind:       infrastructure.KindStorage,
		Mixins:     occientity.TypeIdentifiers(ctx, m.Mixins, path.Root("mixins"), diagnostics),
		Attributes: attributes,
	}
	if title, ok := attributes[infrastructure.AttributeTitle]; ok {
		blueprint.MayBeOurs = func(entity *occi.Entity) bool {
			return entity.Attributes[infrastructure.AttributeTitle].Text() == title.Text()
		}
		// A volume of the same title that is ready may be of an earlier run.
		blueprint.IsOurs = func(entity *occi.Entity) bool {
			state := entity.Attributes[infrastructure.AttributeStorageState].Text()
			return blueprint.MayBeOurs(entity) && state == infrastructure.StorageStateOffline
		}
	}
	return blueprint
}

// show writes what the server says into the model.
func (m *model) show(entity *occi.Entity) {
	m.ID = types.StringValue(entity.Location)
	m.Title = occientity.ShownText(entity, infrastructure.AttributeTitle, m.Title)
	m.Summary = occientity.ShownSummary(entity, m.Summary)
	m.State = occientity.ShownText(entity, infrastructure.AttributeStorageState, types.StringNull())
	m.Online = shownOnline(m.State, m.Online)
	made := occientity.ShownNumber(entity, infrastructure.AttributeStorageSize, m.ActualSize)
	m.Size = shownSize(m.Size, m.ActualSize, made)
	m.ActualSize = made
}

// shownOnline tells whether a volume in a state can be used. Snapshot, backup, resize and degraded (GFD.184,
// section 3.3) are states of one that can.
func shownOnline(state types.String, prior types.Bool) types.Bool {
	switch {
	case !state.IsNull():
		return types.BoolValue(state.ValueString() != infrastructure.StorageStateOffline &&
			state.ValueString() != infrastructure.StorageStateError)
	case prior.IsUnknown():
		return types.BoolNull()
	default:
		return prior
	}
}

// isFalse tells whether a value is known to be false.
func isFalse(value types.Bool) bool {
	return !value.IsNull() && !value.IsUnknown() && !value.ValueBool()
}

// shownSize is the configured size, be it that the server made something else of it (occi-os makes 2.0 of
// 2.7), until the size that the server made changes.
func shownSize(configured, prior, made types.Float64) types.Float64 {
	changed := !prior.IsNull() && !prior.IsUnknown() && !made.Equal(prior)
	if configured.IsNull() || changed {
		return made
	}
	return configured
}

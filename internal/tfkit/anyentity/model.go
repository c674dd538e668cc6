package anyentity

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// Model is what the resources have in common. It is embedded in their models.
type Model struct {
	ID            types.String   `tfsdk:"id"`
	Kind          types.String   `tfsdk:"kind"`
	Title         types.String   `tfsdk:"title"`
	Summary       types.String   `tfsdk:"summary"`
	Mixins        types.Set      `tfsdk:"mixins"`
	Attributes    types.Map      `tfsdk:"attributes"`
	AllMixins     types.Set      `tfsdk:"all_mixins"`
	AllAttributes types.Map      `tfsdk:"all_attributes"`
	WaitFor       types.Object   `tfsdk:"wait_for"`
	Actions       types.Object   `tfsdk:"actions"`
	Timeouts      timeouts.Value `tfsdk:"timeouts"`
}

// Common returns the model itself: it implements a part of [Subject] for the models that embed it.
func (m *Model) Common() *Model { return m }

// kind is zero as long as it is not known.
func (m *Model) kind() occi.TypeID {
	id, err := occi.ParseTypeID(m.Kind.ValueString())
	if err != nil {
		return occi.TypeID{}
	}
	return id
}

func (m *Model) mixins(ctx context.Context, diagnostics *diag.Diagnostics) []occi.TypeID {
	if m.Mixins.IsNull() || m.Mixins.IsUnknown() {
		return nil
	}
	return occientity.TypeIdentifiers(ctx, m.Mixins, path.Root("mixins"), diagnostics)
}

// definitions are those of the kind and the mixins.
func (m *Model) definitions(
	ctx context.Context, known *occi.QueryInterface, diagnostics *diag.Diagnostics,
) Definitions {
	return NewDefinitions(known, append([]occi.TypeID{m.kind()}, m.mixins(ctx, diagnostics)...)...)
}

// texts are the known values of a map; an unknown map has none.
func texts(values types.Map) map[string]string {
	known := map[string]string{}
	for name, value := range values.Elements() {
		if text, ok := value.(types.String); ok && !text.IsUnknown() && !text.IsNull() {
			known[name] = text.ValueString()
		}
	}
	return known
}

// configured are the attributes with title and summary.
func (m *Model) configured() map[string]string {
	values := texts(m.Attributes)
	for name, value := range map[string]types.String{
		infrastructure.AttributeTitle: m.Title, infrastructure.AttributeSummary: m.Summary,
	} {
		if !value.IsNull() && !value.IsUnknown() {
			values[name] = value.ValueString()
		}
	}
	return values
}

// blueprint is what to create. One of another title is not it; but not for sure is it one of the same title, which may
// be of an earlier run, or one that shows none (occi-os drops titles of VMs).
func (m *Model) blueprint(
	ctx context.Context, known *occi.QueryInterface, diagnostics *diag.Diagnostics,
) occientity.Blueprint {
	definitions := m.definitions(ctx, known, diagnostics)
	blueprint := occientity.Blueprint{
		Kind: m.kind(), Mixins: m.mixins(ctx, diagnostics),
		Attributes: TypedAttributes(definitions, m.configured(), nil, path.Root("attributes"), diagnostics),
	}
	if title := m.Title.ValueString(); title != "" {
		blueprint.MayBeOurs = func(entity *occi.Entity) bool {
			shown, ok := entity.Attributes[infrastructure.AttributeTitle]
			return !ok || shown.Text() == title
		}
	}
	return blueprint
}

// show writes what the server says into the model. Of an entity of which nothing but the path is known, nothing else
// is taken.
func (m *Model) show(entity *occi.Entity, definitions Definitions) {
	m.ID = types.StringValue(entity.Location)
	if entity.Kind.IsZero() {
		m.forgetUnknown()
		return
	}
	m.Kind = types.StringValue(entity.Kind.TypeID.String())
	m.Title = occientity.ShownText(entity, infrastructure.AttributeTitle, m.Title)
	m.Summary = occientity.ShownSummary(entity, m.Summary)
	m.showAttributes(entity, definitions)
	m.showMixins(entity)
}

// forgetUnknown makes null of what is not known after all.
func (m *Model) forgetUnknown() {
	for _, value := range []*types.String{&m.Title, &m.Summary} {
		if value.IsUnknown() {
			*value = types.StringNull()
		}
	}
	if m.AllAttributes.IsUnknown() {
		m.AllAttributes = types.MapNull(types.StringType)
	}
	if m.AllMixins.IsUnknown() {
		m.AllMixins = types.SetNull(types.StringType)
	}
}

// showAttributes keeps a configured value that the server shows in another form, does not show, or made something
// else of when it was sent, until what the server shows changes.
func (m *Model) showAttributes(entity *occi.Entity, definitions Definitions) {
	before := texts(m.AllAttributes)
	if !m.Attributes.IsNull() && !m.Attributes.IsUnknown() {
		values := texts(m.Attributes)
		for name, configured := range values {
			value, isShown := entity.Attributes[name]
			former, wasShown := before[name]
			if isShown && !definitions.Same(name, configured, value.Text()) && (!wasShown || former != value.Text()) {
				values[name] = value.Text()
			}
		}
		m.Attributes = TextMap(values)
	}
	all := map[string]string{}
	for name, value := range entity.Attributes {
		all[name] = value.Text()
	}
	m.AllAttributes = TextMap(all)
}

// showMixins leaves out mixins that the entity showed and shows no more: somebody took them off. Servers do not show
// all mixins that an entity was made with.
func (m *Model) showMixins(entity *occi.Entity) {
	if !m.Mixins.IsNull() && !m.Mixins.IsUnknown() {
		before := m.AllMixins.Elements()
		m.Mixins = occientity.TextSet(slices.DeleteFunc(occientity.SetTexts(m.Mixins), func(mixin string) bool {
			wasShown := slices.ContainsFunc(before, types.StringValue(mixin).Equal)
			return wasShown && !occientity.ShowsMixin(entity, mixin)
		}))
	}
	var all []string
	for _, mixin := range entity.Mixins {
		all = append(all, mixin.TypeID.String())
	}
	m.AllMixins = occientity.TextSet(all)
}

// showForeignMixins shows what somebody else gave the entity among the configured mixins, so that an apply takes it
// off. Where no mixins are configured none are managed.
func (m *Model) showForeignMixins(
	ctx context.Context, private occientity.PrivateState, entity *occi.Entity, known *occi.QueryInterface,
	diagnostics *diag.Diagnostics,
) {
	own := occientity.LoadOwnMixins(ctx, private, diagnostics)
	if own == nil {
		occientity.SaveOwnMixins(ctx, private, entity, occientity.UnconfiguredMixins(entity, m.Mixins), diagnostics)
		return
	}
	if m.Mixins.IsNull() {
		return
	}
	m.Mixins = occientity.TextSet(append(occientity.SetTexts(m.Mixins), occientity.ForeignMixins(entity, m.Mixins, own, known)...))
}

// takeShown takes the attributes of an imported entity for configured that can be configured.
func (m *Model) takeShown(entity *occi.Entity, known *occi.QueryInterface, withArgument []string) {
	taken := map[string]string{}
	for _, definition := range known.Definitions(entity.Kind.TypeID) {
		value, isShown := entity.Attributes[definition.Name]
		if isShown && !definition.Immutable && !slices.Contains(withArgument, definition.Name) {
			taken[definition.Name] = value.Text()
		}
	}
	if len(taken) > 0 {
		m.Attributes = TextMap(taken)
	}
}

// TextMap makes a map of texts.
func TextMap(texts map[string]string) types.Map {
	values := map[string]attr.Value{}
	for name, text := range texts {
		values[name] = types.StringValue(text)
	}
	return types.MapValueMust(types.StringType, values)
}

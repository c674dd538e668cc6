package anyentity

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It checks the configuration against the query interface, and
// makes the plan of an update say what is changed in place, what replaces the entity and what stays.
func (r *Resource[M, P]) ModifyPlan(
	ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse,
) {
	if request.Plan.Raw.IsNull() {
		return
	}
	subject, configured := P(new(M)), P(new(M))
	response.Diagnostics.Append(request.Plan.Get(ctx, subject)...)
	response.Diagnostics.Append(request.Config.Get(ctx, configured)...)
	known := r.knownForPlan(ctx, &response.Diagnostics)
	if response.Diagnostics.HasError() || known == nil {
		return
	}
	plan, state := subject.Common(), &Model{}
	if !request.State.Raw.IsNull() {
		before := P(new(M))
		response.Diagnostics.Append(request.State.Get(ctx, before)...)
		state = before.Common()
	}
	r.Type.check(ctx, known, plan, state, &response.Diagnostics)
	if response.Diagnostics.HasError() || request.State.Raw.IsNull() {
		return
	}
	imported := occientity.Imported(ctx, request.Private, &response.Diagnostics)
	definitions := plan.definitions(ctx, known, &response.Diagnostics)
	plan.keepSame(ctx, configured.Common(), state, definitions, &response.Diagnostics)
	if plan.replaces(state, definitions, imported) {
		response.RequiresReplace = append(response.RequiresReplace, path.Root("attributes"))
	}
	response.Diagnostics.Append(response.Plan.Set(ctx, subject)...)
}

// knownForPlan is nil as long as the provider's configuration is not known.
func (r *Resource[M, P]) knownForPlan(ctx context.Context, diagnostics *diag.Diagnostics) *occi.QueryInterface {
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(diagnostics, "No OCCI cloud to talk to", err)
	}
	if client == nil {
		return nil
	}
	known, err := client.DetailedQueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not read the query interface", err)
		return nil
	}
	return known
}

// keepSame keeps title and summary if they are not configured, the state's attributes if the configuration only writes
// them in another way, the mixins if neither they nor an action changes them, and what the server shows if nothing is sent.
func (m *Model) keepSame(
	ctx context.Context, configured, state *Model, definitions Definitions, diagnostics *diag.Diagnostics,
) {
	if configured.Title.IsNull() {
		m.Title = state.Title
	}
	if configured.Summary.IsNull() {
		m.Summary = state.Summary
	}
	if sameTexts(m.Attributes, state.Attributes, definitions) {
		m.Attributes = state.Attributes
	}
	if m.Mixins.Equal(state.Mixins) && !m.Actions.IsUnknown() && m.lists(ctx, diagnostics)[onUpdate].IsNull() {
		m.AllMixins = state.AllMixins
	}
	if m.Title.Equal(state.Title) && m.Summary.Equal(state.Summary) && m.Mixins.Equal(state.Mixins) &&
		m.Attributes.Equal(state.Attributes) && m.sameUpdateActions(ctx, state, diagnostics) {
		m.AllAttributes, m.AllMixins = state.AllAttributes, state.AllMixins
	}
}

func sameTexts(one, other types.Map, definitions Definitions) bool {
	if one.IsUnknown() || one.IsNull() != other.IsNull() || len(one.Elements()) != len(other.Elements()) {
		return false
	}
	ones, others := texts(one), texts(other)
	for name := range one.Elements() {
		text, isKnown := ones[name]
		former, had := others[name]
		if !isKnown || !had || !definitions.Same(name, former, text) {
			return false
		}
	}
	return true
}

// replaces tells whether an immutable attribute changes. What an imported entity does not show is taken to be as
// configured.
func (m *Model) replaces(state *Model, definitions Definitions, imported bool) bool {
	configured, shown, planned := texts(state.Attributes), texts(state.AllAttributes), texts(m.Attributes)
	for name := range m.Attributes.Elements() {
		if !definitions.find(name).Immutable {
			continue
		}
		former, had := configured[name]
		if !had {
			former, had = shown[name]
		}
		text, isKnown := planned[name]
		if !had && imported || had && isKnown && definitions.Same(name, former, text) {
			continue
		}
		return true
	}
	return false
}

// check reports what the server cannot have.
func (t *Type) check(ctx context.Context, known *occi.QueryInterface, plan, state *Model, diagnostics *diag.Diagnostics) {
	if plan.Kind.IsUnknown() {
		return
	}
	t.checkKind(known, plan.kind(), path.Root("kind"), diagnostics)
	plan.checkActions(ctx, known, diagnostics)
	mixinsKnown := plan.checkMixins(known, state, diagnostics)
	if diagnostics.HasError() || plan.Attributes.IsUnknown() {
		return
	}
	definitions := plan.definitions(ctx, known, diagnostics)
	TypedAttributes(definitions, texts(plan.Attributes), nil, path.Root("attributes"), diagnostics)
	if mixinsKnown {
		plan.checkNames(definitions, diagnostics)
	}
	t.checkRequired(plan, state, definitions, diagnostics)
}

func (t *Type) checkKind(known *occi.QueryInterface, kind occi.TypeID, at path.Path, diagnostics *diag.Diagnostics) {
	if _, err := known.Find(occi.ClassKind, kind); err != nil {
		tfkit.ReportAttributeError(diagnostics, at, "Unknown kind", err)
		return
	}
	isLink := known.Inherits(kind, infrastructure.KindLink)
	switch {
	case t.Link && !isLink:
		tfkit.ReportAttributeError(diagnostics, at, "Not a kind of links",
			fmt.Errorf("%s is not related to %s: use occi_entity", kind, infrastructure.KindLink))
	case !t.Link && isLink:
		tfkit.ReportAttributeError(diagnostics, at, "A kind of links", fmt.Errorf("%s is a link: use occi_link", kind))
	}
}

// checkMixins tells whether all mixins are known. One that the server does not have may be made by the same apply, so
// it is only warned of.
func (m *Model) checkMixins(known *occi.QueryInterface, state *Model, diagnostics *diag.Diagnostics) bool {
	complete := !m.Mixins.IsUnknown()
	former := occientity.SetTexts(state.Mixins)
	for _, element := range m.Mixins.Elements() {
		text, ok := element.(types.String)
		if !ok || text.IsUnknown() {
			complete = false
			continue
		}
		id, err := occi.ParseTypeID(text.ValueString())
		if err != nil {
			continue
		}
		if _, err := known.Find(occi.ClassMixin, id); err != nil {
			complete = false
			if !slices.Contains(former, id.String()) {
				diagnostics.AddAttributeWarning(path.Root("mixins"), "The server does not have this mixin yet",
					fmt.Sprintf("%s. The apply fails unless it is made before.", err))
			}
		}
	}
	return complete
}

// checkNames reports attributes that neither the kind nor a mixin has: as an error where the server describes all its
// attributes, which it only does in JSON. A server that names none says nothing.
func (m *Model) checkNames(definitions Definitions, diagnostics *diag.Diagnostics) {
	var names []string
	for _, definition := range definitions.known.Definitions(definitions.types...) {
		names = append(names, definition.Name)
	}
	slices.Sort(names)
	for name := range m.Attributes.Elements() {
		if slices.Contains(names, name) || len(names) == 0 {
			continue
		}
		at := path.Root("attributes").AtMapKey(name)
		text := fmt.Sprintf("Neither the kind nor a mixin has the attribute %s (they have: %s).", name, strings.Join(names, ", "))
		if definitions.tellTypes() {
			diagnostics.AddAttributeError(at, "Unknown attribute", text)
		} else {
			diagnostics.AddAttributeWarning(at, "Perhaps an unknown attribute", text)
		}
	}
}

// checkRequired reports attributes that the server wants and that neither the configuration has nor the entity.
func (t *Type) checkRequired(plan, state *Model, definitions Definitions, diagnostics *diag.Diagnostics) {
	shown := texts(state.AllAttributes)
	for _, definition := range definitions.known.Definitions(definitions.types...) {
		name := definition.Name
		_, configured := plan.Attributes.Elements()[name]
		_, has := shown[name]
		hasDefault := definition.Default != (occi.Value{})
		if definition.Required && !hasDefault && !configured && !has && !slices.Contains(t.withArgument(), name) {
			tfkit.ReportAttributeError(diagnostics, path.Root("attributes"), "A required attribute is missing",
				errors.New("the server requires the attribute "+name))
		}
	}
}

// checkActions reports actions that the server does not have, and attributes that are not of their types.
func (m *Model) checkActions(ctx context.Context, known *occi.QueryInterface, diagnostics *diag.Diagnostics) {
	for operation, list := range m.lists(ctx, diagnostics) {
		for index, action := range decodeActions(ctx, list, diagnostics) {
			at := path.Root("actions").AtName(operation).AtListIndex(index)
			id, err := occi.ParseTypeID(action.Action.ValueString())
			if err != nil {
				continue
			}
			if _, err := known.Find(occi.ClassAction, id); err != nil {
				tfkit.ReportAttributeError(diagnostics, at.AtName("action"), "Unknown action", err)
				continue
			}
			TypedAttributes(NewDefinitions(known, id), texts(action.Attributes), nil, at.AtName("attributes"), diagnostics)
		}
	}
}

package entity

import (
	"cmp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// shownModel is an entity as the data sources show it.
type shownModel struct {
	ID         types.String      `tfsdk:"id"`
	Kind       types.String      `tfsdk:"kind"`
	Title      types.String      `tfsdk:"title"`
	Summary    types.String      `tfsdk:"summary"`
	Mixins     []string          `tfsdk:"mixins"`
	Attributes map[string]string `tfsdk:"attributes"`
	Actions    []string          `tfsdk:"actions"`
	Links      []shownLinkModel  `tfsdk:"links"`
}

type shownLinkModel struct {
	ID         string            `tfsdk:"id"`
	Kind       string            `tfsdk:"kind"`
	TargetID   string            `tfsdk:"target_id"`
	Attributes map[string]string `tfsdk:"attributes"`
}

// shownAttributes are the schema of shownModel besides id.
func shownAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	texts := func(description string) schema.ListAttribute {
		return schema.ListAttribute{MarkdownDescription: description, ElementType: types.StringType, Computed: true}
	}
	values := schema.MapAttribute{
		MarkdownDescription: "All attributes by their names, as text.", ElementType: types.StringType, Computed: true,
	}
	return map[string]schema.Attribute{
		"kind":       text("Type identifier of the kind."),
		"title":      text("Name for people, where there is one."),
		"summary":    text("A sentence about the entity, where there is one."),
		"mixins":     texts("Type identifiers of the mixins, in alphabetical order."),
		"attributes": values,
		"actions":    texts("Type identifiers of the actions that the entity offers in its present state, in alphabetical order."),
		"links": schema.ListNestedAttribute{
			MarkdownDescription: "Its links, ordered by `id`.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":         text("Path of the link on the endpoint, empty where the server does not tell it."),
				"kind":       text("Type identifier of the kind of link, empty where the server does not tell it."),
				"target_id":  text("The `id` of what it leads to."),
				"attributes": values,
			}},
		},
	}
}

func show(entity *occi.Entity) shownModel {
	absent := types.StringNull()
	shown := shownModel{
		ID: types.StringValue(entity.Location), Kind: types.StringValue(entity.Kind.TypeID.String()),
		Title:   occientity.ShownText(entity, infrastructure.AttributeTitle, absent),
		Summary: occientity.ShownSummary(entity, absent),
		Mixins:  []string{}, Attributes: texts(entity.Attributes), Actions: []string{}, Links: []shownLinkModel{},
	}
	for _, mixin := range entity.Mixins {
		shown.Mixins = append(shown.Mixins, mixin.TypeID.String())
	}
	for _, offered := range entity.Actions {
		shown.Actions = append(shown.Actions, offered.Action.String())
	}
	for _, link := range entity.Links {
		kind := ""
		if len(link.Categories) > 0 {
			kind = link.Categories[0].String()
		}
		shown.Links = append(shown.Links, shownLinkModel{
			ID: link.Self, Kind: kind, TargetID: link.Target, Attributes: texts(link.Attributes),
		})
	}
	slices.Sort(shown.Mixins)
	slices.Sort(shown.Actions)
	slices.SortFunc(shown.Links, func(a, b shownLinkModel) int {
		return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.TargetID, b.TargetID))
	})
	return shown
}

func texts(attributes occi.Attributes) map[string]string {
	values := map[string]string{}
	for name, value := range attributes {
		values[name] = value.Text()
	}
	return values
}

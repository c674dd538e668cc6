package tag

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID          types.String `tfsdk:"id"`
	UUID        types.String `tfsdk:"uuid"`
	Name        types.String `tfsdk:"name"`
	ResourceURI types.String `tfsdk:"resource_uri"`
	Meta        types.Map    `tfsdk:"meta"`
	Resources   types.Set    `tfsdk:"resources"`
}

// Identifier implements cloudsigmaentity.PlainModel.
func (m *model) Identifier() string { return m.ID.ValueString() }

// Apply implements cloudsigmaentity.PlainModel. Of the resources of the tag it takes off those that the state has
// and the plan has not, and adds those that are planned. Others stay.
func (m *model) Apply(ctx context.Context, state *model, definition *cloudsigma.TagDefinition) {
	definition.Name = m.Name.ValueString()
	cloudsigmaentity.ChangeMeta(ctx, &definition.Meta, m.Meta)
	wanted := cloudsigmaentity.References(ctx, m.Resources)
	if state != nil {
		former := cloudsigmaentity.References(ctx, state.Resources)
		definition.Resources = slices.DeleteFunc(definition.Resources, func(reference cloudsigma.Reference) bool {
			return contains(former, reference.UUID) && !contains(wanted, reference.UUID)
		})
	}
	for _, reference := range wanted {
		if !contains(definition.Resources, reference.UUID) {
			definition.Resources = append(definition.Resources, reference)
		}
	}
}

func contains(references []cloudsigma.Reference, uuid string) bool {
	return slices.ContainsFunc(references, func(reference cloudsigma.Reference) bool { return reference.UUID == uuid })
}

// Show implements cloudsigmaentity.PlainModel. Of the resources it shows those that the model has already.
func (m *model) Show(tag *cloudsigma.Tag) {
	m.ID, m.UUID = types.StringValue(tag.UUID), types.StringValue(tag.UUID)
	m.Name, m.ResourceURI = types.StringValue(tag.Definition.Name), types.StringValue(tag.ResourceURI)
	m.Meta = cloudsigmaentity.ShownMeta(tag.Definition.Meta)
	if !cloudsigmaentity.IsSet(m.Resources) {
		return
	}
	kept := slices.DeleteFunc(m.Resources.Elements(), func(element attr.Value) bool {
		uuid, ok := element.(types.String)
		return !ok || !contains(tag.Definition.Resources, uuid.ValueString())
	})
	m.Resources = types.SetValueMust(types.StringType, kept)
}

// dataModel is a tag as the data sources show it.
type dataModel struct {
	ID              types.String        `tfsdk:"id"`
	UUID            types.String        `tfsdk:"uuid"`
	Name            types.String        `tfsdk:"name"`
	ResourceURI     types.String        `tfsdk:"resource_uri"`
	Owner           types.String        `tfsdk:"owner"`
	Meta            types.Map           `tfsdk:"meta"`
	Resources       types.Set           `tfsdk:"resources"`
	ResourcesByType map[string][]string `tfsdk:"resources_by_type"`
}

func showData(tag *cloudsigma.Tag) dataModel {
	shown := dataModel{
		ID: types.StringValue(tag.UUID), UUID: types.StringValue(tag.UUID), Name: types.StringValue(tag.Definition.Name),
		ResourceURI: types.StringValue(tag.ResourceURI), Owner: cloudsigmaentity.UUIDOrNull(tag.Owner),
		Meta:            cloudsigmaentity.ShownMeta(tag.Definition.Meta),
		Resources:       cloudsigmaentity.ShownReferences(tag.Definition.Resources),
		ResourcesByType: map[string][]string{},
	}
	for _, reference := range tag.Definition.Resources {
		// As in /api/2.0/servers/<uuid>/.
		segments := strings.Split(strings.Trim(reference.ResourceURI, "/"), "/")
		if len(segments) < 2 {
			continue
		}
		kind := segments[len(segments)-2]
		shown.ResourcesByType[kind] = append(shown.ResourcesByType[kind], reference.UUID)
	}
	return shown
}

package cloudsigmasubscribed

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// Model is what the models of the resources have in common. They embed it, and so do those of the data sources.
type Model struct {
	ID             types.String `tfsdk:"id"`
	UUID           types.String `tfsdk:"uuid"`
	ResourceURI    types.String `tfsdk:"resource_uri"`
	SubscriptionID types.Int64  `tfsdk:"subscription_id"`
	Name           types.String `tfsdk:"name"`
	Meta           types.Map    `tfsdk:"meta"`
	Tags           types.Set    `tfsdk:"tags"`
}

// Common implements Entity.
func (m *Model) Common() *Model { return m }

// ShowCommon writes what the server says into the model.
func (m *Model) ShowCommon(
	uuid, resourceURI string, subscription *cloudsigma.Subscription, annotations *cloudsigma.Annotations,
) {
	m.ID = types.StringValue(uuid)
	m.UUID = types.StringValue(uuid)
	m.ResourceURI = types.StringValue(resourceURI)
	m.SubscriptionID = types.Int64Null()
	if subscription != nil {
		m.SubscriptionID = types.Int64Value(subscription.ID)
	}
	m.Name = types.StringValue(annotations.Name())
	m.Meta = cloudsigmaentity.ShownMeta(withoutName(annotations.Meta))
	m.Tags = cloudsigmaentity.ShownReferences(annotations.Tags)
}

// withoutName is the meta without the name, which has an attribute of its own.
func withoutName(meta cloudsigma.Meta) cloudsigma.Meta {
	rest := cloudsigma.Meta{}
	for key, value := range meta {
		if key != cloudsigma.MetaName {
			rest[key] = value
		}
	}
	return rest
}

// annotate carries what is configured over into annotations; the rest stays as it is.
func (m *Model) annotate(ctx context.Context, annotations *cloudsigma.Annotations) {
	name, named := annotations.Meta[cloudsigma.MetaName]
	cloudsigmaentity.ChangeMeta(ctx, &annotations.Meta, m.Meta)
	if annotations.Meta == nil {
		annotations.Meta = cloudsigma.Meta{}
	}
	if named {
		annotations.Meta[cloudsigma.MetaName] = name
	}
	switch {
	case !cloudsigmaentity.IsSet(m.Name):
	case m.Name.ValueString() == "":
		delete(annotations.Meta, cloudsigma.MetaName)
	default:
		annotations.Meta.Set(cloudsigma.MetaName, m.Name.ValueString())
	}
	cloudsigmaentity.ChangeTags(ctx, &annotations.Tags, m.Tags)
}

// untaken is the first attribute that was planned and that the server does not show; "" if there is none.
func (m *Model) untaken(shown *Model) string {
	switch {
	case cloudsigmaentity.IsSet(m.Name) && !m.Name.Equal(shown.Name):
		return "name"
	case cloudsigmaentity.IsSet(m.Meta) && !m.Meta.Equal(shown.Meta):
		return "meta"
	case cloudsigmaentity.IsSet(m.Tags) && !m.Tags.Equal(shown.Tags):
		return "tags"
	default:
		return ""
	}
}

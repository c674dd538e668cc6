package tag

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure    = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan   = (*Resource)(nil)
	_ resource.ResourceWithImportState  = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState = (*Resource)(nil)
	_ resource.ResourceWithMoveState    = (*Resource)(nil)
)

// Resource is cloudsigma_tag.
type Resource struct {
	cloudsigmaentity.Plain[cloudsigma.Tag, cloudsigma.TagDefinition, model, *model]
	cloudsigmaentity.Successor
}

const typeName = "cloudsigma_tag"

// NewResource returns the resource.
func NewResource() resource.Resource {
	tags := func(client *cloudsigma.Client) *cloudsigma.Collection[cloudsigma.Tag, cloudsigma.TagDefinition] {
		return client.Tags
	}
	return &Resource{
		Plain:     cloudsigmaentity.NewPlain[cloudsigma.Tag, cloudsigma.TagDefinition, model]("tag", nil, tags),
		Successor: cloudsigmaentity.Successor{TypeName: typeName},
	}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = typeName
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

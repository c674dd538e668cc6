package acl

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// Resource is cloudsigma_acl.
type Resource struct {
	cloudsigmaentity.Plain[cloudsigma.ACL, cloudsigma.ACLDefinition, model, *model]
}

// NewResource returns the resource.
func NewResource() resource.Resource {
	acls := func(client *cloudsigma.Client) *cloudsigma.Collection[cloudsigma.ACL, cloudsigma.ACLDefinition] {
		return client.ACLs
	}
	return &Resource{cloudsigmaentity.NewPlain[cloudsigma.ACL, cloudsigma.ACLDefinition, model](
		"ACL", tfkit.Names{"rules": "permissions"}, acls)}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_acl"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

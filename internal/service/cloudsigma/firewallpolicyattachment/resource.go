package firewallpolicyattachment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// Resource is cloudsigma_firewall_policy_attachment.
type Resource struct {
	cloudsigmaserver.AttachmentResource[model, *model]
}

// NewResource returns the resource.
func NewResource() resource.Resource {
	return &Resource{cloudsigmaserver.AttachmentResource[model, *model]{
		Noun: "firewall policy", IDPart: "mac",
		Kind: cloudsigmaserver.FirewallPolicyAttachments, Part: cloudsigmaserver.FirewallPolicies,
	}}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_firewall_policy_attachment"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

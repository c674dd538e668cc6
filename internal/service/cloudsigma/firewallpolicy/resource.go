package firewallpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// Resource is cloudsigma_firewall_policy.
type Resource struct {
	cloudsigmaentity.Plain[cloudsigma.FirewallPolicy, cloudsigma.FirewallPolicyDefinition, model, *model]
}

// NewResource returns the resource.
func NewResource() resource.Resource {
	policies := func(client *cloudsigma.Client) *cloudsigma.Collection[cloudsigma.FirewallPolicy, cloudsigma.FirewallPolicyDefinition] {
		return client.FirewallPolicies
	}
	return &Resource{cloudsigmaentity.NewPlain[cloudsigma.FirewallPolicy, cloudsigma.FirewallPolicyDefinition, model](
		"firewall policy", nil, policies)}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_firewall_policy"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

// ModifyPlan implements resource.ResourceWithModifyPlan.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if !request.Plan.Raw.IsNull() && !request.State.Raw.IsNull() {
		planRules(ctx, request, response)
	}
	r.Plain.ModifyPlan(ctx, request, response)
}

// planRules plans no change for another spelling of the same rule, as after an import.
func planRules(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	attribute := path.Root("rules")
	var planned, prior types.List
	response.Diagnostics.Append(request.Plan.GetAttribute(ctx, attribute, &planned)...)
	response.Diagnostics.Append(request.State.GetAttribute(ctx, attribute, &prior)...)
	if response.Diagnostics.HasError() || !cloudsigmaentity.IsSet(planned) || prior.IsNull() {
		return
	}
	// Rules as a whole may be unknown, which a model cannot be.
	for _, rule := range planned.Elements() {
		if rule.IsUnknown() {
			return
		}
	}
	var wanted, former []ruleModel
	response.Diagnostics.Append(planned.ElementsAs(ctx, &wanted, false)...)
	response.Diagnostics.Append(prior.ElementsAs(ctx, &former, false)...)
	if response.Diagnostics.HasError() {
		return
	}
	keepSpelling(wanted, former)
	response.Diagnostics.Append(response.Plan.SetAttribute(ctx, attribute, wanted)...)
}

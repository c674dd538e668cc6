package firewallpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// Resource is cloudsigma_firewall_policy. Nothing in it waits: the API makes, changes and deletes policies
// at once.
type Resource struct{ cloudsigmaentity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_firewall_policy"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

// ModifyPlan implements resource.ResourceWithModifyPlan. Another spelling of the same rule is no change, as
// after an import.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() || request.State.Raw.IsNull() {
		return
	}
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
	wanted := rules(ctx, planned, &response.Diagnostics)
	keepSpelling(wanted, rules(ctx, prior, &response.Diagnostics))
	if response.Diagnostics.HasError() {
		return
	}
	response.Diagnostics.Append(response.Plan.SetAttribute(ctx, attribute, wanted)...)
	cloudsigmaentity.DropEmptyPlan(request, response)
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	wanted := rules(ctx, plan.Rules, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	var definition cloudsigma.FirewallPolicyDefinition
	plan.apply(ctx, &definition, wanted)
	policy, err := client.FirewallPolicies.Create(ctx, definition, cloudsigma.NewMarker())
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not create the firewall policy", err)
		return
	}
	plan.show(ctx, policy, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the firewall policy", cloudsigma.IsNotFound, func(state *model) error {
		policy, err := client.FirewallPolicies.Get(ctx, state.ID.ValueString())
		if err == nil {
			state.show(ctx, policy, &response.Diagnostics)
		}
		return err
	})
}

// Update implements resource.Resource. The API takes the list of rules as a whole.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	wanted := rules(ctx, plan.Rules, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	policy, err := client.FirewallPolicies.Edit(ctx, plan.ID.ValueString(),
		func(definition *cloudsigma.FirewallPolicyDefinition) error {
			plan.apply(ctx, definition, wanted)
			return nil
		})
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not update the firewall policy", err)
		return
	}
	plan.show(ctx, policy, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the firewall policy", 0, func(ctx context.Context, state *model) error {
		return client.FirewallPolicies.Delete(ctx, state.ID.ValueString())
	})
}

package backuppolicy

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
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
)

// Resource is cloudsigma_backup_policy. Nothing in it waits: the API makes, changes and deletes policies at once.
type Resource struct{ cloudsigmaentity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_backup_policy"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

// ValidateConfig implements resource.ResourceWithValidateConfig.
func (r *Resource) ValidateConfig(
	ctx context.Context, request resource.ValidateConfigRequest, response *resource.ValidateConfigResponse,
) {
	var incremental types.Object
	var manual types.String
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("incremental_backup"), &incremental)...)
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("manual_incremental_backup"), &manual)...)
	if !response.Diagnostics.HasError() && !incremental.IsNull() {
		checkSaysWhen(incremental, manual, &response.Diagnostics)
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. A policy of another type may get another location.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	r.CheckRemoteLocation(ctx, path.Root("remote_location"), request, response)
	tfkit.PlanUpdate(request, response, tfkit.Effects{"remote_location": {"type"}})
}

// Create implements resource.Resource. The id is in the state before drives get the policy.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	var definition cloudsigma.BackupPolicyDefinition
	plan.apply(ctx, &definition)
	policy, err := client.BackupPolicies.Create(ctx, definition, cloudsigma.NewMarker())
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, "Could not create the backup policy", err)
		return
	}
	known := plan
	known.show(policy)
	known.showDrives(nil)
	response.Diagnostics.Append(response.State.Set(ctx, &known)...)
	if err := plan.check(ctx, policy); err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, "The backup policy was created but is not as configured", err)
	}
	known.assign(ctx, client, plan.Drives, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &known)...)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the backup policy", cloudsigma.IsNotFound, func(state *model) error {
		policy, err := client.BackupPolicies.Get(ctx, state.ID.ValueString())
		if err != nil {
			return err
		}
		drives, err := client.BackupPolicies.Drives(ctx, policy.UUID)
		if err != nil {
			return err
		}
		state.show(policy)
		state.showDrives(drives)
		return nil
	})
}

// Update implements resource.Resource. The state gets what was done, also when a later step fails.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	summary := "Could not update the backup policy"
	client := r.Client(&response.Diagnostics)
	var changes, known model
	response.Diagnostics.Append(tfkit.Changes(request).Get(ctx, &changes)...)
	response.Diagnostics.Append(request.State.Get(ctx, &known)...)
	if response.Diagnostics.HasError() {
		return
	}
	policy, err := client.BackupPolicies.Edit(ctx, known.ID.ValueString(),
		func(definition *cloudsigma.BackupPolicyDefinition) error {
			changes.apply(ctx, definition)
			return nil
		})
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, summary, err)
		return
	}
	known.show(policy)
	if err := changes.check(ctx, policy); err != nil {
		tfkit.ReportError(&response.Diagnostics, "The backup policy is not as configured", err)
	}
	known.assign(ctx, client, changes.Drives, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &known)...)
	if !response.Diagnostics.HasError() {
		tfkit.ConcludeUpdate(request, response, summary)
	}
}

// Delete implements resource.Resource. The drives that have the policy lose it.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the backup policy", 0, func(ctx context.Context, state *model) error {
		return client.BackupPolicies.Delete(ctx, state.ID.ValueString())
	})
}

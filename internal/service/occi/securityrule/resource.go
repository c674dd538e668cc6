package securityrule

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
)

// defaultDeleteTimeout is the time for a rule to disappear.
const defaultDeleteTimeout = 5 * time.Minute

// Resource is occi_security_rule.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_security_rule"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// ValidateConfig implements resource.ResourceWithValidateConfig.
func (r *Resource) ValidateConfig(
	ctx context.Context, request resource.ValidateConfigRequest, response *resource.ValidateConfigResponse,
) {
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() || config.FromPort.IsUnknown() || config.ToPort.IsUnknown() {
		return
	}
	if from, to := config.FromPort.ValueInt64(), config.ToPort.ValueInt64(); from > to {
		response.Diagnostics.AddAttributeError(path.Root("from_port"), "Ports the wrong way round",
			fmt.Sprintf("from_port (%d) must not be above to_port (%d).", from, to))
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It refuses a range of ports on occi-os, which opens
// the last port alone and reads back the first as if it had been used (capture 20-rule-create-range.plain).
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	client := r.ClientForPlan()
	if request.Plan.Raw.IsNull() || !request.State.Raw.IsNull() || client == nil {
		return
	}
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() || plan.FromPort.IsUnknown() || plan.ToPort.IsUnknown() ||
		plan.FromPort.Equal(plan.ToPort) {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not ask the server for its types", err)
		return
	}
	if strings.HasPrefix(known.Server, "pyssf") {
		response.Diagnostics.AddAttributeError(path.Root("from_port"), "This server opens single ports only",
			fmt.Sprintf("occi-os would open port %d and ignore from_port = %d, without saying so. Make one rule for each port.",
				plan.ToPort.ValueInt64(), plan.FromPort.ValueInt64()))
	}
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	group, err := occientity.SecurityGroup(ctx, client, plan.GroupID.ValueString())
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("group_id"), "Unknown security group", err)
		return
	}
	location, err := occientity.Create(ctx, client, plan.blueprint(group))
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not create the security rule", err)
		return
	}
	plan.ID = types.StringValue(location)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	rule, err := client.Get(ctx, state.ID.ValueString())
	if occi.IsNotFound(err) {
		response.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the security rule", err)
		return
	}
	state.show(rule)
	response.Diagnostics.Append(response.State.Set(ctx, &state)...)
}

// Update implements resource.Resource. Only the time-outs can change in place.
func (r *Resource) Update(_ context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := state.Timeouts.Delete(ctx, defaultDeleteTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if err := occientity.Delete(ctx, client, state.ID.ValueString()); err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not delete the security rule", err)
	}
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, infrastructure.KindSecurityRule, request, response)
}

package securityrule

import (
	"context"
	"fmt"
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
	rule, err := occientity.Read(ctx, client, state.ID.ValueString(), infrastructure.KindSecurityRule)
	if occi.IsNotFound(err) {
		response.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the security rule", err)
		return
	}
	dead, err := isDead(ctx, client, rule, state.GroupID.ValueString())
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not find out whether the group of the rule exists", err)
		return
	}
	if dead {
		response.State.RemoveResource(ctx)
		return
	}
	state.show(rule)
	response.Diagnostics.Append(response.State.Set(ctx, &state)...)
}

// isDead tells whether the group of a rule is gone, and the rule with it: occi-os goes on showing it, without
// its group (capture 24-rule-get-of-deleted-group).
func isDead(ctx context.Context, client *occi.Client, rule *occi.Entity, group string) (bool, error) {
	if _, shown := rule.Mixin(infrastructure.MixinSecurityGroup); shown {
		return false, nil
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return false, err
	}
	_, exists := occientity.FindSecurityGroup(known, group)
	return !exists, nil
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

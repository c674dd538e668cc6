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
	if from, to := config.FromPort.ValueInt64(), config.ToPort.ValueInt64(); !config.ToPort.IsNull() && from > to {
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
	group, err := occientity.FindSecurityGroup(ctx, client, plan.GroupID.ValueString())
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("group_id"), "Unknown security group", err)
		return
	}
	location, mayBeThere := plan.inGroup().ID(group.ID), false
	if group.Mixin.IsZero() {
		mayBeThere, err = occientity.AddGroupRule(ctx, client, group.ID, plan.inGroup())
	} else {
		location, err = occientity.Create(ctx, client, plan.blueprint(group.Mixin))
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not create the security rule", err)
	}
	if err != nil && !mayBeThere {
		return
	}
	plan.ID = types.StringValue(location)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the security rule", tfkit.IsGone, func(state *model) error {
		return tfkit.UnlessGone(state.read(ctx, client))
	})
}

// Update implements resource.Resource. Only the time-outs can change in place.
func (r *Resource) Update(_ context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the security rule", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		return state.delete(ctx, client)
	})
}

func (r *rule) delete(ctx context.Context, client *occi.Client) error {
	group, element, isElement, err := occientity.ParseGroupRuleID(r.ID.ValueString())
	switch {
	case err != nil:
		return err
	case isElement:
		return occientity.RemoveGroupRule(ctx, client, group, element)
	default:
		return occientity.Delete(ctx, client, r.ID.ValueString())
	}
}

// ImportState implements resource.ResourceWithImportState: by the path, its URL or the last segment of it, or where
// groups are a kind by the path or URL of the group, #, and what the rule says.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	group, element, isElement, err := occientity.ParseGroupRuleID(request.ID)
	if !isElement {
		r.ResourceBase.ImportState(ctx, infrastructure.KindSecurityRule, request, response)
		return
	}
	client := r.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	if err == nil {
		group, err = client.Path(group)
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Cannot import the security rule", err)
		return
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), element.ID(group))...)
	occientity.MarkImported(ctx, response.Private, &response.Diagnostics)
}

package securitygroupassociation

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// defaultDeleteTimeout is the time for a link to disappear.
const defaultDeleteTimeout = 5 * time.Minute

// Resource is occi_security_group_association.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_security_group_association"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

var errOnlyWhenMade = errors.New("this server takes a VM into security groups only when it is made: the collections of its mixins " +
	"take VMs too, but occi-os does not hear of it, and the VM would not be secured. Use security_groups of occi_compute")

// ModifyPlan implements resource.ResourceWithModifyPlan. It refuses servers that would only pretend, and takes other
// names of the same group for no change.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() || request.Plan.Raw.Equal(request.State.Raw) {
		return
	}
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "No OCCI cloud to talk to", err)
	}
	if client == nil || err != nil {
		return
	}
	known, err := client.QueryInterface(ctx)
	switch {
	case err != nil:
		tfkit.ReportError(&response.Diagnostics, "Could not ask the server for its types", err)
		return
	case occientity.SecurityGroupsOf(known) == occientity.NoSecurityGroups:
		tfkit.ReportError(&response.Diagnostics, "No security groups on this server", occientity.ErrNoSecurityGroups)
		return
	case !occientity.ShowsMembership(known):
		tfkit.ReportError(&response.Diagnostics, "No association of VMs and groups on this server", errOnlyWhenMade)
		return
	}
	var planned, prior types.String
	response.Diagnostics.Append(request.Plan.GetAttribute(ctx, path.Root("group_id"), &planned)...)
	if !request.State.Raw.IsNull() {
		response.Diagnostics.Append(request.State.GetAttribute(ctx, path.Root("group_id"), &prior)...)
	}
	if !planned.IsUnknown() && !planned.Equal(prior) {
		occientity.CheckSecurityGroupName(known, planned.ValueString(), path.Root("group_id"), &response.Diagnostics)
	}
	if !planned.IsUnknown() && !prior.IsNull() && occientity.SameSecurityGroup(known, planned.ValueString(), prior.ValueString()) {
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("group_id"), prior)...)
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
	id, err := plan.create(ctx, client, group)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not take the VM into the security group", err)
		return
	}
	plan.ID = types.StringValue(id)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	if err := confirm(context.WithoutCancel(ctx), client, plan.ComputeID.ValueString(), group); err != nil {
		tfkit.ReportError(&response.Diagnostics, "The VM may not be in the security group", err)
	}
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read whether the VM is in the security group", tfkit.IsGone, func(state *model) error {
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
	tfkit.Delete(ctx, request, response, "Could not take the VM out of the security group", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		return state.delete(ctx, client)
	})
}

// ImportState implements resource.ResourceWithImportState: by <compute>|<group> or, where groups are a kind, by the
// path of the link.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	if !strings.Contains(request.ID, separator) {
		r.ResourceBase.ImportState(ctx, infrastructure.KindSecurityGroupLink, request, response)
		return
	}
	client := r.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	found, err := find(ctx, client, request.ID)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Cannot import the association", err)
		return
	}
	for name, value := range map[string]types.String{"id": found.ID, "compute_id": found.ComputeID, "group_id": found.GroupID} {
		response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

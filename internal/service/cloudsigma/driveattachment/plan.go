package driveattachment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells when drive blocks would undo the attachment,
// and when the server has to be stopped.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	// Without a plan, as in a removal, or a state, as in a creation, all of it is null.
	var plan, state, config model
	if !request.Plan.Raw.IsNull() {
		response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
		response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	}
	if !request.State.Raw.IsNull() {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	if request.Plan.Raw.IsNull() {
		state.Warn(ctx, r.ClientForPlan(), state.ServerUUID, "the drive is detached", &response.Diagnostics)
		return
	}
	if cloudsigmaentity.IsSet(plan.ServerUUID) {
		r.Claim(cloudsigmaserver.Drives(plan.ServerUUID.ValueString()), cloudsigmaserver.DriveAttachments,
			path.Root("server_uuid"), &response.Diagnostics)
	}
	if !plan.Device.Equal(state.Device) && config.DevChannel.IsNull() {
		// The channels of another device are others.
		plan.DevChannel = types.StringUnknown()
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("dev_channel"), plan.DevChannel)...)
	}
	if plan.differsFrom(&state) {
		plan.Warn(ctx, r.ClientForPlan(), plan.ServerUUID, "the drive is attached", &response.Diagnostics)
	}
}

// differsFrom tells whether the server has to be changed.
func (m *model) differsFrom(state *model) bool {
	return !m.ServerUUID.Equal(state.ServerUUID) || !m.DriveUUID.Equal(state.DriveUUID) || !m.Device.Equal(state.Device) ||
		!m.DevChannel.Equal(state.DevChannel) || !m.BootOrder.Equal(state.BootOrder)
}

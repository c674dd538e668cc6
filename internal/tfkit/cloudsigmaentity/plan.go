package cloudsigmaentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// PlanStatus makes the attribute "status" unknown in the plan of an update if the one in the state is passing: what is
// being done to the entity may end meanwhile. It comes after tfkit.PlanUpdate.
func PlanStatus(
	ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse, isPassing func(status string) bool,
) {
	if request.State.Raw.IsNull() || response.Plan.Raw.IsNull() || response.Plan.Raw.Equal(request.State.Raw) {
		return
	}
	attribute := path.Root("status")
	var status types.String
	response.Diagnostics.Append(request.State.GetAttribute(ctx, attribute, &status)...)
	if isPassing(status.ValueString()) {
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, attribute, types.StringUnknown())...)
	}
}

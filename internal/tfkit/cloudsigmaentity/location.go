package cloudsigmaentity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// CheckRemoteLocation tells, while a plan is made, that an attribute newly names a location that keeps no remote
// snapshots. What the cloud does not tell is left to the server.
func (a *Access) CheckRemoteLocation(
	ctx context.Context, attribute path.Path, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse,
) {
	if request.Plan.Raw.IsNull() {
		return
	}
	var planned, prior types.String
	response.Diagnostics.Append(request.Plan.GetAttribute(ctx, attribute, &planned)...)
	if !request.State.Raw.IsNull() {
		response.Diagnostics.Append(request.State.GetAttribute(ctx, attribute, &prior)...)
	}
	if response.Diagnostics.HasError() || !IsSet(planned) || planned.Equal(prior) {
		return
	}
	capabilities := a.Capabilities(ctx, &response.Diagnostics)
	if capabilities == nil {
		return
	}
	locations := capabilities.RemoteSnapshots.Locations
	if len(locations) == 0 || slices.Contains(locations, planned.ValueString()) {
		return
	}
	response.Diagnostics.AddAttributeError(attribute, "No such location for remote snapshots", fmt.Sprintf(
		"Remote snapshots can be kept at: %s. Got %q.", strings.Join(locations, ", "), planned.ValueString()))
}

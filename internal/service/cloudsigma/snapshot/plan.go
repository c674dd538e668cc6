package snapshot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var _ resource.ResourceWithModifyPlan = (*Resource[model, *model])(nil)

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells a location that keeps no remote snapshots.
func (r *Resource[M, P]) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	client := r.ClientForPlan()
	if !r.kind.remote || client == nil || request.Plan.Raw.IsNull() {
		return
	}
	attribute := path.Root("location")
	var planned, prior types.String
	response.Diagnostics.Append(request.Plan.GetAttribute(ctx, attribute, &planned)...)
	if !request.State.Raw.IsNull() {
		response.Diagnostics.Append(request.State.GetAttribute(ctx, attribute, &prior)...)
	}
	if response.Diagnostics.HasError() || !cloudsigmaentity.IsSet(planned) || planned.Equal(prior) {
		return
	}
	capabilities, err := client.Capabilities(ctx)
	if err != nil {
		return // The server will tell.
	}
	locations := capabilities.RemoteSnapshots.Locations
	if len(locations) == 0 || slices.Contains(locations, planned.ValueString()) {
		return
	}
	response.Diagnostics.AddAttributeError(attribute, "No such location for remote snapshots", fmt.Sprintf(
		"Remote snapshots can be kept at: %s. Got %q.", strings.Join(locations, ", "), planned.ValueString()))
}

package image

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells a server that makes no images, and a name that
// is taken: of two images of one name nobody could tell which is the new one. Terraform plans the create of a
// replacement as one of its own, so the name of the image that stays is told as well.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() || !request.State.Raw.IsNull() {
		return
	}
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "No OCCI cloud to talk to", err)
	}
	if client == nil || response.Diagnostics.HasError() {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err == nil {
		_, err = savingOf(known)
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Cannot make an image", err)
		return
	}
	if plan.Name.IsUnknown() {
		return
	}
	taken, err := named(known, plan.Name.ValueString())
	switch {
	case errors.Is(err, errNotListed):
	case err != nil:
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("name"), "The server has images of this name", err)
	default:
		response.Diagnostics.AddAttributeError(path.Root("name"), "The server has an image of this name", fmt.Sprintf(
			"Choose another name than %q. If the image is this resource's, as after a create that took too long, take it with "+
				"`terraform untaint` or `terraform import`; its identifier is %s.", plan.Name.ValueString(), taken.TypeID))
	}
}

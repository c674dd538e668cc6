package image

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// nameTaken is the summary of what is said of a name that another image has.
const nameTaken = "The server has an image of this name"

func adviceOnTaken(taken occi.Category) string {
	return fmt.Sprintf("No second one can be made: choose another name than %q. If the image is this resource's, as after a create "+
		"that took too long, keep it with `terraform untaint`, or take it with `terraform import`; its identifier is %s. If only "+
		"the VM was replaced, `lifecycle { ignore_changes = [compute_id] }` keeps the image.", name(taken), taken.TypeID)
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells a server that makes no images, and warns of a
// name that is taken: of two images of one name nobody could tell which is the new one. It is no error, because Terraform
// plans the create of a replacement as one of its own, and makes such a plan also before it destroys what is tainted.
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
		response.Diagnostics.AddAttributeWarning(path.Root("name"), nameTaken, err.Error())
	default:
		response.Diagnostics.AddAttributeWarning(path.Root("name"), nameTaken, adviceOnTaken(taken))
	}
}

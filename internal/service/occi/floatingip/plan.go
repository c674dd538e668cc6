package floatingip

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells what the server cannot do before anything is
// made. A pool that was taken off the server must not stop the plans of the addresses from it.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() {
		return
	}
	if client, err := r.ClientForPlan(); client == nil && err == nil {
		return
	}
	way, known := r.way(ctx, &response.Diagnostics)
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if !request.State.Raw.IsNull() {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	reportMisplacedVM(way, &plan, &response.Diagnostics)
	if name := plan.Pool; !name.IsNull() && !name.IsUnknown() && !name.Equal(state.Pool) {
		reportUnknownPool(way, known, name.ValueString(), &response.Diagnostics)
	}
}

// reportUnknownPool tells a pool that the server has not got, or that it cannot be told (occi-os names none).
func reportUnknownPool(way way, known *occi.QueryInterface, name string, diagnostics *diag.Diagnostics) {
	attribute := path.Root("pool")
	err := way.checkPool(name)
	switch {
	case err != nil:
		tfkit.ReportAttributeError(diagnostics, attribute, "Unknown pool", err)
	case len(pools(known)) == 0:
		diagnostics.AddAttributeWarning(attribute, "The server does not name its pools",
			"Whether "+name+" is one of them shows when the address is allocated.")
	}
}

// reportMisplacedVM tells that compute_id is missing, or that it belongs elsewhere. One that is not known yet is set.
func reportMisplacedVM(way way, plan *model, diagnostics *diag.Diagnostics) {
	attribute := path.Root("compute_id")
	switch {
	case way.forVM() && plan.ComputeID.IsNull():
		diagnostics.AddAttributeError(attribute, "The VM is missing",
			"This server does not know reservations (it has no kind ipreservation): it allocates a floating IP for a VM. Set compute_id.")
	case !way.forVM() && !plan.ComputeID.IsNull():
		diagnostics.AddAttributeError(attribute, "The VM belongs into an association",
			"This server reserves floating IPs (it has the kind ipreservation) independently of VMs. Leave compute_id out, and put the "+
				"address on the VM by a resource occi_floating_ip_association.")
	}
}

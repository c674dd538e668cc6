package drive

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells what cannot be done before anything is
// done, and what replaces the drive.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() {
		var state model
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
		state.warnOfStop(ctx, r.ClientForPlan(), state.servers(), destroyed, &response.Diagnostics)
		return
	}
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	if request.State.Raw.IsNull() {
		r.checkNew(ctx, request, &plan, &response.Diagnostics)
		return
	}
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	imported, problems := request.Private.GetKey(ctx, importedKey)
	response.Diagnostics.Append(problems...)
	if response.Diagnostics.HasError() {
		return
	}
	// Of an imported drive the configuration is taken to say what it was copied from.
	sourceUnknown := string(imported) == "true" && !state.hasSource()
	if replacing := plan.otherSource(&state); len(replacing) > 0 && !sourceUnknown {
		response.RequiresReplace = append(response.RequiresReplace, replacing...)
		state.warnOfStop(ctx, r.ClientForPlan(), state.servers(), replaced, &response.Diagnostics)
		return
	}
	if cloudsigmaentity.Given(plan.StorageType).IsNull() {
		plan.StorageType = state.StorageType
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("storage_type"), state.StorageType)...)
	}
	plan.checkChange(&state, &response.Diagnostics)
	if plan.keepRounded(&state) {
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("size"), state.Size)...)
	} else if plan.Size.ValueInt64() > state.Size.ValueInt64() {
		if capabilities := r.Capabilities(ctx, &response.Diagnostics); capabilities != nil {
			plan.checkSize(capabilities, state.StorageType.ValueString(), &response.Diagnostics)
		}
	}
	if cloudsigmaentity.IsSet(plan.IOPS) && !plan.IOPS.Equal(state.IOPS) {
		if capabilities := r.Capabilities(ctx, &response.Diagnostics); capabilities != nil {
			plan.checkIOPS(capabilities, state.StorageType.ValueString(), &response.Diagnostics)
		}
	}
	if changes := plan.offlineChanges(&state.shown); len(changes) > 0 {
		change := cloudsigmaserver.PlannedChange{What: "is changed (" + strings.Join(changes, ", ") + ")"}
		if state.StorageType.ValueString() == ephemeral {
			change.Advice = "The data on the drive is lost when the server stops, because it is of the type " + ephemeral + "."
		}
		plan.warnOfStop(ctx, r.ClientForPlan(), state.servers(), change, &response.Diagnostics)
	}
	tfkit.PlanUpdate(request, response, nil)
	cloudsigmaentity.PlanStatus(ctx, request, response, isPassing)
	if plan.lacksImage(&state) {
		// The update uploads what is missing.
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("status"), types.StringUnknown())...)
	}
}

// isPassing tells whether a drive does not keep a status.
func isPassing(status string) bool {
	return status != cloudsigma.DriveUnmounted && status != cloudsigma.DriveMounted
}

// checkChange refuses what the API cannot do with the data of a drive. Nothing of it replaces the drive,
// because that would destroy the data without being asked for.
func (m *model) checkChange(state *model, diagnostics *diag.Diagnostics) {
	wanted, size := m.Size.ValueInt64(), state.Size.ValueInt64()
	if !m.Size.IsUnknown() && wanted < size && !m.keepRounded(state) {
		diagnostics.AddAttributeError(path.Root("size"), "A drive cannot shrink", fmt.Sprintf(
			"The drive %s has %d bytes, %d are configured. Set size to %d or more. For a smaller drive, add another "+
				"cloudsigma_drive, copy the data, and remove this one.", state.ID.ValueString(), size, wanted, size))
	}
	if cloudsigmaentity.IsSet(m.StorageType) && !m.StorageType.Equal(state.StorageType) {
		diagnostics.AddAttributeError(path.Root("storage_type"), "The storage type of a drive cannot be changed", fmt.Sprintf(
			"The drive %s is of the type %q, %q is configured. Add another cloudsigma_drive with the new type and "+
				"clone_drive_id = %q to copy it, and remove this one.",
			state.ID.ValueString(), state.StorageType.ValueString(), m.StorageType.ValueString(), state.ID.ValueString()))
	}
}

// keepRounded tells whether the planned size is that of the state before it was rounded.
func (m *model) keepRounded(state *model) bool {
	return cloudsigmaentity.IsSet(m.Size) && !m.Size.Equal(state.Size) && roundsTo(m.Size.ValueInt64(), state.Size.ValueInt64())
}

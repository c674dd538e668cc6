package drive

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells what cannot be done before anything is
// done, and what replaces the drive.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() {
		var state model
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
		state.warnOfMount("destroyed", "If this run destroys the server as well, that comes first. "+adviceToDelete, &response.Diagnostics)
		return
	}
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	if request.State.Raw.IsNull() {
		r.checkSource(ctx, &plan, &response.Diagnostics)
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
	sourceUnknown := string(imported) == "true" && state.CloneDriveID.IsNull()
	if !plan.CloneDriveID.Equal(state.CloneDriveID) && !sourceUnknown {
		response.RequiresReplace = append(response.RequiresReplace, path.Root("clone_drive_id"))
		state.warnOfMount("replaced", adviceToDelete, &response.Diagnostics)
		return
	}
	plan.checkChange(&state, &response.Diagnostics)
	if plan.keepRounded(&state) {
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("size"), state.Size)...)
	} else if plan.Size.ValueInt64() > state.Size.ValueInt64() {
		state.warnOfMount("grown", adviceToGrow, &response.Diagnostics)
	}
	cloudsigmaentity.DropEmptyPlan(request, response)
}

// checkSource looks at the drive that is to be copied.
func (r *Resource) checkSource(ctx context.Context, plan *model, diagnostics *diag.Diagnostics) {
	client := r.ClientForPlan()
	if client == nil || !cloudsigmaentity.IsSet(plan.CloneDriveID) || plan.Size.IsUnknown() {
		return
	}
	attribute := path.Root("clone_drive_id")
	source, err := client.Drives.Get(ctx, plan.CloneDriveID.ValueString())
	if cloudsigma.IsNotFound(err) {
		tfkit.ReportAttributeError(diagnostics, attribute, "There is no such drive to copy", err)
		return
	}
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, attribute, "Could not read the drive to copy", err)
		return
	}
	if smallest := source.Definition.Size; plan.Size.ValueInt64() < smallest {
		diagnostics.AddAttributeError(path.Root("size"), "Smaller than the drive to copy", fmt.Sprintf(
			"The drive %q (%s) has %d bytes, and a copy cannot be smaller. Set size to %d or more, got %d.",
			source.Definition.Name, source.UUID, smallest, smallest, plan.Size.ValueInt64()))
	}
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

package drive

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

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
	sourceUnknown := string(imported) == "true" && state.CloneDriveID.IsNull() && state.Source.IsNull()
	if replacing := plan.otherSource(&state); len(replacing) > 0 && !sourceUnknown {
		response.RequiresReplace = append(response.RequiresReplace, replacing...)
		state.warnOfMount("replaced", adviceToDelete, &response.Diagnostics)
		return
	}
	plan.checkChange(&state, &response.Diagnostics)
	if plan.keepRounded(&state) {
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("size"), state.Size)...)
	} else if plan.Size.ValueInt64() > state.Size.ValueInt64() {
		state.warnOfMount("grown", adviceToGrow, &response.Diagnostics)
		if capabilities := r.capabilities(ctx, &response.Diagnostics); capabilities != nil {
			plan.checkSize(capabilities, state.StorageType.ValueString(), &response.Diagnostics)
		}
	}
	if state.isUploading() {
		// The update uploads what is missing.
		response.Diagnostics.Append(response.Plan.SetAttribute(ctx, path.Root("status"), types.StringUnknown())...)
		return
	}
	cloudsigmaentity.DropEmptyPlan(request, response)
}

// otherSource returns the attributes that name another source than that of the drive: its data is then another.
func (m *model) otherSource(state *model) []path.Path {
	var changed []path.Path
	if !m.CloneDriveID.Equal(state.CloneDriveID) {
		changed = append(changed, path.Root("clone_drive_id"))
	}
	bothHaveSum := !m.SourceSHA256.IsNull() && !state.SourceSHA256.IsNull()
	switch {
	case bothHaveSum && !m.SourceSHA256.Equal(state.SourceSHA256):
		changed = append(changed, path.Root("source_sha256"))
	case !bothHaveSum && !m.Source.Equal(state.Source), m.Source.IsNull() != state.Source.IsNull():
		// A file that was moved has the same checksum.
		changed = append(changed, path.Root("source"))
	}
	return changed
}

// checkNew looks at what a drive is to be made of, and at what the location allows.
func (r *Resource) checkNew(ctx context.Context, request resource.ModifyPlanRequest, plan *model, diagnostics *diag.Diagnostics) {
	source := r.checkSource(ctx, plan, diagnostics)
	plan.checkImage(diagnostics)
	// The plan has an unknown value also where the configuration has none.
	var storageType types.String
	diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("storage_type"), &storageType)...)
	isConfigured := !storageType.IsNull()
	switch {
	case storageType.IsUnknown(), storageType.IsNull() && !plan.CloneDriveID.IsNull() && source == nil:
		return // It is not known yet.
	case storageType.IsNull() && source != nil:
		storageType = types.StringValue(source.Definition.StorageType)
	}
	capabilities := r.capabilities(ctx, diagnostics)
	if capabilities == nil {
		return
	}
	if isConfigured {
		checkStorageType(capabilities, storageType.ValueString(), diagnostics)
	}
	plan.checkSize(capabilities, storageType.ValueString(), diagnostics)
}

// checkSource looks at the drive that is to be copied, and returns it if there is one that is known.
func (r *Resource) checkSource(ctx context.Context, plan *model, diagnostics *diag.Diagnostics) *cloudsigma.Drive {
	client := r.ClientForPlan()
	if client == nil || !cloudsigmaentity.IsSet(plan.CloneDriveID) {
		return nil
	}
	attribute := path.Root("clone_drive_id")
	source, err := client.Drives.Get(ctx, plan.CloneDriveID.ValueString())
	if cloudsigma.IsNotFound(err) {
		tfkit.ReportAttributeError(diagnostics, attribute, "There is no such drive to copy", err)
		return nil
	}
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, attribute, "Could not read the drive to copy", err)
		return nil
	}
	if smallest := source.Definition.Size; !plan.Size.IsUnknown() && plan.Size.ValueInt64() < smallest {
		diagnostics.AddAttributeError(path.Root("size"), "Smaller than the drive to copy", fmt.Sprintf(
			"The drive %q (%s) has %d bytes, and a copy cannot be smaller. Set size to %d or more, got %d.",
			source.Definition.Name, source.UUID, smallest, smallest, plan.Size.ValueInt64()))
	}
	return source
}

// checkImage looks at the file that is to be uploaded. It may be made by the same run.
func (m *model) checkImage(diagnostics *diag.Diagnostics) {
	if !cloudsigmaentity.IsSet(m.Source) {
		return
	}
	attribute := path.Root("source")
	file, image, err := m.openImage()
	if errors.Is(err, fs.ErrNotExist) {
		diagnostics.AddAttributeWarning(attribute, "The image does not exist yet",
			fmt.Sprintf("%v. It has to be there when the drive is made.", err))
		return
	}
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, attribute, "The image cannot be uploaded", err)
		return
	}
	_ = file.Close()
	if !m.Size.IsUnknown() && m.Size.ValueInt64() < image.Size {
		diagnostics.AddAttributeError(path.Root("size"), "Smaller than the image", fmt.Sprintf(
			"The image %s has %d bytes. Set size to %d or more, got %d.",
			m.Source.ValueString(), image.Size, image.Size, m.Size.ValueInt64()))
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

package drive

import (
	"context"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// Update implements resource.Resource. The state gets what was done, also when a later step fails.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Update(ctx, defaultUpdateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	drive, err := update(ctx, client, &state, &plan)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not update the drive", state.advise(err, adviceToGrow))
		readBack(ctx, client, &state, &response.Diagnostics)
		response.Diagnostics.Append(response.State.Set(ctx, &state)...)
		return
	}
	plan.show(drive, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	response.Diagnostics.Append(response.Private.SetKey(ctx, importedKey, []byte("false"))...)
}

// update has a drive get the rest of its image if an earlier run was interrupted, and makes it as planned.
func update(ctx context.Context, client *cloudsigma.Client, state, plan *model) (drive *cloudsigma.Drive, err error) {
	uuid := state.ID.ValueString()
	if plan.lacksImage(state) {
		if err := resumeUpload(ctx, client, uuid, plan); err != nil {
			return nil, err
		}
	}
	err = whenReady(ctx, client, uuid, func() (err error) {
		drive, err = change(ctx, client, uuid, plan)
		return err
	})
	return drive, err
}

// change makes a drive as planned.
func change(ctx context.Context, client *cloudsigma.Client, uuid string, plan *model) (*cloudsigma.Drive, error) {
	drive, err := edit(ctx, client, uuid, plan)
	if err != nil {
		return nil, err
	}
	return grow(ctx, client, drive, plan.Size.ValueInt64())
}

// edit changes what can be changed without resizing.
func edit(ctx context.Context, client *cloudsigma.Client, uuid string, plan *model) (*cloudsigma.Drive, error) {
	drive, err := client.Drives.Edit(ctx, uuid, func(definition *cloudsigma.DriveDefinition) error {
		plan.apply(ctx, definition)
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Of a drive on a running server the API ignores these changes and answers 200 (drives.rst, editing).
	const ignored = "the server answered that it had updated drive %s, but its %s still is %v instead of %v: " +
		"that can only be changed while no running server has the drive"
	definition := &drive.Definition
	if definition.Media != plan.Media.ValueString() {
		return nil, fmt.Errorf(ignored, uuid, "media", strconv.Quote(definition.Media), plan.Media)
	}
	if cloudsigmaentity.IsSet(plan.Affinities) && !plan.Affinities.Equal(shownTexts(definition.Affinities)) {
		return nil, fmt.Errorf(ignored, uuid, "affinities", definition.Affinities, texts(plan.Affinities))
	}
	return drive, nil
}

// grow makes a drive as large as wanted, in bytes, and waits until it is. A larger one is left alone.
func grow(ctx context.Context, client *cloudsigma.Client, drive *cloudsigma.Drive, wanted int64) (*cloudsigma.Drive, error) {
	if drive.Definition.Size >= wanted {
		return drive, nil
	}
	if _, err := client.Drives.Resize(ctx, drive.UUID, wanted); err != nil {
		return nil, err
	}
	return waitUntilReady(ctx, client, drive.UUID, wanted)
}

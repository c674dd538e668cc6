package drive

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// Update implements resource.Resource. The state gets what was done, also when a later step fails.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	summary := "Could not update the drive"
	client := r.Client(&response.Diagnostics)
	var changes, state model
	response.Diagnostics.Append(tfkit.Changes(request).Get(ctx, &changes)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := changes.Timeouts.Update(ctx, defaultUpdateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	drive, err := update(ctx, client, &state, &changes)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, summary, err)
		readBack(ctx, client, &state, &response.Diagnostics)
		response.Diagnostics.Append(response.State.Set(ctx, &state)...)
		return
	}
	changes.show(drive, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &changes)...)
	tfkit.ConcludeUpdate(request, response, summary)
	response.Diagnostics.Append(response.Private.SetKey(ctx, importedKey, []byte("false"))...)
}

// update has a drive get the rest of its image if an earlier run was interrupted, and makes it as planned. Servers are
// stopped for what is not changed while they run.
func update(ctx context.Context, client *cloudsigma.Client, state, plan *model) (drive *cloudsigma.Drive, err error) {
	uuid := state.ID.ValueString()
	if plan.lacksImage(state) {
		if err := resumeUpload(ctx, client, uuid, plan); err != nil {
			return nil, err
		}
	}
	err = whenReady(ctx, client, uuid, func() (err error) {
		drive, err = edit(ctx, client, uuid, plan)
		return err
	})
	if err != nil {
		return nil, err
	}
	present := shownOf(drive)
	if len(plan.offlineChanges(&present)) == 0 {
		return drive, nil
	}
	err = plan.WhileStopped(ctx, client, present.servers(), func() error {
		err := whenReady(ctx, client, uuid, func() error {
			completed, err := complete(ctx, client, drive, plan)
			if err == nil {
				drive = completed
			}
			return err
		})
		if err != nil && ctx.Err() != nil {
			err = errors.Join(err, release(ctx, client, drive))
		}
		return err
	})
	return drive, err
}

// release waits for a drive whose change was interrupted, if servers have it: none starts with a drive that is being
// resized, and those that were stopped for that are to be started again.
func release(ctx context.Context, client *cloudsigma.Client, drive *cloudsigma.Drive) error {
	if len(drive.MountedOn) == 0 {
		return nil
	}
	ctx, cancel := cloudsigmaserver.CleanUp(ctx)
	defer cancel()
	_, err := waitUntilReady(ctx, client, drive.UUID, 0)
	return err
}

// edit changes what can be changed without resizing. Of a drive on a running server the API ignores some of it, see
// offlineChanges, and answers 200.
func edit(ctx context.Context, client *cloudsigma.Client, uuid string, plan *model) (*cloudsigma.Drive, error) {
	return client.Drives.Edit(ctx, uuid, func(definition *cloudsigma.DriveDefinition) error {
		plan.apply(ctx, definition)
		return nil
	})
}

// complete makes a drive as planned that no running server has.
func complete(ctx context.Context, client *cloudsigma.Client, drive *cloudsigma.Drive, plan *model) (*cloudsigma.Drive, error) {
	if !plan.describes(&drive.Definition) {
		edited, err := edit(ctx, client, drive.UUID, plan)
		if err != nil {
			return nil, err
		}
		if err := plan.checkEdited(edited); err != nil {
			return nil, err
		}
		drive = edited
	}
	return grow(ctx, client, drive, plan.Size.ValueInt64())
}

// checkEdited tells what the API has ignored of an edit.
func (m *model) checkEdited(drive *cloudsigma.Drive) error {
	const ignored = "the server answered that it had updated drive %s, but its %s still is %v instead of %v: " +
		"that can only be changed while no running server has the drive"
	definition := &drive.Definition
	if definition.Media != m.Media.ValueString() {
		return fmt.Errorf(ignored, drive.UUID, "media", strconv.Quote(definition.Media), m.Media)
	}
	if cloudsigmaentity.IsSet(m.Affinities) && !m.Affinities.Equal(cloudsigmaentity.TextSet(definition.Affinities)) {
		return fmt.Errorf(ignored, drive.UUID, "affinities", definition.Affinities, texts(m.Affinities))
	}
	if shown := types.Int64PointerValue(definition.IOPS); cloudsigmaentity.IsSet(m.IOPS) && !m.IOPS.Equal(shown) {
		return fmt.Errorf(ignored, drive.UUID, "iops", shown, m.IOPS)
	}
	return nil
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

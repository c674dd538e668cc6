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

// Create implements resource.Resource. The id is in the state before anything is waited for.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Create(ctx, defaultCreateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	drive, err := create(ctx, client, &plan)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, "Could not create the drive", err)
		return
	}
	known := plan
	known.show(drive, &response.Diagnostics)
	known.spell(&plan)
	response.Diagnostics.Append(response.State.Set(ctx, &known)...)

	finished, err := finish(ctx, client, drive, &plan)
	switch {
	case reportUpload(err, &response.Diagnostics):
		readBack(ctx, client, &known, &response.Diagnostics)
		// The plan promised what the drive is to become.
		known.Size = plan.Size
	case err != nil:
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, "The drive was created but is not ready", err)
		readBack(ctx, client, &known, &response.Diagnostics)
	default:
		known.show(finished, &response.Diagnostics)
		warnOfSize(&plan, finished, &response.Diagnostics)
	}
	known.spell(&plan)
	response.Diagnostics.Append(response.State.Set(ctx, &known)...)
}

// create makes a drive, which is then not ready yet.
func create(ctx context.Context, client *cloudsigma.Client, plan *model) (*cloudsigma.Drive, error) {
	attribute, uuid := plan.original()
	switch {
	case attribute == cloneDrive:
		return client.Drives.Clone(ctx, uuid.ValueString(), plan.copied(ctx))
	case attribute == cloneSnapshot:
		return client.Snapshots.Clone(ctx, uuid.ValueString(), plan.ofSnapshot())
	case attribute == cloneRemoteSnapshot:
		return client.RemoteSnapshots.Clone(ctx, uuid.ValueString(), plan.ofSnapshot())
	case !plan.Source.IsNull():
		return initUpload(ctx, client, plan)
	default:
		return client.Drives.Create(ctx, plan.blank(ctx), cloudsigma.NewMarker(), texts(plan.Avoid)...)
	}
}

// finish uploads the image of a new drive if it has one, waits for the drive, and then makes it what the API does not
// let a copy or an image be from the start.
func finish(ctx context.Context, client *cloudsigma.Client, made *cloudsigma.Drive, plan *model) (*cloudsigma.Drive, error) {
	uuid := made.UUID
	if !plan.Source.IsNull() {
		if err := upload(ctx, client, made, plan); err != nil {
			return nil, err
		}
	}
	drive, err := waitUntilReady(ctx, client, uuid, 0)
	if err != nil {
		return nil, err
	}
	if got := drive.Definition.StorageType; cloudsigmaentity.IsSet(cloudsigmaentity.Given(plan.StorageType)) && plan.StorageType.ValueString() != got {
		return nil, fmt.Errorf("the server made drive %s of the storage type %q, asked for was %s", uuid, got, plan.StorageType)
	}
	return complete(ctx, client, drive, plan)
}

// warnOfSize tells that a drive is larger than was asked for: nothing can be done about it, and data may be
// on it already.
func warnOfSize(plan *model, drive *cloudsigma.Drive, diagnostics *diag.Diagnostics) {
	if roundsTo(plan.Size.ValueInt64(), drive.Definition.Size) {
		return
	}
	diagnostics.AddAttributeWarning(path.Root("size"), "The drive is larger than configured", fmt.Sprintf(
		"The drive %s has %d bytes, %d were asked for. A drive cannot shrink: set size = %d.",
		drive.UUID, drive.Definition.Size, plan.Size.ValueInt64(), drive.Definition.Size))
}

// readBack completes the model with what the server says of the drive, also if the run was cancelled: what
// exists has to be in the state. A failure adds a warning only, because an error has been told already.
func readBack(ctx context.Context, client *cloudsigma.Client, m *model, diagnostics *diag.Diagnostics) {
	drive, err := client.Drives.Get(context.WithoutCancel(ctx), m.ID.ValueString())
	if err != nil {
		diagnostics.AddWarning("The state of the drive is not known", err.Error())
		return
	}
	m.show(drive, diagnostics)
	m.showSize(drive.Definition.Size)
}

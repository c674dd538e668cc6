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

// The attributes that name what a drive is a copy of.
const (
	cloneDrive          = "clone_drive_id"
	cloneSnapshot       = "clone_snapshot_id"
	cloneRemoteSnapshot = "clone_remote_snapshot_id"
)

// originals are the UUIDs of what a drive may be a copy of, by attribute; one of them at most is not null.
func (m *model) originals() map[string]types.String {
	return map[string]types.String{
		cloneDrive: cloudsigmaentity.Given(m.CloneDriveID), cloneSnapshot: m.CloneSnapshotID, cloneRemoteSnapshot: m.CloneRemoteSnapshotID,
	}
}

// original returns the attribute and the UUID of what a drive is a copy of; "" if it is none.
func (m *model) original() (attribute string, uuid types.String) {
	for attribute, uuid := range m.originals() {
		if !uuid.IsNull() {
			return attribute, uuid
		}
	}
	return "", types.StringNull()
}

// hasSource tells whether it is known what the drive was made of.
func (m *model) hasSource() bool {
	attribute, _ := m.original()
	return attribute != "" || !m.Source.IsNull()
}

// otherSource returns the attributes that name another source than that of the drive: its data is then another.
func (m *model) otherSource(state *model) []path.Path {
	var changed []path.Path
	before := state.originals()
	for attribute, uuid := range m.originals() {
		if !uuid.Equal(before[attribute]) {
			changed = append(changed, path.Root(attribute))
		}
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

// copyOf is what is known of the drive that a copy is made of.
type copyOf struct {
	// what names it for people.
	what string
	// size is in bytes; 0 if it is not known.
	size        int64
	storageType string
	// keepsType says that the copy cannot have another storage type.
	keepsType bool
}

// checkNew looks at what a drive is to be made of, and at what the location allows.
func (r *Resource) checkNew(ctx context.Context, request resource.ModifyPlanRequest, plan *model, diagnostics *diag.Diagnostics) {
	plan.checkImage(diagnostics)
	// The plan has an unknown value also where the configuration has none.
	var storageType types.String
	diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("storage_type"), &storageType)...)
	storageType = cloudsigmaentity.Given(storageType)
	isConfigured := !storageType.IsNull()
	if attribute, uuid := plan.original(); attribute != "" {
		source := r.readOriginal(ctx, attribute, uuid, diagnostics)
		if source == nil {
			return // It is not known yet, or the error has been told.
		}
		plan.checkCopy(source, storageType, diagnostics)
		if !isConfigured {
			storageType = types.StringValue(source.storageType)
		}
	}
	capabilities := r.Capabilities(ctx, diagnostics)
	if capabilities == nil || storageType.IsUnknown() {
		return
	}
	if isConfigured {
		checkStorageType(capabilities, storageType.ValueString(), diagnostics)
	}
	plan.checkSize(capabilities, storageType.ValueString(), diagnostics)
	plan.checkIOPS(capabilities, storageType.ValueString(), diagnostics)
}

// readOriginal reads what is to be copied; nil if it is not known yet or cannot be read, which is told.
func (r *Resource) readOriginal(ctx context.Context, attribute string, uuid types.String, diagnostics *diag.Diagnostics) *copyOf {
	client := r.ClientForPlan()
	if client == nil || uuid.IsUnknown() {
		return nil
	}
	source, err := original(ctx, client, attribute, uuid.ValueString())
	switch {
	case cloudsigma.IsNotFound(err):
		tfkit.ReportAttributeError(diagnostics, path.Root(attribute), "There is no such drive or snapshot to copy", err)
	case err != nil:
		tfkit.ReportAttributeError(diagnostics, path.Root(attribute), "Could not read what is to be copied", err)
	}
	return source
}

func original(ctx context.Context, client *cloudsigma.Client, attribute, uuid string) (*copyOf, error) {
	switch attribute {
	case cloneSnapshot:
		return localSnapshot(ctx, client, uuid)
	case cloneRemoteSnapshot:
		snapshot, err := client.RemoteSnapshots.Get(ctx, uuid)
		if err != nil {
			return nil, err
		}
		source := &copyOf{what: fmt.Sprintf("remote snapshot %q (%s)", snapshot.Definition.Name, uuid), keepsType: true}
		if snapshot.DriveMeta != nil {
			source.size, source.storageType = snapshot.DriveMeta.Size, snapshot.DriveMeta.StorageType
		}
		return source, nil
	default:
		drive, err := client.Drives.Get(ctx, uuid)
		if err != nil {
			return nil, err
		}
		definition := &drive.Definition
		return &copyOf{
			what: fmt.Sprintf("drive %q (%s)", definition.Name, uuid), size: definition.Size, storageType: definition.StorageType,
		}, nil
	}
}

// localSnapshot reads a local snapshot, which does not tell its size: the drive may have grown since.
func localSnapshot(ctx context.Context, client *cloudsigma.Client, uuid string) (*copyOf, error) {
	snapshot, err := client.Snapshots.Get(ctx, uuid)
	if err != nil {
		return nil, err
	}
	source := &copyOf{what: fmt.Sprintf("snapshot %q (%s)", snapshot.Definition.Name, uuid), keepsType: true}
	drive, err := client.Drives.Get(ctx, snapshot.DriveUUID())
	if err != nil {
		return nil, err
	}
	source.storageType = drive.Definition.StorageType
	return source, nil
}

// checkCopy refuses what a copy cannot be. The storage type is the configured one.
func (m *model) checkCopy(source *copyOf, storageType types.String, diagnostics *diag.Diagnostics) {
	if !m.Size.IsUnknown() && m.Size.ValueInt64() < source.size {
		diagnostics.AddAttributeError(path.Root("size"), "Smaller than what is to be copied", fmt.Sprintf(
			"The %s has %d bytes, and a copy cannot be smaller. Set size to %d or more, got %d.",
			source.what, source.size, source.size, m.Size.ValueInt64()))
	}
	if source.keepsType && source.storageType != "" && cloudsigmaentity.IsSet(storageType) && storageType.ValueString() != source.storageType {
		diagnostics.AddAttributeError(path.Root("storage_type"), "The storage type cannot be chosen", fmt.Sprintf(
			"A drive that is made of a snapshot has the storage type of the drive that the snapshot is of. The %s is of the type %q, "+
				"%q is configured. Copy the new drive by clone_drive_id to change the type.", source.what, source.storageType, storageType.ValueString()))
	}
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

package drive

import (
	"context"
	"errors"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// waitUntilReady waits until a drive can be used and has at least the size, in bytes. A drive in a state
// that is not known to pass is not waited for.
func waitUntilReady(ctx context.Context, client *cloudsigma.Client, uuid string, size int64) (*cloudsigma.Drive, error) {
	return tfkit.Wait[*cloudsigma.Drive]{
		Entity: "drive " + uuid, Goal: "be ready",
		Read: func(ctx context.Context) (*cloudsigma.Drive, error) { return client.Drives.Get(ctx, uuid) },
		Check: func(drive *cloudsigma.Drive) (string, bool, error) {
			switch drive.Status {
			case cloudsigma.DriveUnmounted, cloudsigma.DriveMounted:
				return drive.Status, drive.Definition.Size >= size, nil
			case cloudsigma.DriveCreating, cloudsigma.DriveCloningDst, cloudsigma.DriveCloningSrc,
				cloudsigma.DriveResizing, cloudsigma.DriveUploading, cloudsigma.DriveUnavailable:
				return drive.Status, false, nil
			default:
				return drive.Status, false, errors.New("drives are not known to leave this state")
			}
		},
		Forgive: cloudsigmaentity.NotKnownYet,
	}.Until(ctx)
}

// whenReady carries out a change, and once more when the drive is ready if it was refused because something
// else is being done to the drive: an earlier run may have been interrupted while the drive was copied.
func whenReady(ctx context.Context, client *cloudsigma.Client, uuid string, change func() error) error {
	err := change()
	if !cloudsigma.IsConcurrency(err) {
		return err
	}
	if _, err := waitUntilReady(ctx, client, uuid, 0); err != nil {
		return err
	}
	return change()
}

// waitUntilGone waits until a drive is no more: a DELETE only starts the deletion (drives.rst, deleting).
func waitUntilGone(ctx context.Context, client *cloudsigma.Client, uuid string) error {
	return cloudsigmaentity.WaitUntilGone(ctx, "drive "+uuid, func(ctx context.Context) (string, error) {
		drive, err := client.Drives.Get(ctx, uuid)
		if err != nil {
			return "", err
		}
		return drive.Status, nil
	})
}

package snapshot

import (
	"context"
	"errors"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// passes tells whether a snapshot is known to leave the state. The official provider has seen "cloning_dst".
func passes(status string) bool {
	switch status {
	case cloudsigma.SnapshotCreating, cloudsigma.SnapshotTransferring, cloudsigma.DriveCloningDst, cloudsigma.DriveCloningSrc:
		return true
	default:
		return false
	}
}

// waitUntilAvailable waits until a snapshot can be used. One in a state that is not known to pass is not waited for.
func (k kind) waitUntilAvailable(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.Snapshot, error) {
	return tfkit.Wait[*cloudsigma.Snapshot]{
		Entity: k.noun + " " + uuid, Goal: "be available",
		Read: func(ctx context.Context) (*cloudsigma.Snapshot, error) { return k.of(client).Get(ctx, uuid) },
		Check: func(snapshot *cloudsigma.Snapshot) (string, bool, error) {
			if snapshot.Status == cloudsigma.SnapshotAvailable {
				return snapshot.Status, true, nil
			}
			if !passes(snapshot.Status) {
				return snapshot.Status, false, errors.New("snapshots are not known to leave this state")
			}
			return snapshot.Status, false, nil
		},
		Forgive: cloudsigmaentity.NotKnownYet,
	}.Until(ctx)
}

// waitUntilGone waits until a snapshot is no more: a DELETE only starts the deletion (snapshots.rst, "Deleting").
func (k kind) waitUntilGone(ctx context.Context, client *cloudsigma.Client, uuid string) error {
	return cloudsigmaentity.WaitUntilGone(ctx, k.noun+" "+uuid, func(ctx context.Context) (string, error) {
		snapshot, err := k.of(client).Get(ctx, uuid)
		if err != nil {
			return "", err
		}
		return snapshot.Status, nil
	})
}

// waitForDrive waits until nothing is done to a drive any more. It is false if nothing was.
func waitForDrive(ctx context.Context, client *cloudsigma.Client, uuid string) (waited bool, err error) {
	_, err = tfkit.Wait[*cloudsigma.Drive]{
		Entity: "drive " + uuid, Goal: "be ready for a snapshot",
		Read: func(ctx context.Context) (*cloudsigma.Drive, error) { return client.Drives.Get(ctx, uuid) },
		Check: func(drive *cloudsigma.Drive) (string, bool, error) {
			switch drive.Status {
			case cloudsigma.DriveCreating, cloudsigma.DriveCloningDst, cloudsigma.DriveCloningSrc, cloudsigma.DriveResizing:
				waited = true
				return drive.Status, false, nil
			default:
				return drive.Status, true, nil
			}
		},
	}.Until(ctx)
	return waited, err
}

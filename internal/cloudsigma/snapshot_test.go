package cloudsigma_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

const cloneOfSnapshot = "POST snapshots/s-1/action/?do=clone"

func TestSnapshotsAreRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		sample, drive string
		remote        bool
	}{
		"local":  {sample: "response_snapshot_edit", drive: "450357dc-cbe1-471d-b4cc-dbdfe5f28d84"},
		"remote": {sample: "remote_snapshots/response_snapshot_edit", drive: "de5dbef6-137e-4bec-9640-d87430142c39", remote: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var snapshot cloudsigma.Snapshot
			if err := json.Unmarshal([]byte(dump(t, test.sample)), &snapshot); err != nil {
				t.Fatal(err)
			}
			if snapshot.Status != cloudsigma.SnapshotAvailable || snapshot.DriveUUID() != test.drive || snapshot.AllocatedSize == nil ||
				(snapshot.DriveMeta != nil) != test.remote || (snapshot.Definition.Location == "ZRH") != test.remote {
				t.Errorf("got %+v", snapshot)
			}
			// The drive of a remote snapshot may be gone.
			snapshot.Definition.Drive = nil
			if got := snapshot.DriveUUID(); (got == test.drive) != test.remote {
				t.Errorf("without the drive its UUID is %q", got)
			}
		})
	}
}

// TestCloneOfSnapshot has an answer in another form than those of all other calls.
func TestCloneOfSnapshot(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{cloneOfSnapshot: {{status: 202, body: dump(t, "response_snapshot_clone")}}})
	drive, err := client.Snapshots.Clone(t.Context(), "s-1", cloudsigma.SnapshotClone{Name: "restored", Media: "disk"})
	if err != nil {
		t.Fatal(err)
	}
	const uuid = "be62f52e-0b0f-480c-89b2-73e108dd2cef"
	if drive.UUID != uuid || drive.ResourceURI != "/api/2.0/drives/"+uuid+"/" || drive.Status != cloudsigma.DriveCloningDst ||
		drive.Definition.Size != 1073741824 || drive.Definition.Other["resource_uri"] != nil {
		t.Errorf("got %+v", drive)
	}
	api.wantBody(t, 0, `{"name": "restored", "media": "disk"}`)
}

func TestCloneOfSnapshotIsNotRepeated(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{
		cloneOfSnapshot:              {{drop: true}},
		"GET drives/detail/?limit=0": {{body: `{"objects": [{"uuid": "d-1", "name": "restored"}, {"uuid": "d-2", "name": "x"}]}`}},
	})
	_, err := client.Snapshots.Clone(t.Context(), "s-1", cloudsigma.SnapshotClone{Name: "restored"})
	var lost *cloudsigma.LostCreationError
	if !errors.As(err, &lost) || len(lost.Candidates) != 1 || lost.Candidates[0] != "d-1" {
		t.Errorf("got %v", err)
	}
	api.wantRequests(t, cloneOfSnapshot, "GET drives/detail/?limit=0")
	if _, err := client.Snapshots.Clone(t.Context(), "s-1", cloudsigma.SnapshotClone{}); err == nil {
		t.Error("no name: no error")
	}
	if _, err := client.RemoteSnapshots.Clone(t.Context(), "../x", cloudsigma.SnapshotClone{Name: "n"}); err == nil {
		t.Error("a path: no error")
	}
}

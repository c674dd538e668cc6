package cloudsigma

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func snapshotOf(drive, members string) string {
	return fmt.Sprintf(`{"drive": %q%s}`, drive, members)
}

func TestSnapshotLife(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{SnapshotTime: time.Minute, DriveTime: time.Minute, DeleteTime: time.Minute})
	d := b.create("drives", smallDrive)
	refused := b.refused(http.StatusServiceUnavailable, http.MethodPost, root+"snapshots/", snapshotOf(d, ""))
	if refused.Type != errorConcurrency {
		t.Errorf("error type on a drive that is being made is %q, want %q", refused.Type, errorConcurrency)
	}
	b.clock.Advance(time.Minute)

	id := b.create("snapshots", snapshotOf(d, ""))
	shown := b.get("snapshots", id)
	if shown["status"] != "creating" || shown["name"] != d+"__2025-03-01__12_01_00" || shown["allocated_size"] != nil {
		t.Errorf("the new snapshot is %v", shown)
	}
	b.act(http.StatusServiceUnavailable, "snapshots", id, "clone")
	b.clock.Advance(time.Minute)
	if status := b.status("snapshots", id); status != "available" {
		t.Errorf("status is %v, want available", status)
	}
	if linked := at(b.get("drives", d), "snapshots", 0, "uuid"); linked != id {
		t.Errorf("the drive shows the snapshot %v, want %s", linked, id)
	}
	// The drive of a snapshot cannot be changed, the rest can.
	b.refused(http.StatusBadRequest, http.MethodPut, uri("snapshots", id), `{"name": "n"}`)
	b.want(http.StatusOK, http.MethodPut, uri("snapshots", id), snapshotOf(b.create("drives", smallDrive), `, "name": "renamed", "meta": {"a": "b"}`))
	if kept, _ := b.Snapshot(id); kept.Drive != d || kept.Name != "renamed" || kept.Meta["a"] != "b" {
		t.Errorf("the snapshot is %+v", kept)
	}

	b.want(http.StatusNoContent, http.MethodDelete, uri("snapshots", id), "")
	b.get("snapshots", id)
	b.clock.Advance(time.Minute)
	b.wantStatus("snapshots", id, http.StatusNotFound)
}

// wantStatus wants an object to be answered with the status.
func (b *bench) wantStatus(collection, id string, status int) {
	b.t.Helper()
	if got, _ := b.send(http.MethodGet, uri(collection, id), ""); got != status {
		b.t.Errorf("%s %s: status is %d, want %d", collection, id, got, status)
	}
}

func TestSnapshotsAndTheirDrive(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	d := b.create("drives", smallDrive)
	local := b.create("snapshots", snapshotOf(d, ""))
	remote := b.create("remotesnapshots", snapshotOf(d, `, "location": "ZRH"`))
	b.want(http.StatusNoContent, http.MethodDelete, uri("drives", d), "")
	b.wantStatus("snapshots", local, http.StatusNotFound)
	if shown := b.get("remotesnapshots", remote); shown["drive"] != nil || at(shown, "drive_meta", "src_uuid") != d {
		t.Errorf("the remote snapshot of a deleted drive is %v", shown)
	}
	// It can still be restored.
	clone, _ := b.act(http.StatusAccepted, "remotesnapshots", remote, "clone")["uuid"].(string)
	if restored, _ := b.Drive(clone); restored.Size != 1073741824 || restored.ClonedFrom != remote {
		t.Errorf("the restored drive is %+v", restored)
	}
	for name, body := range map[string]string{
		"foreign": snapshotOf("00000000-0000-4000-8000-000000000000", ""), "none": `{}`, "library": snapshotOf(TrustyLibraryDrive, ""),
	} {
		if refused := b.refused(http.StatusBadRequest, http.MethodPost, root+"snapshots/", body); *refused.Point != "drive" {
			t.Errorf("%s: the error is at %q, want drive", name, *refused.Point)
		}
	}
}

func TestSnapshotClone(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	d := b.create("drives", `{"name": "d", "media": "disk", "size": 1073741824, "storage_type": "nvme", "meta": {"os": "linux"}}`)
	id := b.create("snapshots", snapshotOf(d, `, "name": "before"`))
	b.want(http.StatusOK, http.MethodPut, uri("drives", d), `{"name": "d", "media": "disk", "size": 2147483648}`)
	clone, _ := b.want(http.StatusAccepted, http.MethodPost, uri("snapshots", id)+"action/?do=clone",
		`{"media": "cdrom", "size": 4294967296}`)["uuid"].(string)
	made, _ := b.Drive(clone)
	if made.Name != "before" || made.Media != "cdrom" || made.Size != 1073741824 || made.StorageType != "nvme" || made.Meta["os"] != "linux" {
		t.Errorf("the clone is %+v, want the drive as it was, but for the media", made)
	}
}

func TestRemoteSnapshotRules(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{SnapshotTime: time.Minute})
	d := b.create("drives", smallDrive)
	definition := snapshotOf(d, `, "location": "ZRH"`)
	refused := b.refused(http.StatusBadRequest, http.MethodPost, root+"remotesnapshots/", snapshotOf(d, `, "location": "XXX"`))
	if *refused.Point != "location" {
		t.Errorf("the error is at %q, want location", *refused.Point)
	}
	id := b.create("remotesnapshots", definition)
	for _, status := range []string{"creating", "transferring"} {
		if got := b.status("remotesnapshots", id); got != status {
			t.Errorf("status is %v, want %s", got, status)
		}
		b.refused(http.StatusServiceUnavailable, http.MethodPost, root+"remotesnapshots/", definition)
		b.refused(http.StatusServiceUnavailable, http.MethodPut, uri("remotesnapshots", id), definition)
		b.refused(http.StatusServiceUnavailable, http.MethodDelete, uri("remotesnapshots", id), "")
		b.clock.Advance(time.Minute)
	}
	b.want(http.StatusNoContent, http.MethodDelete, uri("remotesnapshots", id), "")
	b.refused(http.StatusForbidden, http.MethodPost, root+"remotesnapshots/", definition)
	b.clock.Advance(28 * time.Minute)
	b.create("remotesnapshots", definition)
}

func TestSnapshotLimit(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	d := b.create("drives", smallDrive)
	for range maxSnapshotsPerDrive {
		b.create("snapshots", snapshotOf(d, ""))
	}
	b.refused(http.StatusForbidden, http.MethodPost, root+"snapshots/", snapshotOf(d, ""))
	if current := at(b.want(http.StatusOK, http.MethodGet, root+"capabilities/", ""), "snapshots", "current"); current != 90.0 {
		t.Errorf("capabilities tell %v snapshots, want 90", current)
	}
}

package occi

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func (s *server) actOnStorage(volume, action string, lines ...string) {
	s.t.Helper()
	s.must(http.MethodPost, volume+"?action="+action, append([]string{actionLine(storageActionScheme, action)}, lines...)...)
}

// A conforming server passes through the states of GFD.184 and offers no action meanwhile.
func TestStorageActionsOfTheGuide(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerGuide)
	volume := s.storage()
	s.seconds(1)
	for _, step := range []struct {
		action, during string
		lines          []string
	}{
		{"snapshot", "snapshot", nil}, {"backup", "backup", nil}, {"resize", "resize", []string{attribute("size", "4")}},
	} {
		s.actOnStorage(volume, step.action, step.lines...)
		s.shows(volume, "occi.storage.state", step.during)
		if offered := s.actions(volume); offered != "" {
			t.Errorf("during %s the volume offers %s", step.action, offered)
		}
		s.refused(http.StatusBadRequest, "status must be", http.MethodDelete, volume)
		s.seconds(1)
		s.shows(volume, "occi.storage.state", "online")
	}
	s.actOnStorage(volume, "offline")
	s.shows(volume, "occi.storage.state", "offline")
	record, _ := s.cloud.Storage(volume)
	want := StorageRecord{
		ID: lastSegment(volume), Tenant: "demo", SizeGB: 4, Status: volumeAvailable, Offline: true, Snapshots: 1, Backups: 1,
	}
	if diff := cmp.Diff(want, record); diff != "" {
		t.Error(diff)
	}
	s.actOnStorage(volume, "online")
	s.must(http.MethodDelete, volume)
	s.seconds(1)
	if left := s.cloud.Inventory(); len(left) != 0 {
		t.Errorf("there still is %v", left)
	}
}

// occi-os accepts all actions and carries out one, whose result keeps the volume from being deleted.
func TestStorageActionsOfOcciOS(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerOcciOS)
	volume := s.storage()
	s.seconds(1)
	s.shows(volume, "occi.storage.state", "online")
	before, _ := s.cloud.Storage(volume)
	for _, action := range []string{"backup", "resize", "offline"} {
		s.actOnStorage(volume, action, attribute("size", "4"))
	}
	if after, _ := s.cloud.Storage(volume); after != before {
		t.Errorf("the volume was changed: %v", after)
	}
	s.actOnStorage(volume, "snapshot")
	s.refused(http.StatusBadRequest, "has 1 dependent snapshots", http.MethodDelete, volume)
	if err := s.cloud.DropSnapshots(volume); err != nil {
		t.Fatal(err)
	}
	s.must(http.MethodDelete, volume)
	if err := s.cloud.DropSnapshots("/storage/none"); err == nil {
		t.Error("no error for a volume that is not there")
	}
}

// Under OCCI 1.2 the answer shows the copy, a volume of its own.
func TestStandardStorageCopy(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	volume := s.jsonCreate("/storage/", `{`+standardKind+`storage", "title": "data", "attributes": {"occi.storage.size": 2}}`)
	s.seconds(1)
	answer := s.jsonWant(http.StatusOK, http.MethodPost, volume+"?action=snapshot", action12("storage", "snapshot", ""))
	id, _ := answer["id"].(string)
	record, _ := s.cloud.Storage(id)
	want := StorageRecord{
		ID: id, Tenant: "demo", Name: "snapshot of data", SizeGB: 2, Status: volumeCreating, CopyOf: lastSegment(volume),
	}
	if diff := cmp.Diff(want, record); diff != "" || id == want.CopyOf {
		t.Error(diff)
	}
	s.seconds(1)
	s.must(http.MethodDelete, volume)
	s.shows("/storage/"+id, "occi.storage.state", "online")
}

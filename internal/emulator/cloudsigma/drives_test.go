package cloudsigma

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestDriveValidation(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, definition, point, message string }{
		{"no size", `{"name": "d", "media": "disk"}`, "size", requiredMessage},
		{"no media", `{"name": "d", "size": 1073741824}`, "media", requiredMessage},
		{"no name", `{"media": "disk", "size": 1073741824}`, "name", requiredMessage},
		{"too small", `{"name": "d", "media": "disk", "size": 1024}`, "size", "Ensure this value is greater than or equal to 536870912."},
		{
			"too small for its storage", `{"name": "d", "media": "disk", "size": 536870912, "storage_type": "zadara"}`,
			"size", "Ensure this value is greater than or equal to 1073741824.",
		},
		{"unknown media", `{"name": "d", "media": "tape", "size": 1073741824}`, "media", `Value "tape" is not a valid choice: disk, cdrom`},
		{
			"unknown storage", `{"name": "d", "media": "disk", "size": 1073741824, "storage_type": "floppy"}`,
			"storage_type", `Value "floppy" is not a valid choice: dssd, local_nvme, nvme, zadara`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			got := b.refused(http.StatusBadRequest, http.MethodPost, "/api/2.0/drives/", test.definition)
			if diff := cmp.Diff(apiError{Type: errorValidation, Point: &test.point, Message: test.message}, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDriveIsMountedByDefinition(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{DriveTime: time.Minute})
	d := b.create("drives", smallDrive)
	if status := b.status("drives", d); status != "creating" {
		t.Errorf("status is %v, want creating", status)
	}
	id := b.create("servers", serverWith(fmt.Sprintf(`"drives": [{"drive": %q, "device": "virtio", "dev_channel": "0:0"}]`, d)))
	b.act(http.StatusForbidden, "servers", id, "start")
	b.clock.Advance(time.Minute)
	if status := b.status("drives", d); status != "mounted" {
		t.Errorf("status on a stopped server is %v, want mounted", status)
	}
	b.want(http.StatusOK, http.MethodPut, uri("servers", id), serverWith(`"drives": []`))
	if status := b.status("drives", d); status != "unmounted" {
		t.Errorf("status after detaching is %v, want unmounted", status)
	}
}

func TestAttaching(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, definition string
		want             int
	}{
		{"disk of another server", smallDrive, http.StatusForbidden},
		{"disk that allows it", `{"name": "d", "media": "disk", "size": 1073741824, "allow_multimount": true}`, http.StatusCreated},
		{"CD-ROM", `{"name": "d", "media": "cdrom", "size": 1073741824}`, http.StatusCreated},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			server := serverWith(fmt.Sprintf(`"drives": [{"drive": %q, "device": "ide", "dev_channel": "0:0"}]`, b.create("drives", test.definition)))
			b.create("servers", server)
			if status, answer := b.send(http.MethodPost, "/api/2.0/servers/", server); status != test.want {
				t.Errorf("status is %d, want %d: %v", status, test.want, answer)
			}
		})
	}
	t.Run("library disk", func(t *testing.T) {
		t.Parallel()
		b := newBench(t, Options{})
		refused := b.refused(http.StatusForbidden, http.MethodPost, "/api/2.0/servers/",
			serverWith(fmt.Sprintf(`"drives": [{"drive": %q, "device": "virtio", "dev_channel": "0:0"}]`, TrustyLibraryDrive)))
		if refused.Type != errorPermission {
			t.Errorf("error type is %q, want %q", refused.Type, errorPermission)
		}
	})
}

func TestResize(t *testing.T) {
	t.Parallel()
	const bigger = `{"name": "d", "media": "disk", "size": 2147483649}`
	for name, grow := range map[string]func(b *bench, id string) object{
		"by PUT": func(b *bench, id string) object {
			return b.want(http.StatusOK, http.MethodPut, uri("drives", id), bigger)
		},
		"by action": func(b *bench, id string) object {
			return b.want(http.StatusAccepted, http.MethodPost, uri("drives", id)+"action/?do=resize", bigger)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{DriveTime: time.Minute})
			id := b.create("drives", smallDrive)
			b.clock.Advance(time.Minute)
			shown := grow(b, id)
			if shown["status"] != "resizing" || shown["size"] != 1073741824.0 {
				t.Errorf("status and size are %v and %v, want resizing and the old size", shown["status"], shown["size"])
			}
			refused := b.refused(http.StatusServiceUnavailable, http.MethodPut, uri("drives", id), bigger)
			if refused.Type != errorConcurrency {
				t.Errorf("error type of a PUT meanwhile is %q, want %q", refused.Type, errorConcurrency)
			}
			b.clock.Advance(time.Minute)
			// Rounded up to whole blocks.
			if resized, _ := b.Drive(id); resized.Size != 2147483648+blockSize || resized.Status != "unmounted" {
				t.Errorf("the drive is %+v", resized)
			}
			b.refused(http.StatusBadRequest, http.MethodPut, uri("drives", id), smallDrive)
		})
	}
}

func TestDriveOfRunningServer(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	d := b.create("drives", smallDrive)
	id := b.create("servers", serverWith(fmt.Sprintf(`"drives": [{"drive": %q, "device": "virtio", "dev_channel": "0:0"}]`, d)))
	b.act(http.StatusAccepted, "servers", id, "start")
	const edit = `{"name": "new", "media": "cdrom", "size": 2147483648, "meta": {"k": "v"}, "allow_multimount": true}`
	edited := b.want(http.StatusOK, http.MethodPut, uri("drives", d), edit)
	got := []any{edited["name"], edited["meta"], edited["allow_multimount"], edited["size"], edited["media"], edited["status"]}
	if diff := cmp.Diff([]any{"new", object{"k": "v"}, true, 1073741824.0, "disk", "mounted"}, got); diff != "" {
		t.Errorf("name, meta, allow_multimount, size, media, status (-want +got):\n%s", diff)
	}
	for _, refusal := range []struct{ method, path string }{
		{http.MethodPost, "action/?do=resize"}, {http.MethodPost, "action/?do=clone"}, {http.MethodDelete, ""},
	} {
		b.refused(http.StatusForbidden, refusal.method, uri("drives", d)+refusal.path, `{"name": "n", "media": "disk", "size": 2147483648}`)
	}
	if err := b.StopServer(id); err != nil {
		t.Fatal(err)
	}
	b.want(http.StatusNoContent, http.MethodDelete, uri("drives", d), "")
	if stored, _ := b.Server(id); len(stored.Drives) != 0 {
		t.Errorf("the server still has the deleted drive: %v", stored.Drives)
	}
}

func TestCloneOfLibraryDrive(t *testing.T) {
	t.Parallel()
	for _, collection := range []string{"libdrives", "drives"} {
		t.Run(collection, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{DriveTime: time.Minute})
			path := uri(collection, TrustyLibraryDrive) + "action/?do=clone"
			b.refused(http.StatusBadRequest, http.MethodPost, path, `{"size": 1073741824}`)
			shown := b.want(http.StatusAccepted, http.MethodPost, path, `{"name": "mine", "size": 21474836480, "storage_type": "nvme", "meta": {}}`)
			id, _ := shown["uuid"].(string)
			if shown["status"] != "cloning_dst" {
				t.Errorf("status is %v, want cloning_dst", shown["status"])
			}
			b.clock.Advance(time.Minute)
			got, _ := b.Drive(id)
			want := Drive{
				Entity: Entity{UUID: id, Owner: DefaultUser, Name: "mine", Meta: map[string]string{}}, Status: "unmounted",
				Size: 21474836480, Media: "disk", StorageType: "nvme", Affinities: []string{}, ClonedFrom: TrustyLibraryDrive,
			}
			if diff := cmp.Diff(want, got, cmp.FilterPath(func(p cmp.Path) bool {
				name := p.Last().String()
				return name == ".jobs" || name == ".licenses"
			}, cmp.Ignore())); diff != "" {
				t.Errorf("clone (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCloneWithoutBodyTakesMetaFromTheLibrary(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	shown := b.want(http.StatusAccepted, http.MethodPost, uri("libdrives", TrustyLibraryDrive)+"action/?do=clone", "")
	if got := []any{shown["name"], at(shown, "meta", "os"), at(shown, "meta", "version"), at(shown, "owner", "uuid") != nil}; !cmp.Equal(got, []any{"Ubuntu 14.04 LTS(Trusty)", "linux", "14.04", true}) {
		t.Errorf("name, os, version, owned are %v", got)
	}
}

func TestSourceIsBusyUntilAllClonesAreDone(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{DriveTime: time.Minute})
	id := b.create("drives", smallDrive)
	b.refused(http.StatusServiceUnavailable, http.MethodPost, uri("drives", id)+"action/?do=clone", "{}")
	b.clock.Advance(time.Minute)
	b.act(http.StatusAccepted, "drives", id, "clone")
	b.clock.Advance(30 * time.Second)
	b.act(http.StatusAccepted, "drives", id, "clone")
	b.clock.Advance(30 * time.Second)
	if status := b.status("drives", id); status != "cloning_src" {
		t.Errorf("status is %v, want cloning_src", status)
	}
	b.refused(http.StatusServiceUnavailable, http.MethodDelete, uri("drives", id), "")
	b.clock.Advance(30 * time.Second)
	if status := b.status("drives", id); status != "unmounted" {
		t.Errorf("status is %v, want unmounted", status)
	}
}

func TestCloneNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ strategy, name, want string }{
		{"NONE", "x", "x"},
		{"COUNTER", "x", "x_1"},
		{"COUNTER", "x_9", "x_10"},
		{"DATE", "x", "x-2025-03-01"},
		{"DATE", "x-2024-12-24", "x-2025-03-01"},
		{"DATE", "x-2025-03-01", "x-2025-03-01_1"},
		{"TIMESTAMP", "x", "x-2025-03-01 12:00:00"},
	} {
		t.Run(test.strategy+" "+test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			b.want(http.StatusOK, http.MethodPut, "/api/2.0/profile/", fmt.Sprintf(`{"clone_naming": %q}`, test.strategy))
			id := b.create("drives", fmt.Sprintf(`{"name": %q, "media": "disk", "size": 1073741824}`, test.name))
			if name := b.act(http.StatusAccepted, "drives", id, "clone")["name"]; name != test.want {
				t.Errorf("name is %v, want %s", name, test.want)
			}
		})
	}
}

func TestDeletedDriveLingers(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{DeleteTime: time.Minute})
	id := b.create("drives", smallDrive)
	b.want(http.StatusNoContent, http.MethodDelete, "/api/2.0/drives/", fmt.Sprintf(`{"objects": [{"uuid": %q}]}`, id))
	if status := b.status("drives", id); status != "unavailable" {
		t.Errorf("status is %v, want unavailable", status)
	}
	b.clock.Advance(time.Minute)
	b.refused(http.StatusNotFound, http.MethodGet, uri("drives", id), "")
}

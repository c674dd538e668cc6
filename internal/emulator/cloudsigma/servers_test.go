package cloudsigma

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestServerValidation(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, definition, point, message string }{
		{"no name", `{"cpu": 1000, "mem": 536870912, "vnc_password": "x"}`, "name", requiredMessage},
		{"empty name", serverWith(`"name": ""`), "name", requiredMessage},
		{"no password", `{"name": "s", "cpu": 1000, "mem": 536870912}`, "vnc_password", requiredMessage},
		{"cpu is no number", serverWith(`"cpu": "fast"`), "cpu", "The value has to be an integer"},
		{"too slow", serverWith(`"cpu": 100`), "cpu", "Ensure this value is greater than or equal to 250."},
		{"too fast", serverWith(`"cpu": 100000`), "cpu", "Ensure this value is less than or equal to 96000."},
		{"too little memory", serverWith(`"mem": 1024`), "mem", "Ensure this value is greater than or equal to 268435456."},
		{"cores too slow", serverWith(`"cpu": 3000, "smp": 4`), "smp", "The minimum amount of cpu per smp is 1000"},
		{"core too fast", serverWith(`"cpu": 6000, "smp": 2`), "smp", "The maximum amount of cpu per smp is 2893"},
		{"no such GPU", serverWith(`"gpus": [{"model": "voodoo"}]`), "gpus.0.model", `There is no GPU model "voodoo"`},
		{
			"too fast for its GPU", serverWith(`"cpu": 24001, "gpus": [{"model": "nvidia_a6000"}]`),
			"cpu", "Ensure this value is less than or equal to 24000.",
		},
		{
			"enclaves too large", serverWith(`"mem": 68719476736, "epcs": [{"size": 68719476736}, {"size": 1}]`),
			"epcs", "Ensure that the sizes together are less than or equal to 68719476736.",
		},
		{"too little memory for its enclave", serverWith(`"epcs": [{"size": 1073741826}]`), "mem", "The minimum amount of memory per byte of EPC is 0.5"},
		{"no such host", serverWith(`"cpu_type": "arm"`), "cpu_type", `Value "arm" is not a valid choice: amd, intel`},
		{"meta is no string", serverWith(`"meta": {"a": 1}`), "meta.a", "The value has to be a string"},
		{
			"meta key too long", serverWith(`"meta": {"012345678901234567890123456789012": ""}`),
			"meta.012345678901234567890123456789012", "The key has more than 32 characters",
		},
		{"unknown tag", serverWith(`"tags": ["nope"]`), "tags.0", `Object with uuid "nope" does not exist`},
		{"unknown key", serverWith(`"pubkeys": [{"uuid": "nope"}]`), "pubkeys.0", `Object with uuid "nope" does not exist`},
		{
			"unknown drive", serverWith(`"drives": [{"drive": "nope", "device": "ide", "dev_channel": "0:0"}]`),
			"drives.0.drive", `Object with uuid "nope" does not exist`,
		},
		{
			"no channel", serverWith(`"drives": [{"drive": "` + CDROMLibraryDrive + `", "device": "ide"}]`),
			"drives.0.dev_channel", requiredMessage,
		},
		{
			"no such channel", serverWith(`"drives": [{"drive": "` + CDROMLibraryDrive + `", "device": "virtio", "dev_channel": "0:6"}]`),
			"drives.0.dev_channel", `"0:6" is not a channel of virtio`,
		},
		{"unknown VLAN", serverWith(`"nics": [{"vlan": "nope"}]`), "nics.0.vlan", `Object with uuid "nope" does not exist`},
		{
			"unknown policy", serverWith(`"nics": [{"firewall_policy": "nope"}]`),
			"nics.0.firewall_policy", `Object with uuid "nope" does not exist`,
		},
		{
			"foreign MAC", serverWith(`"nics": [{"mac": "22:00:00:00:00:01"}]`),
			"nics.0.mac", "MAC address 22:00:00:00:00:01 does not belong to a NIC of this guest",
		},
		{"static without IP", serverWith(`"nics": [{"ip_v4_conf": {"conf": "static"}}]`), "nics.0.ip_v4_conf.ip", requiredMessage},
		{
			"dhcp with IP", serverWith(`"nics": [{"ip_v4_conf": {"conf": "dhcp", "ip": "198.51.100.10"}}]`),
			"nics.0.ip_v4_conf.ip", `An IP cannot be specified when conf is "dhcp"`,
		},
		{
			"IP of somebody else", serverWith(`"nics": [{"ip_v4_conf": {"conf": "static", "ip": "192.0.2.1"}}]`),
			"nics.0.ip_v4_conf.ip", `Object with uuid "192.0.2.1" does not exist`,
		},
		{
			"unknown model", serverWith(`"nics": [{"model": "wifi"}]`), "nics.0.model",
			`Value "wifi" is not a valid choice: e1000, i82551, i82557b, i82559er, ne2k_pci, pcnet, rtl8139, virtio`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			got := b.refused(http.StatusBadRequest, http.MethodPost, "/api/2.0/servers/", test.definition)
			want := apiError{Type: errorValidation, Point: &test.point, Message: test.message}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if items := b.Inventory(); len(items) > 0 {
				t.Errorf("the refused request made %v", items)
			}
		})
	}
}

func TestBulkCreateMakesAllOrNone(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	b.refused(http.StatusBadRequest, http.MethodPost, "/api/2.0/servers/", `{"objects": [`+smallServer+`, {}]}`)
	if items := b.Inventory(); len(items) > 0 {
		t.Errorf("the refused request made %v", items)
	}
	_, made := b.send(http.MethodPost, "/api/2.0/servers/", `[`+smallServer+`, `+smallServer+`]`)
	if objects, _ := at(made, "objects").([]any); len(objects) != 2 {
		t.Errorf("a list of two made %v", made)
	}
}

func TestCoresFollowSpeed(t *testing.T) {
	t.Parallel()
	for cpu, want := range map[int]float64{250: 1, 2000: 1, 8000: 3} {
		b := newBench(t, Options{})
		id := b.create("servers", serverWith(fmt.Sprintf(`"cpu": %d`, cpu)))
		if got := b.get("servers", id)["smp"]; got != want {
			t.Errorf("a server of %d MHz has %v cores, want %v", cpu, got, want)
		}
	}
}

func TestEditKeepsWhatIsAbsent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		forget bool
		meta   map[string]string
		drives int
	}{
		{"as in the samples", false, map[string]string{"a": "1"}, 1},
		{"forgetting", true, map[string]string{}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{ForgetAbsent: test.forget})
			id := b.create("servers", serverWith(`"meta": {"a": "1"}, "drives": [
				{"drive": "`+CDROMLibraryDrive+`", "device": "ide", "dev_channel": "0:0"}]`))
			b.want(http.StatusOK, http.MethodPut, uri("servers", id), serverWith(`"cpu": 2000`))
			stored, _ := b.Server(id)
			if stored.CPU != 2000 || len(stored.Drives) != test.drives || !cmp.Equal(stored.Meta, test.meta) {
				t.Errorf("stored is %+v", stored)
			}
			b.want(http.StatusOK, http.MethodPut, uri("servers", id), serverWith(`"meta": {"b": "2"}, "drives": []`))
			stored, _ = b.Server(id)
			if want := map[string]string{"b": "2"}; !cmp.Equal(stored.Meta, want) || len(stored.Drives) != 0 {
				t.Errorf("after replacing meta and drives stored is %+v", stored)
			}
		})
	}
}

func TestEditOfRunningServerChangesNameMetaAndTagsOnly(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	tag := b.create("tags", `{"name": "t"}`)
	id := b.create("servers", smallServer)
	b.act(http.StatusAccepted, "servers", id, "start")
	edited := b.want(http.StatusOK, http.MethodPut, uri("servers", id), fmt.Sprintf(`{"name": "new", "cpu": 4000,
		"mem": 1073741824, "vnc_password": "new", "meta": {"k": "v"}, "tags": [%q], "nics": [{"ip_v4_conf": {"conf": "dhcp"}}]}`, tag))
	got := []any{edited["name"], edited["meta"], at(edited, "tags", 0, "uuid"), edited["cpu"], edited["mem"], edited["vnc_password"], edited["nics"]}
	want := []any{"new", object{"k": "v"}, tag, 1000.0, 536870912.0, "secret", []any{}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("name, meta, tag, cpu, mem, password, nics (-want +got):\n%s", diff)
	}
}

func TestDrivesAreSortedByDevice(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	d := b.create("drives", smallDrive)
	id := b.create("servers", serverWith(fmt.Sprintf(`"drives": [
		{"drive": %q, "device": "virtio", "dev_channel": "0:0", "boot_order": 1},
		{"drive": %q, "device": "ide", "dev_channel": "0:0"}]`, d, CDROMLibraryDrive)))
	shown := b.get("servers", id)
	if first, second := at(shown, "drives", 0, "device"), at(shown, "drives", 1, "device"); first != "ide" || second != "virtio" {
		t.Errorf("devices are %v and %v, want ide and virtio", first, second)
	}
}

func TestLifecycle(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{BootTime: 10 * time.Second, StopTime: 5 * time.Second})
	id := b.create("servers", serverWith(`"nics": [{"ip_v4_conf": {"conf": "dhcp"}}]`))
	expect := func(want string) {
		t.Helper()
		if got := b.status("servers", id); got != want {
			t.Fatalf("status is %v, want %s", got, want)
		}
	}
	expect("stopped")
	b.act(http.StatusAccepted, "servers", id, "start")
	expect("starting")
	b.clock.Advance(9 * time.Second)
	expect("starting")
	b.clock.Advance(time.Second)
	expect("running")
	running := b.get("servers", id)
	if since := at(running, "runtime", "active_since"); since != "2025-03-01T12:00:10+00:00" {
		t.Errorf("active_since is %v", since)
	}
	address := at(running, "nics", 0, "runtime", "ip_v4", "uuid")
	if address != "203.0.113.2" || at(running, "runtime", "nics", 0, "ip_v4", "uuid") != address {
		t.Errorf("address is %v", address)
	}
	b.act(http.StatusAccepted, "servers", id, "stop")
	expect("stopping")
	b.clock.Advance(5 * time.Second)
	expect("stopped")
	if stopped := b.get("servers", id); stopped["runtime"] != nil || at(stopped, "nics", 0, "runtime") != nil {
		t.Errorf("the stopped server has a runtime: %v", stopped)
	}
	b.act(http.StatusAccepted, "servers", id, "start")
	b.clock.Advance(10 * time.Second)
	if again := at(b.get("servers", id), "nics", 0, "runtime", "ip_v4", "uuid"); again == address {
		t.Errorf("the address after a reboot is %v again", again)
	}
}

func TestStatesRefuse(t *testing.T) {
	t.Parallel()
	server := func(b *bench) string { return b.create("servers", smallServer) }
	in := func(status string) func(*bench) string {
		return func(b *bench) string {
			id := server(b)
			if err := b.SetServerStatus(id, status); err != nil {
				b.t.Fatal(err)
			}
			return id
		}
	}
	for _, test := range []struct {
		name, method, path string
		prepare            func(*bench) string
		status             int
		kind, message      string
	}{
		{
			"start of a running one", http.MethodPost, "action/?do=start", in("running"), http.StatusForbidden, errorPermission,
			`Cannot start guest in state "started". Guest should be in state "stopped"`,
		},
		{
			"start of a starting one", http.MethodPost, "action/?do=start", in("starting"), http.StatusForbidden, errorPermission,
			`Cannot start guest in state "starting". Guest should be in state "stopped"`,
		},
		{
			"stop of a stopped one", http.MethodPost, "action/?do=stop", server, http.StatusForbidden, errorPermission,
			`Cannot stop guest in state "stopped". Guest should be in state "['started', 'running_legacy']"`,
		},
		{
			"stop during a shutdown", http.MethodPost, "action/?do=stop", in("stopping"), http.StatusForbidden, errorPermission,
			`Cannot stop guest in state "stopping". Guest should be in state "['started', 'running_legacy']"`,
		},
		{
			"shutdown of a stopped one", http.MethodPost, "action/?do=shutdown", server, http.StatusForbidden, errorPermission,
			`Cannot shutdown guest in state "stopped". Guest should be in state "['started', 'running_legacy']"`,
		},
		{
			"VNC of a stopped one", http.MethodPost, "action/?do=open_vnc", server, http.StatusForbidden, errorPermission,
			`Cannot open_vnc guest in state "stopped". Guest should be in state "['started', 'running_legacy']"`,
		},
		{
			"delete of a running one", http.MethodDelete, "", in("running"), http.StatusForbidden, errorPermission,
			`Cannot delete guest in state "started". Guest should be in state "stopped"`,
		},
		{
			"delete of a starting one", http.MethodDelete, "", in("starting"), http.StatusServiceUnavailable, errorConcurrency,
			`Cannot delete guest in state "starting"`,
		},
		{
			"edit of a stopping one", http.MethodPut, "", in("stopping"), http.StatusServiceUnavailable, errorConcurrency,
			`Cannot edit guest in state "stopping"`,
		},
		{"unknown action", http.MethodPost, "action/?do=dance", server, http.StatusBadRequest, errorValidation, `Unknown action "dance"`},
		{
			"unknown recurse", http.MethodDelete, "?recurse=everything", server, http.StatusBadRequest, errorValidation,
			`Value "everything" is not a valid choice: all_drives, disks, cdroms`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			id := test.prepare(b)
			got := b.refused(test.status, test.method, uri("servers", id)+test.path, smallServer)
			if got.Type != test.kind || got.Message != test.message {
				t.Errorf("error is %s %q, want %s %q", got.Type, got.Message, test.kind, test.message)
			}
			if _, exists := b.Server(id); !exists {
				t.Error("the server is gone")
			}
		})
	}
}

func TestShutdown(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name           string
		options        Options
		ignoring       bool
		after          time.Duration
		before, result string
	}{
		{"guest that obeys", Options{ShutdownTime: 20 * time.Second}, false, 20 * time.Second, "stopping", "stopped"},
		{"guest that ignores", Options{}, true, time.Minute, "stopping", "running"},
		{"cloud of ignoring guests", Options{IgnoreACPI: true, ACPITimeout: 3 * time.Second}, false, 3 * time.Second, "stopping", "running"},
		{"guest that is too slow", Options{ShutdownTime: 2 * time.Minute}, false, time.Minute, "stopping", "running"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, test.options)
			id := b.create("servers", smallServer)
			if test.ignoring {
				if err := b.IgnoreACPI(id); err != nil {
					t.Fatal(err)
				}
			}
			b.act(http.StatusAccepted, "servers", id, "start")
			b.act(http.StatusAccepted, "servers", id, "shutdown")
			b.clock.Advance(test.after - time.Nanosecond)
			before := b.status("servers", id)
			b.clock.Advance(time.Nanosecond)
			if result := b.status("servers", id); before != test.before || result != test.result {
				t.Errorf("status is %v, then %v; want %s, then %s", before, result, test.before, test.result)
			}
		})
	}
}

func TestDeleteRecursesOverDrives(t *testing.T) {
	t.Parallel()
	for recurse, want := range map[string][]bool{
		"": {true, true}, "?recurse=all_drives": {false, false}, "?recurse=disks": {false, true}, "?recurse=cdroms": {true, false},
	} {
		t.Run(recurse, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			disk := b.create("drives", smallDrive)
			cdrom := b.create("drives", `{"name": "c", "media": "cdrom", "size": 1073741824}`)
			id := b.create("servers", serverWith(fmt.Sprintf(`"drives": [
				{"drive": %q, "device": "virtio", "dev_channel": "0:0"}, {"drive": %q, "device": "ide", "dev_channel": "0:0"},
				{"drive": %q, "device": "ide", "dev_channel": "0:1"}]`, disk, cdrom, CDROMLibraryDrive)))
			b.want(http.StatusNoContent, http.MethodDelete, uri("servers", id)+recurse, "")
			_, diskLives := b.Drive(disk)
			_, cdromLives := b.Drive(cdrom)
			if got := []bool{diskLives, cdromLives}; !cmp.Equal(want, got) {
				t.Errorf("disk and CD-ROM live: %v, want %v", got, want)
			}
			b.get("libdrives", CDROMLibraryDrive)
		})
	}
}

func TestCloneOfServer(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{DriveTime: time.Minute})
	disk := b.create("drives", smallDrive)
	cdrom := b.create("drives", `{"name": "c", "media": "cdrom", "size": 1073741824}`)
	b.clock.Advance(time.Minute)
	address := b.StaticIPs(DefaultUser)[0]
	id := b.create("servers", serverWith(fmt.Sprintf(`"drives": [
		{"drive": %q, "device": "virtio", "dev_channel": "0:0"}, {"drive": %q, "device": "ide", "dev_channel": "0:0"}],
		"nics": [{"ip_v4_conf": {"conf": "static", "ip": %q}}]`, disk, cdrom, address)))
	source, _ := b.Server(id)
	shown := b.want(http.StatusAccepted, http.MethodPost, uri("servers", id)+"action/?do=clone", `{"name": "twin", "random_vnc_password": true}`)
	twin, _ := shown["uuid"].(string)
	clone, _ := b.Server(twin)
	if clone.Name != "twin" || clone.VNCPassword == source.VNCPassword {
		t.Errorf("name and password are %q and %q", clone.Name, clone.VNCPassword)
	}
	if clone.Drives[0].Drive != cdrom || clone.Drives[1].Drive == disk {
		t.Errorf("the drives are %v: the CD-ROM should be shared, the disk cloned", clone.Drives)
	}
	if nic := clone.NICs[0]; nic.MAC == source.NICs[0].MAC || nic.IPv4.Conf != "dhcp" || nic.IPv4.IP != "" {
		t.Errorf("the NIC is %+v %+v", nic, nic.IPv4)
	}
	copied := clone.Drives[1].Drive
	if from, to := b.status("drives", disk), b.status("drives", copied); from != "cloning_src" || to != "cloning_dst" {
		t.Errorf("status of source and clone are %v and %v", from, to)
	}
	b.act(http.StatusForbidden, "servers", twin, "start")
	jobID, _ := at(shown, "jobs", 0, "uuid").(string)
	b.clock.Advance(30 * time.Second)
	job := b.get("jobs", jobID)
	if got := []any{job["state"], at(job, "data", "progress"), at(job, "children", 0, "operation")}; !cmp.Equal(got, []any{"started", 50.0, "drive_clone"}) {
		t.Errorf("state, progress, operation of the child are %v", got)
	}
	b.clock.Advance(30 * time.Second)
	if status := b.status("drives", copied); status != "mounted" {
		t.Errorf("status of the clone is %v, want mounted", status)
	}
	if state := b.get("jobs", jobID)["state"]; state != "success" {
		t.Errorf("state of the job is %v, want success", state)
	}
	b.act(http.StatusAccepted, "servers", twin, "start")
	b.clock.Advance(73 * time.Hour)
	b.refused(http.StatusNotFound, http.MethodGet, uri("jobs", jobID), "")
}

package cloudsigma

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// groups are the availability groups at a path.
func (b *bench) groups(path string) any {
	b.t.Helper()
	status, groups := b.send(http.MethodGet, "/api/2.0/servers/availability_groups/"+path, "")
	if status != http.StatusOK {
		b.t.Fatalf("status is %d: %v", status, groups)
	}
	return groups
}

// TestServersAvoidEachOther starts four servers on two hosts: of what cannot be avoided in full, the first counts.
func TestServersAvoidEachOther(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{Hosts: 2})
	var ids []string
	for range 4 {
		ids = append(ids, b.create("servers", smallServer))
	}
	b.act(http.StatusAccepted, "servers", ids[0], "start")
	b.act(http.StatusAccepted, "servers", ids[1], "start&avoid="+ids[0])
	b.act(http.StatusAccepted, "servers", ids[2], "start&avoid="+ids[1]+","+ids[0])
	b.get("servers", ids[2]) // what was due happens
	together, apart := []any{ids[0], ids[2]}, []any{ids[1]}
	for path, want := range map[string]any{
		"": []any{together, apart}, ids[2] + "/": together, ids[1] + "/": apart, ids[3] + "/": []any{},
	} {
		if diff := cmp.Diff(want, b.groups(path)); diff != "" {
			t.Errorf("groups of %q (-want +got):\n%s", path, diff)
		}
	}
	b.want(http.StatusNotFound, http.MethodGet, "/api/2.0/servers/availability_groups/nope/", "")
}

// TestCloneStartsByItself clones a server with auto_start.
func TestCloneStartsByItself(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{DriveTime: time.Minute, BootTime: time.Minute})
	id := b.create("servers", serverWith(`"auto_start": true`))
	clone, _ := b.act(http.StatusAccepted, "servers", id, "clone")["uuid"].(string)
	for _, want := range []string{serverStopped, serverStarting, serverRunning} {
		if got := b.status("servers", clone); got != want {
			t.Errorf("the clone is %v, want %s", got, want)
		}
		b.clock.Advance(time.Minute)
	}
	if got := b.status("servers", id); got != serverStopped {
		t.Errorf("the source is %v", got)
	}
}

package cloudsigma_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// serverS is a server with members this package has no field for, on all levels.
const serverS = `{
	"uuid": "s-1", "resource_uri": "/api/2.0/servers/s-1/", "status": "stopped", "owner": {"uuid": "o"}, "runtime": null, "jobs": [],
	"name": "web", "cpu": 2000, "mem": 1073741824, "smp": 2, "vnc_password": "p", "auto_start": false, "enable_numa": false,
	"cpu_model": null, "is_grey": false, "gpus": [{"gpu": null, "model": "nvidia_a6000"}], "requirements": [],
	"meta": {"count": 12345678901234567890, "description": "d"}, "tags": [{"uuid": "t-1", "resource_uri": "/t"}], "pubkeys": [],
	"epcs": [{"size": 4096, "future": 1}],
	"drives": [{"boot_order": null, "dev_channel": "0:0", "device": "virtio", "drive": {"uuid": "d-1", "resource_uri": "/d"},
	            "runtime": {"io": {}}, "cache": "none"}],
	"nics": [{"mac": "22:00:00:00:00:01", "model": "virtio", "ip_v4_conf": {"conf": "dhcp", "ip": null}, "ip_v6_conf": null, "vlan": null,
	          "firewall_policy": {"uuid": "p-1", "name": "n"}, "runtime": {"interface_type": "public"}, "boot_order": null, "mtu": 1450}]}`

// wantS is what is written of serverS if only its name is changed to %s.
const wantS = `{
	"name": "%s", "cpu": 2000, "mem": 1073741824, "smp": 2, "vnc_password": "p", "auto_start": false, "enable_numa": false,
	"cpu_model": null, "is_grey": false, "gpus": [{"gpu": null, "model": "nvidia_a6000"}], "requirements": [],
	"meta": {"count": 12345678901234567890, "description": "d"}, "tags": ["t-1"], "pubkeys": [],
	"epcs": [{"size": 4096, "future": 1}],
	"drives": [{"dev_channel": "0:0", "device": "virtio", "drive": "d-1", "cache": "none"}],
	"nics": [{"mac": "22:00:00:00:00:01", "model": "virtio", "ip_v4_conf": {"conf": "dhcp"}, "ip_v6_conf": null, "vlan": null,
	          "firewall_policy": "p-1", "boot_order": null, "mtu": 1450}]}`

func rename(name string) func(*cloudsigma.ServerDefinition) error {
	return func(definition *cloudsigma.ServerDefinition) error {
		definition.Name = name
		return nil
	}
}

func TestEditKeepsWhatItDoesNotTouch(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{"GET servers/s-1/": {{body: serverS}}, "PUT servers/s-1/": {{body: serverS}}})
	server, err := client.Servers.Edit(t.Context(), "s-1", rename("new"))
	if err != nil || server.UUID != "s-1" {
		t.Fatalf("got %+v, %v", server, err)
	}
	api.wantRequests(t, "GET servers/s-1/", "PUT servers/s-1/")
	api.wantBody(t, 1, fmt.Sprintf(wantS, "new"))
	if !strings.Contains(api.bodies[1], "12345678901234567890") {
		t.Error("a long number was rounded")
	}
}

func TestEditTakesAwayWhatIsNil(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{"GET servers/s-1/": {{body: serverS}}, "PUT servers/s-1/": {{body: serverS}}})
	_, err := client.Servers.Edit(t.Context(), "s-1", func(definition *cloudsigma.ServerDefinition) error {
		nic := &definition.NICs[0]
		nic.IPv4, nic.FirewallPolicy, nic.VLAN = nil, nil, &cloudsigma.Reference{UUID: "v-1"}
		*definition = cloudsigma.ServerDefinition{
			Name: "web", Meta: cloudsigma.Meta{}, Tags: cloudsigma.References(), Drives: []cloudsigma.ServerDrive{}, NICs: definition.NICs,
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	api.wantBody(t, 1, `{"name": "web", "cpu": 0, "mem": 0, "vnc_password": "", "meta": {}, "tags": [], "drives": [],
		"nics": [{"mac": "22:00:00:00:00:01", "model": "virtio", "ip_v4_conf": null, "ip_v6_conf": null, "vlan": "v-1",
		          "firewall_policy": null, "boot_order": null, "mtu": 1450}]}`)
}

func TestEditOfNothingWritesNothing(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{"GET servers/s-1/": {{body: serverS}}})
	server, err := client.Servers.Edit(t.Context(), "s-1", rename("web"))
	if err != nil || server.Definition.Name != "web" {
		t.Errorf("got %+v, %v", server, err)
	}
	api.wantRequests(t, "GET servers/s-1/")
}

func TestEditThatIsRefusedByTheCaller(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{"GET servers/s-1/": {{body: serverS}}})
	no := errors.New("no")
	_, err := client.Servers.Edit(t.Context(), "s-1", func(*cloudsigma.ServerDefinition) error { return no })
	if !errors.Is(err, no) || !strings.Contains(err.Error(), "edit server s-1") {
		t.Errorf("got %v", err)
	}
	api.wantRequests(t, "GET servers/s-1/")
}

func TestEditIsRepeatedOnConcurrencyWithAFreshDefinition(t *testing.T) {
	t.Parallel()
	get, put := "GET servers/s-1/", "PUT servers/s-1/"
	changed := strings.Replace(serverS, `"cpu": 2000`, `"cpu": 3000`, 1)
	client, api := newFake(t, script{
		get: {{body: serverS}, {body: changed}},
		put: {{status: 503, body: concurrency}, {status: 409, body: concurrency}, {body: changed}},
	})
	if _, err := client.Servers.Edit(t.Context(), "s-1", rename("new")); err != nil {
		t.Fatal(err)
	}
	api.wantRequests(t, get, put, get, put, get, put)
	api.wantBody(t, 5, strings.Replace(fmt.Sprintf(wantS, "new"), `"cpu": 2000`, `"cpu": 3000`, 1))
}

// The transport, which repeats once here, must not multiply the tries.
func TestRepetitionsAreBounded(t *testing.T) {
	t.Parallel()
	remove, start, get := "DELETE servers/s-1/?recurse=disks", "POST servers/s-1/action/?do=start", "GET servers/s-1/"
	for name, test := range map[string]struct {
		route, body string
		status      int
		operation   func(context.Context, *cloudsigma.Client) error
	}{
		"delete": {route: remove, status: 503, body: concurrency, operation: func(ctx context.Context, c *cloudsigma.Client) error {
			return c.Servers.Delete(ctx, "s-1", cloudsigma.RecurseDisks)
		}},
		"start": {route: start, status: 429, operation: func(ctx context.Context, c *cloudsigma.Client) error {
			return c.Servers.Start(ctx, "s-1")
		}},
		"create": {route: post, status: 503, body: concurrency, operation: func(ctx context.Context, c *cloudsigma.Client) error {
			_, err := c.Servers.Create(ctx, cloudsigma.ServerDefinition{Name: "web"}, marker)
			return err
		}},
		"edit": {route: get, status: 504, operation: func(ctx context.Context, c *cloudsigma.Client) error {
			_, err := c.Servers.Edit(ctx, "s-1", rename("new"))
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newRetryingFake(t, 1, script{test.route: {{status: test.status, body: test.body}}})
			if err := test.operation(t.Context(), client); !cloudsigma.HasStatus(err, test.status) {
				t.Errorf("got %v", err)
			}
			api.wantRequests(t, slices.Repeat([]string{test.route}, 8)...)
		})
	}
}

func TestEditIsRepeatedAfterALostAnswer(t *testing.T) {
	t.Parallel()
	get, put := "GET servers/s-1/", "PUT servers/s-1/"
	renamed := strings.Replace(serverS, `"web"`, `"new"`, 1)
	for name, test := range map[string]struct {
		get, put []reply
		requests []string
	}{
		"of the read":                {get: []reply{{status: 502}, {body: serverS}}, put: []reply{{body: renamed}}, requests: []string{get, get, put}},
		"of a write not carried out": {get: []reply{{body: serverS}}, put: []reply{{status: 504}, {body: renamed}}, requests: []string{get, put, get, put}},
		"of a write carried out":     {get: []reply{{body: serverS}, {body: renamed}}, put: []reply{{status: 502}}, requests: []string{get, put, get}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, script{get: test.get, put: test.put})
			server, err := client.Servers.Edit(t.Context(), "s-1", rename("new"))
			if err != nil || server.Definition.Name != "new" {
				t.Errorf("got %+v, %v", server, err)
			}
			api.wantRequests(t, test.requests...)
		})
	}
}

func TestEditIsNotRepeatedOtherwise(t *testing.T) {
	t.Parallel()
	get, put := "GET servers/s-1/", "PUT servers/s-1/"
	client, api := newFake(t, script{get: {{body: serverS}}, put: {{status: 503, body: `[{"error_type": "backend"}]`}}})
	if _, err := client.Servers.Edit(t.Context(), "s-1", rename("new")); !cloudsigma.HasStatus(err, 503) {
		t.Errorf("got %v", err)
	}
	api.wantRequests(t, get, put)
}

// A tool that keeps one counter per edit finds every one of them in the end.
func TestConcurrentEditsLoseNothing(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	current, open := serverS, 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		if r.Method == http.MethodGet {
			if open++; open > 1 {
				t.Error("an edit was read while another one was not written")
			}
		} else {
			open--
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			current = string(body)
		}
		_, _ = io.WriteString(w, current)
	}))
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err := cloudsigma.NewClient(cloudsigma.Config{Endpoint: endpoint, HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	for i := range 20 {
		group.Go(func() {
			_, err := client.Servers.Edit(t.Context(), "s-1", func(definition *cloudsigma.ServerDefinition) error {
				definition.Meta.Set(fmt.Sprintf("key-%d", i), "x")
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	var last cloudsigma.Server
	if err := json.Unmarshal([]byte(current), &last); err != nil {
		t.Fatal(err)
	}
	if got := len(last.Definition.Meta); got != 22 {
		t.Errorf("%d values in meta, want the 2 there were and 20 more", got)
	}
}

func TestWaitingForAnotherEditEndsWithTheContext(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{"GET servers/s-1/": {{body: serverS}}})
	_, err := client.Servers.Edit(t.Context(), "s-1", func(*cloudsigma.ServerDefinition) error {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		err := client.Servers.Start(ctx, "s-1")
		if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "start server s-1: ") {
			t.Errorf("got %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	api.wantRequests(t, "GET servers/s-1/")
}

// longPause is a back-off whose pause no test waits for; it ends the context instead.
type longPause struct{ cancel func() }

func (p longPause) NextBackOff() time.Duration { p.cancel(); return time.Hour }
func (longPause) Reset()                       {}

// hour is a back-off whose pause no test waits for.
type hour struct{}

func (hour) NextBackOff() time.Duration { return time.Hour }
func (hour) Reset()                     {}

func TestPauseIsAsLongAsTheServerAsks(t *testing.T) {
	t.Parallel()
	asked := false
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		asked = true
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err := cloudsigma.NewClient(cloudsigma.Config{
		Endpoint: endpoint, HTTP: server.Client(), BackOff: func() backoff.BackOff { return hour{} },
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := client.Tags.Delete(ctx, "t"); err != nil {
		t.Error(err)
	}
}

func TestPausesEndWithTheContext(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, concurrency)
	}))
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	client, err := cloudsigma.NewClient(cloudsigma.Config{
		Endpoint: endpoint, HTTP: server.Client(), BackOff: func() backoff.BackOff { return longPause{cancel} },
	})
	if err != nil {
		t.Fatal(err)
	}
	err = client.Tags.Delete(ctx, "t")
	if !errors.Is(err, context.Canceled) || !cloudsigma.IsConcurrency(err) {
		t.Errorf("got %v, want the cancellation and what the pause was for", err)
	}
}

func TestActions(t *testing.T) {
	t.Parallel()
	start, get := "POST servers/s-1/action/?do=start", "GET servers/s-1/"
	accepted := reply{status: 202, body: `{"action": "start", "result": "success", "uuid": "s-1"}`}
	starting := reply{body: strings.Replace(serverS, `"stopped"`, `"starting"`, 1)}
	conflict := reply{status: 403, body: `[{"error_type": "permission", "error_message": "not stopped"}]`}
	for name, test := range map[string]struct {
		replies  script
		refused  bool
		requests []string
	}{
		"accepted":           {replies: script{start: {accepted}}, requests: []string{start}},
		"refused":            {replies: script{start: {conflict}}, refused: true, requests: []string{start}},
		"concurrency":        {replies: script{start: {{status: 503, body: concurrency}, accepted}}, requests: []string{start, start}},
		"lost, carried out":  {replies: script{start: {{drop: true}}, get: {starting}}, requests: []string{start, get}},
		"lost, not done":     {replies: script{start: {{drop: true}, accepted}, get: {{body: serverS}}}, requests: []string{start, get, start}},
		"lost, done belated": {replies: script{start: {{drop: true}, conflict}, get: {{body: serverS}, starting}}, requests: []string{start, get, start, get}},
		"lost, then the status is not known": {
			replies: script{start: {{drop: true}, conflict}, get: {{status: 503}, starting}}, requests: []string{start, get, start, get},
		},
		"lost again and again": {
			replies: script{start: {{drop: true}}, get: {{body: serverS}}}, refused: true,
			requests: slices.Repeat([]string{start, get}, 8),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, test.replies)
			err := client.Servers.Start(t.Context(), "s-1")
			if (err != nil) != test.refused {
				t.Errorf("got %v", err)
			}
			api.wantRequests(t, test.requests...)
		})
	}
}

func TestStopShutdownAndDelete(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{
		"POST servers/s-1/action/?do=shutdown":   {{status: 202, body: `{}`}},
		"POST servers/s-1/action/?do=stop":       {{status: 202}},
		"DELETE servers/s-1/":                    {{status: 204}},
		"DELETE servers/s-2/?recurse=all_drives": {{status: 404, body: `[]`}},
		"DELETE drives/d-1/":                     {{status: 204}},
		"DELETE keypairs/k-1/":                   {{status: 404}},
	})
	for _, err := range []error{
		client.Servers.Shutdown(t.Context(), "s-1"),
		client.Servers.Stop(t.Context(), "s-1"),
		client.Servers.Delete(t.Context(), "s-1", cloudsigma.RecurseNone),
		client.Servers.Delete(t.Context(), "s-2", cloudsigma.RecurseAllDrives),
		client.Drives.Delete(t.Context(), "d-1"),
		client.Keypairs.Delete(t.Context(), "k-1"),
	} {
		if err != nil {
			t.Error(err)
		}
	}
	api.wantRequests(t, "POST servers/s-1/action/?do=shutdown", "POST servers/s-1/action/?do=stop", "DELETE servers/s-1/",
		"DELETE servers/s-2/?recurse=all_drives", "DELETE drives/d-1/", "DELETE keypairs/k-1/")
}

const driveD = `{"uuid": "d-1", "name": "root", "media": "disk", "size": 1073741824, "status": "unmounted", "storage_type": "dssd",
	"allow_multimount": false, "affinities": ["x"], "licenses": [], "meta": {"os": "linux"}, "tags": [], "mounted_on": [{"uuid": "s-1"}],
	"runtime": {"is_snapshotable": true}, "snapshots": [], "jobs": [], "owner": null, "resource_uri": "/api/2.0/drives/d-1/"}`

func TestResize(t *testing.T) {
	t.Parallel()
	get, resize := "GET drives/d-1/", "POST drives/d-1/action/?do=resize"
	resized := strings.Replace(driveD, "1073741824", "2147483648", 1)
	accepted := reply{status: 202, body: `{"objects": [` + resized + `]}`}
	for name, test := range map[string]struct {
		replies  script
		requests []string
	}{
		"accepted":          {replies: script{get: {{body: driveD}}, resize: {accepted}}, requests: []string{get, resize}},
		"has the size":      {replies: script{get: {{body: resized}}}, requests: []string{get}},
		"lost, carried out": {replies: script{get: {{body: driveD}, {body: resized}}, resize: {{drop: true}}}, requests: []string{get, resize, get}},
		"concurrency": {
			replies:  script{get: {{body: driveD}}, resize: {{status: 503, body: concurrency}, accepted}},
			requests: []string{get, resize, get, resize},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, test.replies)
			drive, err := client.Drives.Resize(t.Context(), "d-1", 2147483648)
			if err != nil || drive.Definition.Size != 2147483648 {
				t.Errorf("got %+v, %v", drive, err)
			}
			api.wantRequests(t, test.requests...)
			for i, request := range api.requests {
				if request == resize {
					api.wantBody(t, i, `{"name": "root", "media": "disk", "size": 2147483648, "storage_type": "dssd",
						"allow_multimount": false, "affinities": ["x"], "licenses": [], "meta": {"os": "linux"}, "tags": []}`)
				}
			}
		})
	}
}

// TestTagsAreWrittenByThemselves edits a server while a tag is being edited: the server is read only after the tag
// is written, so that it does not write back tags that are no longer so.
func TestTagsAreWrittenByThemselves(t *testing.T) {
	t.Parallel()
	const tag, server = `{"uuid": "t", "name": "tag", "resources": []}`, `{"uuid": "s", "name": "server", "tags": []}`
	reading, edited := make(chan struct{}), make(chan error, 1)
	client, api := newFake(t, script{
		"GET tags/t/": {{body: tag, before: func() { close(reading) }}}, "PUT tags/t/": {{body: tag}},
		"GET servers/s/": {{body: server}}, "PUT servers/s/": {{body: server}},
	})
	_, err := client.Tags.Edit(t.Context(), "t", func(d *cloudsigma.TagDefinition) error {
		<-reading
		go func() {
			_, err := client.Servers.Edit(t.Context(), "s", func(d *cloudsigma.ServerDefinition) error {
				d.Name = "renamed"
				return nil
			})
			edited <- err
		}()
		// The server cannot be edited now.
		short, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		_, err := client.Servers.Edit(short, "s", func(*cloudsigma.ServerDefinition) error { return nil })
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the error is %v, want the end of the time", err)
		}
		d.Name = "renamed"
		return nil
	})
	if err != nil || <-edited != nil {
		t.Errorf("%v", err)
	}
	api.wantRequests(t, "GET tags/t/", "PUT tags/t/", "GET servers/s/", "PUT servers/s/")
}

package emulator

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// counter is a cloud that counts what it is asked and owns one item per request.
type counter struct {
	mu    sync.Mutex
	items []Item
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.items = append(c.items, Item{Kind: "request", ID: r.URL.Path})
	w.WriteHeader(http.StatusTeapot)
	_, _ = io.Copy(w, r.Body)
}

func (c *counter) Inventory() []Item {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]Item(nil), c.items...)
}

func serve(t *testing.T) *Server {
	t.Helper()
	server, err := Start(t.Context(), "127.0.0.1:0", &counter{}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

// do returns the status and body, or status 0 if the connection was cut.
func do(t *testing.T, server *Server, method, path, body string) (int, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	response, err := client.Do(request)
	if err != nil {
		return 0, ""
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(answer)
}

func TestLogRecordsWhatReachedTheCloud(t *testing.T) {
	t.Parallel()
	server := serve(t)
	status, body := do(t, server, http.MethodPost, "/a//b?x=1", "hello")
	if status != http.StatusTeapot || body != "hello" {
		t.Errorf("got %d %q", status, body)
	}
	logged := server.Log.All()
	if len(logged) != 1 {
		t.Fatalf("logged %d requests, want 1", len(logged))
	}
	got := []any{logged[0].Method, logged[0].Path, logged[0].Query, logged[0].Body, logged[0].Status}
	if diff := cmp.Diff([]any{"POST", "/a//b", "x=1", "hello", http.StatusTeapot}, got); diff != "" {
		t.Error(diff)
	}
	if server.Log.Count("POST", "^/a") != 1 || server.Log.Count("GET", "") != 0 {
		t.Error("Count counts wrong")
	}
	server.Log.Reset()
	if len(server.Log.All()) != 0 {
		t.Error("Reset left something")
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		fault Fault
		// statuses are those of four requests in a row; 0 is a cut connection.
		statuses []int
		// reached is how many of them reached the cloud.
		reached int
	}{
		"answer once": {
			Fault{Kind: FaultAnswer, Status: 503, Times: 1}, []int{503, 418, 418, 418}, 3,
		},
		"skip one, then two": {
			Fault{Kind: FaultAnswer, Status: 500, Skip: 1, Times: 2}, []int{418, 500, 500, 418}, 2,
		},
		"drop": {
			Fault{Kind: FaultDrop, Times: 1}, []int{0, 418, 418, 418}, 3,
		},
		"lose the answer": {
			Fault{Kind: FaultLoseAnswer, Times: 2}, []int{0, 0, 418, 418}, 4,
		},
		"delay": {
			Fault{Kind: FaultDelay, Delay: time.Millisecond}, []int{418, 418, 418, 418}, 4,
		},
		"delay the answer": {
			Fault{Kind: FaultDelayAnswer, Delay: time.Millisecond}, []int{418, 418, 418, 418}, 4,
		},
		"other method": {
			Fault{Kind: FaultAnswer, Status: 503, Method: "GET"}, []int{418, 418, 418, 418}, 4,
		},
		"other path": {
			Fault{Kind: FaultAnswer, Status: 503, Path: "^/compute/"}, []int{418, 418, 418, 418}, 4,
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := serve(t)
			if err := server.Faults.Add(test.fault); err != nil {
				t.Fatal(err)
			}
			var statuses []int
			for range test.statuses {
				status, _ := do(t, server, http.MethodPost, "/storage/", "")
				statuses = append(statuses, status)
			}
			if diff := cmp.Diff(test.statuses, statuses); diff != "" {
				t.Error(diff)
			}
			if got := len(server.Inventory()); got != test.reached {
				t.Errorf("%d requests reached the cloud, want %d", got, test.reached)
			}
			if got := len(server.Log.All()); got != len(test.statuses) {
				t.Errorf("%d requests are logged, want all %d", got, len(test.statuses))
			}
		})
	}
}

func TestBadFaultsAreRefused(t *testing.T) {
	t.Parallel()
	server := serve(t)
	for _, body := range []string{`{"kind":"answer"}`, `{"kind":"boom"}`, `{"kind":"drop","path":"("}`, `{"what":1}`, `{`} {
		if status, _ := do(t, server, http.MethodPost, "/_emulator/faults", body); status != http.StatusBadRequest {
			t.Errorf("%s: got status %d, want 400", body, status)
		}
	}
}

func TestControlAPI(t *testing.T) {
	t.Parallel()
	server := serve(t)
	if _, body := do(t, server, http.MethodGet, "/_emulator/inventory", ""); strings.TrimSpace(body) != "[]" {
		t.Errorf("an empty inventory reads %q, want []", body)
	}
	status, _ := do(t, server, http.MethodPost, "/_emulator/faults", `{"kind":"answer","status":503,"times":1}`)
	if status != http.StatusCreated {
		t.Errorf("adding a fault: status %d", status)
	}
	if status, _ := do(t, server, http.MethodGet, "/compute/", ""); status != http.StatusServiceUnavailable {
		t.Errorf("the fault answers %d, want 503", status)
	}
	do(t, server, http.MethodGet, "/compute/1", "")
	_, body := do(t, server, http.MethodGet, "/_emulator/requests", "")
	var requests []Request
	if err := json.Unmarshal([]byte(body), &requests); err != nil {
		t.Fatal(err)
	}
	if len(requests) != 2 || requests[1].Path != "/compute/1" {
		t.Errorf("the log over HTTP has %v", requests)
	}
	do(t, server, http.MethodDelete, "/_emulator/faults", "")
	do(t, server, http.MethodDelete, "/_emulator/requests", "")
	if len(server.Faults.All()) != 0 || len(server.Log.All()) != 0 {
		t.Error("DELETE left faults or requests")
	}
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var timeline Timeline
	var applied []string
	apply := func(name string) func() { return func() { applied = append(applied, name) } }
	timeline.Schedule(start.Add(2*time.Second), apply("late"))
	timeline.Schedule(start.Add(time.Second), func() {
		apply("early")()
		timeline.Schedule(start.Add(time.Second), apply("follows"))
	})
	timeline.Advance(start)
	if len(applied) != 0 {
		t.Errorf("applied %v before its time", applied)
	}
	timeline.Advance(start.Add(time.Second))
	timeline.Advance(start.Add(time.Minute))
	if diff := cmp.Diff([]string{"early", "follows", "late"}, applied); diff != "" {
		t.Error(diff)
	}
	timeline.Schedule(start, apply("never"))
	if !timeline.Pending() {
		t.Error("a scheduled change is not pending")
	}
	timeline.Clear()
	timeline.Advance(start.Add(time.Hour))
	if timeline.Pending() || len(applied) != 3 {
		t.Error("Clear left something")
	}
}

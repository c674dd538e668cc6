package cloudsigma_test

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// reply is what the fake API does with one request.
type reply struct {
	status int // 0: 200
	body   string
	header map[string]string
	// drop cuts the connection instead of an answer.
	drop bool
	// before is called when the request is there.
	before func()
}

// script has the replies to the requests of a test, by "METHOD path?query" below the endpoint. The last
// reply of a route is repeated.
type script map[string][]reply

// fakeAPI answers by a script and keeps what reached it.
type fakeAPI struct {
	mu       sync.Mutex
	script   script
	other    *reply   // to requests that are not in the script; nil: they fail the test
	requests []string // "METHOD path?query"
	bodies   []string // of the requests at the same index
	headers  []http.Header
}

// newFake returns a client and the API it speaks to.
func newFake(t *testing.T, replies script) (*cloudsigma.Client, *fakeAPI) {
	t.Helper()
	return newRetryingFake(t, 0, replies)
}

// newRetryingFake is newFake with a transport that repeats requests.
func newRetryingFake(t *testing.T, retries int, replies script) (*cloudsigma.Client, *fakeAPI) {
	t.Helper()
	api := &fakeAPI{script: replies}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { api.serve(t, w, r) }))
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL + "/api/2.0")
	if err != nil {
		t.Fatal(err)
	}
	httpClient, err := transport.NewClient(transport.Config{
		Origin: endpoint, UserAgent: "test/1", MaxRetries: retries,
		Authenticator: cloudsigma.BasicAuthenticator{Username: "user@example.com", Password: "secret"},
	})
	if err != nil {
		t.Fatal(err)
	}
	client, err := cloudsigma.NewClient(cloudsigma.Config{
		Endpoint: endpoint, HTTP: httpClient,
		BackOff: func() backoff.BackOff { return &backoff.ZeroBackOff{} },
	})
	if err != nil {
		t.Fatal(err)
	}
	return client, api
}

func (f *fakeAPI) serve(t *testing.T, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	route := r.Method + " " + strings.TrimPrefix(r.URL.RequestURI(), "/api/2.0/")
	answer, known := f.take(route, string(body), r.Header.Clone())
	if !known {
		t.Errorf("unexpected request %s", route)
		http.Error(w, "unexpected", http.StatusTeapot)
		return
	}
	if answer.before != nil {
		answer.before()
	}
	if answer.drop {
		panic(http.ErrAbortHandler)
	}
	for name, value := range answer.header {
		w.Header().Set(name, value)
	}
	if answer.status != 0 {
		w.WriteHeader(answer.status)
	}
	_, _ = io.WriteString(w, answer.body)
}

func (f *fakeAPI) take(route, body string, header http.Header) (reply, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.requests = append(f.requests, route)
	f.bodies = append(f.bodies, body)
	f.headers = append(f.headers, header)
	replies := f.script[route]
	if len(replies) == 0 {
		if f.other != nil {
			return *f.other, true
		}
		return reply{}, false
	}
	if len(replies) > 1 {
		f.script[route] = replies[1:]
	}
	return replies[0], true
}

// wantRequests checks what reached the API, in order.
func (f *fakeAPI) wantRequests(t *testing.T, want ...string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if diff := cmp.Diff(want, f.requests); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

// wantBody checks the JSON of the i-th request.
func (f *fakeAPI) wantBody(t *testing.T, i int, want string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	if i >= len(f.bodies) {
		t.Fatalf("there are %d requests, want a body of request %d", len(f.bodies), i)
	}
	wantJSON(t, f.bodies[i], want)
}

func wantJSON(t *testing.T, got, want string) {
	t.Helper()
	if diff := cmp.Diff(decoded(t, want), decoded(t, got)); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

func decoded(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v in %q", err, text)
	}
	return value
}

// dump returns the body of a sample of the API documentation, or skips the test if the samples are not
// there.
func dump(t *testing.T, name string) string {
	t.Helper()
	content, err := fs.ReadFile(os.DirFS("../../../shared/reference/cloudsigma-api/dumps"), name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the samples of the API documentation are not here")
	}
	if err != nil {
		t.Fatal(err)
	}
	start := strings.IndexAny(string(content), "{")
	return string(content[start:])
}

func ptr[T any](value T) *T { return &value }

const concurrency = `[{"error_type": "concurrency", "error_point": null, "error_message": "Cannot acquire lock"}]`

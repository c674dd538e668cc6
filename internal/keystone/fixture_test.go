package keystone_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

// Answers as captured, shortened in the catalog.
const (
	answerV3 = `{"token": {"methods": ["password"], "user": {"domain": {"id": "default", "name": "Default"}, "id": "612dd5a32df34d6084e0b75925208292", "name": "demo", "password_expires_at": null}, "audit_ids": ["Yk8HjqfXRuuKR33WWMNySA"], "expires_at": "2026-11-22T02:03:42.000000Z", "issued_at": "2026-11-22T01:03:42.000000Z", "project": {"domain": {"id": "default", "name": "Default"}, "id": "1507e07c07844dc8b721e0e6d9ec6554", "name": "demo"}, "is_domain": false, "roles": [], "catalog": []}}`
	// unscopedV3 is the answer to a login without a project.
	unscopedV3 = `{"token": {"methods": ["password"], "user": {"domain": {"id": "default", "name": "Default"}, "id": "612dd5a32df34d6084e0b75925208292", "name": "demo", "password_expires_at": null}, "audit_ids": ["O5ELlNy1Rje4-t5-SUe_PQ"], "expires_at": "2026-11-22T02:03:43.000000Z", "issued_at": "2026-11-22T01:03:43.000000Z"}}`
	answerV2   = `{"access": {"token": {"issued_at": "2026-11-22T01:19:35Z", "expires": "2026-11-23T01:19:35Z", "id": "da6ceab8f46448799cfaa16e93efcdcf", "tenant": {"description": null, "enabled": true, "id": "7d1e3f5a9b2c4d6e8f0a1b3c5d7e9f63", "name": "demo"}}, "serviceCatalog": [], "user": {"username": "demo", "roles_links": [], "name": "demo", "roles": [{"name": "Member"}], "id": "0f6f9e5c2c7b4d1b8a3e7f5d9c1b2a30"}, "metadata": {"is_admin": 0, "roles": []}}}`

	unauthorizedV3 = `{"error":{"code":401,"message":"The request you have made requires authentication.","title":"Unauthorized"}}`
	unauthorizedV2 = `{"error": {"message": "The request you have made requires authentication.", "code": 401, "title": "Not Authorized"}}`
)

// clock is a clock that tests move.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock {
	return &clock{now: time.Date(2026, 11, 22, 1, 0, 0, 0, time.UTC)}
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func plainClient(*url.URL) (*http.Client, error) { return &http.Client{}, nil }

// exchange is a request that reached a fake server.
type exchange struct {
	method, path, body string
	header             http.Header
}

// fakeServer answers with what respond writes, and keeps the requests.
type fakeServer struct {
	*httptest.Server

	mu        sync.Mutex
	exchanges []exchange
}

func newFakeServer(t *testing.T, respond http.HandlerFunc) *fakeServer {
	t.Helper()
	return startFakeServer(t, httptest.NewServer, respond)
}

func startFakeServer(t *testing.T, start func(http.Handler) *httptest.Server, respond http.HandlerFunc) *fakeServer {
	t.Helper()
	s := &fakeServer{}
	s.Server = start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Errorf("reading a request: %v", err)
		}
		s.mu.Lock()
		s.exchanges = append(s.exchanges, exchange{r.Method, r.URL.Path, string(body), r.Header.Clone()})
		s.mu.Unlock()
		r.Body = io.NopCloser(bytes.NewReader(body))
		respond(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *fakeServer) received() []exchange {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.exchanges
}

// respondWith answers each request with one status and body.
func respondWith(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Subject-Token", "TOKEN")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// startKeystone runs an emulated Keystone.
func startKeystone(t *testing.T, options emulated.Options) (*emulated.Cloud, *emulator.Server) {
	t.Helper()
	cloud := emulated.New(options)
	server, err := emulator.Start(t.Context(), "127.0.0.1:0", cloud, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return cloud, server
}

// demoConfig is the configuration of the emulated user, in the words of v3.
func demoConfig(authURL string) keystone.Config {
	return keystone.Config{
		AuthURL: authURL, UserName: "demo", Password: "demo-password", ProjectName: "demo", HTTPClient: plainClient,
	}
}

func newAuthenticator(t *testing.T, config keystone.Config) *keystone.Authenticator {
	t.Helper()
	authenticator, err := keystone.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return authenticator
}

func newRequest(ctx context.Context, t *testing.T) *http.Request {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://cloud.example.org:8787/-/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return request
}

// authenticate returns the headers that a request gets.
func authenticate(t *testing.T, authenticator *keystone.Authenticator) http.Header {
	t.Helper()
	request := newRequest(t.Context(), t)
	if err := authenticator.Authenticate(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	return request.Header
}

// refusal is the 401 answer to a request with these headers.
func refusal(t *testing.T, sent http.Header, challenge string) *http.Response {
	t.Helper()
	request := newRequest(t.Context(), t)
	request.Header = sent
	response := &http.Response{StatusCode: http.StatusUnauthorized, Header: http.Header{}, Body: http.NoBody, Request: request}
	if challenge != "" {
		response.Header.Set("Www-Authenticate", challenge)
	}
	return response
}

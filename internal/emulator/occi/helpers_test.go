package occi

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"
)

const (
	kindPrefix    = `; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"`
	computeLine   = "Category: compute" + kindPrefix
	storageLine   = "Category: storage" + kindPrefix
	linkLine      = "Category: storagelink" + kindPrefix
	interfaceLine = "Category: networkinterface" + kindPrefix
	ruleLine      = `Category: rule; scheme="http://schemas.openstack.org/occi/infrastructure/network/security#"; class="kind"`
	groupLine     = `Category: my_grp; scheme="http://www.mystuff.org/sec#"; class="mixin"`
	newGroupLine  = groupLine + `; rel="http://schemas.ogf.org/occi/infrastructure/security#group"; location="/mygroups/"`
	cirrosID      = "8d2f1c3a-7d4e-4b43-9f06-3c1e5a0b7d11"
)

// server is a cloud of a test, with a clock that the test moves.
type server struct {
	t     *testing.T
	cloud *Cloud
	clock *clock
}

// newServer returns a cloud on which every change takes a second.
func newServer(t *testing.T, manner Manner) *server {
	t.Helper()
	clock := newClock()
	return &server{t: t, clock: clock, cloud: New(Options{
		Manner: manner, BootTime: time.Second, Now: clock.Now, Sleep: clock.Advance, Seed: 7,
	})}
}

// try sends a request in text/plain and returns the answer, whatever it is.
func (s *server) try(method, path string, lines ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	request := httptest.NewRequestWithContext(s.t.Context(), method, path, strings.NewReader(strings.Join(lines, "\n")))
	request.Host = "cloud.example"
	request.Header.Set("Content-Type", "text/plain")
	request.Header.Set("Accept", "text/plain")
	recorder := httptest.NewRecorder()
	s.cloud.ServeHTTP(recorder, request)
	return recorder
}

// must sends a request that has to succeed and returns the body, or the path of a new entity.
func (s *server) must(method, path string, lines ...string) string {
	s.t.Helper()
	recorder := s.try(method, path, lines...)
	switch recorder.Code {
	case http.StatusOK:
		return recorder.Body.String()
	case http.StatusCreated:
		return strings.TrimPrefix(recorder.Header().Get("Location"), "http://cloud.example")
	}
	s.t.Fatalf("%s %s %q: %d %s", method, path, lines, recorder.Code, recorder.Body)
	return ""
}

// refused sends a request that has to end with the status and a text.
func (s *server) refused(status int, text, method, path string, lines ...string) {
	s.t.Helper()
	recorder := s.try(method, path, lines...)
	if recorder.Code != status || !strings.Contains(recorder.Body.String(), text) {
		s.t.Errorf("%s %s %q: %d %q, want %d %q", method, path, lines, recorder.Code, recorder.Body, status, text)
	}
}

// shows checks that the entity has the attribute with this value, as it is rendered.
func (s *server) shows(path, name, value string) {
	s.t.Helper()
	body := s.must(http.MethodGet, path)
	want := "X-OCCI-Attribute: " + name + `="` + value + `"`
	if !strings.Contains(body, want) {
		s.t.Errorf("%s does not show %s:\n%s", path, want, body)
	}
}

// actions are the terms of the actions that the entity offers.
func (s *server) actions(path string) string {
	s.t.Helper()
	var terms []string
	for _, match := range regexp.MustCompile(`\?action=(\w+)>`).FindAllStringSubmatch(s.must(http.MethodGet, path), -1) {
		terms = append(terms, match[1])
	}
	return strings.Join(terms, " ")
}

func (s *server) seconds(n float64) { s.clock.Advance(time.Duration(n * float64(time.Second))) }

func osLine(term string) string {
	return "Category: " + term + `; scheme="http://schemas.openstack.org/template/os#"; class="mixin"`
}

func flavorLine(term string) string {
	return "Category: " + term + `; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"`
}

func attribute(name, value string) string { return "X-OCCI-Attribute: " + name + `="` + value + `"` }

func actionLine(scheme, term string) string {
	return "Category: " + term + `; scheme="` + scheme + `"; class="action"`
}

// compute creates a compute from cirros in the manner of the cloud.
func (s *server) compute(lines ...string) string {
	s.t.Helper()
	term := "cirros-0.3.0-x86_64-uec"
	if s.cloud.traits.imageIDs {
		term = cirrosID
	}
	return s.must(http.MethodPost, "/compute/", append([]string{computeLine, osLine(term), flavorLine("itsy")}, lines...)...)
}

func (s *server) storage(lines ...string) string {
	s.t.Helper()
	return s.must(http.MethodPost, "/storage/", append([]string{storageLine, attribute("occi.storage.size", "1")}, lines...)...)
}

func (s *server) link(source, target string) string {
	s.t.Helper()
	return s.must(http.MethodPost, "/storage/link/", linkLine, attribute("occi.core.source", source),
		attribute("occi.core.target", target), attribute("occi.storagelink.deviceid", "/dev/vdc"))
}

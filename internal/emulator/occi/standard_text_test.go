package occi

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestStandardInTextPlain(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	vm := s.compute(attribute(titleAttribute, `a \"b\"; c, d`))
	volume := s.storage()
	s.seconds(1)
	s.shows(vm, titleAttribute, `a \"b\"; c, d`)
	if got := s.actions(vm); got != "stop restart suspend save" {
		t.Errorf("actions of an active compute: %s", got)
	}
	link := s.link(vm, volume)
	s.seconds(1)
	s.shows(link, linkStateAttribute, "active")
	s.refused(http.StatusConflict, "", http.MethodDelete, volume)
	s.refused(http.StatusNotFound, "", http.MethodGet, "/compute/nothing")
	s.refused(http.StatusMethodNotAllowed, "", http.MethodPatch, vm)
	s.refused(http.StatusBadRequest, "not registered", http.MethodPost, "/compute/", computeLine, osLine("nothing"))
	if list := s.must(http.MethodGet, "/compute/"); list != "X-OCCI-Location: http://cloud.example"+vm+"\n" {
		t.Errorf("the list is %q", list)
	}
	s.must(http.MethodDelete, link)
	s.seconds(1)
	s.must(http.MethodDelete, vm)
	s.must(http.MethodDelete, volume)
	s.seconds(1)
	if left := s.cloud.Inventory(); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestStandardInTextOCCIAndURIList(t *testing.T) {
	t.Parallel()
	s := newServer(t, MannerStandard12)
	call := func(method, path, accept string, header http.Header) *httptest.ResponseRecorder {
		request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(""))
		request.Host = "cloud.example"
		request.Header = header.Clone()
		request.Header.Set("Accept", accept)
		recorder := httptest.NewRecorder()
		s.cloud.ServeHTTP(recorder, request)
		return recorder
	}
	created := call(http.MethodPost, "/storage/", mediaOCCI, http.Header{
		"Content-Type": {mediaOCCI}, "Category": {`storage; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"`},
		"X-Occi-Attribute": {`occi.storage.size=2, occi.core.title="a, b"`},
	})
	location := created.Header().Get("Location")
	if created.Code != http.StatusCreated || created.Header().Get("X-OCCI-Location") != location {
		t.Fatalf("create: %d %v", created.Code, created.Header())
	}
	path := strings.TrimPrefix(location, "http://cloud.example")
	shown := call(http.MethodGet, path, mediaOCCI, http.Header{})
	want := []string{
		`occi.core.id="` + lastSegment(path) + `"`, `occi.core.title="a, b"`, "occi.storage.size=2.0", `occi.storage.state="offline"`,
	}
	if diff := cmp.Diff(want, shown.Header().Values("X-OCCI-Attribute")); diff != "" {
		t.Error(diff)
	}
	for _, of := range []string{path, "/storage/"} {
		if got := call(http.MethodGet, of, mediaURIList, http.Header{}).Body.String(); got != location {
			t.Errorf("%s as a list of URIs: %q", of, got)
		}
	}
}

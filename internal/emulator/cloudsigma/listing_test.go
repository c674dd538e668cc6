package cloudsigma

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAuthentication(t *testing.T) {
	t.Parallel()
	cloud := New(Options{Users: map[string]string{"a@example.com": "pw"}, Tokens: map[string]string{"token": "b@example.com"}})
	for _, test := range []struct {
		name, authorization string
		want                int
	}{
		{"basic", "Basic YUBleGFtcGxlLmNvbTpwdw==", http.StatusOK},
		{"wrong password", "Basic YUBleGFtcGxlLmNvbTpvdGhlcg==", http.StatusUnauthorized},
		{"bearer", "Bearer token", http.StatusOK},
		{"unknown token", "Bearer other", http.StatusUnauthorized},
		{"none", "", http.StatusUnauthorized},
		{"default account is not open", "Basic ZGVtb0BleGFtcGxlLmNvbTpkZW1vLXBhc3N3b3Jk", http.StatusUnauthorized},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/2.0/servers/", http.NoBody)
			request.Header.Set("Authorization", test.authorization)
			recorder := httptest.NewRecorder()
			cloud.ServeHTTP(recorder, request)
			if recorder.Code != test.want {
				t.Fatalf("status is %d, want %d", recorder.Code, test.want)
			}
			if refused := test.want == http.StatusUnauthorized; refused != (recorder.Header().Get("WWW-Authenticate") != "") {
				t.Errorf("WWW-Authenticate is %q", recorder.Header().Get("WWW-Authenticate"))
			}
			if recorder.Header().Get("X-REQUEST-ID") == "" {
				t.Error("the answer has no request id")
			}
		})
	}
}

func TestAccountsSeeOnlyTheirOwn(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{Users: map[string]string{DefaultUser: DefaultPassword, "other@example.com": "pw"}})
	id := b.create("servers", smallServer)
	for _, method := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
		if status, _ := b.sendAs("other@example.com", "pw", method, uri("servers", id), smallServer); status != http.StatusNotFound {
			t.Errorf("%s by another account: status is %d, want 404", method, status)
		}
	}
	_, listed := b.sendAs("other@example.com", "pw", http.MethodGet, "/api/2.0/servers/", "")
	if total := at(listed, "meta", "total_count"); total != 0.0 {
		t.Errorf("another account lists %v servers, want none", total)
	}
}

func TestProtocolErrors(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, method, path, body string
		want                     int
		kind                     string
	}{
		{"no slash at the end", http.MethodGet, "/api/2.0/servers", "", http.StatusNotFound, errorNotExist},
		{"unknown collection", http.MethodGet, "/api/2.0/nothing/", "", http.StatusNotFound, errorNotExist},
		{"unknown server", http.MethodGet, "/api/2.0/servers/nope/", "", http.StatusNotFound, errorNotExist},
		{"edit of an unknown server", http.MethodPut, "/api/2.0/servers/nope/", smallServer, http.StatusNotFound, errorNotExist},
		{"delete of an unknown drive", http.MethodDelete, "/api/2.0/drives/nope/", "", http.StatusNotFound, errorNotExist},
		{"action on an unknown server", http.MethodPost, "/api/2.0/servers/nope/action/?do=start", "", http.StatusNotFound, errorNotExist},
		{"body is no JSON", http.MethodPost, "/api/2.0/servers/", "{", http.StatusBadRequest, errorValidation},
		{"body is no object", http.MethodPost, "/api/2.0/servers/", `"text"`, http.StatusBadRequest, errorValidation},
		{"no body", http.MethodPost, "/api/2.0/servers/", "", http.StatusBadRequest, errorValidation},
		{"no list of what to delete", http.MethodDelete, "/api/2.0/servers/", "", http.StatusBadRequest, errorValidation},
		{"delete of the profile", http.MethodDelete, "/api/2.0/profile/", "", http.StatusMethodNotAllowed, errorPermission},
		{"create of a VLAN", http.MethodPost, "/api/2.0/vlans/", "{}", http.StatusMethodNotAllowed, errorPermission},
		{"negative limit", http.MethodGet, "/api/2.0/drives/?limit=-1", "", http.StatusBadRequest, errorValidation},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			if refused := b.refused(test.want, test.method, test.path, test.body); refused.Type != test.kind {
				t.Errorf("error_type is %q, want %q", refused.Type, test.kind)
			}
		})
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, accept, contentType string
		want                      int
	}{
		{"json", "application/json", "application/json; charset=utf-8", http.StatusCreated},
		{"anything", "text/html, */*", "application/json", http.StatusCreated},
		{"xml answer", "application/xml", "application/json", http.StatusNotAcceptable},
		{"form", "", "application/x-www-form-urlencoded", http.StatusBadRequest},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/2.0/tags/", strings.NewReader(`{"name": "t"}`))
			request.SetBasicAuth(DefaultUser, DefaultPassword)
			request.Header.Set("Accept", test.accept)
			request.Header.Set("Content-Type", test.contentType)
			recorder := httptest.NewRecorder()
			b.ServeHTTP(recorder, request)
			if recorder.Code != test.want {
				t.Errorf("status is %d, want %d: %s", recorder.Code, test.want, recorder.Body)
			}
		})
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	for i := range 25 {
		b.create("tags", fmt.Sprintf(`{"name": "tag %02d"}`, i))
	}
	for _, test := range []struct {
		query       string
		limit, size float64
		first       any
	}{
		{"", 20, 20, "tag 00"},
		{"?limit=0", 0, 25, "tag 00"},
		{"?limit=10&offset=20", 10, 5, "tag 20"},
		{"?offset=30", 20, 0, nil},
	} {
		t.Run(test.query, func(t *testing.T) {
			t.Parallel()
			_, listed := b.send(http.MethodGet, "/api/2.0/tags/"+test.query, "")
			objects, _ := at(listed, "objects").([]any)
			got := []any{at(listed, "meta", "limit"), at(listed, "meta", "total_count"), float64(len(objects)), at(listed, "objects", 0, "name")}
			if diff := cmp.Diff([]any{test.limit, 25.0, test.size, test.first}, got); diff != "" {
				t.Errorf("limit, total, size, first (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	tag := b.create("tags", `{"name": "red"}`)
	one := b.create("servers", serverWith(fmt.Sprintf(`"name": "Web,1", "tags": [%q]`, tag)))
	two := b.create("servers", serverWith(`"name": "web2"`))
	for query, want := range map[string][]any{
		"name=web2":              {two},
		`name=Web\,1,web2`:       {one, two},
		"name__contains=WEB":     {one, two},
		"name__contains=WEB2":    {two},
		"uuid=" + one:            {one},
		"tag=" + tag:             {one},
		"tag__name=red":          {one},
		"tag__name=red&name=x":   {},
		"name=web2&name=other":   {},
		"unknown=is-not-a-field": {one, two},
	} {
		t.Run(query, func(t *testing.T) {
			t.Parallel()
			_, listed := b.send(http.MethodGet, "/api/2.0/servers/?fields=uuid&"+query, "")
			objects, _ := at(listed, "objects").([]any)
			got := []any{}
			for _, found := range objects {
				got = append(got, at(found, "uuid"))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFields(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	id := b.create("drives", smallDrive)
	want := any(object{"uuid": id, "name": "d"})
	_, listed := b.send(http.MethodGet, "/api/2.0/drives/detail/?fields=uuid,name", "")
	if diff := cmp.Diff(want, at(listed, "objects", 0)); diff != "" {
		t.Errorf("in a listing (-want +got):\n%s", diff)
	}
	_, single := b.send(http.MethodGet, uri("drives", id)+"?fields=uuid,name", "")
	if diff := cmp.Diff(want, single); diff != "" {
		t.Errorf("of one drive (-want +got):\n%s", diff)
	}
}

func TestLibrary(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	_, found := b.send(http.MethodGet, "/api/2.0/libdrives/?limit=0&distribution=Ubuntu&name__icontains=22.04", "")
	objects, _ := at(found, "objects").([]any)
	if len(objects) != 2 {
		t.Fatalf("found %d images of Ubuntu 22.04, want 2 of different dates", len(objects))
	}
	if first, second := at(objects[0], "created_at"), at(objects[1], "created_at"); first == second {
		t.Errorf("both images are from %v: the most recent cannot be told", first)
	}
	if name := b.get("libdrives", TrustyLibraryDrive)["name"]; name != "Ubuntu 14.04 LTS(Trusty)" {
		t.Errorf("the name of the image of the article is %v", name)
	}
	throughDrives := b.get("drives", TrustyLibraryDrive)
	if owner, shown := throughDrives["owner"]; !shown || owner != nil {
		t.Errorf("the owner of a library drive is %v, want null", owner)
	}
	b.refused(http.StatusForbidden, http.MethodDelete, uri("drives", TrustyLibraryDrive), "")
}

func TestSeedMakesIdentifiersReproducible(t *testing.T) {
	t.Parallel()
	first := newBench(t, Options{Seed: 7}).create("servers", smallServer)
	second := newBench(t, Options{Seed: 7}).create("servers", smallServer)
	other := newBench(t, Options{Seed: 8}).create("servers", smallServer)
	if first != second || first == other {
		t.Errorf("identifiers of seeds 7, 7 and 8 are %s, %s and %s", first, second, other)
	}
}

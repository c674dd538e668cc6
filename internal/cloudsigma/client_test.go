package cloudsigma_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

var (
	_ transport.Authenticator = cloudsigma.BasicAuthenticator{}
	_ transport.Authenticator = cloudsigma.TokenAuthenticator{}
)

func TestEndpointForLocation(t *testing.T) {
	t.Parallel()
	for location, want := range map[string]string{
		"zrh": "https://zrh.cloudsigma.com/api/2.0/", "ZRH": "https://zrh.cloudsigma.com/api/2.0/",
		"mnl2": "https://mnl2.cloudsigma.com/api/2.0/",
	} {
		got, err := cloudsigma.EndpointForLocation(location)
		if err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v, want %s", location, got, err, want)
		}
	}
	for _, location := range []string{
		"", "evil.example/", "evil.example#", "evil.example?", "a@evil.example", "zrh.evil", "-zrh", "zrh-",
		"zrh\n", "zrh ", "zrh:80", "zürich", `evil\`, "%2f", strings.Repeat("a", 64),
	} {
		if got, err := cloudsigma.EndpointForLocation(location); err == nil {
			t.Errorf("%q: got %v, want an error", location, got)
		}
	}
}

func TestNewClientRefuses(t *testing.T) {
	t.Parallel()
	for _, endpoint := range []string{
		"ftp://h/", "https:///api/", "/api/2.0/", "https://user:secret@h/", "https://h/?a=b", "https://h/#a",
	} {
		parsed, err := url.Parse(endpoint)
		if err != nil {
			t.Fatal(err)
		}
		_, err = cloudsigma.NewClient(cloudsigma.Config{Endpoint: parsed, HTTP: http.DefaultClient})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got the error %v", endpoint, err)
		}
	}
	if _, err := cloudsigma.NewClient(cloudsigma.Config{HTTP: http.DefaultClient}); err == nil {
		t.Error("no endpoint: no error")
	}
	endpoint := &url.URL{Scheme: "https", Host: "h"}
	if _, err := cloudsigma.NewClient(cloudsigma.Config{Endpoint: endpoint}); err == nil {
		t.Error("no HTTP client: no error")
	}
}

func TestOnlyTheTransportAuthenticatesAndNames(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{"GET profile/": {{body: `{"uuid": "u", "tax_rate": 7.7, "email": "e"}`}}})
	if _, err := client.Profile(t.Context()); err != nil {
		t.Fatal(err)
	}
	user, password, ok := (&http.Request{Header: api.headers[0]}).BasicAuth()
	if !ok || user != "user@example.com" || password != "secret" {
		t.Errorf("credentials are %q, %q, %t", user, password, ok)
	}
	if got := api.headers[0].Get("User-Agent"); got != "test/1" {
		t.Errorf("User-Agent is %q", got)
	}

	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("the SDK authenticates")
		}
		_, _ = fmt.Fprint(w, `{}`)
	}))
	t.Cleanup(server.Close)
	endpoint, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	client, err = cloudsigma.NewClient(cloudsigma.Config{Endpoint: endpoint, HTTP: server.Client()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Profile(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestTokenAuthenticator(t *testing.T) {
	t.Parallel()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)
	authenticator := cloudsigma.TokenAuthenticator{Token: "t0ken"}
	if err := authenticator.Authenticate(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	if got := request.Header.Get("Authorization"); got != "Bearer t0ken" {
		t.Errorf("Authorization is %q", got)
	}
	if again, err := authenticator.Renew(t.Context(), nil); again || err != nil {
		t.Errorf("Renew is %t, %v", again, err)
	}
}

func TestSecretsAreNotFormatted(t *testing.T) {
	t.Parallel()
	values := []any{
		cloudsigma.Secret("hush"),
		cloudsigma.BasicAuthenticator{Password: "hush"},
		&cloudsigma.TokenAuthenticator{Token: "hush"},
		cloudsigma.Server{Definition: cloudsigma.ServerDefinition{VNCPassword: "hush"}},
		&cloudsigma.Keypair{Definition: cloudsigma.KeypairDefinition{PrivateKey: "hush"}},
	}
	for _, value := range values {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
			if text := fmt.Sprintf(verb, value); strings.Contains(text, "hush") || strings.Contains(text, "68757368") {
				t.Errorf("%s of a %T is %s", verb, value, text)
			}
		}
	}
}

func TestIdentifiersCannotLeaveTheirPath(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{})
	for _, uuid := range []string{"", ".", "..", "../profile", "a/b", "a?b", "a#b", "a%2fb", " a"} {
		if _, err := client.Drives.Get(t.Context(), uuid); err == nil {
			t.Errorf("Get %q: no error", uuid)
		}
		if err := client.Servers.Start(t.Context(), uuid); err == nil {
			t.Errorf("Start %q: no error", uuid)
		}
		if err := client.Tags.Delete(t.Context(), uuid); err == nil {
			t.Errorf("Delete %q: no error", uuid)
		}
	}
	api.wantRequests(t)
}

func TestCapabilitiesAreReadOnce(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{"GET capabilities/": {
		{status: http.StatusInternalServerError},
		{body: `{"drives": {"zadara": {"size": {"min": 1073741824.0, "max": 14180205493621}}}, "hypervisors": {"kvm": ["amd"]}}`},
	}})
	if _, err := client.Capabilities(t.Context()); !cloudsigma.HasStatus(err, http.StatusInternalServerError) {
		t.Fatalf("got the error %v", err)
	}
	results := make(chan *cloudsigma.Capabilities)
	for range 8 {
		go func() {
			capabilities, err := client.Capabilities(t.Context())
			if err != nil {
				t.Error(err)
			}
			results <- capabilities
		}()
	}
	for range 8 {
		got := <-results
		want := cloudsigma.Range{Min: 1 << 30, Max: 14180205493621}
		if got == nil || got.Drives["zadara"].Size != want {
			t.Errorf("got %+v", got)
		}
	}
	api.wantRequests(t, "GET capabilities/", "GET capabilities/")
}

func TestWaitingForTheCacheEndsWithTheContext(t *testing.T) {
	t.Parallel()
	reached, goOn := make(chan struct{}), make(chan struct{})
	client, _ := newFake(t, script{"GET profile/": {{body: `{}`, before: func() { close(reached); <-goOn }}}})
	done := make(chan error)
	go func() {
		_, err := client.Profile(t.Context())
		done <- err
	}()
	<-reached
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := client.Profile(ctx); err == nil {
		t.Error("no error although the context has ended")
	}
	close(goOn)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestListOfAServerThatKnowsNoPages has one that answers with the first page whatever is asked for.
func TestListOfAServerThatKnowsNoPages(t *testing.T) {
	t.Parallel()
	first := reply{body: `{"meta": {"limit": 1, "offset": 0, "total_count": 1000000}, "objects": [{"uuid": "a"}]}`}
	client, api := newFake(t, script{"GET libdrives/?limit=0": {first}, "GET libdrives/?limit=0&offset=1": {first}})
	drives, err := client.LibraryDrives.List(t.Context())
	if err == nil || !strings.Contains(err.Error(), "offset") {
		t.Errorf("got %d drives and the error %v", len(drives), err)
	}
	api.wantRequests(t, "GET libdrives/?limit=0", "GET libdrives/?limit=0&offset=1")
}

// TestListThatDoesNotEnd has servers with more than can be: many pages, or much in one.
func TestListThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	page := func(offset, entities int) []reply {
		objects := strings.Repeat(`{},`, entities-1) + `{}`
		return []reply{{body: fmt.Sprintf(`{"meta": {"offset": %d, "total_count": 99999999}, "objects": [%s]}`, offset, objects)}}
	}
	small := script{"GET licenses/?limit=0": page(0, 1)}
	for offset := 1; offset < 1000; offset++ {
		small[fmt.Sprintf("GET licenses/?limit=0&offset=%d", offset)] = page(offset, 1)
	}
	for want, replies := range map[string]script{
		"has given 1000 of 99999999 in 1000 pages": small,
		"has given 100001 of 99999999 in 1 pages":  {"GET licenses/?limit=0": page(0, 100001)},
	} {
		client, _ := newFake(t, replies)
		if _, err := client.Licenses.List(t.Context()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func TestListReadsAllPages(t *testing.T) {
	t.Parallel()
	page := func(offset int, objects string) reply {
		return reply{body: fmt.Sprintf(`{"meta": {"limit": 2, "offset": %d, "total_count": 5}, "objects": [%s]}`, offset, objects)}
	}
	client, api := newFake(t, script{
		"GET libdrives/?limit=0":          {page(0, `{"uuid": "a"}, {"uuid": "b"}`)},
		"GET libdrives/?limit=0&offset=2": {page(2, `{"uuid": "c"}, {"uuid": "d"}`)},
		"GET libdrives/?limit=0&offset=4": {page(4, `{"uuid": "e"}`)},
		"GET locations/?limit=0":          {{body: `{"objects": [{"id": "ZRH"}]}`}},
		"GET tags/detail/?limit=0":        {{body: `{"meta": {"total_count": 3}, "objects": []}`}},
	})
	drives, err := client.LibraryDrives.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var uuids []string
	for _, drive := range drives {
		uuids = append(uuids, drive.UUID)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d", "e"}, uuids); diff != "" {
		t.Error(diff)
	}
	locations, err := client.Locations.List(t.Context())
	if err != nil || len(locations) != 1 || locations[0].ID != "ZRH" {
		t.Errorf("without meta: got %v, %v", locations, err)
	}
	tags, err := client.Tags.List(t.Context())
	if err != nil || tags == nil || len(tags) != 0 {
		t.Errorf("a count that is never reached: got %v, %v", tags, err)
	}
	api.wantRequests(t, "GET libdrives/?limit=0", "GET libdrives/?limit=0&offset=2", "GET libdrives/?limit=0&offset=4",
		"GET locations/?limit=0", "GET tags/detail/?limit=0")
}

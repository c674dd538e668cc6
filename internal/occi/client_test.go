package occi_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func computeKind() occi.Category {
	return occi.Category{
		TypeID: occi.TypeID{Scheme: schemeInfrastructure, Term: "compute"}, Class: occi.ClassKind, Location: "/compute/",
	}
}

func tiny() occi.TypeID {
	return occi.TypeID{Scheme: "http://schemas.openstack.org/template/resource#", Term: "m1-tiny"}
}

const (
	computeLine = `compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"`
	tinyLine    = `m1-tiny; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"`
)

// TestClientSends asserts each operation's request, in headers as the OpenStack guide writes them.
func TestClientSends(t *testing.T) {
	t.Parallel()

	stop := occi.TypeID{Scheme: "http://schemas.ogf.org/occi/infrastructure/compute/action#", Term: "stop"}
	title := occi.Attributes{"occi.core.title": occi.String(`say "hi"`), "occi.compute.cores": occi.Number(2)}
	attributeLines := []string{"occi.compute.cores=2", `occi.core.title="say \"hi\""`}

	tests := map[string]struct {
		base string
		call func(context.Context, *occi.Client) error
		want sent
	}{
		"create": {
			base: "/",
			call: func(ctx context.Context, c *occi.Client) error {
				_, err := c.Create(ctx, computeKind(), []occi.TypeID{tiny()}, title, nil)

				return err
			},
			want: sent{
				Method: "POST", Target: "/compute/", Accept: "text/plain", Type: "text/occi",
				Header: http.Header{"Category": {computeLine, tinyLine}, "X-Occi-Attribute": attributeLines},
			},
		},
		"create with a link below a base path": {
			base: "/occi1.2",
			call: func(ctx context.Context, c *occi.Client) error {
				_, err := c.Create(ctx, computeKind(), nil, nil, []occi.Link{{
					Target:     "/storage/1",
					Relations:  []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storage"}},
					Categories: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storagelink"}},
				}})

				return err
			},
			want: sent{
				Method: "POST", Target: "/occi1.2/compute/", Accept: "text/plain", Type: "text/occi",
				Header: http.Header{"Category": {computeLine}, "Link": {
					`</occi1.2/storage/1>; rel="http://schemas.ogf.org/occi/infrastructure#storage"; ` +
						`category="http://schemas.ogf.org/occi/infrastructure#storagelink"; ` +
						`occi.core.target="http://server/occi1.2/storage/1"`,
				}},
			},
		},
		"update": {
			base: "/",
			call: func(ctx context.Context, c *occi.Client) error {
				return c.Update(ctx, "/compute/1", []occi.TypeID{tiny()}, title)
			},
			want: sent{
				Method: "POST", Target: "/compute/1", Accept: "text/plain", Type: "text/occi",
				Header: http.Header{"Category": {tinyLine}, "X-Occi-Attribute": attributeLines},
			},
		},
		"delete": {
			base: "/occi1.2/",
			call: func(ctx context.Context, c *occi.Client) error { return c.Delete(ctx, "/compute/1") },
			want: sent{Method: "DELETE", Target: "/occi1.2/compute/1", Accept: "text/plain"},
		},
		"act": {
			base: "/",
			call: func(ctx context.Context, c *occi.Client) error {
				return c.Act(ctx, "/compute/1", stop, occi.Attributes{"method": occi.String("graceful")})
			},
			want: sent{
				Method: "POST", Target: "/compute/1?action=stop", Accept: "text/plain", Type: "text/occi",
				Header: http.Header{
					"Category":         {`stop; scheme="http://schemas.ogf.org/occi/infrastructure/compute/action#"; class="action"`},
					"X-Occi-Attribute": {`method="graceful"`},
				},
			},
		},
		"list with a filter": {
			base: "/",
			call: func(ctx context.Context, c *occi.Client) error {
				_, err := c.List(ctx, "/compute/", tiny())

				return err
			},
			want: sent{
				Method: "GET", Target: "/compute/", Accept: "text/uri-list", Type: "text/occi",
				Header: http.Header{"Category": {`m1-tiny; scheme="http://schemas.openstack.org/template/resource#"`}},
			},
		},
		"create a mixin": {
			base: "/occi1.2",
			call: func(ctx context.Context, c *occi.Client) error {
				return c.CreateMixin(ctx, occi.Category{
					TypeID:    occi.TypeID{Scheme: "http://www.mystuff.org/sec#", Term: "my_grp"},
					Title:     "web servers",
					Relations: []occi.TypeID{{Scheme: "http://schemas.ogf.org/occi/infrastructure/security#", Term: "group"}},
					Location:  "/mygroups/",
				})
			},
			want: sent{
				Method: "POST", Target: "/occi1.2/-/", Accept: "text/plain", Type: "text/occi",
				Header: http.Header{"Category": {
					`my_grp; scheme="http://www.mystuff.org/sec#"; class="mixin"; title="web servers"; ` +
						`rel="http://schemas.ogf.org/occi/infrastructure/security#group"; location="/occi1.2/mygroups/"`,
				}},
			},
		},
		"delete a mixin": {
			base: "/",
			call: func(ctx context.Context, c *occi.Client) error { return c.DeleteMixin(ctx, tiny()) },
			want: sent{
				Method: "DELETE", Target: "/-/", Accept: "text/plain", Type: "text/occi",
				Header: http.Header{"Category": {tinyLine}},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cloud := newServer(t, answers(http.StatusCreated, "", "Location", "/compute/1"))
			if err := test.call(t.Context(), cloud.client(t, test.base, "auto")); err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff([]sent{test.want}, cloud.placelessLog()); diff != "" {
				t.Errorf("-want +sent:\n%s", diff)
			}
		})
	}
}

func TestMembersOfMixinsAreAbsolute(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, answers(http.StatusOK, "OK"))
	client := cloud.client(t, "/occi", "auto")

	if err := client.AddToMixin(t.Context(), "/mygroups/", "/compute/1", "/compute/2"); err != nil {
		t.Fatal(err)
	}

	if err := client.RemoveFromMixin(t.Context(), "/mygroups/", "/compute/1"); err != nil {
		t.Fatal(err)
	}

	// Nothing is to be sent for this one: a DELETE without locations would be for all members.
	if err := client.RemoveFromMixin(t.Context(), "/mygroups/"); err != nil {
		t.Fatal(err)
	}

	want := []sent{
		{
			Method: "POST", Target: "/occi/mygroups/", Accept: "text/plain", Type: "text/occi",
			Header: http.Header{"X-Occi-Location": {cloud.URL + "/occi/compute/1", cloud.URL + "/occi/compute/2"}},
		},
		{
			Method: "DELETE", Target: "/occi/mygroups/", Accept: "text/plain", Type: "text/occi",
			Header: http.Header{"X-Occi-Location": {cloud.URL + "/occi/compute/1"}},
		},
	}
	if diff := cmp.Diff(want, cloud.log()); diff != "" {
		t.Errorf("-want +sent:\n%s", diff)
	}
}

// TestRenderingOfRequests: headers carry less than bodies, so it depends on the values what is sent.
func TestRenderingOfRequests(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		rendering string
		server    string
		value     string
		wantType  string
		wantErr   error
	}{
		"short":                             {"auto", "", "x", "text/occi", nil},
		"by default":                        {"", "", "x", "text/occi", nil},
		"long":                              {"auto", "", strings.Repeat("x", 20_000), "text/plain", nil},
		"accents":                           {"auto", "", "café", "text/plain", nil},
		"a line break":                      {"auto", "", "x\ny", "", occi.ErrControlCharacter},
		"short in text/plain":               {"text/plain", "", "x", "text/plain", nil},
		"long in text/occi":                 {"text/occi", "", strings.Repeat("x", 20_000), "", occi.ErrTooLarge},
		"accents in text/occi":              {"text/occi", "", "café", "", occi.ErrNonASCII},
		"quotes in text/plain":              {"text/plain", "", `a "b" c`, "text/plain", nil},
		"quotes in text/plain to occi-os":   {"text/plain", "pyssf OCCI/1.1", `a "b" c`, "", occi.ErrEscape},
		"quotes in text/plain to ooi":       {"text/plain", "ooi/1.2.1 OCCI/1.1", `c:\`, "", occi.ErrEscape},
		"quotes in text/occi to ooi":        {"text/occi", "ooi/1.2.1 OCCI/1.1 OCCI/1.2", `a "b" c`, "", occi.ErrEscape},
		"quotes in text/occi to occi-os":    {"auto", "pyssf OCCI/1.1", `a "b" c`, "text/occi", nil},
		"quotes and accents, auto, occi-os": {"auto", "pyssf OCCI/1.1", `"é" c`, "", occi.ErrEscape},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cloud := newServer(t, answers(http.StatusOK, "", "Server", test.server))
			client := cloud.client(t, "/", test.rendering)

			// The client knows the server once it has seen an answer.
			if _, err := client.List(t.Context(), "/compute/"); err != nil {
				t.Fatal(err)
			}

			err := client.Update(t.Context(), "/compute/1", nil, occi.Attributes{"a": occi.String(test.value)})
			if !errors.Is(err, test.wantErr) {
				t.Fatalf("got error %v", err)
			}

			requests := cloud.log()[1:]
			if test.wantErr != nil {
				if len(requests) > 0 {
					t.Errorf("sent all the same: %v", requests)
				}

				return
			}

			if got := requests[0].Type; got != test.wantType {
				t.Errorf("sent as %s", got)
			}
		})
	}
}

// TestDelimitersInCategoriesAndLinks: occi-os splits these at commas and semicolons within quotes.
func TestDelimitersInCategoriesAndLinks(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, answers(http.StatusOK, ""))
	client := cloud.client(t, "/", "auto")

	err := client.CreateMixin(t.Context(), occi.Category{
		TypeID: tiny(), Title: "a, evil; scheme=x", Location: "/a/",
	})
	if !errors.Is(err, occi.ErrDelimiter) {
		t.Errorf("a title gave error %v", err)
	}

	_, err = client.Create(t.Context(), computeKind(), nil, nil, []occi.Link{{
		Target: "/storage/1", Attributes: occi.Attributes{"occi.storagelink.deviceid": occi.String("a; b")},
	}})
	if !errors.Is(err, occi.ErrDelimiter) {
		t.Errorf("a link attribute gave error %v", err)
	}

	if requests := cloud.log(); len(requests) > 0 {
		t.Errorf("sent all the same: %v", requests)
	}
}

func TestGet(t *testing.T) {
	t.Parallel()

	// ooi writes the link's own URL between the angle brackets, occi-os the target's path.
	cloud := newServer(t, answers(http.StatusOK, `
Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; location="http://other:8787/occi/compute/"
Category: m1-nano; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"; rel="http://schemas.ogf.org/occi/infrastructure#resource_tpl"
Category: m1-tiny; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"; rel="http://schemas.ogf.org/occi/infrastructure#resource_tpl"
Link: </occi/compute/1?action=stop>; rel="http://schemas.ogf.org/occi/infrastructure/compute/action#stop"
Link: <http://other/occi/storagelink/1_2>; rel="http://schemas.ogf.org/occi/infrastructure#storage"; self="http://other/occi/storagelink/1_2"; occi.core.target="http://other/occi/storage/2"
Link: </network/public>; rel="http://schemas.ogf.org/occi/infrastructure#network"; self="/network/interface/3"
X-OCCI-Attribute: occi.core.title="say "hi" now"
`, "Server", "pyssf OCCI/1.1"))

	entity, err := cloud.client(t, "/occi", "auto").Get(t.Context(), "/compute/1")
	if err != nil {
		t.Fatal(err)
	}

	if entity.Location != "/compute/1" || entity.Kind.Term != "compute" || entity.Kind.Location != "/compute/" {
		t.Errorf("got %q of %v", entity.Location, entity.Kind)
	}

	if title := entity.Attributes["occi.core.title"].Text(); title != `say "hi" now` {
		t.Errorf("the title is %q", title)
	}

	flavor, found := entity.Mixin(occi.TypeID{Scheme: schemeInfrastructure, Term: "resource_tpl"})
	if !found || flavor.Term != "m1-tiny" || !entity.HasMixin(tiny()) {
		t.Errorf("the current flavor is %q", flavor.Term)
	}

	scheme := "http://schemas.ogf.org/occi/infrastructure/compute/action#"
	if !entity.Offers(occi.TypeID{Scheme: scheme, Term: "stop"}) || entity.Offers(occi.TypeID{Scheme: scheme, Term: "start"}) {
		t.Errorf("the actions are %v", entity.Actions)
	}

	var links []string
	for _, link := range entity.Links {
		links = append(links, link.Self+" -> "+link.Target)
	}

	want := []string{"/storagelink/1_2 -> /storage/2", "/network/interface/3 -> /network/public"}
	if diff := cmp.Diff(want, links); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	if diff := cmp.Diff([]sent{{Method: "GET", Target: "/occi/compute/1", Accept: "text/plain"}}, cloud.log()); diff != "" {
		t.Errorf("-want +sent:\n%s", diff)
	}
}

func TestGetOfWhatIsNoEntity(t *testing.T) {
	t.Parallel()

	for name, handler := range map[string]http.HandlerFunc{
		"occi-os, an unknown collection": answers(http.StatusOK, ""),
		"a page for people":              answers(http.StatusOK, "<html>\nlogin", "Content-Type", "text/html"),
		"a sentence":                     answers(http.StatusOK, "Welcome"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if entity, err := newServer(t, handler).client(t, "/", "auto").Get(t.Context(), "/compute/1"); err == nil {
				t.Errorf("got %v", entity)
			}
		})
	}
}

func TestListReturnsEachEntityOnce(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		handler http.HandlerFunc
		want    []string
	}{
		"occi-os, links twice": {
			answers(http.StatusOK, "# uri:/storage/link/\nhttp://a/storage/link/1\nhttp://a/storage/link/1\nhttp://a/storage/link/2",
				"Content-Type", "text/uri-list"),
			[]string{"/storage/link/1", "/storage/link/2"},
		},
		"text/plain all the same": {
			answers(http.StatusOK, "\nX-OCCI-Location: http://a/compute/1"), []string{"/compute/1"},
		},
		"text/occi all the same": {
			answers(http.StatusOK, "OK", "Content-Type", "text/occi", "X-Occi-Location", "http://a/compute/1, http://a/compute/2"),
			[]string{"/compute/1", "/compute/2"},
		},
		"empty":      {answers(http.StatusOK, "# uri:/compute/\n", "Content-Type", "text/uri-list"), []string{}},
		"ooi, empty": {answers(http.StatusNoContent, "", "Content-Type", "text/uri-list"), []string{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := newServer(t, test.handler).client(t, "/", "auto").List(t.Context(), "/x/")
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestListAsksAgainInTextPlain(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept") == "text/uri-list" {
			w.WriteHeader(http.StatusNotAcceptable)

			return
		}

		answers(http.StatusOK, "X-OCCI-Location: /compute/1")(w, r)
	})

	got, err := cloud.client(t, "/", "auto").List(t.Context(), "/compute/")
	if err != nil {
		t.Fatal(err)
	}

	if diff := cmp.Diff([]string{"/compute/1"}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestEntitiesAreNoCollections: occi-os deletes all that is in a collection.
func TestEntitiesAreNoCollections(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, answers(http.StatusOK, ""))
	client := cloud.client(t, "/", "auto")

	for _, path := range []string{"", "/", "/compute/", "compute/1", "//evil/1", "/compute/../1", "/compute/1?action=stop", "/a b"} {
		if err := client.Delete(t.Context(), path); err == nil {
			t.Errorf("%q was deleted", path)
		}

		if _, err := client.Get(t.Context(), path); err == nil {
			t.Errorf("%q was read", path)
		}

		if err := client.Act(t.Context(), path, tiny(), nil); err == nil {
			t.Errorf("%q was acted on", path)
		}

		if err := client.Update(t.Context(), path, nil, nil); err == nil {
			t.Errorf("%q was updated", path)
		}
	}

	// An update of nothing is fine, but there is nothing to send.
	if err := client.Update(t.Context(), "/compute/1", nil, nil); err != nil {
		t.Error(err)
	}

	if requests := cloud.log(); len(requests) > 0 {
		t.Errorf("sent all the same: %v", requests)
	}
}

func TestNewClientRefuses(t *testing.T) {
	t.Parallel()

	for name, config := range map[string]occi.Config{
		"no endpoint":        {HTTP: http.DefaultClient},
		"no HTTP client":     {Endpoint: mustParse(t, "http://a/")},
		"another scheme":     {Endpoint: mustParse(t, "ftp://a/"), HTTP: http.DefaultClient},
		"no host":            {Endpoint: mustParse(t, "http:///a"), HTTP: http.DefaultClient},
		"credentials":        {Endpoint: mustParse(t, "http://a:secret@b/"), HTTP: http.DefaultClient},
		"a query":            {Endpoint: mustParse(t, "http://a/?b"), HTTP: http.DefaultClient},
		"dots":               {Endpoint: mustParse(t, "http://a/../b"), HTTP: http.DefaultClient},
		"an unknown writing": {Endpoint: mustParse(t, "http://a/"), HTTP: http.DefaultClient, Rendering: "text/html"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := occi.NewClient(config)
			if err == nil || strings.Contains(err.Error(), "secret") {
				t.Errorf("got error %v", err)
			}
		})
	}
}

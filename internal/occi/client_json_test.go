package occi_test

import (
	"context"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

const ooiServer = "ooi/1.2.1 OCCI/1.1 OCCI/1.2"

// jsonTypes is a query interface; like ooi it has storage links elsewhere than at the name of their kind.
const jsonTypes = `{"kinds": [
	{"term": "compute", "scheme": "http://schemas.ogf.org/occi/infrastructure#", "parent": "http://schemas.ogf.org/occi/core#resource",
	 "location": "http://inside:8787/occi1.2/compute/", "attributes": {"occi.compute.cores": {"mutable": true, "type": "number"}}},
	{"term": "storagelink", "scheme": "http://schemas.ogf.org/occi/infrastructure#", "parent": "http://schemas.ogf.org/occi/core#link",
	 "location": "/occi1.2/attached/"}, {"term": "link", "scheme": "http://schemas.ogf.org/occi/core#"}],
	"mixins": [{"term": "m1-tiny", "scheme": "http://schemas.openstack.org/template/resource#", "title": "Flavor: m1.tiny",
	 "depends": ["http://example.org/occi#size"], "location": "/occi1.2/tiny/"}]}`

const jsonCompute = `{"kind": "http://schemas.ogf.org/occi/infrastructure#compute", "id": "1", "title": "a \"b\"",
	"mixins": ["http://schemas.openstack.org/template/resource#m1-tiny"], "links": [
	{"kind": "http://schemas.ogf.org/occi/infrastructure#storagelink", "id": "1_2", "target": {"location": "http://inside/occi1.2/storage/2"}}]}`

// jsonCloud answers in JSON: the query interface, and one body to all else.
func jsonCloud(t *testing.T, body string) *server {
	t.Helper()

	return newServer(t, func(w http.ResponseWriter, r *http.Request) {
		answer := body
		if r.Method == http.MethodGet && r.URL.Path == "/occi1.2/-/" {
			answer = jsonTypes
		}

		answers(http.StatusOK, answer, "Content-Type", "application/occi+json; charset=utf8", "Server", ooiServer)(w, r)
	})
}

// TestClientSendsJSON asserts each operation's request, in the form that the captures of ooi have.
func TestClientSendsJSON(t *testing.T) {
	t.Parallel()

	const media = "application/occi+json"

	stop := occi.TypeID{Scheme: schemeStop, Term: "stop"}

	tests := map[string]struct {
		call func(context.Context, *occi.Client) error
		want []sent
	}{
		"create with a link": {
			func(ctx context.Context, c *occi.Client) error {
				_, err := c.Create(ctx, computeKind(), []occi.TypeID{tiny()}, occi.Attributes{
					"occi.core.title": occi.String("say \"hi\", é"),
				}, []occi.Link{{
					Target: "/storage/1", Relations: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storage"}},
					Categories: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storagelink"}},
				}})

				return err
			},
			[]sent{{
				Method: "POST", Target: "/occi1.2/compute/", Accept: media, Type: media,
				Body: `{"kind":"` + computeID + `","mixins":["` + tinyID + `"],"attributes":{"occi.core.title":"say \"hi\", é"},` +
					`"title":"say \"hi\", é","links":[{"kind":"` + linkID + `",` +
					`"target":{"location":"http://server/occi1.2/storage/1","kind":"` + storageID + `"}}]}`,
			}},
		},
		"update": {
			func(ctx context.Context, c *occi.Client) error {
				return c.Update(ctx, "/compute/1", nil, occi.Attributes{"occi.compute.cores": occi.Number(2)})
			},
			[]sent{{
				Method: "POST", Target: "/occi1.2/compute/1", Accept: media, Type: media,
				Body: `{"attributes":{"occi.compute.cores":2}}`,
			}},
		},
		"replace": {
			func(ctx context.Context, c *occi.Client) error {
				return c.Replace(ctx, "/compute/1", occi.TypeID{}, []occi.TypeID{tiny()}, nil)
			},
			[]sent{{
				Method: "PUT", Target: "/occi1.2/compute/1", Accept: media, Type: media, Body: `{"mixins":["` + tinyID + `"]}`,
			}},
		},
		"act": {
			func(ctx context.Context, c *occi.Client) error {
				return c.Act(ctx, "/compute/1", stop, occi.Attributes{"method": occi.String("graceful")})
			},
			[]sent{{
				Method: "POST", Target: "/occi1.2/compute/1?action=stop", Accept: media, Type: media,
				Body: `{"action":"` + stopID + `","attributes":{"method":"graceful"}}`,
			}},
		},
		"delete": {
			func(ctx context.Context, c *occi.Client) error { return c.Delete(ctx, "/compute/1") },
			[]sent{{Method: "DELETE", Target: "/occi1.2/compute/1", Accept: media}},
		},
		"list": {
			func(ctx context.Context, c *occi.Client) error {
				_, err := c.List(ctx, "/compute/")

				return err
			},
			[]sent{
				{Method: "GET", Target: "/occi1.2/compute/", Accept: media},
				{Method: "GET", Target: "/occi1.2/-/", Accept: media},
			},
		},
		"create a mixin": {
			func(ctx context.Context, c *occi.Client) error {
				return c.CreateMixin(ctx, occi.Category{
					TypeID: tiny(), Title: "a, b", Location: "/mine/", Relations: []occi.TypeID{computeKind().TypeID},
				})
			},
			[]sent{{
				Method: "POST", Target: "/occi1.2/-/", Accept: media, Type: media,
				Body: `{"mixins":[{"term":"m1-tiny","scheme":"http://schemas.openstack.org/template/resource#","title":"a, b",` +
					`"depends":["` + computeID + `"],"location":"/occi1.2/mine/"}]}`,
			}},
		},
		"delete a mixin": {
			func(ctx context.Context, c *occi.Client) error {
				if _, err := c.QueryInterface(ctx); err != nil {
					return err
				}

				return c.DeleteMixin(ctx, tiny())
			},
			[]sent{
				{Method: "GET", Target: "/occi1.2/-/", Accept: media},
				{
					Method: "DELETE", Target: "/occi1.2/-/", Accept: media, Type: media,
					Body: `{"mixins":[{"term":"m1-tiny","scheme":"http://schemas.openstack.org/template/resource#","location":"/occi1.2/tiny/"}]}`,
				},
			},
		},
		"add to a mixin": {
			func(ctx context.Context, c *occi.Client) error {
				return c.AddToMixin(ctx, "/mine/", "/compute/1", "/attached/1_2")
			},
			[]sent{
				{Method: "GET", Target: "/occi1.2/-/", Accept: media},
				{
					Method: "POST", Target: "/occi1.2/mine/", Accept: media, Type: media,
					Body: `{"links":[{"kind":"` + linkID + `","attributes":{"occi.core.id":"1_2"},"id":"1_2"}],` +
						`"resources":[{"kind":"` + computeID + `","attributes":{"occi.core.id":"1"},"id":"1"}]}`,
				},
			},
		},
		"remove from a mixin": {
			func(ctx context.Context, c *occi.Client) error { return c.RemoveFromMixin(ctx, "/mine/", "/compute/1") },
			[]sent{
				{Method: "GET", Target: "/occi1.2/-/", Accept: media},
				{
					Method: "DELETE", Target: "/occi1.2/mine/", Accept: media, Type: media,
					Body: `{"resources":[{"kind":"` + computeID + `","attributes":{"occi.core.id":"1"},"id":"1"}]}`,
				},
			},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cloud := jsonCloud(t, `{"resources": [`+jsonCompute+`]}`)
			if err := test.call(t.Context(), cloud.client(t, "/occi1.2", occi.RenderingJSON)); err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, cloud.placelessLog()); diff != "" {
				t.Errorf("-want +sent:\n%s", diff)
			}
		})
	}
}

// TestGetInJSON: what JSON leaves to the query interface is there, and the query interface is asked once.
func TestGetInJSON(t *testing.T) {
	t.Parallel()

	cloud := jsonCloud(t, jsonCompute)
	client := cloud.client(t, "/occi1.2", occi.RenderingJSON)

	entity, err := client.Get(t.Context(), "/compute/1")
	if err != nil {
		t.Fatal(err)
	}

	if entity.Location != "/compute/1" || entity.Kind.Location != "/compute/" ||
		entity.Attributes["occi.core.title"].Text() != `a "b"` {
		t.Errorf("got %+v", entity)
	}

	flavor, found := entity.Mixin(occi.TypeID{Scheme: "http://example.org/occi#", Term: "size"})
	if !found || occi.TemplateName(flavor) != "m1.tiny" {
		t.Errorf("the flavor is %+v", flavor)
	}

	if len(entity.Links) != 1 || entity.Links[0].Self != "/attached/1_2" || entity.Links[0].Target != "/storage/2" {
		t.Errorf("the links are %+v", entity.Links)
	}

	if _, err := client.Get(t.Context(), "/compute/1"); err != nil {
		t.Fatal(err)
	}

	var targets []string
	for _, request := range cloud.log() {
		targets = append(targets, request.Target)
	}

	if diff := cmp.Diff([]string{"/occi1.2/compute/1", "/occi1.2/-/", "/occi1.2/compute/1"}, targets); diff != "" {
		t.Errorf("-want +sent:\n%s", diff)
	}
}

func TestListInJSON(t *testing.T) {
	t.Parallel()

	const compute = `{"kind": "http://schemas.ogf.org/occi/infrastructure#compute", "id": `

	for name, test := range map[string]struct {
		body string
		want []string
	}{
		"ooi, empty":              {`{}`, []string{}},
		"ooi":                     {`{"resources": [` + compute + `"1"}, ` + compute + `"2"}, ` + compute + `"1"}]}`, []string{"/compute/1", "/compute/2"}},
		"GFD.226, a URN":          {`{"resources": [` + compute + `"urn:uuid:1"}]}`, []string{"/compute/1"}},
		"links and resources":     {`{"resources": [` + compute + `"1"}], "links": [{"kind": "` + linkID + `", "id": "1_2"}]}`, []string{"/compute/1", "/attached/1_2"}},
		"rOCCI-server, locations": {`["http://foreign/occi1.2/compute/1", "/occi1.2/compute/2", "/compute/3"]`, []string{"/compute/1", "/compute/2", "/compute/3"}},
		"occi-os": {
			`[{"kind": {"term": "storagelink", "scheme": "` + schemeInfrastructure + `", "location": "/storage/link/"}, "attributes": {"occi.core.id": "/storage/link/1"}},
			{"kind": {"term": "compute", "scheme": "` + schemeInfrastructure + `", "location": "/compute/"}, "attributes": {"occi.core.id": "2"}}]`,
			[]string{"/storage/link/1", "/compute/2"},
		},
		"an identifier with strange characters": {`{"resources": [` + compute + `"a?b c"}]}`, []string{"/compute/a%3Fb%20c"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := jsonCloud(t, test.body).client(t, "/occi1.2", occi.RenderingJSON).List(t.Context(), "/compute/")
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestListInJSONRefuses entities that lead elsewhere, or that cannot be found.
func TestListInJSONRefuses(t *testing.T) {
	t.Parallel()

	for name, body := range map[string]string{
		"no identifier":   `{"resources": [{"kind": "` + computeID + `"}]}`,
		"no location":     `{"resources": [{"kind": "http://schemas.ogf.org/occi/core#link", "id": "1"}]}`,
		"an unknown kind": `{"resources": [{"kind": "http://a#b", "id": "1"}]}`,
		"up the path":     `{"resources": [{"kind": "` + computeID + `", "id": "../-/"}]}`,
		"only dots":       `{"resources": [{"kind": "` + computeID + `", "id": ".."}]}`,
		"a collection":    `{"locations": ["/compute/../x"]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			paths, err := jsonCloud(t, body).client(t, "/occi1.2", occi.RenderingJSON).List(t.Context(), "/compute/")
			if err == nil {
				t.Errorf("got %q", paths)
			}
		})
	}
}

func TestReplace(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, answers(http.StatusOK, "OK"))
	client := cloud.client(t, "/", "auto")

	if err := client.Replace(t.Context(), "/compute/1", occi.TypeID{}, []occi.TypeID{tiny()}, nil); err != nil {
		t.Fatal(err)
	}

	err := client.Replace(t.Context(), "/compute/1", computeKind().TypeID, []occi.TypeID{tiny()},
		occi.Attributes{"occi.core.title": occi.String("a")})
	if err != nil {
		t.Fatal(err)
	}

	for _, path := range []string{"/compute/", "", "/compute/../1"} {
		if err := client.Replace(t.Context(), path, computeKind().TypeID, nil, nil); err == nil {
			t.Errorf("%q was replaced", path)
		}
	}

	if err := client.Replace(t.Context(), "/compute/1", occi.TypeID{}, nil, nil); err == nil {
		t.Error("replaced by nothing")
	}

	want := []sent{
		{
			Method: "PUT", Target: "/compute/1", Accept: "text/plain", Type: "text/occi",
			Header: http.Header{"Category": {tinyLine}},
		},
		{
			Method: "PUT", Target: "/compute/1", Accept: "text/plain", Type: "text/occi",
			Header: http.Header{"Category": {computeLine, tinyLine}, "X-Occi-Attribute": {`occi.core.title="a"`}},
		},
	}
	if diff := cmp.Diff(want, cloud.log()); diff != "" {
		t.Errorf("-want +sent:\n%s", diff)
	}
}

package occi_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// selective answers like a server that has some renderings only: 406 for others as Accept, 415 as Content-Type.
func selective(has ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		accept, sent := r.Header.Get("Accept"), r.Header.Get("Content-Type")

		switch {
		case sent != "" && !slices.Contains(has, sent):
			w.WriteHeader(http.StatusUnsupportedMediaType)
		case !slices.Contains(has, accept):
			w.WriteHeader(http.StatusNotAcceptable)
		case accept == occi.MediaTypeJSON && r.URL.Path == "/-/":
			answers(http.StatusOK, jsonTypes, "Content-Type", accept)(w, r)
		case accept == occi.MediaTypeTextOCCI:
			answers(http.StatusOK, "OK", "Content-Type", accept, "Category", computeLine,
				"X-Occi-Attribute", `occi.core.id="1"`)(w, r)
		default:
			answers(http.StatusOK, "", "Content-Type", accept, "Location", "/compute/1")(w, r)
		}
	}
}

// accepts are what the requests asked for, and as what they were sent.
func accepts(requests []sent) []string {
	var asked []string
	for _, request := range requests {
		asked = append(asked, request.Method+" "+request.Accept+" "+request.Type)
	}

	return asked
}

// TestRefusedRenderings: a refusal costs one request, once.
func TestRefusedRenderings(t *testing.T) {
	t.Parallel()

	list := func(ctx context.Context, c *occi.Client) error {
		_, err := c.List(ctx, "/compute/")

		return err
	}
	update := func(ctx context.Context, c *occi.Client) error {
		return c.Update(ctx, "/compute/1", []occi.TypeID{tiny()}, nil)
	}
	types := func(ctx context.Context, c *occi.Client) error {
		_, err := c.RefreshQueryInterface(ctx)

		return err
	}

	tests := map[string]struct {
		rendering string
		has       []string
		calls     []func(context.Context, *occi.Client) error
		want      []string
		refused   bool
	}{
		"auto, JSON only": {
			"auto",
			[]string{"application/occi+json"},
			[]func(context.Context, *occi.Client) error{types, types, update, list},
			[]string{
				"GET text/plain ", "GET application/occi+json ", "GET application/occi+json ",
				"POST application/occi+json application/occi+json", "GET application/occi+json ",
			},
			false,
		},
		"auto, a list first": {
			"auto",
			[]string{"application/occi+json"},
			[]func(context.Context, *occi.Client) error{list, list},
			[]string{"GET text/uri-list ", "GET text/plain ", "GET application/occi+json ", "GET application/occi+json "},
			false,
		},
		"auto, text/plain and JSON, but no headers": {
			"auto",
			[]string{"text/plain", "application/occi+json"},
			[]func(context.Context, *occi.Client) error{update, update},
			[]string{
				"POST text/plain text/occi", "POST application/occi+json application/occi+json",
				"POST application/occi+json application/occi+json",
			},
			false,
		},
		"auto, 406 to a POST, which may have been carried out": {
			"auto",
			[]string{"text/occi"},
			[]func(context.Context, *occi.Client) error{update},
			[]string{"POST text/plain text/occi"},
			true,
		},
		"auto, neither": {
			"auto",
			[]string{"text/html"},
			[]func(context.Context, *occi.Client) error{types, types},
			[]string{
				"GET text/plain ", "GET application/occi+json ", "GET text/plain ", "GET application/occi+json ",
			},
			true,
		},
		"text/occi only": {
			"text/occi",
			[]string{"text/occi"},
			[]func(context.Context, *occi.Client) error{types, types, update},
			[]string{"GET text/plain ", "GET text/occi ", "GET text/occi ", "POST text/occi text/occi"},
			false,
		},
		"text/plain does not change": {
			"text/plain",
			[]string{"application/occi+json"},
			[]func(context.Context, *occi.Client) error{types},
			[]string{"GET text/plain "},
			true,
		},
		"JSON does not change": {
			"application/occi+json",
			[]string{"text/plain"},
			[]func(context.Context, *occi.Client) error{types, update},
			[]string{"GET application/occi+json ", "POST application/occi+json application/occi+json"},
			true,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cloud := newServer(t, selective(test.has...))
			client := cloud.client(t, "/", test.rendering)

			for _, call := range test.calls {
				if err := call(t.Context(), client); (err != nil) != test.refused {
					t.Errorf("got error %v", err)
				}
			}

			if diff := cmp.Diff(test.want, accepts(cloud.log())); diff != "" {
				t.Errorf("-want +sent:\n%s", diff)
			}
		})
	}
}

// TestAutoTakesJSONWhereItIsSafer: what a server is known to have decides, without a request to find it out.
func TestAutoTakesJSONWhereItIsSafer(t *testing.T) {
	t.Parallel()

	rules, err := occi.Structure(`[{"port": 22}]`)
	if err != nil {
		t.Fatal(err)
	}

	tests := map[string]struct {
		header  []string
		value   occi.Value
		want    string
		wantErr error
	}{
		"ooi, plain":                     {[]string{"Server", ooiServer}, occi.String("x"), "text/occi", nil},
		"ooi, quotes":                    {[]string{"Server", ooiServer}, occi.String(`a "b" c`), "application/occi+json", nil},
		"ooi, a backslash":               {[]string{"Server", ooiServer}, occi.String(`c:\d`), "application/occi+json", nil},
		"ooi, accents":                   {[]string{"Server", ooiServer}, occi.String("é"), "application/occi+json", nil},
		"ooi, a text like a boolean":     {[]string{"Server", ooiServer}, occi.String("true"), "application/occi+json", nil},
		"ooi, a boolean":                 {[]string{"Server", ooiServer}, occi.Bool(true), "text/occi", nil},
		"ooi, a list":                    {[]string{"Server", ooiServer}, rules, "application/occi+json", nil},
		"a server that escapes, quotes":  {[]string{"Server", "x OCCI/1.2"}, occi.String(`a "b" c`), "text/occi", nil},
		"a server that escapes, accents": {[]string{"Server", "x OCCI/1.2"}, occi.String("é"), "application/occi+json", nil},
		"told by Accept":                 {[]string{"Accept", "text/plain, application/occi+json"}, rules, "application/occi+json", nil},
		"OCCI 1.1, accents":              {[]string{"Server", "x OCCI/1.1"}, occi.String("é"), "text/plain", nil},
		"OCCI 1.1, a list":               {[]string{"Server", "x OCCI/1.1"}, rules, "", occi.ErrStructure},
		"occi-os, quotes":                {[]string{"Server", "pyssf OCCI/1.1"}, occi.String(`a "b" c`), "text/occi", nil},
		"occi-os, a list":                {[]string{"Server", "pyssf OCCI/1.1"}, rules, "", occi.ErrStructure},
		"OCCI/1.20 is another version":   {[]string{"Server", "x OCCI/1.20"}, rules, "", occi.ErrStructure},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cloud := newServer(t, answers(http.StatusOK, "", test.header...))
			client := cloud.client(t, "/", "auto")

			if _, err := client.List(t.Context(), "/compute/"); err != nil {
				t.Fatal(err)
			}

			err := client.Update(t.Context(), "/compute/1", nil, occi.Attributes{"a": test.value})
			if !errors.Is(err, test.wantErr) {
				t.Fatalf("got error %v", err)
			}

			want := []string{"GET text/uri-list "}
			if test.wantErr == nil {
				want = append(want, "POST text/plain "+test.want)
			}

			if diff := cmp.Diff(want, accepts(cloud.log())); diff != "" {
				t.Errorf("-want +sent:\n%s", diff)
			}
		})
	}
}

// TestDetailedQueryInterface: only servers with JSON are asked twice, and only once.
func TestDetailedQueryInterface(t *testing.T) {
	t.Parallel()

	for name, test := range map[string]struct {
		server string
		want   []string
		typed  occi.AttributeType
	}{
		"ooi":     {ooiServer, []string{"GET text/plain ", "GET application/occi+json "}, occi.AttributeTypeNumber},
		"occi-os": {"pyssf OCCI/1.1", []string{"GET text/plain "}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Accept") == occi.MediaTypeJSON {
					answers(http.StatusOK, jsonTypes, "Content-Type", "application/occi+json", "Server", test.server)(w, r)
				} else {
					answers(http.StatusOK, queryInterface, "Server", test.server)(w, r)
				}
			})
			client := cloud.client(t, "/occi1.2", "auto")

			if _, err := client.QueryInterface(t.Context()); err != nil {
				t.Fatal(err)
			}

			for range 2 {
				types, err := client.DetailedQueryInterface(t.Context())
				if err != nil {
					t.Fatal(err)
				}

				if cores, _ := types.Attribute("occi.compute.cores", tiny(), computeKind().TypeID); cores.Type != test.typed {
					t.Errorf("cores is of type %q", cores.Type)
				}
			}

			if diff := cmp.Diff(test.want, accepts(cloud.log())); diff != "" {
				t.Errorf("-want +sent:\n%s", diff)
			}
		})
	}
}

// TestGetReadsListsInJSON: ooi shows Python in its text renderings (ooi/348-sg-routed-get-text-plain).
func TestGetReadsListsInJSON(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Header.Get("Accept") != occi.MediaTypeJSON:
			answers(http.StatusOK, "Category: "+computeLine+"\n"+`X-OCCI-Attribute: x.rules=[{'port': 22}]`, "Server", ooiServer)(w, r)
		case r.URL.Path == "/-/":
			answers(http.StatusOK, jsonTypes, "Content-Type", "application/occi+json")(w, r)
		default:
			answers(http.StatusOK, `{"kind": "`+computeID+`", "attributes": {"x.rules": [{"port": 22}]}}`,
				"Content-Type", "application/occi+json")(w, r)
		}
	})

	entity, err := cloud.client(t, "/", "auto").Get(t.Context(), "/compute/1")
	if err != nil {
		t.Fatal(err)
	}

	var rules []struct{ Port int }
	if err := entity.Attributes["x.rules"].Unmarshal(&rules); err != nil || len(rules) != 1 || rules[0].Port != 22 {
		t.Errorf("got %v, error %v", rules, err)
	}
}

func TestAttributeOfParents(t *testing.T) {
	t.Parallel()

	kind := func(term, parent string, names ...string) occi.Category {
		category := occi.Category{
			TypeID: occi.TypeID{Scheme: "a#", Term: term}, Relations: []occi.TypeID{{Scheme: "a#", Term: parent}},
		}
		for _, name := range names {
			category.Attributes = append(category.Attributes, occi.AttributeDefinition{Name: name, Description: term})
		}

		return category
	}
	types := occi.QueryInterface{
		// b and c are each other's parents.
		Kinds:  []occi.Category{kind("b", "c", "x"), kind("c", "b", "x", "y"), kind("d", "unknown")},
		Mixins: []occi.Category{kind("m", "c", "z")}, Actions: []occi.Category{kind("act", "", "method")},
	}

	for name, want := range map[string]string{
		"b x": "b", "b y": "c", "c x": "c", "m z": "m", "m y": "", "d x": "", "act method": "act", "b nothing": "",
	} {
		term, attribute, _ := strings.Cut(name, " ")
		if got, found := types.Attribute(attribute, occi.TypeID{Scheme: "a#", Term: term}); got.Description != want || found != (want != "") {
			t.Errorf("%s is of %q", name, got.Description)
		}
	}
}

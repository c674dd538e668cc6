package occi_test

import (
	"errors"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// seeds are the shapes of the captures, and what breaks careless parsers.
func seeds() []string {
	return []string{
		"",
		"OK",
		"\nCategory: a; scheme=\"http://b#\"; class=\"mixin\"; title=\"Image: my \"img\", v1\"; rel=\"http://c#d\"",
		"Category: a; scheme=\"http://b#\"; attributes=\"x{immutable required} y\"; actions=\"http://c#d http://e#f\"",
		"X-OCCI-Attribute: occi.core.title=\"say \\\"hi\\\" \\\\ \"\r\nX-OCCI-Attribute: occi.storage.size = 1.0",
		"Link: </a?action=stop>; rel=\"http://c#d\"\nLink: </b>; self=\"/c\"; x.y=\"z\"; x.z=1",
		"X-OCCI-Location: http://localhost:8787/compute/1",
		"X-OCCI-Attribute: a=\"" + strings.Repeat(`",`, 100),
		"Category: ;;;;\nLink: <\nX-OCCI-Attribute: =\n:\n",
		"X-OCCI-Attribute: occi.securitygroup.rules=[{'type': 'inbound', 'port': None}]",
	}
}

// addCaptures adds the recorded bodies as seeds, if there are any.
func addCaptures(f *testing.F) {
	f.Helper()

	paths, _ := filepath.Glob(filepath.Join(capturesFolder, "*", "*get*.http"))
	for _, path := range paths {
		if recorded, readable := readExchange(f, path); readable && recorded.isRendering() {
			f.Add(string(recorded.body), true)
		}
	}
}

func FuzzDecodeTextPlain(f *testing.F) {
	for _, seed := range seeds() {
		f.Add(seed, true)
		f.Add(seed, false)
	}

	addCaptures(f)
	f.Fuzz(func(t *testing.T, body string, literal bool) {
		message, err := occi.DecodeTextPlain([]byte(body), quoting(literal))
		checkFuzzed(t, message, err)
	})
}

func FuzzDecodeTextOCCI(f *testing.F) {
	for _, seed := range seeds() {
		_, text, _ := strings.Cut(seed, ": ")
		f.Add(text, text, text, text, true)
		f.Add(text, text, text, text, false)
	}

	f.Fuzz(func(t *testing.T, category, attribute, link, location string, literal bool) {
		message, err := occi.DecodeTextOCCI(http.Header{
			"Category": {category}, "X-Occi-Attribute": {attribute}, "Link": {link}, "X-Occi-Location": {location},
		}, quoting(literal))
		checkFuzzed(t, message, err)
	})
}

func FuzzDecodeURIList(f *testing.F) {
	f.Add("# uri:/compute/\nhttp://localhost:8787/compute/1\r\n\r\n/compute/2")
	f.Fuzz(func(t *testing.T, body string) {
		locations, err := occi.DecodeURIList([]byte(body))
		if err != nil {
			checkFuzzed(t, occi.Message{}, err)

			return
		}

		for _, location := range locations {
			if location == "" || strings.HasPrefix(location, "#") || strings.ContainsAny(location, " \r\n\"") {
				t.Errorf("%q is no location", location)
			}
		}
	})
}

func FuzzDecodeJSON(f *testing.F) {
	for _, seed := range jsonSeeds() {
		f.Add(seed)
	}

	paths, _ := filepath.Glob(filepath.Join(capturesFolder, "*", "*json*.http"))
	for _, path := range paths {
		if recorded, readable := readExchange(f, path); readable {
			f.Add(string(recorded.body))
		}
	}

	f.Fuzz(func(t *testing.T, body string) {
		message, err := occi.DecodeJSON([]byte(body))
		if err != nil {
			checkFuzzed(t, message, err)

			return
		}

		checkEncodedAgain(t, message)
	})
}

// jsonSeeds are the shapes of the captures, and what breaks careless parsers.
func jsonSeeds() []string {
	return []string{
		"", "{}", "[]", "null", `"a"`, "1", "[[[[", `{"kind":`, "{\"kind\":\"a#b\"}\n{}",
		`{"kind": "http://a#b", "id": "1", "title": "a \"b\", c", "attributes": {"a.b": 1.0, "c": [{"d": null}], "e": true}}`,
		`{"resources": [{"kind": "http://a#b", "links": [{"kind": "http://a#c", "source": "/d", "target": {"location": "/e"}}]}]}`,
		`[{"term": "a", "scheme": "http://b#", "attributes": {"c": "muttable"}}, {"kind": {"term": "a", "scheme": "b#"}}, "/c"]`,
		`{"kinds": [{"term": "a", "scheme": "http://b#", "attributes": {"c": {"default": {"d": 1e400}, "pattern": {}}}}]}`,
		`{"action": "http://a#b", "attributes": {"method": "graceful"}}`,
		`{"mixins": [null], "actions": [{"kind": null}], "locations": [""]}`,
	}
}

// checkEncodedAgain checks that what can be rendered in JSON reads back as it was.
func checkEncodedAgain(t *testing.T, message occi.Message) {
	t.Helper()

	_, body, err := occi.EncodeJSON(message)
	if err != nil {
		return // servers may write what this client never sends
	}

	first, err := occi.DecodeJSON(body)
	if err != nil {
		t.Fatalf("%q: %v", body, err)
	}

	// The first time members become attributes, from then on nothing changes.
	_, body, err = occi.EncodeJSON(first)
	if err != nil {
		t.Fatalf("%q: %v", body, err)
	}

	again, err := occi.DecodeJSON(body)
	if err != nil {
		t.Fatalf("%q: %v", body, err)
	}

	if diff := cmp.Diff(first, again, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("rendered and decoded again (-first +again):\n%s", diff)
	}
}

func FuzzParseCategory(f *testing.F) {
	for _, seed := range seeds() {
		_, text, _ := strings.Cut(seed, ": ")
		f.Add(text, true)
		f.Add(text, false)
	}

	f.Fuzz(func(t *testing.T, text string, literal bool) {
		category, err := occi.ParseCategory(text, quoting(literal))
		if err != nil {
			if len(err.Error()) > 2000 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}

			return
		}

		if category.Term == "" || category.Scheme == "" {
			t.Errorf("%q has no identifier", category)
		}
	})
}

func quoting(literal bool) occi.Quoting {
	if literal {
		return occi.QuotingLiteral
	}

	return occi.QuotingEscaped
}

// checkFuzzed checks that errors are bounded, and that what can be rendered reads back as it was.
func checkFuzzed(t *testing.T, message occi.Message, err error) {
	t.Helper()

	if err != nil {
		var decodeError *occi.DecodeError
		if !errors.As(err, &decodeError) || len(err.Error()) > 2000 {
			t.Errorf("got error %.3000v", err)
		}

		return
	}

	_, body, err := occi.EncodeTextPlain(message)
	if err != nil {
		return // servers may write what this client never sends
	}

	again, err := occi.DecodeTextPlain(body, occi.QuotingEscaped)
	if err != nil {
		t.Fatalf("%q: %v", body, err)
	}

	if diff := cmp.Diff(message, again, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("rendered and decoded again (-first +again):\n%s", diff)
	}
}

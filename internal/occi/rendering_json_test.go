package occi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

const (
	computeID   = "http://schemas.ogf.org/occi/infrastructure#compute"
	storageID   = "http://schemas.ogf.org/occi/infrastructure#storage"
	linkID      = "http://schemas.ogf.org/occi/infrastructure#storagelink"
	tinyID      = "http://schemas.openstack.org/template/resource#m1-tiny"
	stopID      = "http://schemas.ogf.org/occi/infrastructure/compute/action#stop"
	schemeStop  = "http://schemas.ogf.org/occi/infrastructure/compute/action#"
	schemeCore  = "http://schemas.ogf.org/occi/core#"
	storageBody = `{"kind": "` + storageID + `", "id": "7b64", "title": "disk one", ` +
		`"attributes": {"occi.storage.size": 1, "occi.storage.state": "online", "occi.storage.used": false, "x": null}}`
)

func storageEntity() occi.Entity {
	return occi.Entity{
		Kind:   occi.Category{TypeID: occi.TypeID{Scheme: schemeInfrastructure, Term: "storage"}, Class: occi.ClassKind},
		Mixins: []occi.Category{},
		Attributes: occi.Attributes{
			"occi.core.id": occi.String("7b64"), "occi.core.title": occi.String("disk one"),
			"occi.storage.size": occi.Number(1), "occi.storage.state": occi.String("online"),
			"occi.storage.used": occi.Bool(false),
		},
	}
}

func TestDecodeJSON(t *testing.T) {
	t.Parallel()

	storage := storageEntity()
	rules, err := occi.Structure(`[{"type":"inbound","port":22}]`)
	if err != nil {
		t.Fatal(err)
	}

	tests := map[string]struct {
		body string
		want occi.Message
	}{
		"nothing":                {"", occi.Message{}},
		"ooi, an empty list":     {"{}", occi.Message{}},
		"occi-os, an empty list": {"[]", occi.Message{}},
		"an entity": {storageBody, occi.Message{
			Categories: []occi.Category{storage.Kind}, Attributes: storage.Attributes,
		}},
		"ooi, a list": {`{"resources": [` + storageBody + `]}`, occi.Message{Entities: []occi.Entity{storage}}},
		"ooi, lists and objects as values": {
			`{"kind": "` + storageID + `", "attributes": {"r": [ {"port": 22, "type": "inbound"} ]}}`,
			occi.Message{Categories: []occi.Category{storage.Kind}, Attributes: occi.Attributes{"r": rules}},
		},
		"ooi, a compute with a link": {
			`{"kind": "` + computeID + `", "id": "0cef", "mixins": ["` + tinyID + `"], "title": "say \"hi\"",
			"actions": ["` + stopID + `"], "links": [{"kind": "` + linkID + `", "id": "0cef_7b64", "attributes": {"occi.storagelink.deviceid": "/dev/sdb"},
			"source": {"kind": "` + computeID + `", "location": "http://a/compute/0cef"}, "target": {"kind": "` + storageID + `", "location": "http://a/storage/7b64"}}]}`,
			occi.Message{
				Categories: []occi.Category{computeOnly(), {TypeID: tiny(), Class: occi.ClassMixin}},
				Attributes: occi.Attributes{"occi.core.id": occi.String("0cef"), "occi.core.title": occi.String(`say "hi"`)},
				Actions:    []occi.ActionLink{{Action: occi.TypeID{Scheme: schemeStop, Term: "stop"}}},
				Links: []occi.Link{{
					Target:     "http://a/storage/7b64",
					Relations:  []occi.TypeID{storage.Kind.TypeID},
					Categories: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storagelink"}},
					Attributes: occi.Attributes{
						"occi.core.id": occi.String("0cef_7b64"), "occi.storagelink.deviceid": occi.String("/dev/sdb"),
						"occi.core.source": occi.String("http://a/compute/0cef"),
					},
				}},
			},
		},
		"occi-os, whole categories and paths": {
			`{"kind": {"term": "storagelink", "scheme": "` + schemeInfrastructure + `", "location": "/storage/link/", "related": ["` + schemeCore + `link"],
			"attributes": {"occi.storagelink.deviceid": "muttable", "occi.storagelink.state": "immutable", "a": "required"}}, "mixins": [], "links": [],
			"actions": [{"kind": {"term": "stop", "scheme": "` + schemeStop + `"}, "link": "/compute/1?action=stop"}],
			"attributes": {"occi.core.id": "/storage/link/1"}, "source": "/compute/1", "target": "/storage/2"}`,
			occi.Message{
				Categories: []occi.Category{{
					TypeID: occi.TypeID{Scheme: schemeInfrastructure, Term: "storagelink"}, Class: occi.ClassKind,
					Location: "/storage/link/", Relations: []occi.TypeID{{Scheme: schemeCore, Term: "link"}},
					Attributes: []occi.AttributeDefinition{
						{Name: "a", Required: true},
						{Name: "occi.storagelink.deviceid"},
						{Name: "occi.storagelink.state", Immutable: true},
					},
				}},
				Attributes: occi.Attributes{
					"occi.core.id": occi.String("/storage/link/1"), "occi.core.source": occi.String("/compute/1"),
					"occi.core.target": occi.String("/storage/2"),
				},
				Actions: []occi.ActionLink{{Action: occi.TypeID{Scheme: schemeStop, Term: "stop"}, Target: "/compute/1?action=stop"}},
			},
		},
		"GFD.226, a list of links": {
			`{"links": [{"kind": "` + linkID + `", "id": "urn:uuid:1", "source": {"location": "/compute/1"}, "target": {"location": "/storage/2"}}]}`,
			occi.Message{Entities: []occi.Entity{{
				Kind:   occi.Category{TypeID: occi.TypeID{Scheme: schemeInfrastructure, Term: "storagelink"}, Class: occi.ClassKind},
				Mixins: []occi.Category{},
				Attributes: occi.Attributes{
					"occi.core.id": occi.String("urn:uuid:1"), "occi.core.source": occi.String("/compute/1"),
					"occi.core.target": occi.String("/storage/2"),
				},
			}}},
		},
		"rOCCI-server, locations":         {`["http://a/compute/1"]`, occi.Message{Locations: []string{"http://a/compute/1"}}},
		"rOCCI-server, locations by name": {`{"locations": ["/compute/1"]}`, occi.Message{Locations: []string{"/compute/1"}}},
		"an attribute wins over its member": {
			`{"kind": "` + storageID + `", "title": "a", "attributes": {"occi.core.title": "b"}}`,
			occi.Message{Categories: []occi.Category{storage.Kind}, Attributes: occi.Attributes{"occi.core.title": occi.String("b")}},
		},
		"the query interface": {
			`{"kinds": [{"term": "storage", "scheme": "` + schemeInfrastructure + `", "parent": "` + schemeCore + `resource", "location": "/storage/",
			"attributes": {"occi.storage.size": {"mutable": true, "required": true, "type": "number", "default": 2.5, "description": "GB",
			"pattern": {"type": "number"}}}, "actions": ["` + stopID + `"]}],
			"mixins": [{"term": "m1-tiny", "scheme": "http://schemas.openstack.org/template/resource#", "depends": ["` + schemeInfrastructure + `resource_tpl"],
			"applies": ["` + computeID + `"], "attributes": {"occi.compute.cores": {"type": "number", "default": 1}}}],
			"actions": [{"term": "stop", "scheme": "` + schemeStop + `", "attributes": {"method": {"mutable": true, "pattern": "^(acpi|cold)$"}}}]}`,
			occi.Message{Categories: []occi.Category{
				{
					TypeID: storage.Kind.TypeID, Class: occi.ClassKind, Location: "/storage/",
					Relations: []occi.TypeID{{Scheme: schemeCore, Term: "resource"}},
					Attributes: []occi.AttributeDefinition{{
						Name: "occi.storage.size", Required: true, Type: occi.AttributeTypeNumber,
						Default: occi.Number(2.5), Pattern: `{"type":"number"}`, Description: "GB",
					}},
					Actions: []occi.TypeID{{Scheme: schemeStop, Term: "stop"}},
				},
				{
					TypeID: tiny(), Class: occi.ClassMixin,
					Relations: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "resource_tpl"}},
					Applies:   []occi.TypeID{computeKind().TypeID},
					Attributes: []occi.AttributeDefinition{{
						Name: "occi.compute.cores", Immutable: true, Type: occi.AttributeTypeNumber, Default: occi.Number(1),
					}},
				},
				{
					TypeID: occi.TypeID{Scheme: schemeStop, Term: "stop"}, Class: occi.ClassAction,
					Attributes: []occi.AttributeDefinition{{Name: "method", Pattern: "^(acpi|cold)$"}},
				},
			}},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := occi.Decode(http.Header{"Content-Type": {"application/occi+json; charset=utf8"}}, []byte(test.body))
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func computeOnly() occi.Category {
	return occi.Category{TypeID: computeKind().TypeID, Class: occi.ClassKind}
}

// TestDecodeJSONQuotesTheOffendingPlace: the rest of the answer is too long to be read.
func TestDecodeJSONQuotesTheOffendingPlace(t *testing.T) {
	t.Parallel()

	long := strings.Repeat(storageBody+", ", 200)
	tests := map[string]struct {
		body, wantLine, wantReason string
	}{
		"no JSON":           {"<html>", "<html>", "not JSON"},
		"cut off":           {`{"kind": `, `{"kind":`, "not JSON"},
		"a number":          {"5", "5", "not expected"},
		"a type":            {`{"resources": [` + long + `{"kind": "no type"}]}`, `"no type"`, "scheme#term"},
		"a mixin":           {`{"mixins": ["` + tinyID + `", 7]}`, "7", "not expected"},
		"a title":           {`{"resources": [` + long + `{"title": {"a": 1}}]}`, `{"a": 1}`, "not expected"},
		"a category":        {`{"kinds": [{"term": "a"}]}`, `{"term": "a"}`, "no scheme"},
		"a definition":      {`{"kinds": [{"term": "a", "scheme": "b#", "attributes": {"c": {"mutable": "often"}}}]}`, "often", "not expected"},
		"no kind":           {`{"resources": [{"id": "1"}]}`, "", "no kind"},
		"an action":         {`{"action": "stop"}`, `"stop"`, "type identifier"},
		"the end of a link": {`{"kind": "a#b", "links": [{"target": ["x"]}]}`, `["x"]`, "not expected"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := occi.DecodeJSON([]byte(test.body))

			var place *occi.DecodeError
			if !errors.As(err, &place) {
				t.Fatalf("got error %v", err)
			}

			if !strings.Contains(place.Line, test.wantLine) || !strings.Contains(place.Reason.Error(), test.wantReason) {
				t.Errorf("got %q, %q", place.Line, place.Reason)
			}

			if len(err.Error()) > 500 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}

func TestHostileJSONIsBounded(t *testing.T) {
	t.Parallel()

	list := func(element string, count int) string {
		return "[" + strings.TrimSuffix(strings.Repeat(element+",", count), ",") + "]"
	}

	for name, body := range map[string]string{
		"entities":             `{"resources": ` + list(`{"kind":"a#b"}`, 60_000) + `}`,
		"members of a list":    list(`"/a"`, 60_000),
		"mixins":               `{"kind": "a#b", "mixins": ` + list(`"a#b"`, 60_000) + `}`,
		"links":                `{"kind": "a#b", "links": ` + list("{}", 60_000) + `}`,
		"attributes":           `{"kind": "a#b", "attributes": {` + strings.TrimSuffix(numbered(`"a%d":1,`, 60_000), ",") + `}}`,
		"attributes of a link": `{"kind": "a#b", "links": [{"attributes": {` + strings.TrimSuffix(numbered(`"a%d":1,`, 60_000), ",") + `}}]}`,
		"relations":            `{"mixins": [{"term": "a", "scheme": "b#", "depends": ` + list(`"a#b"`, 2000) + `}]}`,
		"parts":                list("{}", 2_100_000),
		"parents of parents":   strings.Repeat(`{"kinds": [{"term": "a", "scheme": "b#", "parent": `, 1<<15),
		"kinds of kinds":       `{"kind": ` + strings.Repeat(`{"term": "a", "scheme": "b#", "parent": `, 5000) + `"a#b"` + strings.Repeat("}", 5001),
		"depth":                `{"attributes": {"a": ` + strings.Repeat("[", 1<<20) + `}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := occi.DecodeJSON([]byte(body))

			var place *occi.DecodeError
			if !errors.As(err, &place) || len(err.Error()) > 500 {
				t.Errorf("got error %.600v", err)
			}
		})
	}
}

// TestNestedJSONTakesLinearTime would not end if each level were read once more.
func TestNestedJSONTakesLinearTime(t *testing.T) {
	t.Parallel()

	const depth = 4000

	for name, part := range map[string][2]string{
		"links":     {`{"links": [`, `]}`},
		"resources": {`{"resources": [`, `]}`},
		"kinds":     {`{"kind": `, `}`},
		"parents":   {`{"kind": {"term": "a", "scheme": "b#", "parent": `, `}}`},
		"actions":   {`{"actions": [{"kind": `, `}]}`},
		"targets":   {`{"target": `, `}`},
		"lists":     {`[`, `]`},
		"values":    {`{"attributes": {"a": `, `}}`},
		"defaults":  {`{"kinds": [{"term": "a", "scheme": "b#", "attributes": {"c": {"default": `, `}}}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			filler := strings.Repeat(`"`+strings.Repeat("x", 100)+`",`, 20_000) + "1"
			body := strings.Repeat(part[0], depth/(1+strings.Count(part[0], ":"))) + "[" + filler + "]"

			_, err := occi.DecodeJSON([]byte(body + strings.Repeat(part[1], depth/(1+strings.Count(part[0], ":")))))
			if err != nil && len(err.Error()) > 500 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}

func TestEncodeJSON(t *testing.T) {
	t.Parallel()

	attributes := occi.Attributes{
		"occi.core.title": occi.String(`a "b", <c> & é`), "occi.core.summary": occi.String("s"),
		"occi.compute.cores": occi.Number(2), "occi.compute.memory": occi.Number(0.5), "x.on": occi.Bool(true),
	}
	link := occi.Link{
		Target: "/storage/1", Self: "/storagelink/2",
		Relations:  []occi.TypeID{storageEntity().Kind.TypeID},
		Categories: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storagelink"}, tiny()},
		Attributes: occi.Attributes{
			"occi.core.target": occi.String("http://a/storage/1"), "occi.storagelink.deviceid": occi.String("/dev/vdb"),
		},
	}

	tests := map[string]struct {
		message occi.Message
		want    string
	}{
		"a compute with a link": {
			occi.Message{
				Categories: []occi.Category{computeOnly(), {TypeID: tiny(), Class: occi.ClassMixin}},
				Attributes: attributes, Links: []occi.Link{link},
			},
			`{"kind":"` + computeID + `","mixins":["` + tinyID + `"],"attributes":{"occi.compute.cores":2,"occi.compute.memory":0.5,` +
				`"occi.core.summary":"s","occi.core.title":"a \"b\", <c> & é","x.on":true},"title":"a \"b\", <c> & é","summary":"s",` +
				`"links":[{"kind":"` + linkID + `","mixins":["` + tinyID + `"],"attributes":{"occi.storagelink.deviceid":"/dev/vdb"},` +
				`"target":{"location":"http://a/storage/1","kind":"` + storageID + `"}}]}`,
		},
		"a link": {
			occi.Message{
				Categories: []occi.Category{{TypeID: occi.TypeID{Scheme: schemeInfrastructure, Term: "storagelink"}, Class: occi.ClassKind}},
				Attributes: occi.Attributes{"occi.core.source": occi.String("http://a/compute/1"), "occi.core.target": occi.String("http://a/storage/2")},
			},
			`{"kind":"` + linkID + `","attributes":{"occi.core.source":"http://a/compute/1","occi.core.target":"http://a/storage/2"},` +
				`"source":{"location":"http://a/compute/1"},"target":{"location":"http://a/storage/2"}}`,
		},
		"an action": {
			occi.Message{
				Categories: []occi.Category{{TypeID: occi.TypeID{Scheme: schemeStop, Term: "stop"}, Class: occi.ClassAction}},
				Attributes: occi.Attributes{"method": occi.String("graceful")},
			},
			`{"action":"` + stopID + `","attributes":{"method":"graceful"}}`,
		},
		"a partial entity": {
			occi.Message{Categories: []occi.Category{{TypeID: tiny(), Class: occi.ClassMixin}}}, `{"mixins":["` + tinyID + `"]}`,
		},
		"members of a mixin": {
			occi.Message{
				Locations: []string{"/ignored"},
				Entities: []occi.Entity{
					{Kind: computeOnly(), Attributes: occi.Attributes{"occi.core.id": occi.String("1")}},
					{Kind: occi.Category{
						TypeID: occi.TypeID{Scheme: schemeInfrastructure, Term: "storagelink"}, Class: occi.ClassKind,
						Relations: []occi.TypeID{{Scheme: schemeCore, Term: "link"}},
					}},
				},
			},
			`{"links":[{"kind":"` + linkID + `"}],"resources":[{"kind":"` + computeID + `","attributes":{"occi.core.id":"1"},"id":"1"}]}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			header, body, err := occi.EncodeJSON(test.message)
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, string(body)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}

			if got := header.Get("Content-Type"); got != occi.MediaTypeJSON {
				t.Errorf("the type is %s", got)
			}
		})
	}
}

func TestNoValueLeavesItsPlaceInJSON(t *testing.T) {
	t.Parallel()

	values := injections()
	values["the end of a string and a member"] = `x", "kind": "http://evil#x`
	values["the end of the entity"] = `x"}}, {"kind": "http://evil#x"}`

	for name, value := range values {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			message := occi.Message{
				Categories: []occi.Category{computeOnly()},
				Attributes: occi.Attributes{"a": occi.String(value), "b": occi.Number(1)},
				Links:      []occi.Link{{Target: "/c", Attributes: occi.Attributes{"e": occi.String(value)}}},
			}

			_, body, err := occi.EncodeJSON(message)
			if err != nil {
				t.Fatal(err)
			}

			got, err := occi.DecodeJSON(body)
			if diff := cmp.Diff(message, got); diff != "" || err != nil {
				t.Errorf("error %v, -want +got:\n%s", err, diff)
			}
		})
	}
}

// TestEncodeJSONRefuses what a server would write into its text renderings, or what is no JSON.
func TestEncodeJSONRefuses(t *testing.T) {
	t.Parallel()

	nested, err := occi.Structure(`[{"a": "x\ny"}]`)
	if err != nil {
		t.Fatal(err)
	}

	key, err := occi.Structure(`{"x\ny": 1}`)
	if err != nil {
		t.Fatal(err)
	}

	entity := func(name string, value occi.Value) occi.Message {
		return occi.Message{Categories: []occi.Category{computeOnly()}, Attributes: occi.Attributes{name: value}}
	}

	for name, test := range map[string]struct {
		message occi.Message
		want    error
	}{
		"a line break":           {entity("a", occi.String("x\ny")), occi.ErrControlCharacter},
		"a line break in a list": {entity("a", nested), occi.ErrControlCharacter},
		"a line break in a name": {entity("a", key), occi.ErrControlCharacter},
		"broken UTF-8":           {entity("a", occi.String("\xff")), occi.ErrNotUTF8},
		"an attribute's name":    {entity("a\" b", occi.String("x")), occi.ErrIdentifier},
		"no number":              {entity("a", occi.Number(math.NaN())), occi.ErrIdentifier},
		"a type":                 {occi.Message{Categories: []occi.Category{{TypeID: occi.TypeID{Scheme: "a", Term: "b"}, Class: occi.ClassKind}}}, occi.ErrIdentifier},
		"a class":                {occi.Message{Categories: []occi.Category{{TypeID: tiny()}}}, occi.ErrIdentifier},
		"a link's target":        {occi.Message{Links: []occi.Link{{Target: "a b"}}}, occi.ErrIdentifier},
		"a link's attribute":     {occi.Message{Links: []occi.Link{{Target: "/a", Attributes: occi.Attributes{"a": occi.String("\n")}}}}, occi.ErrControlCharacter},
		"a location":             {occi.Message{Locations: []string{"a b"}}, occi.ErrIdentifier},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, body, err := occi.EncodeJSON(test.message)

			var unrepresentable *occi.UnrepresentableError
			if !errors.Is(err, test.want) || !errors.As(err, &unrepresentable) {
				t.Errorf("got %s, error %v", body, err)
			}
		})
	}
}

func TestStructure(t *testing.T) {
	t.Parallel()

	first, err := occi.Structure(`{"b": 1.50, "a": ["<é>"]}`)
	if err != nil {
		t.Fatal(err)
	}

	second, err := occi.Structure(" {\n\"a\":[\"<\\u00e9>\"],\"b\":1.50}")
	if err != nil {
		t.Fatal(err)
	}

	if !first.Equal(second) || first.Text() != `{"a":["<é>"],"b":1.50}` || !first.IsStructure() {
		t.Errorf("%s and %s differ", first.Text(), second.Text())
	}

	var target struct{ A []string }
	if err := first.Unmarshal(&target); err != nil || len(target.A) != 1 || target.A[0] != "<é>" {
		t.Errorf("got %v, error %v", target, err)
	}

	for _, text := range []string{"", "1", `"a"`, "null", "[1", "[] []", "{'a': None}"} {
		if value, err := occi.Structure(text); err == nil {
			t.Errorf("%s became %s", text, value.Text())
		}
	}

	if _, _, err := occi.EncodeTextPlain(occi.Message{Attributes: occi.Attributes{"a": first}}); !errors.Is(err, occi.ErrStructure) {
		t.Errorf("text/plain: got error %v", err)
	}
}

func TestAttributeDefinitionValue(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		kind occi.AttributeType
		text string
		want string
		fine bool
	}{
		{"", "1", `"1"`, true},
		{occi.AttributeTypeString, "1", `"1"`, true},
		{occi.AttributeTypeNumber, "1.50", `1.5`, true},
		{occi.AttributeTypeNumber, "many", "", false},
		{occi.AttributeTypeBoolean, "True", `true`, true},
		{occi.AttributeTypeBoolean, "1", "", false},
		{occi.AttributeTypeArray, "[ 1 ]", `[1]`, true},
		{occi.AttributeTypeObject, "a", "", false},
		{"enum", "a", `"a"`, true},
	} {
		value, err := occi.AttributeDefinition{Type: test.kind}.Value(test.text)
		if (err == nil) != test.fine {
			t.Errorf("%q as %q: error %v", test.text, test.kind, err)
		}

		if !test.fine {
			continue
		}

		_, body, err := occi.EncodeJSON(occi.Message{Attributes: occi.Attributes{"a": value}})
		if want := fmt.Sprintf(`{"attributes":{"a":%s}}`, test.want); string(body) != want || err != nil || !json.Valid(body) {
			t.Errorf("%q as %q: sent %s, error %v", test.text, test.kind, body, err)
		}
	}
}

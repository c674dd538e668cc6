package occi_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

const schemeInfrastructure = "http://schemas.ogf.org/occi/infrastructure#"

func TestDecodeTextPlain(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		body    string
		quoting occi.Quoting
		want    occi.Message
	}{
		"occi-os, a storage link": {
			body: "\n" +
				`Category: storagelink; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; title="A link to a storage resource"; rel="http://schemas.ogf.org/occi/core#link"; location="http://localhost:8787/storage/link/"; attributes="occi.storagelink.state{immutable} occi.storagelink.mountpoint occi.storagelink.deviceid"` + "\n" +
				`X-OCCI-Attribute: occi.storagelink.deviceid="/dev/vdc"` + "\n" +
				`X-OCCI-Attribute: occi.storagelink.mountpoint=""`,
			quoting: occi.QuotingLiteral,
			want: occi.Message{
				Categories: []occi.Category{{
					TypeID:    occi.TypeID{Scheme: schemeInfrastructure, Term: "storagelink"},
					Class:     occi.ClassKind,
					Title:     "A link to a storage resource",
					Relations: []occi.TypeID{{Scheme: "http://schemas.ogf.org/occi/core#", Term: "link"}},
					Location:  "http://localhost:8787/storage/link/",
					Attributes: []occi.AttributeDefinition{
						{Name: "occi.storagelink.state", Immutable: true},
						{Name: "occi.storagelink.mountpoint"},
						{Name: "occi.storagelink.deviceid"},
					},
				}},
				Attributes: occi.Attributes{
					"occi.storagelink.deviceid":   occi.String("/dev/vdc"),
					"occi.storagelink.mountpoint": occi.String(""),
				},
			},
		},
		"occi-os, links and actions": {
			body: `Link: </compute/80b2?action=stop>; rel="http://schemas.ogf.org/occi/infrastructure/compute/action#stop"` + "\n" +
				`Link: </storage/3753>; rel="http://schemas.ogf.org/occi/infrastructure#storage"; self="/storage/link/d828"; category="http://schemas.ogf.org/occi/infrastructure#storagelink"; occi.storagelink.deviceid="/dev/vdc"; occi.storagelink.mountpoint=""; occi.core.target="/storage/3753"`,
			quoting: occi.QuotingLiteral,
			want: occi.Message{
				Links: []occi.Link{{
					Target:     "/storage/3753",
					Relations:  []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storage"}},
					Self:       "/storage/link/d828",
					Categories: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storagelink"}},
					Attributes: occi.Attributes{
						"occi.storagelink.deviceid":   occi.String("/dev/vdc"),
						"occi.storagelink.mountpoint": occi.String(""),
						"occi.core.target":            occi.String("/storage/3753"),
					},
				}},
				Actions: []occi.ActionLink{{
					Action: occi.TypeID{Scheme: "http://schemas.ogf.org/occi/infrastructure/compute/action#", Term: "stop"},
					Target: "/compute/80b2?action=stop",
				}},
			},
		},
		"occi-os, a title with quotes": {
			body:    `X-OCCI-Attribute: occi.core.title="say "hi" now"`,
			quoting: occi.QuotingLiteral,
			want:    occi.Message{Attributes: occi.Attributes{"occi.core.title": occi.String(`say "hi" now`)}},
		},
		"occi-os, backslashes kept from a text/plain request": {
			body:    `X-OCCI-Attribute: occi.core.title="say \"hi\" now"`,
			quoting: occi.QuotingLiteral,
			want:    occi.Message{Attributes: occi.Attributes{"occi.core.title": occi.String(`say \"hi\" now`)}},
		},
		"occi-os, a title whose last quote was cut off": {
			body:    `X-OCCI-Attribute: occi.core.title="say "hi"`,
			quoting: occi.QuotingLiteral,
			want:    occi.Message{Attributes: occi.Attributes{"occi.core.title": occi.String(`say "hi`)}},
		},
		"occi-os, an image with quotes and a comma": {
			body:    `Category: b136; scheme="http://schemas.openstack.org/template/os#"; class="mixin"; title="Image: my "img", v1"; rel="http://schemas.ogf.org/occi/infrastructure#os_tpl"; location="http://localhost:8787/b136/"`,
			quoting: occi.QuotingLiteral,
			want: occi.Message{Categories: []occi.Category{{
				TypeID:    occi.TypeID{Scheme: "http://schemas.openstack.org/template/os#", Term: "b136"},
				Class:     occi.ClassMixin,
				Title:     `Image: my "img", v1`,
				Relations: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "os_tpl"}},
				Location:  "http://localhost:8787/b136/",
			}}},
		},
		"occi-os, a title that pretends to be another class": {
			body:    `Category: x; scheme="http://schemas.openstack.org/template/os#"; class="mixin"; title="a"; class="kind"; scheme="http://b#"; location="/x/"`,
			quoting: occi.QuotingLiteral,
			want: occi.Message{Categories: []occi.Category{{
				TypeID:   occi.TypeID{Scheme: "http://schemas.openstack.org/template/os#", Term: "x"},
				Class:    occi.ClassMixin,
				Title:    `a"; class="kind"; scheme="http://b#`,
				Location: "/x/",
			}}},
		},
		"ooi, numbers bare and booleans quoted": {
			body: "X-OCCI-Attribute: occi.compute.memory=512\r\n" +
				`X-OCCI-Attribute: occi.ipreservation.used="false"` + "\r\n" +
				`X-OCCI-Attribute: occi.core.title="a "quoted" title; x=1, y"`,
			quoting: occi.QuotingLiteral,
			want: occi.Message{Attributes: occi.Attributes{
				"occi.compute.memory":     occi.Number(512),
				"occi.ipreservation.used": occi.String("false"),
				"occi.core.title":         occi.String(`a "quoted" title; x=1, y`),
			}},
		},
		"ooi, the answer to a create": {
			body: "X-OCCI-Location: http://127.0.0.1:8797/occi1.2/compute/0cef",
			want: occi.Message{Locations: []string{"http://127.0.0.1:8797/occi1.2/compute/0cef"}},
		},
		"the guide's blanks around an equals sign": {
			body: `X-OCCI-Attribute: occi.storage.size = 1.0`,
			want: occi.Message{Attributes: occi.Attributes{"occi.storage.size": mustDecodeValue("1.0")}},
		},
		"blanks within quotes": {
			body: `X-OCCI-Attribute: occi.network.security.protocol=" TCP "`,
			want: occi.Message{Attributes: occi.Attributes{"occi.network.security.protocol": occi.String(" TCP ")}},
		},
		"escapes of a server that escapes": {
			body: `X-OCCI-Attribute: occi.core.title="say \"hi\", c:\\dir\n"`,
			want: occi.Message{Attributes: occi.Attributes{"occi.core.title": occi.String(`say "hi", c:\dir\n`)}},
		},
		"several properties of an attribute": {
			body: `Category: a; scheme="http://b#"; class=action; attributes="x{immutable required}  y{required} z"`,
			want: occi.Message{Categories: []occi.Category{{
				TypeID: occi.TypeID{Scheme: "http://b#", Term: "a"},
				Class:  occi.ClassAction,
				Attributes: []occi.AttributeDefinition{
					{Name: "x", Immutable: true, Required: true}, {Name: "y", Required: true}, {Name: "z"},
				},
			}}},
		},
		"names in any case":               {body: "x-occi-location: /a", want: occi.Message{Locations: []string{"/a"}}},
		"an empty body":                   {body: "", want: occi.Message{}},
		"occi-os, nothing but a new line": {body: "\n", want: occi.Message{}},
		"occi-os, nothing but OK":         {body: "OK", want: occi.Message{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := occi.DecodeTextPlain([]byte(test.body), test.quoting)
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// mustDecodeValue is a bare value in a form that no constructor makes.
func mustDecodeValue(bare string) occi.Value {
	message, err := occi.DecodeTextPlain([]byte("X-OCCI-Attribute: a="+bare), occi.QuotingEscaped)
	if err != nil {
		panic(err)
	}

	return message.Attributes["a"]
}

func TestDecodeTextPlainQuotesTheOffendingLine(t *testing.T) {
	t.Parallel()

	tests := map[string]string{
		"a sentence":                    `Instance could not be found`,
		"an unknown field":              `X-Other: a="b"`,
		"an attribute without value":    `X-OCCI-Attribute: occi.core.title`,
		"a quote without end":           `X-OCCI-Attribute: occi.core.title="open`,
		"text after the quotes":         `X-OCCI-Attribute: occi.core.title="a" b`,
		"a category without scheme":     `Category: compute; class="kind"`,
		"a category without term":       `Category: ; scheme="http://a#"`,
		"a relation without term":       `Category: a; scheme="http://a#"; rel="http://b"`,
		"a parameter without value":     `Category: a; scheme="http://a#"; title`,
		"a link without brackets":       `Link: /compute/1; rel="http://a#b"`,
		"a link with a bracket missing": `Link: </compute/1; rel="http://a#b"`,
	}
	for name, line := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := occi.DecodeTextPlain([]byte("X-OCCI-Location: /first\n"+line+"\n"), occi.QuotingEscaped)

			var decodeError *occi.DecodeError
			if !errors.As(err, &decodeError) {
				t.Fatalf("got error %v", err)
			}

			if decodeError.Line != line {
				t.Errorf("the error quotes %q", decodeError.Line)
			}
		})
	}
}

func TestDecodeErrorIsBounded(t *testing.T) {
	t.Parallel()

	_, err := occi.DecodeTextPlain([]byte(strings.Repeat("é", 100_000)), occi.QuotingEscaped)
	if err == nil || len(err.Error()) > 1000 {
		t.Errorf("got an error of %d bytes", len(err.Error()))
	}
}

func TestEncodeTextPlain(t *testing.T) {
	t.Parallel()

	header, body, err := occi.EncodeTextPlain(exampleRequest())
	if err != nil {
		t.Fatal(err)
	}

	want := `Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"
Category: m1-tiny; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"
X-OCCI-Attribute: occi.compute.memory=0.5
X-OCCI-Attribute: occi.core.title="say \"hi\", c:\\dir; x=1"
Link: </storage/1>; rel="http://schemas.ogf.org/occi/infrastructure#storage"; category="http://schemas.ogf.org/occi/infrastructure#storagelink"; occi.core.target="http://localhost/storage/1"
X-OCCI-Location: http://localhost/compute/1`
	if diff := cmp.Diff(want, string(body)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}

	if contentType := header.Get("Content-Type"); contentType != "text/plain" {
		t.Errorf("the content type is %q", contentType)
	}
}

// exampleRequest has all that requests have.
func exampleRequest() occi.Message {
	return occi.Message{
		Categories: []occi.Category{
			{TypeID: occi.TypeID{Scheme: schemeInfrastructure, Term: "compute"}, Class: occi.ClassKind},
			{
				TypeID: occi.TypeID{Scheme: "http://schemas.openstack.org/template/resource#", Term: "m1-tiny"},
				Class:  occi.ClassMixin,
			},
		},
		Attributes: occi.Attributes{
			"occi.core.title":     occi.String(`say "hi", c:\dir; x=1`),
			"occi.compute.memory": occi.Number(0.5),
		},
		Links: []occi.Link{{
			Target:     "/storage/1",
			Relations:  []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storage"}},
			Categories: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "storagelink"}},
			Attributes: occi.Attributes{"occi.core.target": occi.String("http://localhost/storage/1")},
		}},
		Locations: []string{"http://localhost/compute/1"},
	}
}

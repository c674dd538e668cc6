package occi_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func TestDecodeTextOCCI(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		header  http.Header
		quoting occi.Quoting
		want    occi.Message
	}{
		"occi-os, joined categories": {
			header: http.Header{"Category": {
				`online; scheme="http://schemas.ogf.org/occi/infrastructure/storage/action#"; class="action"; title="Bring storage online", ` +
					`m1-xlarge; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"; title="Flavor: m1.xlarge "; rel="http://schemas.ogf.org/occi/infrastructure#resource_tpl", ` +
					`a2d4; scheme="http://schemas.openstack.org/template/os#"; class="mixin"; title="Image: Debian 7.2, amd64 (netinst)", ` +
					`b136; scheme="http://schemas.openstack.org/template/os#"; class="mixin"; title="Image: my "img", v1"`,
			}},
			quoting: occi.QuotingLiteral,
			want: occi.Message{Categories: []occi.Category{
				{
					TypeID: occi.TypeID{Scheme: "http://schemas.ogf.org/occi/infrastructure/storage/action#", Term: "online"},
					Class:  occi.ClassAction, Title: "Bring storage online",
				},
				{
					TypeID: occi.TypeID{Scheme: "http://schemas.openstack.org/template/resource#", Term: "m1-xlarge"},
					Class:  occi.ClassMixin, Title: "Flavor: m1.xlarge ",
					Relations: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "resource_tpl"}},
				},
				{
					TypeID: occi.TypeID{Scheme: "http://schemas.openstack.org/template/os#", Term: "a2d4"},
					Class:  occi.ClassMixin, Title: "Image: Debian 7.2, amd64 (netinst)",
				},
				{
					TypeID: occi.TypeID{Scheme: "http://schemas.openstack.org/template/os#", Term: "b136"},
					Class:  occi.ClassMixin, Title: `Image: my "img", v1`,
				},
			}},
		},
		"occi-os, joined links": {
			header: http.Header{"Link": {
				`</storage/1?action=offline>; rel="http://schemas.ogf.org/occi/infrastructure/storage/action#offline", ` +
					`</network/public>; rel="http://schemas.ogf.org/occi/infrastructure#network"; self="/network/interface/22eb"; occi.networkinterface.address="172.24.4.225", ` +
					`</network/admin>; rel="http://schemas.ogf.org/occi/infrastructure#network"`,
			}},
			quoting: occi.QuotingLiteral,
			want: occi.Message{
				Actions: []occi.ActionLink{{
					Action: occi.TypeID{Scheme: "http://schemas.ogf.org/occi/infrastructure/storage/action#", Term: "offline"},
					Target: "/storage/1?action=offline",
				}},
				Links: []occi.Link{
					{
						Target:     "/network/public",
						Relations:  []occi.TypeID{{Scheme: schemeInfrastructure, Term: "network"}},
						Self:       "/network/interface/22eb",
						Attributes: occi.Attributes{"occi.networkinterface.address": occi.String("172.24.4.225")},
					},
					{Target: "/network/admin", Relations: []occi.TypeID{{Scheme: schemeInfrastructure, Term: "network"}}},
				},
			},
		},
		"occi-os, joined attributes": {
			header: http.Header{"X-Occi-Attribute": {
				`occi.storage.state="online", occi.core.title="say "hi", now", occi.core.id="3753", occi.storage.size="1.0"`,
			}},
			quoting: occi.QuotingLiteral,
			want: occi.Message{Attributes: occi.Attributes{
				"occi.storage.state": occi.String("online"),
				"occi.core.title":    occi.String(`say "hi", now`),
				"occi.core.id":       occi.String("3753"),
				"occi.storage.size":  occi.String("1.0"),
			}},
		},
		"ooi, repeated attributes": {
			header: http.Header{"X-Occi-Attribute": {`occi.compute.cores=1`, `occi.core.title="plain one"`}},
			want: occi.Message{Attributes: occi.Attributes{
				"occi.compute.cores": occi.Number(1), "occi.core.title": occi.String("plain one"),
			}},
		},
		"bare values, joined": {
			header: http.Header{"X-Occi-Attribute": {`a=1, b=true,c="x"`}},
			want: occi.Message{Attributes: occi.Attributes{
				"a": occi.Number(1), "b": occi.Bool(true), "c": occi.String("x"),
			}},
		},
		"locations, joined and repeated": {
			header: http.Header{"X-Occi-Location": {"http://localhost:8787/compute/3f02, http://localhost:8787/compute/80b2", "/compute/1"}},
			want: occi.Message{Locations: []string{
				"http://localhost:8787/compute/3f02", "http://localhost:8787/compute/80b2", "/compute/1",
			}},
		},
		"nothing": {header: http.Header{"Content-Type": {"text/occi"}}, want: occi.Message{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := occi.DecodeTextOCCI(test.header, test.quoting)
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestDecodeTextOCCIQuotesTheOffendingHeader(t *testing.T) {
	t.Parallel()

	_, err := occi.DecodeTextOCCI(http.Header{"X-Occi-Attribute": {"no value"}}, occi.QuotingEscaped)

	var decodeError *occi.DecodeError
	if !errors.As(err, &decodeError) || decodeError.Line != "X-Occi-Attribute: no value" {
		t.Errorf("got error %v", err)
	}
}

func TestEncodeTextOCCI(t *testing.T) {
	t.Parallel()

	header, err := occi.EncodeTextOCCI(exampleRequest())
	if err != nil {
		t.Fatal(err)
	}

	want := http.Header{
		"Content-Type": {"text/occi"},
		"Category": {
			`compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"`,
			`m1-tiny; scheme="http://schemas.openstack.org/template/resource#"; class="mixin"`,
		},
		"X-Occi-Attribute": {`occi.compute.memory=0.5`, `occi.core.title="say \"hi\", c:\\dir; x=1"`},
		"Link": {
			`</storage/1>; rel="http://schemas.ogf.org/occi/infrastructure#storage"; ` +
				`category="http://schemas.ogf.org/occi/infrastructure#storagelink"; occi.core.target="http://localhost/storage/1"`,
		},
		"X-Occi-Location": {"http://localhost/compute/1"},
	}
	if diff := cmp.Diff(want, header); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestEncodeTextOCCIRefusesWhatHeadersCannotHold(t *testing.T) {
	t.Parallel()

	many := occi.Attributes{}
	for i := range 90 {
		many[fmt.Sprintf("a%d", i)] = occi.Number(1)
	}

	tests := map[string]struct {
		attributes occi.Attributes
		want       error
	}{
		"a long line":     {occi.Attributes{"a": occi.String(strings.Repeat("x", 8200))}, occi.ErrTooLarge},
		"much together":   {occi.Attributes{"a": long(), "b": long(), "c": long()}, occi.ErrTooLarge},
		"many lines":      {many, occi.ErrTooLarge},
		"accents":         {occi.Attributes{"a": occi.String("café")}, occi.ErrNonASCII},
		"a carriage":      {occi.Attributes{"a": occi.String("x\rX-Auth-Token: y")}, occi.ErrControlCharacter},
		"a bare sentence": {occi.Attributes{"a": mustDecodeValue(`b", c`)}, occi.ErrIdentifier},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			_, err := occi.EncodeTextOCCI(occi.Message{Attributes: test.attributes})

			var unrepresentable *occi.UnrepresentableError
			if !errors.Is(err, test.want) || !errors.As(err, &unrepresentable) {
				t.Errorf("got error %v", err)
			}
		})
	}
}

func long() occi.Value {
	return occi.String(strings.Repeat("x", 6000))
}

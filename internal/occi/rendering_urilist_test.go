package occi_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func TestDecodeURIList(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		body string
		want []string
	}{
		"occi-os": {
			body: "# uri:/compute/\nhttp://localhost:8787/compute/3f02\nhttp://localhost:8787/compute/80b2",
			want: []string{"http://localhost:8787/compute/3f02", "http://localhost:8787/compute/80b2"},
		},
		"occi-os, empty": {body: "# uri:/compute/\n"},
		"RFC 2483":       {body: "/compute/1\r\n\r\n/compute/2\r\n", want: []string{"/compute/1", "/compute/2"}},
		"empty":          {body: ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := occi.DecodeURIList([]byte(test.body))
			if err != nil {
				t.Fatal(err)
			}

			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestDecodeURIListQuotesTheOffendingLine(t *testing.T) {
	t.Parallel()

	// ooi's answer to a GET of /-/ in this rendering.
	line := `entity; scheme="http://schemas.ogf.org/occi/core#"; class="kind"`
	_, err := occi.DecodeURIList([]byte("/compute/1\n" + line))

	var decodeError *occi.DecodeError
	if !errors.As(err, &decodeError) || decodeError.Line != line {
		t.Errorf("got error %v", err)
	}
}

func TestEncodeURIList(t *testing.T) {
	t.Parallel()

	header, body, err := occi.EncodeURIList([]string{"/compute/1", "http://localhost/compute/2"})
	if err != nil {
		t.Fatal(err)
	}

	if got := string(body); got != "/compute/1\r\nhttp://localhost/compute/2\r\n" {
		t.Errorf("got %q", got)
	}

	if contentType := header.Get("Content-Type"); contentType != "text/uri-list" {
		t.Errorf("the content type is %q", contentType)
	}

	if _, _, err := occi.EncodeURIList([]string{"/a\n/b"}); !errors.Is(err, occi.ErrIdentifier) {
		t.Errorf("a line break gave error %v", err)
	}
}

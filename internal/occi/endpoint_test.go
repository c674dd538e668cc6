package occi_test

import (
	"net/http"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func newClient(t *testing.T, endpoint string) *occi.Client {
	t.Helper()

	client, err := occi.NewClient(occi.Config{Endpoint: mustParse(t, endpoint), HTTP: http.DefaultClient})
	if err != nil {
		t.Fatal(err)
	}

	return client
}

func TestPath(t *testing.T) {
	t.Parallel()

	tests := map[string]struct{ endpoint, reference, want string }{
		"a path":                       {"http://a:8787/", "/compute/1", "/compute/1"},
		"a path without slash":         {"http://a:8787", "compute/1", "/compute/1"},
		"a collection":                 {"http://a:8787", "/compute/", "/compute/"},
		"a URL":                        {"http://a:8787", "http://a:8787/compute/1", "/compute/1"},
		"a URL of another host":        {"https://a", "http://10.0.0.1:8787/compute/1", "/compute/1"},
		"a URL with base path":         {"http://a/occi1.2/", "http://b/occi1.2/compute/1", "/compute/1"},
		"a path with base path":        {"http://a/occi1.2", "/occi1.2/compute/1", "/compute/1"},
		"a path without the base path": {"http://a/occi1.2", "/compute/1", "/compute/1"},
		"a longer word than the base":  {"http://a/occi", "/occi1.2/compute/1", "/occi1.2/compute/1"},
		"the endpoint":                 {"http://a/occi", "http://a/occi", "/"},
		"doubled slashes":              {"http://a", "http://a//compute//1", "/compute/1"},
		"ooi's links":                  {"http://a/occi1.2", "http://a/occi1.2/networklink/1_10.0.0.2", "/networklink/1_10.0.0.2"},
		"escapes":                      {"http://a", "/compute/a%20b", "/compute/a%20b"},
		"blanks around":                {"http://a", " /compute/1 ", "/compute/1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			got, err := newClient(t, test.endpoint).Path(test.reference)
			if err != nil || got != test.want {
				t.Errorf("got %q, error %v", got, err)
			}
		})
	}
}

func TestPathRefuses(t *testing.T) {
	t.Parallel()

	client := newClient(t, "http://a/occi")

	for _, reference := range []string{
		"", " ", "/compute/../x", "/compute/%2e%2e/x", "..", "/./x", "urn:uuid:1", "ftp://a/b", "mailto:a@b",
		"/compute/1?action=stop", "/compute/1#x", "/compute/\n1", "/compute/%0a1", "http://[", "%zz",
	} {
		if path, err := client.Path(reference); err == nil {
			t.Errorf("%q is the path %q", reference, path)
		}
	}
}

// TestReference tells another server from this one behind a proxy.
func TestReference(t *testing.T) {
	t.Parallel()

	tests := map[string]struct{ reference, beside, want string }{
		"a path":                      {"/storage/1", "/compute/1", "/storage/1"},
		"a URL":                       {"http://a/storage/1", "http://a/compute/1", "/storage/1"},
		"behind a proxy":              {"http://10.0.0.1:8787/storage/1", "http://10.0.0.1:8787/compute/1", "/storage/1"},
		"another server":              {"https://cdmi.example.com/volumes/1", "http://a/compute/1", "https://cdmi.example.com/volumes/1"},
		"another server, with query":  {"https://cdmi.example.com/v?x=1", "/compute/1", "https://cdmi.example.com/v?x=1"},
		"another server than a proxy": {" http://cdmi/1 ", "http://10.0.0.1/compute/1", "http://cdmi/1"},
		"the endpoint, a proxy":       {"http://a/storage/1", "http://10.0.0.1/compute/1", "/storage/1"},
		"not to be told":              {"http://10.0.0.1/storage/1", "", "/storage/1"},
		"another scheme":              {"urn:uuid:1", "/compute/1", ""},
		"nothing":                     {"", "/compute/1", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if got := newClient(t, "http://a").Reference(test.reference, test.beside); got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestURL(t *testing.T) {
	t.Parallel()

	for endpoint, want := range map[string]string{
		"http://a:8787":     "http://a:8787/compute/1",
		"http://a:8787/":    "http://a:8787/compute/1",
		"https://a/occi1.2": "https://a/occi1.2/compute/1",
		"https://a/b/c/":    "https://a/b/c/compute/1",
	} {
		if got := newClient(t, endpoint).URL("/compute/1"); got != want {
			t.Errorf("%s: got %s", endpoint, got)
		}
	}
}

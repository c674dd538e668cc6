package tfkit_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

func TestReportError(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		err  error
		want string
	}{
		{"sentence", errors.New("creating compute: POST https://c/: 400 Bad Request"), "Creating compute: POST https://c/: 400 Bad Request."},
		{"no text", errors.New(""), "The server gave no reason."},
		{
			"not configured", fmt.Errorf("no client: %w", &tfkit.NotConfiguredError{Attribute: "occi.endpoint", Variable: "OCCI_ENDPOINT"}),
			"This cloud is not configured: no client: set occi.endpoint in the provider block, or the environment variable OCCI_ENDPOINT.",
		},
		{
			"interrupted", fmt.Errorf("waiting: %w", context.Canceled),
			"The run was interrupted: waiting: context canceled.\n\nWhat exists is in the state. What was being made is marked as tainted: the next apply makes it anew, unless `terraform untaint` keeps it.",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			tfkit.ReportError(&diagnostics, "Could not create the VM", test.err)
			tfkit.ReportAttributeError(&diagnostics, path.Root("title"), "Invalid title", test.err)
			want := diag.Diagnostics{
				diag.NewErrorDiagnostic("Could not create the VM", test.want),
				diag.NewAttributeErrorDiagnostic(path.Root("title"), "Invalid title", test.want),
			}
			if !diagnostics.Equal(want) {
				t.Errorf("got %v\nwant %v", diagnostics, want)
			}
		})
	}
}

// TestAdvice: what of the configuration may be behind a refusal is told, and nothing where it may not.
func TestAdvice(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err      error
		contains []string
	}{
		"credentials":                 {&occi.StatusError{Status: 401, URL: "https://c/compute/"}, []string{"OCCI_TOKEN", "OS_AUTH_URL", "X509_USER_PROXY", "OCCI_USERNAME", "OS_ACCESS_TOKEN"}},
		"endpoint":                    {&occi.StatusError{Status: 404, URL: "https://c/.well-known/org/ogf/occi/-/"}, []string{"no OCCI server at this URL", "OCCI_ENDPOINT", "/occi1.2"}},
		"of CloudSigma":               {&cloudsigma.Error{Status: 401}, []string{"CLOUDSIGMA_USERNAME", "CLOUDSIGMA_PASSWORD", "CLOUDSIGMA_TOKEN"}},
		"other refusal of CloudSigma": {&cloudsigma.Error{Status: 403}, nil},
		"an entity":                   {&occi.StatusError{Status: 404, URL: "https://c/compute/1"}, nil},
		"of the query":                {&occi.StatusError{Status: 500, URL: "https://c/-/"}, nil},
		"other refusal":               {&occi.StatusError{Status: 403, URL: "https://c/compute/"}, nil},
		"404 of a query too":          {&occi.StatusError{Status: 404, URL: "https://c/-/"}, []string{"endpoint"}},
	} {
		var diagnostics diag.Diagnostics
		tfkit.ReportError(&diagnostics, "Summary", fmt.Errorf("refused: %w", test.err))
		_, advice, given := strings.Cut(diagnostics[0].Detail(), "\n\n")
		if given != (test.contains != nil) {
			t.Errorf("%s: got %q", name, advice)
		}
		for _, part := range test.contains {
			if !strings.Contains(advice, part) {
				t.Errorf("%s: %q lacks %q", name, advice, part)
			}
		}
	}
}

// TestReportErrorBeginsWithAName: a file or a path has no capitals of its own.
func TestReportErrorBeginsWithAName(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"m.ovf: it has no configuration": "m.ovf: it has no configuration.",
		"/compute/1 is of another kind":  "/compute/1 is of another kind.",
		"creating compute: refused":      "Creating compute: refused.",
	} {
		var diagnostics diag.Diagnostics
		tfkit.ReportError(&diagnostics, "Summary", errors.New(text))
		if got := diagnostics[0].Detail(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

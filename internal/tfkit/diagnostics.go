package tfkit

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
)

// ReportError turns an error of a client into a diagnostic: here alone, so that all read the same.
// The summary says what was to be done, as in "Could not create the compute resource"; the detail is the
// error, which carries the request, the status and the server's words.
func ReportError(diagnostics *diag.Diagnostics, summary string, err error) {
	diagnostics.AddError(summary, detail(err))
}

// ReportAttributeError is ReportError for an error that an attribute causes.
func ReportAttributeError(diagnostics *diag.Diagnostics, attribute path.Path, summary string, err error) {
	diagnostics.AddAttributeError(attribute, summary, detail(err))
}

// detail is the error as sentences.
func detail(err error) string {
	var missing *NotConfiguredError
	switch {
	case errors.As(err, &missing):
		return "This cloud is not configured: " + err.Error() + "."
	case errors.Is(err, context.Canceled):
		return "The run was interrupted: " + strings.TrimRight(err.Error(), ". ") +
			".\n\nWhat exists is in the state. What was being made is marked as tainted: the next apply makes it anew, unless " +
			"`terraform untaint` keeps it."
	default:
		text := err.Error()
		if text == "" {
			return "The server gave no reason."
		}
		// The first word may be a path or a file, which has no capitals of its own.
		if first, _, _ := strings.Cut(text, " "); !strings.ContainsAny(strings.TrimSuffix(first, ":"), "./:_") {
			text = strings.ToUpper(text[:1]) + text[1:]
		}
		return strings.TrimRight(text, ". ") + "."
	}
}

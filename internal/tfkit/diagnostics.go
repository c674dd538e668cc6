package tfkit

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
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
		return strings.TrimRight(text, ". ") + "." + advice(err)
	}
}

// advice tells what of the configuration may be behind an answer of a server, "" if nothing.
func advice(err error) string {
	var refusal *occi.StatusError
	var cloudSigma *cloudsigma.Error
	switch {
	case errors.As(err, &cloudSigma) && cloudSigma.Status == http.StatusUnauthorized:
		return "\n\nCloudSigma does not know these credentials at this endpoint. The block `cloudsigma` of the provider takes username and " +
			"password (CLOUDSIGMA_USERNAME, CLOUDSIGMA_PASSWORD), or token (CLOUDSIGMA_TOKEN)."
	case !errors.As(err, &refusal):
		return ""
	case refusal.Status == http.StatusUnauthorized:
		return "\n\nThe server wants other credentials, or any. The block `occi` of the provider takes one of token (OCCI_TOKEN), basic " +
			"(OCCI_USERNAME, OCCI_PASSWORD), keystone (OS_CLOUD, or OS_AUTH_URL, OS_USERNAME, OS_PASSWORD and OS_PROJECT_NAME), oidc_token " +
			"(OS_ACCESS_TOKEN), and a client_certificate (X509_USER_PROXY)."
	case refusal.Status == http.StatusNotFound && strings.HasSuffix(refusal.URL, "/-/"):
		return "\n\nThere is no OCCI server at this URL. The endpoint (occi.endpoint, or OCCI_ENDPOINT) needs the path of the API where it " +
			"has one, as in https://cloud.example.org:8787/occi1.2 for ooi."
	default:
		return ""
	}
}

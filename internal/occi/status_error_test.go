package occi_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

func TestStatusErrorHasTheServersWords(t *testing.T) {
	t.Parallel()

	tests := map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"occi-os":          {answers(http.StatusNotFound, "Volume not found!"), "Volume not found!"},
		"occi-os, nothing": {answers(http.StatusNotFound, ""), ""},
		"occi-os, a traceback": {
			answers(http.StatusNotFound, "Traceback (most recent call last):\n  File \"a.py\", line 1\n    x\nInvalid: Security group is still in use\n"),
			"Invalid: Security group is still in use",
		},
		"ooi, JSON": {
			answers(http.StatusNotFound, `{"code": 404, "message": "Instance could not be found"}`, "Content-Type", "application/occi+json"),
			"Instance could not be found",
		},
		"Keystone's middleware": {
			answers(http.StatusNotFound, `{"error": {"message": "The request you have made requires authentication.", "code": 401, "title": "Unauthorized"}}`,
				"Content-Type", "application/json"),
			"The request you have made requires authentication.",
		},
		"rOCCI-server, JSON": {
			answers(http.StatusNotFound, `{"status": 404, "error": "Not here"}`, "Content-Type", "application/occi+json"), "Not here",
		},
		"rOCCI-server, text/occi": {
			answers(http.StatusNotFound, "", "Content-Type", "text/occi", "X-Occi-Error", "Not here"), "Not here",
		},
		"ooi, text/occi": {answers(http.StatusNotFound, "", "Content-Type", "text/occi"), ""},
		"other JSON":     {answers(http.StatusNotFound, `["a"]`, "Content-Type", "application/json"), `["a"]`},
		"a web server's page": {
			answers(http.StatusNotFound, "<!DOCTYPE HTML>\n<html><head><title>404</title></head><body>\n<h1>Not Found</h1>"+
				"<p>The requested URL &lt;/-/&gt; was not found.</p></body></html>\n", "Content-Type", "text/html"),
			"Not Found The requested URL </-/> was not found.",
		},
		"a Python object": {answers(http.StatusNotFound, "<Volume 17>"), "<Volume 17>"},
		"several lines":   {answers(http.StatusNotFound, "a\nb\x1b[31m\n"), "a\nb [31m"},
		"a long message":  {answers(http.StatusNotFound, strings.Repeat("é", 1000)), strings.Repeat("é", 500) + "..."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			cloud := newServer(t, test.handler)
			err := cloud.client(t, "/", "auto").Delete(t.Context(), "/compute/1")

			var status *occi.StatusError
			if !errors.As(err, &status) {
				t.Fatalf("got error %v", err)
			}

			want := &occi.StatusError{
				Operation: "deleting", Entity: "/compute/1", Method: "DELETE", URL: cloud.URL + "/compute/1",
				Status: http.StatusNotFound, Message: test.want,
			}
			if diff := cmp.Diff(want, status); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}

			if !strings.HasPrefix(err.Error(), "deleting /compute/1: DELETE "+cloud.URL+"/compute/1: 404 Not Found") {
				t.Errorf("the error is %q", err)
			}
		})
	}
}

func TestStatusPredicates(t *testing.T) {
	t.Parallel()

	gone := fmt.Errorf("waiting: %w", &occi.StatusError{Status: http.StatusGone})
	if !occi.IsNotFound(gone) || !occi.HasStatus(gone, http.StatusConflict, http.StatusGone) {
		t.Errorf("%v is not found to be gone", gone)
	}

	for _, err := range []error{nil, io.EOF, &occi.StatusError{Status: http.StatusConflict}} {
		if occi.IsNotFound(err) {
			t.Errorf("%v is found to be gone", err)
		}
	}
}

// TestOnlyFourStatusesAreSuccess: 206 and 304 would be answers to what was never asked.
func TestOnlyFourStatusesAreSuccess(t *testing.T) {
	t.Parallel()

	for status, success := range map[int]bool{200: true, 201: true, 202: true, 204: true, 206: false, 304: false, 400: false, 503: false} {
		err := newServer(t, answers(status, "")).client(t, "/", "auto").Delete(t.Context(), "/compute/1")
		if (err == nil) != success {
			t.Errorf("status %d gave error %v", status, err)
		}
	}
}

func TestFailuresOfTheTransportAreWrapped(t *testing.T) {
	t.Parallel()

	cloud := newServer(t, answers(http.StatusOK, ""))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()

	_, err := cloud.client(t, "/", "auto").Get(ctx, "/compute/1")
	if !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "reading /compute/1: ") {
		t.Errorf("got error %v", err)
	}
}

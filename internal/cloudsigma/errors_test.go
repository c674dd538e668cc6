package cloudsigma_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

var refusals = map[string]struct {
	reply       reply
	problems    []cloudsigma.Problem
	words       []string // in the message
	excerpt     string
	notFound    bool
	concurrency bool
}{
	"one error": {
		reply: reply{
			status: 400, header: map[string]string{"X-REQUEST-ID": "req-7"},
			body: `[{"error_type": "validation", "error_point": "drives.0", "error_message": "No such drive"}]`,
		},
		problems: []cloudsigma.Problem{{Type: "validation", Point: "drives.0", Message: "No such drive"}},
		words:    []string{"read drive d-1", "400 Bad Request", "drives.0: No such drive (validation)", "req-7"},
	},
	"several errors": {
		reply: reply{status: 403, body: `[{"error_type": "permission", "error_point": null, "error_message": "A"},
			{"error_type": "billing", "error_point": "", "error_message": "B"}]`},
		problems: []cloudsigma.Problem{{Type: "permission", Message: "A"}, {Type: "billing", Message: "B"}},
		words:    []string{"403 Forbidden: A (permission); B (billing)"},
	},
	"an error that is no list": {
		reply:    reply{status: 404, body: `{"error_type": "notexist", "error_point": null, "error_message": "Gone"}`},
		problems: []cloudsigma.Problem{{Type: "notexist", Message: "Gone"}}, notFound: true,
	},
	"reference to what does not exist": {
		reply:    reply{status: 400, body: `[{"error_type": "notexist", "error_message": "No such VLAN"}]`},
		problems: []cloudsigma.Problem{{Type: "notexist", Message: "No such VLAN"}},
	},
	"concurrency 503": {
		reply:    reply{status: 503, body: concurrency},
		problems: []cloudsigma.Problem{{Type: "concurrency", Message: "Cannot acquire lock"}}, concurrency: true,
	},
	"concurrency 409": {
		reply:    reply{status: 409, body: concurrency},
		problems: []cloudsigma.Problem{{Type: "concurrency", Message: "Cannot acquire lock"}}, concurrency: true,
	},
	"no capacity": {
		reply:    reply{status: 503, body: `[{"error_type": "backend", "error_message": "Full"}]`},
		problems: []cloudsigma.Problem{{Type: "backend", Message: "Full"}},
	},
	"empty": {reply: reply{status: 404}, words: []string{"404 Not Found"}, notFound: true},
	"proxy page": {
		reply:   reply{status: 502, body: "<html>\n  <b>Bad   Gateway</b>\r\n</html>"},
		excerpt: "<html> <b>Bad Gateway</b> </html>", words: []string{"502 Bad Gateway: <html> <b>Bad Gateway</b> </html>"},
	},
	"page of another server": {
		reply: reply{status: 404, body: "<h1>Not Found</h1>"}, excerpt: "<h1>Not Found</h1>", words: []string{"404 Not Found"},
	},
	"other JSON": {reply: reply{status: 500, body: `{"detail": "x"}`}, excerpt: `{"detail": "x"}`},
	"list of something else": {
		reply: reply{status: 500, body: `[{"error_message": "x"}, 7]`}, excerpt: `[{"error_message": "x"}, 7]`,
	},
	"success that is a page":     {reply: reply{body: "<html>Log in</html>"}, excerpt: "<html>Log in</html>"},
	"success that is a list":     {reply: reply{body: `[{"uuid": "d-1", "private_key": "secret"}]`}},
	"success that is a list cut": {reply: reply{body: ` [{"uuid": "d-1", "private_key": "secr`}},
	"success that is a text":     {reply: reply{body: `"secret"`}},
	"success cut off":            {reply: reply{body: `{"uuid": "d-1", "private": `}},
	"success that is empty":      {reply: reply{}},
}

func TestErrors(t *testing.T) {
	t.Parallel()
	for name, test := range refusals {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, script{"GET drives/d-1/": {test.reply}})
			_, err := client.Drives.Get(t.Context(), "d-1")
			var got *cloudsigma.Error
			if !errors.As(err, &got) {
				t.Fatalf("got %v, want an *Error", err)
			}
			status := test.reply.status
			if status == 0 {
				status = http.StatusOK
			}
			if got.Status != status || got.Operation != "read" || got.Entity != "drive d-1" || got.Method != http.MethodGet ||
				!strings.HasSuffix(got.URL, "/api/2.0/drives/d-1/") || got.RequestID != test.reply.header["X-REQUEST-ID"] {
				t.Errorf("got %+v", got)
			}
			if diff := cmp.Diff(test.problems, got.Problems); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if got.Excerpt != test.excerpt {
				t.Errorf("excerpt is %q, want %q", got.Excerpt, test.excerpt)
			}
			for _, words := range test.words {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q is not in %q", words, err)
				}
			}
			if cloudsigma.IsNotFound(err) != test.notFound || cloudsigma.IsConcurrency(err) != test.concurrency {
				t.Errorf("IsNotFound %t, IsConcurrency %t", cloudsigma.IsNotFound(err), cloudsigma.IsConcurrency(err))
			}
			api.wantRequests(t, "GET drives/d-1/")
		})
	}
}

func TestExcerptIsBounded(t *testing.T) {
	t.Parallel()
	client, _ := newFake(t, script{"GET drives/d/": {{status: 500, body: "x" + strings.Repeat("é", 1<<20) + "\xff"}}})
	_, err := client.Drives.Get(t.Context(), "d")
	var got *cloudsigma.Error
	if !errors.As(err, &got) || len(got.Excerpt) > 512+len("…") || len(got.Excerpt) < 500 || !utf8.ValidString(got.Excerpt) {
		t.Errorf("got %v", err)
	}
}

func TestConnectionErrorsNameTheOperation(t *testing.T) {
	t.Parallel()
	client, _ := newFake(t, script{"GET keypairs/k/": {{drop: true}}})
	_, err := client.Keypairs.Get(t.Context(), "k")
	if err == nil || !strings.HasPrefix(err.Error(), "read keypair k: ") {
		t.Errorf("got %v", err)
	}
}

package keystone_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
)

// Identifiers in the captures of ../shared/captures/keystone.
const (
	capturedUserID       = "612dd5a32df34d6084e0b75925208292"
	capturedTenantID     = "1507e07c07844dc8b721e0e6d9ec6554"
	capturedCredentialID = "cf90fccea237450299c755d668eb3e75"
)

const ooiSide = "an answer of ooi, not of Keystone"

// notReplayed are the captures that are none of this emulator's, with the reason.
var notReplayed = map[string]string{
	"keystone/031-ooi-no-token-401.http":                         ooiSide,
	"keystone/032-ooi-bad-token-401.http":                        ooiSide,
	"keystone/033-ooi-no-token-401-json.http":                    ooiSide,
	"keystone/034-ooi-no-token-head-401.http":                    ooiSide,
	"keystone/035-ooi-unscoped-token.http":                       ooiSide,
	"keystone/036-ooi-application-credential-token-200.http":     ooiSide,
	"keystone/037-ooi-scoped-token-200.http":                     ooiSide,
	"keystone/038-ooi-compute-unscoped-token.http":               ooiSide,
	"keystone/040-ooi-revoked-token-401.http":                    ooiSide,
	"keystone/042-ooi-deleted-application-credential-token.http": ooiSide + " (from its cache)",
	"occi-os/00-bad-token.http":                                  "an answer of occi-os, not of Keystone",
	"occi-os/00-no-token.http":                                   "an answer of occi-os, not of Keystone",
	"occi-os/00-no-token-post.http":                              "an answer of occi-os, not of Keystone",
}

// TestCaptures replays what was recorded from real Keystones: the same status and headers, the same
// members of the same types; for errors, the same body.
func TestCaptures(t *testing.T) {
	t.Parallel()
	captures := filepath.Join("..", "..", "..", "..", "shared", "captures")
	if _, err := os.Stat(captures); err != nil {
		t.Skipf("the captures are not here: %v", err)
	}
	var files []string
	for _, pattern := range []string{"keystone/*.http", "occi-os/00-*.http"} {
		found, err := filepath.Glob(filepath.Join(captures, pattern))
		if err != nil || len(found) == 0 {
			t.Fatalf("no captures match %s: %v", pattern, err)
		}
		files = append(files, found...)
	}
	for _, file := range files {
		name, err := filepath.Rel(captures, file)
		if err != nil {
			t.Fatal(err)
		}
		if _, skipped := notReplayed[filepath.ToSlash(name)]; skipped {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			replay(t, file)
		})
	}
}

func replay(t *testing.T, file string) {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(content), "\r\n", "\n")
	sent, received, _ := strings.Cut(text, "\n---\n")
	cloud, placeholders := capturedCloud(t, file)
	sent = placeholders.Replace(sent)

	// The length in the capture is that of the placeholders.
	head, body, _ := strings.Cut(sent, "\n\n")
	recorded, err := http.ReadRequest(bufio.NewReader(strings.NewReader(withoutLength(head) + "\r\n\r\n")))
	if err != nil {
		t.Fatalf("the request of the capture: %v", err)
	}
	request := httptest.NewRequestWithContext(t.Context(), recorded.Method, recorded.URL.String(), strings.NewReader(body))
	request.Header, request.Host = recorded.Header, recorded.Host
	answer := httptest.NewRecorder()
	cloud.ServeHTTP(answer, request)

	head, body, _ = strings.Cut(placeholders.Replace(received), "\n\n")
	want, err := http.ReadResponse(bufio.NewReader(strings.NewReader(withoutLength(head)+"\r\n\r\n")), recorded)
	if err != nil {
		t.Fatalf("the answer of the capture: %v", err)
	}
	defer func() { _ = want.Body.Close() }()
	if answer.Code != want.StatusCode {
		t.Fatalf("status %d, the capture has %d; body: %s", answer.Code, want.StatusCode, answer.Body)
	}
	compareHeaders(t, answer.Header(), want.Header)
	if recorded.Method != http.MethodHead {
		compareBodies(t, answer, strings.TrimSpace(body))
	}
}

// capturedCloud returns a Keystone with the identifiers of the captures, and what to put in the place
// of the tokens and secrets that the captures do not show.
func capturedCloud(t *testing.T, file string) (*keystone.Cloud, *strings.Replacer) {
	t.Helper()
	if strings.Contains(file, "occi-os") {
		return keystone.New(keystone.Options{
			Versions: []string{keystone.V2},
			Users:    []keystone.User{{ID: "0f6f", Name: "demo", Password: "secret", TenantIDs: []string{"7d1e"}}},
			Tenants:  []keystone.Tenant{{ID: "7d1e", Name: "demo"}},
		}), strings.NewReplacer()
	}
	cloud := keystone.New(keystone.Options{
		Versions: []string{keystone.V3},
		Users:    []keystone.User{{ID: capturedUserID, Name: "demo", Password: "demo-password", TenantIDs: []string{capturedTenantID}}},
		Tenants:  []keystone.Tenant{{ID: capturedTenantID, Name: "demo"}, {ID: "5e41", Name: "service"}},
	})
	token := cloud.IssueToken("demo")
	placeholders := []string{"TOKEN", token}
	if !strings.Contains(file, "016-") {
		id, secret := createCredential(t, cloud, token, "occi-capture")
		placeholders = append(placeholders, "SECRET", secret, capturedCredentialID, id)
	}
	return cloud, strings.NewReplacer(placeholders...)
}

func createCredential(t *testing.T, cloud http.Handler, token, name string) (id, secret string) {
	t.Helper()
	answer := do(t, cloud, http.MethodPost, "/v3/users/"+capturedUserID+"/application_credentials", token,
		fmt.Sprintf(`{"application_credential": {"name": %q}}`, name))
	var created struct {
		ApplicationCredential struct{ ID, Secret string } `json:"application_credential"`
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &created); err != nil || answer.Code != http.StatusCreated {
		t.Fatalf("creating an application credential: %d %s", answer.Code, answer.Body)
	}
	return created.ApplicationCredential.ID, created.ApplicationCredential.Secret
}

func do(t *testing.T, cloud http.Handler, method, path, token, body string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if token != "" {
		request.Header.Set("X-Auth-Token", token)
		request.Header.Set("X-Subject-Token", token)
	}
	answer := httptest.NewRecorder()
	cloud.ServeHTTP(answer, request)
	return answer
}

func withoutLength(head string) string {
	var kept []string
	for line := range strings.Lines(head) {
		if !strings.HasPrefix(strings.ToLower(line), "content-length:") {
			kept = append(kept, strings.TrimRight(line, "\r\n"))
		}
	}
	return strings.Join(kept, "\r\n")
}

func compareHeaders(t *testing.T, got, want http.Header) {
	t.Helper()
	for name := range want {
		switch name {
		case "Connection", "Date":
			// These are the HTTP server's.
		case "X-Subject-Token", "X-Openstack-Request-Id":
			if got.Get(name) == "" {
				t.Errorf("header %s is missing", name)
			}
		default:
			if diff := cmp.Diff(want[name], got[name]); diff != "" {
				t.Errorf("header %s (-capture +emulator):\n%s", name, diff)
			}
		}
	}
}

func compareBodies(t *testing.T, answer *httptest.ResponseRecorder, want string) {
	t.Helper()
	got := strings.TrimSpace(answer.Body.String())
	var gotValue, wantValue any
	if json.Unmarshal([]byte(want), &wantValue) != nil {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("body (-capture +emulator):\n%s", diff)
		}
		return
	}
	if err := json.Unmarshal([]byte(got), &gotValue); err != nil {
		t.Fatalf("the body is not JSON: %v: %s", err, got)
	}
	if answer.Code < http.StatusBadRequest {
		gotValue, wantValue = shape(gotValue), shape(wantValue)
	}
	if diff := cmp.Diff(wantValue, gotValue); diff != "" {
		t.Errorf("body (-capture +emulator):\n%s", diff)
	}
}

// shape replaces each value by its type, and a list by its first element.
func shape(value any) any {
	switch value := value.(type) {
	case map[string]any:
		shaped := make(map[string]any, len(value))
		for name := range value {
			shaped[name] = shape(value[name])
		}
		return shaped
	case []any:
		if len(value) == 0 {
			return "list"
		}
		return []any{shape(value[0])}
	default:
		return fmt.Sprintf("%T", value)
	}
}

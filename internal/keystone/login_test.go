package keystone_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

// The bodies are those of the guide and of the captures.
func TestLoginRequest(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path   string
		config keystone.Config
		want   string
	}{
		"the guide's": {
			"/v2.0",
			keystone.Config{TenantName: "demo", UserName: "demo", Password: "secret"},
			`{"auth": {"tenantName": "demo", "passwordCredentials": {"username": "demo", "password": "secret"}}}`,
		},
		"v2.0, tenant ID, slash": {
			"/v2.0/",
			keystone.Config{TenantID: "7d1e", TenantName: "demo", UserName: "demo", Password: "secret"},
			`{"auth": {"tenantId": "7d1e", "passwordCredentials": {"username": "demo", "password": "secret"}}}`,
		},
		"v2.0, project and default domain": {
			"/v2.0",
			keystone.Config{ProjectName: "demo", UserName: "demo", UserDomainName: "Default", Password: "secret"},
			`{"auth": {"tenantName": "demo", "passwordCredentials": {"username": "demo", "password": "secret"}}}`,
		},
		"v3, project by name (003)": {
			"/v3",
			keystone.Config{UserName: "demo", UserDomainName: "Default", Password: "demo-password", ProjectName: "demo", ProjectDomainName: "Default"},
			`{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "demo", "domain": {"name": "Default"}, "password": "demo-password"}}}, "scope": {"project": {"name": "demo", "domain": {"name": "Default"}}}}}`,
		},
		"v3, no project (004)": {
			"/v3",
			keystone.Config{UserName: "demo", UserDomainName: "Default", Password: "demo-password"},
			`{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "demo", "domain": {"name": "Default"}, "password": "demo-password"}}}}}`,
		},
		"v3, project by ID wins over its name (006)": {
			"/v3/",
			keystone.Config{UserName: "demo", UserDomainName: "Default", Password: "demo-password", ProjectID: "1507e07c07844dc8b721e0e6d9ec6554", ProjectName: "demo", ProjectDomainName: "Default"},
			`{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "demo", "domain": {"name": "Default"}, "password": "demo-password"}}}, "scope": {"project": {"id": "1507e07c07844dc8b721e0e6d9ec6554"}}}}`,
		},
		"v3, user by ID wins over the name (007)": {
			"/v3",
			keystone.Config{UserID: "612dd5a32df34d6084e0b75925208292", UserName: "demo", UserDomainID: "default", Password: "demo-password", ProjectID: "1507e07c07844dc8b721e0e6d9ec6554"},
			`{"auth": {"identity": {"methods": ["password"], "password": {"user": {"id": "612dd5a32df34d6084e0b75925208292", "password": "demo-password"}}}, "scope": {"project": {"id": "1507e07c07844dc8b721e0e6d9ec6554"}}}}`,
		},
		"v3, the default domain": {
			"/v3",
			keystone.Config{UserName: "demo", Password: "demo-password", TenantName: "demo"},
			`{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "demo", "domain": {"id": "default"}, "password": "demo-password"}}}, "scope": {"project": {"name": "demo", "domain": {"id": "default"}}}}}`,
		},
		"v3, the project in the user's domain": {
			"/identity/v3",
			keystone.Config{UserName: "demo", UserDomainName: "Users", Password: "demo-password", ProjectName: "demo"},
			`{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "demo", "domain": {"name": "Users"}, "password": "demo-password"}}}, "scope": {"project": {"name": "demo", "domain": {"name": "Users"}}}}}`,
		},
		"application credential by ID, no scope (017, 021)": {
			"/v3",
			keystone.Config{ApplicationCredentialID: "cf90", ApplicationCredentialSecret: "SECRET", ProjectName: "demo", Password: "unused", UserName: "demo"},
			`{"auth": {"identity": {"methods": ["application_credential"], "application_credential": {"id": "cf90", "secret": "SECRET"}}}}`,
		},
		"application credential by name (018)": {
			"/v3",
			keystone.Config{ApplicationCredentialName: "occi-capture", ApplicationCredentialSecret: "SECRET", UserName: "demo", UserDomainName: "Default", ProjectID: "1507"},
			`{"auth": {"identity": {"methods": ["application_credential"], "application_credential": {"name": "occi-capture", "secret": "SECRET", "user": {"name": "demo", "domain": {"name": "Default"}}}}}}`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newFakeServer(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.Contains(r.URL.Path, "v2.0") {
					respondWith(http.StatusOK, answerV2)(w, r)
					return
				}
				respondWith(http.StatusCreated, answerV3)(w, r)
			})
			test.config.AuthURL, test.config.HTTPClient = server.URL+test.path, plainClient
			authenticate(t, newAuthenticator(t, test.config))

			requests := server.received()
			if len(requests) != 1 {
				t.Fatalf("%d requests reached Keystone, want 1: %+v", len(requests), requests)
			}
			resource := "/auth/tokens"
			if strings.Contains(test.path, "v2.0") {
				resource = "/tokens"
			}
			if want := strings.TrimSuffix(test.path, "/") + resource; requests[0].path != want || requests[0].method != http.MethodPost {
				t.Errorf("the request is %s %s, want POST %s", requests[0].method, requests[0].path, want)
			}
			if diff := cmp.Diff(jsonValue(t, test.want), jsonValue(t, requests[0].body)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			if token := requests[0].header.Values("X-Auth-Token"); token != nil {
				t.Errorf("the login carries the token %q", token)
			}
		})
	}
}

func jsonValue(t *testing.T, text string) any {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return value
}

func TestHeaders(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path   string
		status int
		answer string
		want   http.Header
	}{
		"v2.0": {"/v2.0", 200, answerV2, http.Header{
			"X-Auth-Token":     {"da6ceab8f46448799cfaa16e93efcdcf"},
			"X-Auth-Tenant-Id": {"7d1e3f5a9b2c4d6e8f0a1b3c5d7e9f63"},
			"X-Auth-User":      {"demo"},
		}},
		"v3": {"/v3", 201, answerV3, http.Header{
			"X-Auth-Token":     {"TOKEN"},
			"X-Auth-Tenant-Id": {"1507e07c07844dc8b721e0e6d9ec6554"},
			"X-Auth-User":      {"demo"},
		}},
		"v3, unscoped": {"/v3", 201, unscopedV3, http.Header{"X-Auth-Token": {"TOKEN"}, "X-Auth-User": {"demo"}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newFakeServer(t, respondWith(test.status, test.answer))
			got := authenticate(t, newAuthenticator(t, demoConfig(server.URL+test.path)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("headers (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGivenToken(t *testing.T) {
	t.Parallel()
	authenticator := newAuthenticator(t, keystone.Config{
		Token: "given", ProjectID: "1507", UserName: "demo",
		AuthURL: "http://keystone.invalid/v3", Password: "unused",
		HTTPClient: func(*url.URL) (*http.Client, error) {
			t.Error("Keystone is asked although a token is given")
			return nil, errors.New("not allowed")
		},
	})
	got := authenticate(t, authenticator)
	want := http.Header{"X-Auth-Token": {"given"}, "X-Auth-Tenant-Id": {"1507"}, "X-Auth-User": {"demo"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
	again, err := authenticator.Renew(t.Context(), refusal(t, got, "Keystone uri='http://127.0.0.1:35357'"))
	if again || err != nil {
		t.Errorf("Renew is %t, %v: a given token cannot be renewed", again, err)
	}
}

func TestLoginErrors(t *testing.T) {
	t.Parallel()
	const notFound = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n<p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>\n"
	const badRequest = `{"error":{"code":400,"message":"Expecting to find domain in user. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.","title":"Bad Request"}}`
	tests := map[string]struct {
		path    string
		status  int
		body    string
		message string
	}{
		"wrong password (010)":    {"/v3", 401, unauthorizedV3, "The request you have made requires authentication."},
		"wrong password, occi-os": {"/v2.0", 401, unauthorizedV2, "The request you have made requires authentication."},
		"unknown credential (020)": {
			"/v3", 404, `{"error":{"code":404,"message":"Could not find Application Credential: 00000000000000000000000000000000.","title":"Not Found"}}`,
			"Could not find Application Credential: 00000000000000000000000000000000.",
		},
		"missing domain (014)": {
			"/v3", 400, badRequest,
			"Expecting to find domain in user. The server could not comply with the request since it is either malformed or otherwise incorrect. The client is assumed to be in error.",
		},
		"no v2.0 (026)": {
			"/v2.0", 404, notFound,
			"<!doctype html> <html lang=en> <title>404 Not Found</title> <h1>Not Found</h1> <p>The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.</p>",
		},
		"no words":            {"/v3", 503, "", ""},
		"echo of the request": {"/v3", 400, `{"error": {"message": "bad: {\"password\": \"demo-password\"}"}}`, `bad: {"password": "***"}`},
		"long page":           {"/v3", 502, strings.Repeat("é", 400), strings.Repeat("é", 150) + "..."},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newFakeServer(t, respondWith(test.status, test.body))
			authenticator := newAuthenticator(t, demoConfig(server.URL+test.path))
			request := newRequest(t.Context(), t)
			err := authenticator.Authenticate(t.Context(), request)

			var got *keystone.Error
			if !errors.As(err, &got) {
				t.Fatalf("the error is %v, want a *keystone.Error", err)
			}
			resource := map[string]string{"/v2.0": "/tokens", "/v3": "/auth/tokens"}[test.path]
			want := &keystone.Error{Method: "POST", URL: server.URL + test.path + resource, Status: test.status, Message: test.message}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			if text := err.Error(); !strings.Contains(text, test.message) || !strings.Contains(text, fmt.Sprint(test.status)) {
				t.Errorf("the error %q lacks the status or the server's words", text)
			}
			if strings.Contains(fmt.Sprintf("%+v %#v", err, err), "demo-password") {
				t.Error("the password is in the error")
			}
			if len(request.Header) != 0 {
				t.Errorf("headers were set in spite of the error: %v", request.Header)
			}
		})
	}
}

func TestAnswersWithoutToken(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ path, body, want string }{
		"v3 is no JSON":   {"/v3", "<html>", "invalid character"},
		"v2.0 is no JSON": {"/v2.0", "<html>", "invalid character"},
		"v2.0 is empty":   {"/v2.0", "{}", "/v2.0/"},
		"v2.0 no token":   {"/v2.0", `{"access": {"token": {"expires": "2026-11-23T01:19:35Z"}}}`, "no token"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newFakeServer(t, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(map[string]int{"/v3": 201, "/v2.0": 200}[test.path])
				_, _ = w.Write([]byte(test.body))
			})
			err := newAuthenticator(t, demoConfig(server.URL+test.path)).Authenticate(t.Context(), newRequest(t.Context(), t))
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), server.URL) {
				t.Errorf("the error is %v, want the server and %q in it", err, test.want)
			}
		})
	}
}

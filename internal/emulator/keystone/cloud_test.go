package keystone_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
)

const guideLogin = `{"auth": {"tenantName": "demo", "passwordCredentials":{"username": "demo", "password": "demo-password"}}}`

type tokenAnswerV2 struct {
	Access struct {
		Token struct {
			ID, Expires string
			Tenant      *struct{ ID, Name string }
		}
		User struct{ ID, Name string }
	}
}

func logInV2(t *testing.T, cloud http.Handler, body string) tokenAnswerV2 {
	t.Helper()
	answer := do(t, cloud, http.MethodPost, "/v2.0/tokens", "", body)
	return decoded[tokenAnswerV2](t, answer, http.StatusOK)
}

func decoded[T any](t *testing.T, answer *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var value T
	if answer.Code != status {
		t.Fatalf("status %d, want %d; body: %s", answer.Code, status, answer.Body)
	}
	if err := json.Unmarshal(answer.Body.Bytes(), &value); err != nil {
		t.Fatalf("%v: %s", err, answer.Body)
	}
	return value
}

func TestLoginOfTheGuide(t *testing.T) {
	t.Parallel()
	now := time.Date(2012, 6, 1, 12, 0, 0, 0, time.UTC)
	cloud := keystone.New(keystone.Options{Now: func() time.Time { return now }, TokenLifetime: 24 * time.Hour})

	got := logInV2(t, cloud, guideLogin)

	if got.Access.Token.Tenant == nil || got.Access.Token.Tenant.ID != keystone.DefaultTenantID {
		t.Errorf("the tenant is %+v, want %s", got.Access.Token.Tenant, keystone.DefaultTenantID)
	}
	if got.Access.Token.Expires != "2012-06-02T12:00:00Z" {
		t.Errorf("the token expires at %s, want a day later", got.Access.Token.Expires)
	}
	tenantID, userName, ok := cloud.Authorize(got.Access.Token.ID)
	if !ok || tenantID != keystone.DefaultTenantID || userName != "demo" {
		t.Errorf("Authorize is %q, %q, %t, want the tenant and the user", tenantID, userName, ok)
	}
	tenants := decoded[struct{ Tenants []keystone.Tenant }](t,
		do(t, cloud, http.MethodGet, "/v2.0/tenants", got.Access.Token.ID, ""), http.StatusOK)
	want := []keystone.Tenant{{ID: keystone.DefaultTenantID, Name: "demo"}}
	if diff := cmp.Diff(want, tenants.Tenants); diff != "" {
		t.Errorf("tenants (-want +got):\n%s", diff)
	}
}

func TestLoginV2(t *testing.T) {
	t.Parallel()
	cloud := keystone.New(keystone.Options{})
	unscoped := cloud.IssueToken("demo")
	tests := map[string]struct {
		body   string
		status int
		scoped bool
	}{
		"tenant by ID":     {`{"auth": {"tenantId": "` + keystone.DefaultTenantID + `", "passwordCredentials": {"username": "demo", "password": "demo-password"}}}`, 200, true},
		"no tenant":        {`{"auth": {"passwordCredentials": {"username": "demo", "password": "demo-password"}}}`, 200, false},
		"token to tenant":  {`{"auth": {"tenantName": "demo", "token": {"id": "` + unscoped + `"}}}`, 200, true},
		"wrong token":      {`{"auth": {"tenantName": "demo", "token": {"id": "nonsense"}}}`, 401, false},
		"unknown tenant":   {`{"auth": {"tenantName": "nowhere", "passwordCredentials": {"username": "demo", "password": "demo-password"}}}`, 401, false},
		"no role in it":    {`{"auth": {"tenantName": "service", "passwordCredentials": {"username": "demo", "password": "demo-password"}}}`, 401, false},
		"unknown user":     {`{"auth": {"tenantName": "demo", "passwordCredentials": {"username": "nobody", "password": "demo-password"}}}`, 401, false},
		"nothing":          {``, 400, false},
		"no credentials":   {`{"auth": {"tenantName": "demo"}}`, 400, false},
		"wrong JSON types": {`{"auth": ["demo"]}`, 400, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := do(t, cloud, http.MethodPost, "/v2.0/tokens", "", test.body)
			got := decoded[tokenAnswerV2](t, answer, test.status)
			if test.status != http.StatusOK {
				return
			}
			if scoped := got.Access.Token.Tenant != nil; scoped != test.scoped {
				t.Errorf("scoped is %t, want %t: %s", scoped, test.scoped, answer.Body)
			}
			if tenantID, _, ok := cloud.Authorize(got.Access.Token.ID); !ok || (tenantID != "") != test.scoped {
				t.Errorf("the token is for %q, %t; want a tenant: %t", tenantID, ok, test.scoped)
			}
		})
	}
}

func TestEndsOfAToken(t *testing.T) {
	t.Parallel()
	tests := map[string]func(t *testing.T, cloud *keystone.Cloud, token string, clock *time.Time){
		"expired": func(_ *testing.T, _ *keystone.Cloud, _ string, clock *time.Time) {
			*clock = clock.Add(time.Minute)
		},
		"revoked over Go": func(_ *testing.T, cloud *keystone.Cloud, token string, _ *time.Time) { cloud.Revoke(token) },
		"all revoked":     func(_ *testing.T, cloud *keystone.Cloud, _ string, _ *time.Time) { cloud.RevokeAll() },
		"revoked over API": func(t *testing.T, cloud *keystone.Cloud, token string, _ *time.Time) {
			t.Helper()
			if answer := do(t, cloud, http.MethodDelete, "/v3/auth/tokens", token, ""); answer.Code != http.StatusNoContent {
				t.Errorf("status %d, want 204", answer.Code)
			}
		},
	}
	for name, end := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := time.Date(2012, 6, 1, 12, 0, 0, 0, time.UTC)
			cloud := keystone.New(keystone.Options{Now: func() time.Time { return clock }, TokenLifetime: time.Minute})
			token := cloud.IssueToken("demo")
			if _, _, ok := cloud.Authorize(token); !ok {
				t.Fatal("a new token is not good")
			}
			end(t, cloud, token, &clock)
			if _, _, ok := cloud.Authorize(token); ok {
				t.Error("the token is still good")
			}
			if answer := do(t, cloud, http.MethodGet, "/v3/auth/projects", token, ""); answer.Code != http.StatusUnauthorized {
				t.Errorf("Keystone itself answers %d to the token, want 401", answer.Code)
			}
		})
	}
}

func TestVersions(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		versions []string
		ids      []string
		status   map[string]int
	}{
		"both": {nil, []string{"v2.0", "v3.14"}, map[string]int{"/v2.0": 200, "/v2.0/": 200, "/v3": 200, "/v3/": 200}},
		"v2.0": {[]string{keystone.V2}, []string{"v2.0"}, map[string]int{"/v2.0": 200, "/v3": 404, "/v3/auth/tokens": 404}},
		"v3":   {[]string{keystone.V3}, []string{"v3.14"}, map[string]int{"/v2.0": 404, "/v2.0/tenants": 404, "/v3": 200}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := keystone.New(keystone.Options{Versions: test.versions})
			root := decoded[struct {
				Versions struct{ Values []struct{ ID string } }
			}](t,
				do(t, cloud, http.MethodGet, "/", "", ""), http.StatusMultipleChoices)
			var ids []string
			for _, value := range root.Versions.Values {
				ids = append(ids, value.ID)
			}
			if diff := cmp.Diff(test.ids, ids); diff != "" {
				t.Errorf("versions (-want +got):\n%s", diff)
			}
			for path, status := range test.status {
				if answer := do(t, cloud, http.MethodGet, path, "", ""); answer.Code != status {
					t.Errorf("GET %s is %d, want %d", path, answer.Code, status)
				}
			}
		})
	}
}

func TestApplicationCredentials(t *testing.T) {
	t.Parallel()
	cloud := keystone.New(keystone.Options{
		Users: []keystone.User{
			{ID: capturedUserID, Name: "demo", Password: "demo-password", TenantIDs: []string{"t"}},
			{ID: "other", Name: "other", Password: "other-password", TenantIDs: []string{"t"}},
		},
		Tenants: []keystone.Tenant{{ID: "t", Name: "demo"}},
	})
	token, others := cloud.IssueToken("demo"), cloud.IssueToken("other")
	id, secret := createCredential(t, cloud, token, "robot")
	path := "/v3/users/" + capturedUserID + "/application_credentials"

	want := []emulator.Item{{Kind: "application_credential", ID: id, Name: "robot", Owner: "demo"}}
	if diff := cmp.Diff(want, cloud.Inventory()); diff != "" {
		t.Errorf("inventory (-want +got):\n%s", diff)
	}
	list := do(t, cloud, http.MethodGet, path, token, "")
	listed := decoded[struct {
		Credentials []map[string]any `json:"application_credentials"`
	}](t, list, http.StatusOK)
	if len(listed.Credentials) != 1 || listed.Credentials[0]["id"] != id || listed.Credentials[0]["secret"] != nil {
		t.Errorf("the list is %s, want the one credential, without its secret", list.Body)
	}
	refusals := map[string]struct {
		method, path, token, body string
		status                    int
	}{
		"the same name":      {http.MethodPost, path, token, `{"application_credential": {"name": "robot"}}`, 409},
		"of another user":    {http.MethodPost, path, others, `{"application_credential": {"name": "robot"}}`, 403},
		"deletion by others": {http.MethodDelete, path + "/" + id, others, "", 403},
		"nothing to create":  {http.MethodPost, path, token, "", 400},
		"none to delete":     {http.MethodDelete, path + "/unknown", token, "", 404},
	}
	for name, test := range refusals {
		if answer := do(t, cloud, test.method, test.path, test.token, test.body); answer.Code != test.status {
			t.Errorf("%s: status %d, want %d", name, answer.Code, test.status)
		}
	}

	login := do(t, cloud, http.MethodPost, "/v3/auth/tokens", "",
		`{"auth": {"identity": {"methods": ["application_credential"], "application_credential": {"id": "`+id+`", "secret": "`+secret+`"}}}}`)
	issued := login.Header().Get("X-Subject-Token")
	if tenantID, _, ok := cloud.Authorize(issued); !ok || tenantID != "t" {
		t.Fatalf("the token of the credential is for %q (ok: %t), want t", tenantID, ok)
	}
	if answer := do(t, cloud, http.MethodDelete, path+"/"+id, token, ""); answer.Code != http.StatusNoContent {
		t.Fatalf("deleting the credential: %d", answer.Code)
	}
	if _, _, ok := cloud.Authorize(issued); ok {
		t.Error("the token outlives its credential")
	}
	if items := cloud.Inventory(); len(items) != 0 {
		t.Errorf("inventory after the deletion: %+v", items)
	}
}

func TestSeed(t *testing.T) {
	t.Parallel()
	first := keystone.New(keystone.Options{Seed: 7}).IssueToken("demo")
	if again := keystone.New(keystone.Options{Seed: 7}).IssueToken("demo"); again != first {
		t.Errorf("the same seed gives %s and %s", first, again)
	}
	if other := keystone.New(keystone.Options{Seed: 8}).IssueToken("demo"); other == first {
		t.Error("two seeds give the same token")
	}
	if nobody := keystone.New(keystone.Options{}).IssueToken("nobody"); nobody != "" {
		t.Errorf("a user that does not exist gets the token %s", nobody)
	}
}

func TestConcurrentLogins(t *testing.T) {
	t.Parallel()
	cloud := keystone.New(keystone.Options{})
	var group sync.WaitGroup
	tokens := make([]string, 8)
	for i := range tokens {
		group.Go(func() {
			var got tokenAnswerV2
			answer := do(t, cloud, http.MethodPost, "/v2.0/tokens", "", guideLogin)
			if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil {
				t.Error(err)
			}
			tokens[i] = got.Access.Token.ID
			_, _, _ = cloud.Authorize(tokens[i])
			_ = cloud.Inventory()
		})
	}
	group.Wait()
	seen := make(map[string]bool)
	for _, token := range tokens {
		if token == "" || seen[token] {
			t.Errorf("token %q is empty or was issued twice", token)
		}
		seen[token] = true
	}
}

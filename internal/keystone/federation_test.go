package keystone_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

const federatedPath = "/v3/OS-FEDERATION/identity_providers/egi.eu/protocols/openid/auth"

// checkedIn is the configuration of a user of EGI Check-in.
func checkedIn(authURL string) keystone.Config {
	return keystone.Config{
		AuthURL: authURL, AccessToken: "checked-in", IdentityProvider: "egi.eu", Protocol: "openid", HTTPClient: plainClient,
	}
}

// severalTenants are the options of a Keystone in which the user demo has these tenants, with an access token.
func severalTenants(names ...string) emulated.Options {
	options := emulated.Options{
		Users: []emulated.User{{ID: "user", Name: "demo"}}, AccessTokens: map[string]string{"checked-in": "demo"},
	}
	for _, name := range names {
		options.Tenants = append(options.Tenants, emulated.Tenant{ID: name + "-id", Name: name})
		options.Users[0].TenantIDs = append(options.Users[0].TenantIDs, name+"-id")
	}
	return options
}

func TestAccessTokenIsExchanged(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		path   string
		config func(*keystone.Config)
		exist  []string
		tenant string
		want   []string
	}{
		"the only project": {
			"/v3", func(*keystone.Config) {},
			[]string{"vo"},
			"vo-id",
			[]string{"GET " + federatedPath, "GET /v3/auth/projects", "POST /v3/auth/tokens"},
		},
		"project by name": {
			"/v3/", func(c *keystone.Config) { c.ProjectName = "other" },
			[]string{"vo", "other"},
			"other-id",
			[]string{"GET " + federatedPath, "POST /v3/auth/tokens"},
		},
		"project by ID, version not said": {
			"", func(c *keystone.Config) { c.ProjectID = "vo-id" },
			[]string{"other", "vo"},
			"vo-id",
			[]string{"GET " + federatedPath, "POST /v3/auth/tokens"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, server := startKeystone(t, severalTenants(test.exist...))
			config := checkedIn(server.URL + test.path)
			test.config(&config)
			header := authenticate(t, newAuthenticator(t, config))
			if tenantID, userName, ok := cloud.Authorize(header.Get("X-Auth-Token")); !ok || tenantID != test.tenant || userName != "demo" {
				t.Errorf("the token is for %q of %q, want %q of demo", tenantID, userName, test.tenant)
			}
			if header.Get("X-Auth-Tenant-Id") != test.tenant || header.Get("Authorization") != "" {
				t.Errorf("headers %v, want those of a Keystone token for %s", header, test.tenant)
			}
			var got []string
			for _, request := range server.Log.All() {
				got = append(got, request.Method+" "+request.Path)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			for i, request := range server.Log.All() {
				if bearer := request.Header.Get("Authorization") == "Bearer checked-in"; bearer != (i == 0) {
					t.Errorf("%s %s has the header %q", request.Method, request.Path, request.Header.Get("Authorization"))
				}
			}
		})
	}
}

func TestAccessTokenErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config func(*keystone.Config)
		exist  []string
		want   string
	}{
		"refused":          {func(c *keystone.Config) { c.AccessToken = "expired-token" }, []string{"vo"}, "401 Unauthorized"},
		"several projects": {func(*keystone.Config) {}, []string{"vo", "other"}, "configure one of them: vo (vo-id), other (other-id)"},
		"no project":       {func(*keystone.Config) {}, nil, "the user has no project"},
		"not my project":   {func(c *keystone.Config) { c.ProjectName = "secret-lab" }, []string{"vo"}, "requires authentication"},
		"unknown provider": {func(c *keystone.Config) { c.IdentityProvider = "EGI/../x" }, []string{"vo"}, "404 Not Found"},
		"v2.0":             {func(c *keystone.Config) { c.AuthURL += "/v2.0" }, []string{"vo"}, "no identity providers"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, server := startKeystone(t, severalTenants(test.exist...))
			config := checkedIn(server.URL)
			test.config(&config)
			err := newAuthenticator(t, config).Authenticate(t.Context(), newRequest(t.Context(), t))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Fatalf("the error is %v, want %q in it", err, test.want)
			}
			if strings.Contains(err.Error(), string(config.AccessToken)) || strings.Contains(err.Error(), "EGI/../x/") {
				t.Errorf("a secret, or a part of the path that was not escaped, is in the error %q", err)
			}
		})
	}
}

// A token without a project that Keystone quotes back is not shown either.
func TestUnscopedTokenIsNotShown(t *testing.T) {
	t.Parallel()
	server := newFakeServer(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == federatedPath {
			respondWith(http.StatusCreated, unscopedV3)(w, r)
			return
		}
		respondWith(http.StatusNotFound, `{"error": {"message": "Could not find token: TOKEN."}}`)(w, r)
	})
	for _, projectID := range []string{"", "1507"} {
		config := checkedIn(server.URL)
		config.ProjectID = projectID
		err := newAuthenticator(t, config).Authenticate(t.Context(), newRequest(t.Context(), t))
		var answer *keystone.Error
		if !errors.As(err, &answer) || answer.Message != "Could not find token: ***." {
			t.Errorf("project %q: the error is %v, want Keystone's words without the token", projectID, err)
		}
	}
}

func TestAccessTokenIsNotShown(t *testing.T) {
	t.Parallel()
	server := newFakeServer(t, respondWith(http.StatusForbidden, `{"error": {"message": "no mapping for checked-in"}}`))
	err := newAuthenticator(t, checkedIn(server.URL)).Authenticate(t.Context(), newRequest(t.Context(), t))
	if err == nil || !strings.HasSuffix(err.Error(), "no mapping for ***") {
		t.Errorf("the error is %v, want Keystone's words without the access token", err)
	}
}

// The exchange, its renewal after a 401 and the log, through the transport.
func TestAccessTokenThroughTransport(t *testing.T) {
	t.Parallel()
	cloud, keystoneServer := startKeystone(t, emulated.Options{AccessTokens: map[string]string{"checked-in": "demo"}})
	service, accepted := startService(t, cloud, keystoneServer.URL)
	var mu sync.Mutex
	var logged strings.Builder
	log := func(_ context.Context, _ transport.Level, message string, fields map[string]any) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintln(&logged, message, fields)
	}
	config := checkedIn("") // Keystone is told by the 401.
	config.Endpoint = parsed(t, service.URL)
	config.HTTPClient = func(origin *url.URL) (*http.Client, error) {
		return transport.NewClient(transport.Config{Origin: origin, Log: log})
	}
	client, err := transport.NewClient(transport.Config{Origin: config.Endpoint, Authenticator: newAuthenticator(t, config), Log: log})
	if err != nil {
		t.Fatal(err)
	}
	get := func() {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, service.URL+"/-/", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Fatalf("status %d, want 200", response.StatusCode)
		}
	}
	get()
	get()
	cloud.RevokeAll()
	get()
	if accepted.Load() != 3 || keystoneServer.Log.Count("GET", "/auth$") != 2 || keystoneServer.Log.Count("POST", logins) != 2 {
		t.Errorf("%d requests were accepted after the requests %+v to Keystone, want 3 after two logins", accepted.Load(), keystoneServer.Log.All())
	}
	secrets := []string{"checked-in"}
	for _, request := range keystoneServer.Log.Matching("GET", "/auth/projects$") {
		secrets = append(secrets, request.Header.Get("X-Auth-Token"))
	}
	for _, secret := range secrets {
		if secret == "" || strings.Contains(logged.String(), secret) {
			t.Errorf("the secret %q is in the log, or was not sent", secret)
		}
	}
	if !strings.Contains(logged.String(), federatedPath) {
		t.Error("the log lacks the exchange")
	}
}

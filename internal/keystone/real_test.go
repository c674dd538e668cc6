package keystone_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/applicationcredentials"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/projects"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/roles"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/users"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

const (
	realDomain   = "default"
	realPassword = "a password of the tests"
)

// realKeystone is a Keystone that is no emulator, with a user made for one test.
type realKeystone struct {
	url string
	// user has a role in project, and none in otherProject.
	user                  *users.User
	project, otherProject *projects.Project
	// identity is the user's own client.
	identity *gophercloud.ServiceClient
}

// startReal makes a user on the Keystone that tools/keystone.sh or somebody else runs. It skips the test if there is
// none.
func startReal(t *testing.T) *realKeystone {
	t.Helper()
	r := &realKeystone{url: os.Getenv("KEYSTONE_URL")}
	if r.url == "" {
		t.Skip("set KEYSTONE_URL and KEYSTONE_ADMIN_PASSWORD, or run: make testacc-keystone")
	}
	ctx := t.Context()
	admin := r.logIn(t, "admin", os.Getenv("KEYSTONE_ADMIN_PASSWORD"), "admin")
	name := fmt.Sprintf("tf-acc-%06x", rand.N(1<<24))
	var err error
	for _, project := range []struct {
		name string
		made **projects.Project
	}{{name, &r.project}, {name + "-other", &r.otherProject}} {
		*project.made, err = projects.Create(ctx, admin, projects.CreateOpts{Name: project.name, DomainID: realDomain}).Extract()
		must(t, err)
		cleanUp(t, func(ctx context.Context) error { return projects.Delete(ctx, admin, (*project.made).ID).ExtractErr() })
	}
	r.user, err = users.Create(ctx, admin, users.CreateOpts{
		Name: name, DomainID: realDomain, Password: realPassword, DefaultProjectID: r.project.ID,
	}).Extract()
	must(t, err)
	cleanUp(t, func(ctx context.Context) error { return users.Delete(ctx, admin, r.user.ID).ExtractErr() })
	pages, err := roles.List(admin, roles.ListOpts{Name: "member"}).AllPages(ctx)
	must(t, err)
	members, err := roles.ExtractRoles(pages)
	must(t, err)
	must(t, roles.Assign(ctx, admin, members[0].ID, roles.AssignOpts{UserID: r.user.ID, ProjectID: r.project.ID}).ExtractErr())
	r.identity = r.logIn(t, name, realPassword, name)
	return r
}

// logIn logs in without the code that is tested here.
func (r *realKeystone) logIn(t *testing.T, user, password, project string) *gophercloud.ServiceClient {
	t.Helper()
	provider, err := openstack.AuthenticatedClient(t.Context(), gophercloud.AuthOptions{
		IdentityEndpoint: r.url + "/v3", Username: user, Password: password, DomainID: realDomain,
		Scope: &gophercloud.AuthScope{ProjectName: project, DomainID: realDomain},
	})
	must(t, err)
	return &gophercloud.ServiceClient{ProviderClient: provider, Endpoint: r.url + "/v3/"}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func cleanUp(t *testing.T, remove func(context.Context) error) {
	t.Helper()
	t.Cleanup(func() {
		if err := remove(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
}

// config is a login with the password.
func (r *realKeystone) config() keystone.Config {
	return keystone.Config{
		AuthURL: r.url + "/v3", UserName: r.user.Name, Password: realPassword, ProjectName: r.project.Name, HTTPClient: plainClient,
	}
}

// credential makes an application credential.
func (r *realKeystone) credential(t *testing.T, name string) *applicationcredentials.ApplicationCredential {
	t.Helper()
	made, err := applicationcredentials.Create(t.Context(), r.identity, r.user.ID, applicationcredentials.CreateOpts{Name: name}).Extract()
	must(t, err)
	return made
}

// service asks for what needs a token: Keystone itself takes the place of the OCCI server.
func (r *realKeystone) service(t *testing.T, authenticator *keystone.Authenticator) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, r.url+"/v3/users/"+r.user.ID, nil)
	must(t, err)
	must(t, authenticator.Authenticate(t.Context(), request))
	response, err := http.DefaultClient.Do(request)
	must(t, err)
	must(t, response.Body.Close())
	return response
}

func (r *realKeystone) expectStatus(t *testing.T, authenticator *keystone.Authenticator, status int) *http.Response {
	t.Helper()
	response := r.service(t, authenticator)
	if response.StatusCode != status {
		t.Fatalf("the request was answered with %s, not %d", response.Status, status)
	}
	return response
}

func TestRealLogin(t *testing.T) {
	t.Parallel()
	r := startReal(t)
	credential := r.credential(t, "by hand")
	for name, config := range map[string]keystone.Config{
		"password":              r.config(),
		"a project by its ID":   {AuthURL: r.url + "/v3", UserID: r.user.ID, Password: realPassword, ProjectID: r.project.ID},
		"a tenant":              {AuthURL: r.url + "/v3", UserName: r.user.Name, Password: realPassword, TenantName: r.project.Name},
		"the default project":   {AuthURL: r.url + "/v3", UserName: r.user.Name, Password: realPassword},
		"a URL without version": {AuthURL: r.url, UserName: r.user.Name, Password: realPassword, ProjectName: r.project.Name},
		"application credential": {
			AuthURL: r.url + "/v3", ApplicationCredentialID: credential.ID, ApplicationCredentialSecret: keystone.Secret(credential.Secret),
		},
		"application credential by its name": {
			AuthURL: r.url + "/v3", ApplicationCredentialName: "by hand", ApplicationCredentialSecret: keystone.Secret(credential.Secret),
			UserName: r.user.Name,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config.HTTPClient = plainClient
			authenticator := newAuthenticator(t, config)
			headers := r.expectStatus(t, authenticator, http.StatusOK).Request.Header
			if headers.Get("X-Auth-Tenant-Id") != r.project.ID || headers.Get("X-Auth-User") != r.user.Name {
				t.Errorf("the token is for the project %q and the user %q", headers.Get("X-Auth-Tenant-Id"), headers.Get("X-Auth-User"))
			}
		})
	}
}

func TestRealRefusals(t *testing.T) {
	t.Parallel()
	r := startReal(t)
	deleted := r.credential(t, "deleted")
	must(t, applicationcredentials.Delete(t.Context(), r.identity, r.user.ID, deleted.ID).ExtractErr())
	kept := r.credential(t, "kept")
	with := func(change func(*keystone.Config)) keystone.Config {
		config := r.config()
		change(&config)
		return config
	}
	credential := func(id, secret string) keystone.Config {
		return with(func(c *keystone.Config) {
			c.ApplicationCredentialID, c.ApplicationCredentialSecret = id, keystone.Secret(secret)
		})
	}
	for name, test := range map[string]struct {
		config keystone.Config
		status int
	}{
		"wrong password":       {with(func(c *keystone.Config) { c.Password = "wrong password" }), http.StatusUnauthorized},
		"wrong user":           {with(func(c *keystone.Config) { c.UserName = "nobody" }), http.StatusUnauthorized},
		"wrong project":        {with(func(c *keystone.Config) { c.ProjectName = "no such project" }), http.StatusUnauthorized},
		"project without role": {with(func(c *keystone.Config) { c.ProjectName = r.otherProject.Name }), http.StatusUnauthorized},
		"wrong domain":         {with(func(c *keystone.Config) { c.UserDomainName = "no such domain" }), http.StatusUnauthorized},
		"wrong secret":         {credential(kept.ID, "wrong password"), http.StatusUnauthorized},
		"deleted credential":   {credential(deleted.ID, deleted.Secret), http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			authenticator := newAuthenticator(t, test.config)
			request := newRequest(t.Context(), t)
			err := authenticator.Authenticate(t.Context(), request)
			var answer *keystone.Error
			if !errors.As(err, &answer) || answer.Status != test.status || answer.Message == "" {
				t.Fatalf("the error is %v, not one with the status %d", err, test.status)
			}
			for _, secret := range []string{realPassword, "wrong password", deleted.Secret} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("the error tells a secret: %v", err)
				}
			}
			if request.Header.Get("X-Auth-Token") != "" {
				t.Error("the request carries a token")
			}
		})
	}
}

// TestRealRevokedToken renews a token that ended before its time.
func TestRealRevokedToken(t *testing.T) {
	t.Parallel()
	r := startReal(t)
	authenticator := newAuthenticator(t, r.config())
	first := r.expectStatus(t, authenticator, http.StatusOK).Request.Header.Get("X-Auth-Token")
	must(t, tokens.Revoke(t.Context(), r.identity, first).Err)
	refused := r.expectStatus(t, authenticator, http.StatusUnauthorized)
	again, err := authenticator.Renew(t.Context(), refused)
	if err != nil || !again {
		t.Fatalf("the token was not renewed: %t, %v", again, err)
	}
	if second := r.expectStatus(t, authenticator, http.StatusOK).Request.Header.Get("X-Auth-Token"); second == first {
		t.Error("the token is the one that was revoked")
	}
}

// TestRealExpiredToken replaces a token whose time is over by the clock.
func TestRealExpiredToken(t *testing.T) {
	t.Parallel()
	r := startReal(t)
	var passed atomic.Int64
	config := r.config()
	config.Now = func() time.Time { return time.Now().Add(time.Duration(passed.Load())) }
	authenticator := newAuthenticator(t, config)
	first := r.expectStatus(t, authenticator, http.StatusOK).Request.Header.Get("X-Auth-Token")
	passed.Store(int64(48 * time.Hour))
	if second := r.expectStatus(t, authenticator, http.StatusOK).Request.Header.Get("X-Auth-Token"); second == first {
		t.Error("the token is the one that expired")
	}
}

// TestRealChallenge finds Keystone by the answer to a request without a token.
func TestRealChallenge(t *testing.T) {
	t.Parallel()
	r := startReal(t)
	endpoint, err := url.Parse(r.url)
	must(t, err)
	config := r.config()
	config.AuthURL, config.Endpoint = "", endpoint
	authenticator := newAuthenticator(t, config)
	refused := r.expectStatus(t, authenticator, http.StatusUnauthorized)
	if again, err := authenticator.Renew(t.Context(), refused); err != nil || !again {
		t.Fatalf("Keystone was not found: %t, %v", again, err)
	}
	r.expectStatus(t, authenticator, http.StatusOK)
}

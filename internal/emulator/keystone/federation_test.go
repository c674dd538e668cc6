package keystone_test

import (
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
)

const federatedLogin = "/v3/OS-FEDERATION/identity_providers/egi.eu/protocols/"

type tokenAnswerV3 struct {
	Token struct {
		Methods []string
		User    struct {
			Name       string
			Federation *struct {
				IdentityProvider struct{ ID string } `json:"identity_provider"`
			} `json:"OS-FEDERATION"`
		}
		Project *struct{ ID string }
	}
}

func newFederatedCloud() *keystone.Cloud {
	return keystone.New(keystone.Options{
		AccessTokens: map[string]string{"checked-in": "demo"},
		Certificates: map[string]string{"CN=Jane Doe,O=Grid": "demo"},
	})
}

// send sends a request with a bearer token, and over a connection with a certificate of the subject; "" is
// without either.
func send(t *testing.T, cloud http.Handler, method, path, bearer, subject, body string) *httptest.ResponseRecorder {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	if bearer != "" {
		request.Header.Set("Authorization", "Bearer "+bearer)
	}
	if subject != "" {
		user := &x509.Certificate{Subject: pkix.Name{CommonName: subject, Organization: []string{"Grid"}}}
		proxy := &x509.Certificate{Subject: pkix.Name{CommonName: "1234"}}
		request.TLS = &tls.ConnectionState{PeerCertificates: []*x509.Certificate{proxy, user}}
	}
	answer := httptest.NewRecorder()
	cloud.ServeHTTP(answer, request)
	return answer
}

func TestFederatedLogin(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ method, protocol, bearer, subject string }{
		"access token":          {http.MethodGet, "openid", "checked-in", ""},
		"access token, by POST": {http.MethodPost, "openid", "checked-in", ""},
		"certificate":           {http.MethodGet, "mapped", "", "Jane Doe"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := newFederatedCloud()
			answer := send(t, cloud, test.method, federatedLogin+test.protocol+"/auth", test.bearer, test.subject, "")
			got := decoded[tokenAnswerV3](t, answer, http.StatusCreated).Token
			if got.User.Name != "demo" || got.Project != nil || got.Methods[0] != test.protocol {
				t.Errorf("the token is %+v, want one of demo without a project", got)
			}
			if got.User.Federation == nil || got.User.Federation.IdentityProvider.ID != keystone.IdentityProvider {
				t.Errorf("the token does not tell its identity provider: %+v", got.User)
			}
			unscoped := answer.Header().Get("X-Subject-Token")
			if tenantID, _, ok := cloud.Authorize(unscoped); !ok || tenantID != "" {
				t.Errorf("the token is for %q, %t; want none", tenantID, ok)
			}
			scoped := do(t, cloud, http.MethodPost, "/v3/auth/tokens", "", `{"auth": {"identity": {"methods": ["token"], "token": {"id": "`+
				unscoped+`"}}, "scope": {"project": {"id": "`+keystone.DefaultTenantID+`"}}}}`)
			decoded[tokenAnswerV3](t, scoped, http.StatusCreated)
			if tenantID, _, ok := cloud.Authorize(scoped.Header().Get("X-Subject-Token")); !ok || tenantID != keystone.DefaultTenantID {
				t.Errorf("the exchanged token is for %q", tenantID)
			}
		})
	}
}

func TestFederatedLoginRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, bearer, subject string
		want                  int
	}{
		"no access token":      {federatedLogin + "openid/auth", "", "", http.StatusUnauthorized},
		"unknown access token": {federatedLogin + "openid/auth", "stolen", "", http.StatusUnauthorized},
		"no connection":        {federatedLogin + "mapped/auth", "checked-in", "", http.StatusUnauthorized},
		"unknown certificate":  {federatedLogin + "mapped/auth", "", "John Doe", http.StatusUnauthorized},
		"unknown protocol":     {federatedLogin + "saml2/auth", "checked-in", "", http.StatusNotFound},
		"unknown provider":     {strings.Replace(federatedLogin, "egi.eu", "other", 1) + "openid/auth", "checked-in", "", http.StatusNotFound},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := send(t, newFederatedCloud(), http.MethodGet, test.path, test.bearer, test.subject, "")
			if answer.Code != test.want || answer.Header().Get("X-Subject-Token") != "" {
				t.Errorf("status %d, want %d and no token; body: %s", answer.Code, test.want, answer.Body)
			}
		})
	}
}

func TestVOMSLogin(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		subject, body string
		want          int
		tenant        bool
	}{
		"without tenant":      {"Jane Doe", `{"auth": {"voms": true}}`, http.StatusOK, false},
		"with tenant":         {"Jane Doe", `{"auth": {"voms": true, "tenantName": "demo"}}`, http.StatusOK, true},
		"the string true":     {"Jane Doe", `{"auth": {"voms": "true"}}`, http.StatusBadRequest, false},
		"somebody else":       {"John Doe", `{"auth": {"voms": true}}`, http.StatusUnauthorized, false},
		"no certificate":      {"", `{"auth": {"voms": true}}`, http.StatusUnauthorized, false},
		"another VO's tenant": {"Jane Doe", `{"auth": {"voms": true, "tenantName": "service"}}`, http.StatusUnauthorized, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := send(t, newFederatedCloud(), http.MethodPost, "/v2.0/tokens", "", test.subject, test.body)
			got := decoded[tokenAnswerV2](t, answer, test.want).Access
			if (got.Token.Tenant != nil) != test.tenant || (got.User.Name == "demo") != (test.want == http.StatusOK) {
				t.Errorf("the answer is %+v", got)
			}
		})
	}
}

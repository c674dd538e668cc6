package keystone_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

// startCertifiedKeystone runs an emulated Keystone at https that takes every connection for one of the user
// demo. (That the certificate is presented is tested where the connections are made.)
func startCertifiedKeystone(t *testing.T, options emulated.Options) (*emulated.Cloud, *fakeServer) {
	t.Helper()
	options.Certificates = map[string]string{"CN=Jane Doe": "demo"}
	cloud := emulated.New(options)
	server := startFakeServer(t, httptest.NewTLSServer, func(w http.ResponseWriter, r *http.Request) {
		r.TLS.PeerCertificates = []*x509.Certificate{{Subject: pkix.Name{CommonName: "Jane Doe"}}}
		cloud.ServeHTTP(w, r)
	})
	return cloud, server
}

// certified is the configuration of a user with a certificate.
func certified(server *fakeServer, path string) keystone.Config {
	return keystone.Config{
		AuthURL: server.URL + path, ClientCertificate: true,
		HTTPClient: func(*url.URL) (*http.Client, error) { return server.Client(), nil },
	}
}

func TestCertificateLogin(t *testing.T) {
	t.Parallel()
	const mapped = "GET /v3/OS-FEDERATION/identity_providers/egi.eu/protocols/mapped/auth"
	tests := map[string]struct {
		path   string
		config func(*keystone.Config)
		want   []string
	}{
		"VOMS, tenant by name": {
			"/v2.0", func(c *keystone.Config) { c.TenantName = "demo" },
			[]string{`POST /v2.0/tokens {"auth":{"tenantName":"demo","voms":true}}`},
		},
		"VOMS, tenant by ID": {
			"/v2.0", func(c *keystone.Config) { c.ProjectID = emulated.DefaultTenantID },
			[]string{`POST /v2.0/tokens {"auth":{"tenantId":"` + emulated.DefaultTenantID + `","voms":true}}`},
		},
		"VOMS, the only tenant, both versions": {
			"", func(*keystone.Config) {},
			[]string{"GET / ", `POST /v2.0/tokens {"auth":{"voms":true}}`, "GET /v2.0/tenants ", `POST /v2.0/tokens {"auth":{"tenantName":"demo","voms":true}}`},
		},
		"identity provider": {
			"", func(c *keystone.Config) { c.IdentityProvider, c.Protocol, c.ProjectName = "egi.eu", "mapped", "demo" },
			[]string{mapped + " ", `POST /v3/auth/tokens {"auth":{"identity":{"methods":["token"],"token":{"id":"TOKEN"}},"scope":{"project":{"domain":{"id":"default"},"name":"demo"}}}}`},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud, server := startCertifiedKeystone(t, emulated.Options{})
			config := certified(server, test.path)
			test.config(&config)
			header := authenticate(t, newAuthenticator(t, config))
			if tenantID, _, ok := cloud.Authorize(header.Get("X-Auth-Token")); !ok || tenantID != emulated.DefaultTenantID {
				t.Errorf("the token is for %q, want the tenant of demo", tenantID)
			}
			var got []string
			for _, request := range server.received() {
				if at := strings.Index(request.body, `"id":"`); request.path == "/v3/auth/tokens" && at > 0 {
					request.body = request.body[:at+6] + "TOKEN" + request.body[at+6+32:]
				}
				got = append(got, request.method+" "+request.path+" "+request.body)
				if request.header.Get("Authorization") != "" {
					t.Errorf("%s %s has the header Authorization", request.method, request.path)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCertificateErrors(t *testing.T) {
	t.Parallel()
	onlyV3 := emulated.Options{Versions: []string{emulated.V3}}
	several := severalTenants("vo", "other")
	tests := map[string]struct {
		options emulated.Options
		config  func(*keystone.Config)
		want    string
	}{
		"v3 knows no VOMS":          {onlyV3, func(*keystone.Config) {}, "identity provider and a protocol"},
		"several tenants":           {several, func(*keystone.Config) {}, "vo (vo-id), other (other-id)"},
		"provider without protocol": {onlyV3, func(c *keystone.Config) { c.IdentityProvider = "egi.eu" }, "only good together"},
		"http":                      {onlyV3, func(c *keystone.Config) { c.AuthURL = "http://cloud.example.org/v3" }, "over https only"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, server := startCertifiedKeystone(t, test.options)
			config := certified(server, "")
			test.config(&config)
			authenticator, err := keystone.New(config)
			if err == nil {
				err = authenticator.Authenticate(t.Context(), newRequest(t.Context(), t))
			}
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q in it", err, test.want)
			}
		})
	}
}

// A server that takes certificates without any Keystone refuses one: its answer is what the user must see.
func TestServiceRefusesCertificateItself(t *testing.T) {
	t.Parallel()
	config := keystone.Config{Endpoint: parsed(t, "https://cloud.example.org:11443/"), ClientCertificate: true, HTTPClient: plainClient}
	authenticator := newAuthenticator(t, config)
	if header := authenticate(t, authenticator); len(header) != 0 {
		t.Errorf("headers %v are set before Keystone is known", header)
	}
	again, err := authenticator.Renew(t.Context(), refusal(t, http.Header{}, `Basic realm="rOCCI"`))
	if again || err != nil {
		t.Errorf("Renew is %t, %v, want the refusal to stand", again, err)
	}
}

package provider

import (
	"crypto/x509/pkix"
	"encoding/pem"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
)

// certificateOf returns the attribute client_certificate with the certificate and the key in it.
func certificateOf(certificate, key string) *certificateModel {
	model := &certificateModel{CertPEM: types.StringValue(certificate)}
	if key != "" {
		model.KeyPEM = types.StringValue(key)
	}
	return model
}

func TestClientCertificateIsPresented(t *testing.T) {
	t.Parallel()
	g := newGrid(t)
	proxy := file(t, "x509up", g.proxyPEM(t))
	cert, key := file(t, "usercert.pem", g.user.certPEM()), file(t, "userkey.pem", g.user.keyPEM(t))
	text := types.StringValue
	tests := map[string]struct {
		config      *certificateModel
		environment map[string]string
		length      int
	}{
		"certificate and key":      {config: certificateOf(g.user.certPEM(), g.user.keyPEM(t)), length: 1},
		"files":                    {config: &certificateModel{CertFile: text(cert), KeyFile: text(key)}, length: 1},
		"proxy with key and chain": {config: certificateOf(g.proxyPEM(t), ""), length: 2},
		"file of the proxy":        {config: &certificateModel{CertFile: text(proxy)}, length: 2},
		"X509_USER_PROXY":          {environment: map[string]string{"X509_USER_PROXY": proxy, "X509_USER_CERT": cert, "X509_USER_KEY": key}, length: 2},
		"X509_USER_CERT":           {environment: map[string]string{"X509_USER_CERT": cert, "X509_USER_KEY": key}, length: 1},
		"X509_USER_CERT alone":     {environment: map[string]string{"X509_USER_CERT": proxy}, length: 2},
		"Keystone is not asked before the server": {
			config: certificateOf(g.proxyPEM(t), ""), environment: map[string]string{"OS_AUTH_URL": "https://127.0.0.1:1/v3"}, length: 2,
		},
		"attribute before environment": {
			config: certificateOf(g.user.certPEM(), g.user.keyPEM(t)), environment: map[string]string{"X509_USER_PROXY": proxy}, length: 1,
		},
		"empty attribute, with other credentials": {
			config: &certificateModel{}, environment: map[string]string{"X509_USER_PROXY": proxy, "OCCI_TOKEN": "T"}, length: 2,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var length atomic.Int64
			server := g.start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				length.Store(int64(len(r.TLS.PeerCertificates)))
				if r.Header.Get("X-Auth-Token") != test.environment["OCCI_TOKEN"] {
					t.Errorf("X-Auth-Token is %q", r.Header.Get("X-Auth-Token"))
				}
				emptyCloud(w)
			}))
			f := factory(test.environment)
			f.http = &httpModel{CAPEM: text(authority(server))}
			query(t, f, &occiModel{Endpoint: text(server.URL), ClientCertificate: test.config})
			if length.Load() != int64(test.length) {
				t.Errorf("%d certificates were presented, want %d", length.Load(), test.length)
			}
		})
	}
}

// query makes a client and reads the query interface with it.
func query(t *testing.T, f *clientFactory, config *occiModel) {
	t.Helper()
	var diagnostics diag.Diagnostics
	client, err := f.occi(config, &diagnostics)
	if err != nil || diagnostics.HasError() {
		t.Fatalf("no client: %v %v", err, diagnostics)
	}
	if _, err := client.QueryInterface(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestCertificateLogsInToKeystone sends the proxy to Keystone as well, which gives a token for it.
func TestCertificateLogsInToKeystone(t *testing.T) {
	t.Parallel()
	g := newGrid(t)
	text := types.StringValue
	tests := map[string]struct {
		keystone    *keystoneModel
		told        bool // Keystone is told by the 401
		environment map[string]string
		logins      []string
	}{
		"VOMS, named by the service": {told: true, logins: []string{"GET /", "POST /v2.0/tokens", "GET /v2.0/tenants", "POST /v2.0/tokens"}},
		"VOMS":                       {keystone: &keystoneModel{TenantName: text("demo")}, logins: []string{"GET /", "POST /v2.0/tokens"}},
		"identity provider": {
			keystone:    &keystoneModel{ProjectID: text(emulated.DefaultTenantID), Protocol: text("mapped")},
			environment: map[string]string{"OS_IDENTITY_PROVIDER": "egi.eu"},
			logins:      []string{"GET /v3/OS-FEDERATION/identity_providers/egi.eu/protocols/mapped/auth", "POST /v3/auth/tokens"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := emulated.New(emulated.Options{Certificates: map[string]string{g.user.certificate.Subject.String(): "demo"}})
			requests := make(chan string, 10)
			keystoneServer := g.start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				requests <- r.Method + " " + r.URL.Path
				cloud.ServeHTTP(w, r)
			}))
			service := g.start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if _, _, ok := cloud.Authorize(r.Header.Get("X-Auth-Token")); !ok {
					w.Header().Set("Www-Authenticate", "Keystone uri='"+keystoneServer.URL+"'")
					w.WriteHeader(http.StatusUnauthorized)
					return
				}
				emptyCloud(w)
			}))
			if test.keystone != nil {
				test.keystone.AuthURL = text(keystoneServer.URL)
			}
			f := factory(test.environment)
			f.http = &httpModel{CAPEM: text(authority(service) + authority(keystoneServer))}
			query(t, f, &occiModel{Endpoint: text(service.URL), Keystone: test.keystone, ClientCertificate: certificateOf(g.proxyPEM(t), "")})
			close(requests)
			var got []string
			for request := range requests {
				got = append(got, request)
			}
			if strings.Join(got, ", ") != strings.Join(test.logins, ", ") {
				t.Errorf("Keystone received %q, want %q", got, test.logins)
			}
		})
	}
}

func TestBadClientCertificates(t *testing.T) {
	t.Parallel()
	g := newGrid(t)
	expired := issue(t, g.issuer, userName("Late Doe"), -time.Hour)
	other := issue(t, g.issuer, pkix.Name{CommonName: "John", Organization: []string{"Grid"}}, time.Hour)
	oldProxy := g.newProxy(t, -time.Minute)
	encrypted := string(pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("hunter2")}))
	legacy := string(pem.EncodeToMemory(&pem.Block{
		Type: "RSA PRIVATE KEY", Bytes: []byte("hunter2"), Headers: map[string]string{"Proc-Type": "4,ENCRYPTED", "DEK-Info": "DES-EDE3-CBC,00"},
	}))
	text := types.StringValue
	const root = "occi.client_certificate"
	tests := map[string]struct {
		config      *certificateModel
		environment map[string]string
		endpoint    string
		attribute   string
		want        string
	}{
		"no PEM":                  {config: certificateOf("hunter2", g.user.keyPEM(t)), attribute: root + ".cert_pem", want: "no certificate in PEM form"},
		"broken certificate":      {config: certificateOf(string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: []byte("hunter2")})), g.user.keyPEM(t)), attribute: root + ".cert_pem", want: "cannot be read"},
		"no file":                 {config: &certificateModel{CertFile: text("/nowhere/x509up")}, attribute: root + ".cert_file", want: "/nowhere/x509up"},
		"no key":                  {config: certificateOf(g.user.certPEM(), ""), attribute: root + ".cert_pem", want: "no private key"},
		"key is no PEM":           {config: certificateOf(g.user.certPEM(), "hunter2"), attribute: root + ".key_pem", want: "no private key"},
		"broken key":              {config: certificateOf(g.user.certPEM(), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("hunter2")}))), attribute: root + ".key_pem", want: "does not fit"},
		"key of another":          {config: certificateOf(g.user.certPEM(), other.keyPEM(t)), attribute: root + ".key_pem", want: "does not fit"},
		"key without certificate": {config: &certificateModel{KeyPEM: text(g.user.keyPEM(t))}, attribute: root + ".key_pem", want: "no certificate"},
		"passphrase":              {config: certificateOf(g.user.certPEM(), encrypted), attribute: root + ".key_pem", want: "passphrase"},
		"passphrase, old form":    {config: certificateOf(g.user.certPEM(), legacy), attribute: root + ".key_pem", want: "passphrase"},
		"expired":                 {config: certificateOf(expired.certPEM(), expired.keyPEM(t)), attribute: root + ".cert_pem", want: "CN=Late Doe,O=Grid has expired on 20"},
		"expired proxy":           {config: certificateOf(oldProxy.certPEM()+oldProxy.keyPEM(t)+g.user.certPEM(), ""), attribute: root + ".cert_pem", want: "has expired on 20"},
		"expired user":            {config: certificateOf(g.proxy.certPEM()+g.proxy.keyPEM(t)+expired.certPEM(), ""), attribute: root + ".cert_pem", want: "CN=Late Doe,O=Grid has expired"},
		"empty":                   {config: &certificateModel{}, attribute: root, want: "neither X509_USER_PROXY"},
		"X509_USER_PROXY":         {environment: map[string]string{"X509_USER_PROXY": "/nowhere/x509up"}, attribute: root, want: "X509_USER_PROXY: open /nowhere/x509up"},
		"http":                    {config: certificateOf(g.proxyPEM(t), ""), endpoint: "http://cloud.example.org:8787/", attribute: root, want: "over https only"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint := test.endpoint
			if endpoint == "" {
				endpoint = "https://cloud.example.org:8787/"
			}
			config := &occiModel{Endpoint: text(endpoint), ClientCertificate: test.config}
			told := onlyProblem(t, factory(test.environment), config, test.attribute)
			if !strings.Contains(told, test.want) || strings.Contains(told, "hunter2") {
				t.Errorf("the error is %q, want %q in it and no contents", told, test.want)
			}
		})
	}
}

// onlyProblem returns the one diagnostic, at the attribute, that the configuration has.
func onlyProblem(t *testing.T, f *clientFactory, config *occiModel, attribute string) string {
	t.Helper()
	var diagnostics diag.Diagnostics
	if client, err := f.occi(config, &diagnostics); client != nil || err == nil {
		t.Error("got a client")
	}
	if diagnostics.ErrorsCount() != 1 {
		t.Fatalf("got %v, want one error", diagnostics)
	}
	problem, ok := diagnostics[0].(diag.DiagnosticWithPath)
	if !ok || problem.Path().String() != attribute {
		t.Errorf("got %v, want an error at %s", diagnostics[0], attribute)
	}
	return diagnostics[0].Detail()
}

// A proxy that has long expired is often left in the environment of a grid user: it must not be in the way
// of credentials that do not need it.
func TestStaleProxyInEnvironmentIsLeftAlone(t *testing.T) {
	t.Parallel()
	environment := map[string]string{"X509_USER_PROXY": "/nowhere/x509up"}
	text := types.StringValue
	for name, config := range map[string]*occiModel{
		"nothing, at http":    {Endpoint: text("http://cloud.example.org:8787/")},
		"token":               {Token: text("T")},
		"basic":               {Basic: &basicModel{Username: text("u"), Password: text("p")}},
		"bearer":              {OIDCToken: text("T")},
		"Keystone":            {Keystone: &keystoneModel{AuthURL: text("https://k.example/v3"), UserName: text("u"), Password: text("p")}},
		"another certificate": {ClientCertificate: certificateOf(newGrid(t).proxyPEM(t), "")},
	} {
		if config.Endpoint.IsNull() {
			config.Endpoint = text("https://cloud.example.org:8787/")
		}
		var diagnostics diag.Diagnostics
		if client, err := factory(environment).occi(config, &diagnostics); client == nil || err != nil || len(diagnostics) > 0 {
			t.Errorf("%s: no client: %v %v", name, err, diagnostics)
		}
	}
}

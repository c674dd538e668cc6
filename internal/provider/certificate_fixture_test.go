package provider

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// identity is a certificate with its key.
type identity struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// certPEM and keyPEM are the two halves as files have them.
func (i *identity) certPEM() string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: i.certificate.Raw}))
}

func (i *identity) keyPEM(t *testing.T) string {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(i.key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// issue returns a certificate by the issuer, by itself if the issuer is nil, that ends in so much time.
func issue(t *testing.T, issuer *identity, subject pkix.Name, life time.Duration, extensions ...pkix.Extension) *identity {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: subject,
		NotBefore: time.Now().Add(-24 * time.Hour), NotAfter: time.Now().Add(life),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtraExtensions: extensions,
	}
	if subject.Organization == nil {
		template.IsCA, template.BasicConstraintsValid, template.KeyUsage = true, true, x509.KeyUsageCertSign
	}
	if issuer == nil {
		issuer = &identity{certificate: template, key: key}
	}
	der, err := x509.CreateCertificate(rand.Reader, template, issuer.certificate, &key.PublicKey, issuer.key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &identity{certificate: parsed, key: key}
}

// grid is an authority that issues through a second one, with a user and a proxy of the user.
type grid struct {
	root, issuer, user, proxy *identity
}

func newGrid(t *testing.T) *grid {
	t.Helper()
	g := &grid{root: issue(t, nil, pkix.Name{CommonName: "Grid root"}, time.Hour)}
	g.issuer = issue(t, g.root, pkix.Name{CommonName: "Grid users"}, time.Hour)
	g.user = issue(t, g.issuer, userName("Jane Doe"), time.Hour)
	g.proxy = g.newProxy(t, time.Hour)
	return g
}

func userName(name string) pkix.Name {
	return pkix.Name{Organization: []string{"Grid"}, CommonName: name}
}

// newProxy returns a proxy certificate of RFC 3820: signed by the user, who is no authority, with the
// critical extension proxyCertInfo (pcPathLenConstraint absent, language "inherit all").
func (g *grid) newProxy(t *testing.T, life time.Duration) *identity {
	t.Helper()
	type proxyPolicy struct{ Language asn1.ObjectIdentifier }
	type proxyCertInfo struct{ Policy proxyPolicy }
	info, err := asn1.Marshal(proxyCertInfo{proxyPolicy{asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 21, 1}}})
	if err != nil {
		t.Fatal(err)
	}
	subject := userName("Jane Doe")
	subject.ExtraNames = []pkix.AttributeTypeAndValue{{Type: asn1.ObjectIdentifier{2, 5, 4, 3}, Value: "12345678"}}
	return issue(t, g.user, subject, life,
		pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 5, 5, 7, 1, 14}, Critical: true, Value: info})
}

// proxyPEM is what voms-proxy-init writes: the proxy, its key, the chain.
func (g *grid) proxyPEM(t *testing.T) string {
	t.Helper()
	return g.proxy.certPEM() + g.proxy.keyPEM(t) + g.user.certPEM()
}

// start runs a server that demands a certificate and follows it to the authority, over a proxy if there is
// one, as web servers with grid support do. The list of authorities that it accepts has the root alone.
func (g *grid) start(t *testing.T, handler http.Handler) *httptest.Server {
	t.Helper()
	named, known := x509.NewCertPool(), x509.NewCertPool()
	named.AddCert(g.root.certificate)
	known.AddCert(g.issuer.certificate)
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		chain := r.TLS.PeerCertificates
		user := chain[0]
		if len(chain) > 1 {
			user = chain[1]
			if err := user.CheckSignature(chain[0].SignatureAlgorithm, chain[0].RawTBSCertificate, chain[0].Signature); err != nil {
				t.Errorf("the proxy is not the user's: %v", err)
			}
		}
		if _, err := user.Verify(x509.VerifyOptions{Roots: named, Intermediates: known, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
			t.Errorf("%d certificates were presented, none of the user's: %v", len(chain), err)
		}
		handler.ServeHTTP(w, r)
	}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, ClientCAs: named, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	return server
}

// authority is what the attribute http.ca_pem needs for the server.
func authority(server *httptest.Server) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))
}

// file writes a file of the test.
func file(t *testing.T, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	writeFile(t, path, content)
	return path
}

func writeFile(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

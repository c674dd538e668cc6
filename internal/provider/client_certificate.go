package provider

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// tlsIdentity is what one cloud adds to the TLS settings of the attribute http; empty for most.
type tlsIdentity struct {
	// certificate is presented to the servers of the cloud.
	certificate *tls.Certificate
	// cloud has the authorities that clouds.yaml names, and whether it has certificates checked at all.
	cloud *tls.Config
}

// add takes over what clouds.yaml says. A configured certificate wins over the one there.
func (i *tlsIdentity) add(cloud *tls.Config) {
	i.cloud = cloud
	if cloud != nil && len(cloud.Certificates) > 0 && i.certificate == nil {
		i.certificate = &cloud.Certificates[0]
	}
}

// pemSource is PEM text and the attribute that it came from.
type pemSource struct {
	text      []byte
	attribute path.Path
}

// certificate returns the configured client certificate, nil if there is none.
func (f *clientFactory) certificate(config *certificateModel) (*tls.Certificate, error) {
	if config == nil {
		return nil, nil
	}
	attribute := path.Root("occi").AtName("client_certificate")
	certificate, err := readPEM(attribute, "cert", config.CertPEM, config.CertFile)
	if err != nil {
		return nil, err
	}
	key, err := readPEM(attribute, "key", config.KeyPEM, config.KeyFile)
	switch {
	case err != nil:
		return nil, err
	case certificate == nil && key != nil:
		return nil, atAttribute(key.attribute, errors.New("a key is given, but no certificate"))
	case certificate == nil:
		pair, err := f.environmentCertificate()
		if pair == nil && err == nil {
			err = atAttribute(attribute, errors.New("it is empty, and neither X509_USER_PROXY nor X509_USER_CERT is set"))
		}
		return pair, err
	case key == nil:
		// A proxy has its key in the same file.
		key = certificate
	}
	return keyPair(certificate, key)
}

// environmentCertificate returns the certificate that the variables of grid software name, nil if they
// name none.
func (f *clientFactory) environmentCertificate() (*tls.Certificate, error) {
	certVariable, keyVariable := "X509_USER_PROXY", "X509_USER_PROXY"
	if f.getenv(certVariable) == "" {
		certVariable, keyVariable = "X509_USER_CERT", "X509_USER_KEY"
	}
	if f.getenv(certVariable) == "" {
		return nil, nil
	}
	if f.getenv(keyVariable) == "" {
		keyVariable = certVariable
	}
	certificate, err := os.ReadFile(f.getenv(certVariable))
	key, keyErr := os.ReadFile(f.getenv(keyVariable))
	var pair *tls.Certificate
	if err = errors.Join(err, keyErr); err == nil {
		pair, err = keyPair(&pemSource{text: certificate}, &pemSource{text: key})
	}
	if err != nil {
		return nil, atAttribute(path.Root("occi").AtName("client_certificate"), fmt.Errorf("%s: %w", certVariable, err))
	}
	return pair, nil
}

// readPEM reads the attribute <name>_pem or the file that <name>_file names; nil if neither is set.
func readPEM(attribute path.Path, name string, text, file types.String) (*pemSource, error) {
	if text.ValueString() != "" {
		return &pemSource{text: []byte(text.ValueString()), attribute: attribute.AtName(name + "_pem")}, nil
	}
	if file.ValueString() == "" {
		return nil, nil
	}
	source := &pemSource{attribute: attribute.AtName(name + "_file")}
	var err error
	if source.text, err = os.ReadFile(file.ValueString()); err != nil {
		return nil, atAttribute(source.attribute, err)
	}
	return source, nil
}

// keyPair joins certificate and key. All certificates of the first text go to the server: one that gets a
// proxy certificate (RFC 3820) needs the user's certificate to follow the signatures to an authority.
func keyPair(certificate, key *pemSource) (*tls.Certificate, error) {
	if err := checkKey(key.text); err != nil {
		return nil, atAttribute(key.attribute, err)
	}
	if err := checkCertificates(certificate.text, time.Now()); err != nil {
		return nil, atAttribute(certificate.attribute, err)
	}
	pair, err := tls.X509KeyPair(certificate.text, key.text)
	if err != nil {
		return nil, atAttribute(key.attribute, fmt.Errorf("the key does not fit: %w", err))
	}
	return &pair, nil
}

// checkKey tells the two mistakes that crypto/tls has no clear words for.
func checkKey(text []byte) error {
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if !bytes.HasSuffix([]byte(block.Type), []byte("PRIVATE KEY")) {
			continue
		}
		if block.Type == "ENCRYPTED PRIVATE KEY" || block.Headers["DEK-Info"] != "" {
			return errors.New("the private key is protected by a passphrase, which cannot be given here; use a proxy, or a key without one")
		}
		return nil
	}
	return errors.New("there is no private key in PEM form")
}

// checkCertificates tells whether there are certificates, all of them still good: a proxy ends with the
// first of its chain.
func checkCertificates(text []byte, now time.Time) error {
	found := false
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			continue
		}
		certificate, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return fmt.Errorf("a certificate cannot be read: %w", err)
		}
		if now.After(certificate.NotAfter) {
			return fmt.Errorf("the certificate of %s has expired on %s", certificate.Subject, certificate.NotAfter.UTC().Format(time.RFC3339))
		}
		found = true
	}
	if !found {
		return errors.New("there is no certificate in PEM form")
	}
	return nil
}

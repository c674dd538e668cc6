package provider

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// defaultMaxRetries is the number of repetitions where http.max_retries is not set.
const defaultMaxRetries = 4

// clientFactory makes the clients of both clouds from the configuration.
type clientFactory struct {
	getenv    func(string) string
	userAgent string
	http      *httpModel
}

// text returns the attribute's value, or else that of the first of the environment variables that is
// not empty.
func (f *clientFactory) text(value types.String, variables ...string) string {
	if value.ValueString() != "" {
		return value.ValueString()
	}
	for _, variable := range variables {
		if text := f.getenv(variable); text != "" {
			return text
		}
	}
	return ""
}

// transport returns an HTTP client for the origin of a URL.
func (f *clientFactory) transport(
	origin *url.URL, authenticator transport.Authenticator, identity tlsIdentity,
) (*http.Client, error) {
	config := transport.Config{
		Origin: origin, Authenticator: authenticator, UserAgent: f.userAgent,
		MaxRetries: defaultMaxRetries, Log: tfkit.LogHTTP,
	}
	if timeout := f.http.RequestTimeout.ValueString(); timeout != "" {
		duration, err := time.ParseDuration(timeout)
		if err != nil {
			return nil, fmt.Errorf("http.request_timeout: %w", err)
		}
		config.RequestTimeout = duration
	}
	if !f.http.MaxRetries.IsNull() {
		config.MaxRetries = int(f.http.MaxRetries.ValueInt64())
	}
	config.MaxConcurrentRequests = int(f.http.MaxConcurrentRequests.ValueInt64())
	config.RequestsPerSecond = f.http.RequestsPerSecond.ValueFloat64()
	var err error
	if config.TLS, err = f.tls(identity); err != nil {
		return nil, err
	}
	return transport.NewClient(config)
}

// tls returns the TLS configuration. The attribute http wins over clouds.yaml.
func (f *clientFactory) tls(identity tlsIdentity) (*tls.Config, error) {
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if identity.cloud != nil {
		config.RootCAs, config.InsecureSkipVerify = identity.cloud.RootCAs, identity.cloud.InsecureSkipVerify
	}
	if !f.http.Insecure.IsNull() {
		config.InsecureSkipVerify = f.http.Insecure.ValueBool()
	}
	authorities, err := f.authorities()
	if err != nil {
		return nil, err
	}
	if authorities != nil {
		config.RootCAs = authorities
	}
	if identity.certificate != nil {
		// Not config.Certificates: those are sent only to servers that name their issuer among the authorities
		// they accept, and servers do not name the user who issued a proxy, nor always the authorities between.
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
			return identity.certificate, nil
		}
		// Apache asks for the certificate only once it knows the path, where the path alone needs one.
		config.Renegotiation = tls.RenegotiateOnceAsClient
	}
	return config, nil
}

// authorities returns the configured authorities besides the system's, nil if none are configured.
func (f *clientFactory) authorities() (*x509.CertPool, error) {
	pem := []byte(f.http.CAPEM.ValueString())
	if file := f.http.CAFile.ValueString(); file != "" {
		var err error
		if pem, err = os.ReadFile(file); err != nil { //nolint:gosec // the user names the file
			return nil, fmt.Errorf("http.ca_file: %w", err)
		}
	}
	if len(pem) == 0 {
		return nil, nil
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New("http.ca_file or http.ca_pem holds no certificate in PEM form")
	}
	return pool, nil
}

// parseEndpoint reads the URL of a service. Its errors do not quote the URL: there may be a password in it.
func parseEndpoint(text string) (*url.URL, error) {
	endpoint, err := url.Parse(text)
	switch {
	case !strings.Contains(text, "://"):
		return nil, errors.New("it has no scheme: write https://host:port/, or http:// where the server has no TLS")
	case err != nil || endpoint.Host == "" || endpoint.Scheme != "http" && endpoint.Scheme != "https":
		return nil, errors.New("it is no URL of the form https://host:port/")
	case endpoint.User != nil:
		return nil, errors.New("credentials do not belong into the URL")
	}
	return endpoint, nil
}

package provider

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
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
func (f *clientFactory) transport(origin *url.URL, authenticator transport.Authenticator) (*http.Client, error) {
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
	if config.TLS, err = f.tls(); err != nil {
		return nil, err
	}
	return transport.NewClient(config)
}

// tls returns the TLS configuration, or nil where Go's default serves.
func (f *clientFactory) tls() (*tls.Config, error) {
	pem := []byte(f.http.CAPEM.ValueString())
	if file := f.http.CAFile.ValueString(); file != "" {
		var err error
		if pem, err = os.ReadFile(file); err != nil { //nolint:gosec // the user names the file
			return nil, fmt.Errorf("http.ca_file: %w", err)
		}
	}
	if len(pem) == 0 && !f.http.Insecure.ValueBool() {
		return nil, nil
	}
	config := &tls.Config{
		MinVersion:         tls.VersionTLS12,
		InsecureSkipVerify: f.http.Insecure.ValueBool(), //nolint:gosec // the user's explicit choice, documented as unsafe
	}
	if len(pem) > 0 {
		pool, err := x509.SystemCertPool()
		if err != nil {
			pool = x509.NewCertPool()
		}
		if !pool.AppendCertsFromPEM(pem) {
			return nil, errors.New("http.ca_file or http.ca_pem holds no certificate in PEM form")
		}
		config.RootCAs = pool
	}
	return config, nil
}

// parseEndpoint reads the URL of a service.
func parseEndpoint(text string) (*url.URL, error) {
	endpoint, err := url.Parse(text)
	switch {
	case err != nil:
		return nil, err
	case endpoint.Scheme != "http" && endpoint.Scheme != "https" || endpoint.Host == "":
		return nil, fmt.Errorf("%q is no URL of the form https://host:port/", text)
	case endpoint.User != nil:
		return nil, errors.New("credentials do not belong into the URL")
	}
	return endpoint, nil
}

package transport

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Defaults of Config, used where a field is zero.
const (
	DefaultRequestTimeout        = 60 * time.Second
	DefaultMaxConcurrentRequests = 10
	DefaultMaxResponseBytes      = 16 << 20
)

// maxRedirects is how many redirects within the origin are followed.
const maxRedirects = 5

// Config describes the way to one origin.
type Config struct {
	// Origin is the scheme, host and port that requests may go to; its path is not looked at. A request
	// or a redirect to any other origin is an *OriginError.
	Origin *url.URL
	// Authenticator sets the credentials on each request; nil sends none.
	Authenticator Authenticator
	// UserAgent is sent with each request that has no User-Agent of its own.
	UserAgent string
	// RequestTimeout bounds one attempt, from the connection to the end of the answer.
	RequestTimeout time.Duration
	// MaxRetries is the number of repetitions of a failed request; 0 is none.
	MaxRetries int
	// MaxConcurrentRequests bounds the requests under way at once.
	MaxConcurrentRequests int
	// RequestsPerSecond bounds the rate; 0 is no bound.
	RequestsPerSecond float64
	// MaxResponseBytes bounds the body of an answer; a longer one is a *ResponseTooLargeError.
	MaxResponseBytes int64
	// TLS is the TLS configuration; nil is Go's default.
	TLS *tls.Config
	// Log receives one message per attempt; nil logs nothing.
	Log LogFunc

	// retryWaitMin and retryWaitMax bound the back-off; tests make it short.
	retryWaitMin, retryWaitMax time.Duration
}

// NewClient returns a client for one origin. Its answers are read whole before they are returned, so
// that reading a body cannot fail or block; closing it is still good manners.
//
// From the outside in, a request passes: redirects, origin and credentials (one renewal after a 401),
// retries, limits, time-out and log, connection.
func NewClient(config Config) (*http.Client, error) {
	if config.Origin == nil || config.Origin.Host == "" {
		return nil, errors.New("the endpoint has no host")
	}
	if config.Origin.Scheme != "http" && config.Origin.Scheme != "https" {
		return nil, fmt.Errorf("the endpoint's scheme is %q, want http or https", config.Origin.Scheme)
	}
	config.setDefaults()

	var tripper http.RoundTripper = &exchange{
		connection:       connection(config.TLS, config.MaxConcurrentRequests),
		timeout:          config.RequestTimeout,
		maxResponseBytes: config.MaxResponseBytes,
		userAgent:        config.UserAgent,
		log:              config.Log,
	}
	tripper = newLimiter(config.MaxConcurrentRequests, config.RequestsPerSecond, tripper)
	tripper = retrying(config, tripper)
	tripper = &guard{origin: config.Origin, authenticator: config.Authenticator, next: tripper}
	return &http.Client{Transport: tripper, CheckRedirect: checkRedirect}, nil
}

func (c *Config) setDefaults() {
	if c.RequestTimeout <= 0 {
		c.RequestTimeout = DefaultRequestTimeout
	}
	if c.MaxConcurrentRequests <= 0 {
		c.MaxConcurrentRequests = DefaultMaxConcurrentRequests
	}
	if c.MaxResponseBytes <= 0 {
		c.MaxResponseBytes = DefaultMaxResponseBytes
	}
	if c.retryWaitMin <= 0 {
		c.retryWaitMin = 250 * time.Millisecond
	}
	if c.retryWaitMax <= 0 {
		c.retryWaitMax = 10 * time.Second
	}
}

func connection(config *tls.Config, concurrent int) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 15 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:   15 * time.Second,
		TLSClientConfig:       config,
		ForceAttemptHTTP2:     true,
		MaxIdleConnsPerHost:   concurrent,
		IdleConnTimeout:       90 * time.Second,
		ExpectContinueTimeout: time.Second,
		// An OCCI answer in text/occi is in the headers.
		MaxResponseHeaderBytes: 4 << 20,
	}
}

// retrying puts the retries around next.
func retrying(config Config, next http.RoundTripper) http.RoundTripper {
	return &attempts{client: &retryablehttp.Client{
		HTTPClient: &http.Client{
			Transport: next,
			// Redirects are followed outside, where the credentials are.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		RetryMax:     config.MaxRetries,
		RetryWaitMin: config.retryWaitMin,
		RetryWaitMax: config.retryWaitMax,
		CheckRetry:   checkRetry,
		Backoff:      backoff,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
	}}
}

// checkRedirect follows redirects of reading requests only: net/http would repeat a redirected POST as
// a GET, whose success says nothing. Other requests get the answer 3xx. The origin is checked by guard.
func checkRedirect(_ *http.Request, via []*http.Request) error {
	first := via[0].Method
	if first != http.MethodGet && first != http.MethodHead {
		return http.ErrUseLastResponse
	}
	if len(via) > maxRedirects {
		return fmt.Errorf("more than %d redirects", maxRedirects)
	}
	return nil
}

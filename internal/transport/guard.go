package transport

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Authenticator sets the credentials of requests. It is used by many requests at once.
type Authenticator interface {
	// Authenticate sets the credentials on the request, which is the authenticator's to change.
	Authenticate(ctx context.Context, request *http.Request) error
	// Renew is called when the answer to a request with credentials was 401, at most once per request.
	// It returns true if the request should be sent once more with what Authenticate then sets.
	Renew(ctx context.Context, refused *http.Response) (again bool, err error)
}

// OriginError refuses to send a request, and so credentials, anywhere but to the configured origin.
type OriginError struct {
	// Origin is the configured origin.
	Origin string
	// Target is the origin that the request or redirect led to.
	Target string
}

// Error names both origins.
func (e *OriginError) Error() string {
	return fmt.Sprintf("refusing to follow a redirect or link from the configured endpoint %s to %s", e.Origin, e.Target)
}

// guard lets requests pass to one origin only, with credentials.
type guard struct {
	origin        *url.URL
	authenticator Authenticator
	next          http.RoundTripper
}

// RoundTrip implements http.RoundTripper.
func (g *guard) RoundTrip(request *http.Request) (*http.Response, error) {
	if !sameOrigin(g.origin, request.URL) {
		return nil, &OriginError{Origin: originOf(g.origin), Target: originOf(request.URL)}
	}
	body, err := takeBody(request)
	if err != nil {
		return nil, err
	}
	response, err := g.send(request, body)
	if err != nil || response.StatusCode != http.StatusUnauthorized || g.authenticator == nil {
		return response, err
	}
	again, err := g.authenticator.Renew(request.Context(), response)
	if err != nil {
		return nil, fmt.Errorf("authenticating: %w", err)
	}
	if !again {
		return response, nil
	}
	return g.send(request, body)
}

// send sends a copy of the request with the credentials of the moment.
func (g *guard) send(request *http.Request, body []byte) (*http.Response, error) {
	ctx := request.Context()
	request = request.Clone(ctx)
	request.Body, request.GetBody = nil, nil
	if body != nil {
		request.Body = io.NopCloser(bytes.NewReader(body))
		// With it net/http sends again what a stale connection never wrote.
		request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		request.ContentLength = int64(len(body))
	}
	if g.authenticator != nil {
		if err := g.authenticator.Authenticate(ctx, request); err != nil {
			return nil, fmt.Errorf("authenticating: %w", err)
		}
	}
	return g.next.RoundTrip(request)
}

// takeBody reads the body, so that the request can be sent more than once.
func takeBody(request *http.Request) ([]byte, error) {
	if request.Body == nil || request.Body == http.NoBody {
		return nil, nil
	}
	body, err := io.ReadAll(request.Body)
	closeErr := request.Body.Close()
	if err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, fmt.Errorf("reading the body of the request: %w", err)
	}
	return body, nil
}

func sameOrigin(a, b *url.URL) bool { return originOf(a) == originOf(b) }

func originOf(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}

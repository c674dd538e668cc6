package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// maxRetryAfter bounds what a server may ask for with Retry-After.
const maxRetryAfter = time.Minute

// LostAnswerError says that a request which must not be repeated blindly was sent, but its answer was
// lost: the server may or may not have done what was asked.
type LostAnswerError struct {
	Method, URL string
	// Err is the failure of the connection.
	Err error
}

// Error tells what is uncertain and why.
func (e *LostAnswerError) Error() string {
	return "the answer to " + e.Method + " " + e.URL + " was lost, the server may have carried it out: " + e.Err.Error()
}

// Unwrap returns the failure of the connection.
func (e *LostAnswerError) Unwrap() error { return e.Err }

// attempts repeats a request where that is safe.
type attempts struct {
	client *retryablehttp.Client
}

// progress is what is known of one request over its attempts.
type progress struct {
	method, url string
	// harmless says that the caller declared the request repeatable.
	harmless bool
	// connected is true from when an attempt got a connection until its answer is there: in between, the
	// request may have reached the server.
	connected atomic.Bool
}

type (
	progressKey      struct{}
	noStatusRetryKey struct{}
	repeatableKey    struct{}
	uninterruptedKey struct{}
)

// WithRepeatable returns a context whose requests may be sent twice whatever their method: to ask for another
// token harms nobody, and a lost answer to that is no LostAnswerError.
func WithRepeatable(ctx context.Context) context.Context {
	return context.WithValue(ctx, repeatableKey{}, true)
}

// WithUninterrupted returns a context whose cancellation does not cut off an attempt that was begun: its answer
// tells what was made. What was not begun is not sent any more, and the pauses before repetitions end.
func WithUninterrupted(ctx context.Context) context.Context {
	return context.WithValue(ctx, uninterruptedKey{}, true)
}

// WithoutStatusRetry returns a context whose requests are not repeated because of the status of an answer. It is
// for callers that answer a refusal by reading again: repeating the same bytes after a conflict may undo
// what somebody else has written in between.
func WithoutStatusRetry(ctx context.Context) context.Context {
	return context.WithValue(ctx, noStatusRetryKey{}, true)
}

// RoundTrip implements http.RoundTripper.
func (a *attempts) RoundTrip(request *http.Request) (*http.Response, error) {
	known := &progress{
		method: request.Method, url: ShownURL(request), harmless: request.Context().Value(repeatableKey{}) != nil,
	}
	request = request.WithContext(context.WithValue(request.Context(), progressKey{}, known))
	retryable, err := retryablehttp.FromRequest(request)
	if err != nil {
		return nil, err
	}
	response, err := a.client.Do(retryable)
	// The client outside adds method and URL once more.
	var wrapped *url.Error
	if errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	var lost *LostAnswerError
	if err != nil && !known.repeatable() && known.connected.Load() && !errors.As(err, &lost) {
		err = &LostAnswerError{Method: known.method, URL: known.url, Err: err}
	}
	return response, err
}

// repeatable tells whether sending the request twice has the same effect as sending it once. PUT has: it
// replaces a definition. (On occi-os it creates, capture 45; nothing sends one there.)
func (p *progress) repeatable() bool {
	if p.harmless {
		return true
	}
	switch p.method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodPut, http.MethodDelete:
		return true
	default:
		return false
	}
}

// checkRetry repeats what the server has surely not carried out (not sent, 429, 503), and what is
// harmless to repeat also after a lost connection or a failed gateway.
func checkRetry(ctx context.Context, response *http.Response, err error) (bool, error) {
	known, ok := ctx.Value(progressKey{}).(*progress)
	if !ok {
		return false, errors.New("a request without progress reached the retries")
	}
	if err != nil {
		if ctx.Err() != nil || permanent(err) {
			return false, ctx.Err()
		}
		return known.repeatable() || !known.connected.Load(), nil
	}
	// An answer is an answer, also when the run was cancelled meanwhile.
	known.connected.Store(false)
	if ctx.Err() != nil || ctx.Value(noStatusRetryKey{}) != nil {
		return false, nil
	}
	switch response.StatusCode {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return true, nil
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return known.repeatable(), nil
	default:
		return false, nil
	}
}

// permanent tells errors that no repetition can mend.
func permanent(err error) bool {
	var certificate *tls.CertificateVerificationError
	var tooLarge *ResponseTooLargeError
	var notTLS tls.RecordHeaderError
	return errors.As(err, &certificate) || errors.As(err, &tooLarge) || errors.As(err, &notTLS)
}

// backoff is exponential with full jitter on its upper half; Retry-After wins, up to maxRetryAfter.
func backoff(shortest, longest time.Duration, attempt int, response *http.Response) time.Duration {
	wait := retryablehttp.DefaultBackoff(shortest, longest, attempt, response)
	if response != nil && response.Header.Get("Retry-After") != "" {
		return min(wait, maxRetryAfter)
	}
	return wait/2 + rand.N(wait/2+1) //nolint:gosec // jitter needs no secret randomness
}

package cloudsigma

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

const (
	// maxTries bounds how often an operation is tried that is refused for concurrency or by a busy server,
	// or whose answer is lost: with the default back-off for about 12 seconds.
	maxTries = 8
	// maxRetryAfter bounds what a busy server may ask for with Retry-After.
	maxRetryAfter = time.Minute
	// maxLookups bounds how often an entity is looked for after the answer to its creation was lost.
	maxLookups = 4
)

// retry repeats an operation with pauses as long as it fails with an error that again accepts. A pause is as
// long as the server asks for, if it does.
func (c *Client) retry(ctx context.Context, tries uint, operation func() error, again func(error) bool) error {
	var last error
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		last = operation()
		if last != nil && !again(last) {
			return struct{}{}, backoff.Permanent(last)
		}
		var refusal *Error
		if errors.As(last, &refusal) && refusal.retryAfter > 0 {
			return struct{}{}, &backoff.RetryAfterError{Duration: min(refusal.retryAfter, maxRetryAfter)}
		}
		return struct{}{}, last
	}, backoff.WithBackOff(c.backOff()), backoff.WithMaxTries(tries), backoff.WithMaxElapsedTime(0))
	if err != nil && last != nil && ctx.Err() != nil && !errors.Is(last, err) {
		// The context ended during a pause: what the pause was for is worth knowing.
		return fmt.Errorf("%w; the last error was: %w", context.Cause(ctx), last)
	}
	return last
}

// exclusively carries out an operation on one entity while no other operation of this client on it is
// under way. It repeats it as a whole when it is refused for a reason that passes, and when its answer is
// lost: so the operation must be harmless to repeat. Its requests go out with the context it is given, with
// which the transport does not repeat them as well. What it is goes into the error of a context that ends
// while another operation is under way.
func (c *Client) exclusively(
	ctx context.Context, uuid, what string, operation func(ctx context.Context) error,
) error {
	release, err := c.locks.acquire(ctx, uuid)
	if err != nil {
		return fmt.Errorf("%s: waiting for another operation on it: %w", what, err)
	}
	defer release()
	once := transport.WithoutStatusRetry(ctx)
	return c.retry(ctx, maxTries, func() error { return operation(once) }, func(err error) bool {
		return repeatable(err) || answerLost(err)
	})
}

// repeatable tells refusals that pass: concurrency, and what a proxy in front of the API answers when it is
// busy. The API's own 503 for lack of capacity has a problem of another type and stands.
func repeatable(err error) bool {
	var refusal *Error
	busy := errors.As(err, &refusal) && len(refusal.Problems) == 0 &&
		(refusal.Status == http.StatusServiceUnavailable || refusal.Status == http.StatusTooManyRequests)
	return busy || IsConcurrency(err)
}

package cloudsigma

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/cenkalti/backoff/v5"
)

const (
	// maxConcurrencyTries bounds how often an operation is tried that is refused for concurrency: with
	// the default back-off for about 12 seconds.
	maxConcurrencyTries = 8
	// maxLookups bounds how often an entity is looked for after the answer to its creation was lost.
	maxLookups = 4
)

// retry repeats an operation with pauses as long as it fails with an error that again accepts.
func (c *Client) retry(ctx context.Context, tries uint, operation func() error, again func(error) bool) error {
	var last error
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		last = operation()
		if last != nil && !again(last) {
			return struct{}{}, backoff.Permanent(last)
		}
		return struct{}{}, last
	}, backoff.WithBackOff(c.backOff()), backoff.WithMaxTries(tries), backoff.WithMaxElapsedTime(0))
	if err != nil && last != nil && ctx.Err() != nil && !errors.Is(last, err) {
		// The context ended during a pause: what the pause was for is worth knowing.
		return fmt.Errorf("%w; the last error was: %w", err, last)
	}
	return err
}

// exclusively carries out an operation on one entity while no other operation of this client on it is
// under way, and repeats it when the API refuses it for concurrency. What it is goes into the error of a
// context that ends while another operation is under way.
func (c *Client) exclusively(ctx context.Context, uuid, what string, operation func() error) error {
	release, err := c.locks.acquire(ctx, uuid)
	if err != nil {
		return fmt.Errorf("%s: waiting for another operation on it: %w", what, err)
	}
	defer release()
	return c.retry(ctx, maxConcurrencyTries, operation, repeatable)
}

// repeatable tells refusals that pass: concurrency, and what a proxy in front of the API answers when it is
// busy. The API's own 503 for lack of capacity has a problem of another type and stands.
func repeatable(err error) bool {
	var refusal *Error
	busy := errors.As(err, &refusal) && len(refusal.Problems) == 0 &&
		(refusal.Status == http.StatusServiceUnavailable || refusal.Status == http.StatusTooManyRequests)
	return busy || IsConcurrency(err)
}

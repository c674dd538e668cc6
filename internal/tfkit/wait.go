package tfkit

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// The pauses between two looks: exponential, with jitter.
const (
	shortestPause = 250 * time.Millisecond
	longestPause  = 5 * time.Second
)

// Wait describes what is waited for: Read is called until Check says it is done.
type Wait[T any] struct {
	// Entity is what is looked at, as in "compute /compute/1"; Goal ends the sentence "waiting for it to",
	// as in "become active".
	Entity, Goal string
	// Grace is the time before the first look; 0 looks at once.
	Grace time.Duration
	// Read looks at the entity once.
	Read func(context.Context) (T, error)
	// Check tells the state in the server's words, and whether it is the goal. An error ends the wait:
	// the state is one that the goal is never reached from.
	Check func(T) (state string, done bool, err error)
	// Forgive tells errors of Read that pass, such as a 404 right after a create; nil forgives none. It is
	// given the number of errors forgiven in a row so far.
	Forgive func(err error, before int) bool
}

// WaitError says that a wait ended without its goal.
type WaitError struct {
	Entity, Goal string
	// State is the last state seen, in the server's words; "" if none was.
	State string
	// Waited is how long it took.
	Waited time.Duration
	// Err is why the wait ended: an error of Read or Check, or that of the context.
	Err error
}

// Error tells what was waited for, how long, the last state and the reason.
func (e *WaitError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "waiting for %s to %s", e.Entity, e.Goal)
	switch {
	case errors.Is(e.Err, context.DeadlineExceeded):
		fmt.Fprintf(&text, ": timed out after %s", e.Waited.Round(time.Millisecond))
	case errors.Is(e.Err, context.Canceled):
		fmt.Fprintf(&text, ": interrupted after %s", e.Waited.Round(time.Millisecond))
	}
	if e.State != "" {
		fmt.Fprintf(&text, "; its last state was %q", e.State)
	}
	fmt.Fprintf(&text, ": %v", e.Err)
	return text.String()
}

// Unwrap returns why the wait ended.
func (e *WaitError) Unwrap() error { return e.Err }

// Until waits until the goal is reached and returns what was read last. It looks at once (or after the
// grace), then backs off. The context bounds it. Its error is a *WaitError.
func (w Wait[T]) Until(ctx context.Context) (T, error) {
	started := time.Now()
	var last T
	var state string
	var forgiven int
	var lastErr error
	fail := func(err error) (T, error) {
		if lastErr != nil && ctx.Err() != nil {
			err = fmt.Errorf("%w (last answer: %w)", err, lastErr)
		}
		return last, &WaitError{Entity: w.Entity, Goal: w.Goal, State: state, Waited: time.Since(started), Err: err}
	}

	pauses := backoff.ExponentialBackOff{
		InitialInterval: shortestPause, MaxInterval: longestPause, Multiplier: 1.5, RandomizationFactor: 0.2,
	}
	pauses.Reset()
	for pause := w.Grace; ; pause = pauses.NextBackOff() {
		if err := sleep(ctx, pause); err != nil {
			return fail(err)
		}
		read, err := w.Read(ctx)
		switch {
		case err == nil:
			last, lastErr, forgiven = read, nil, 0
		case ctx.Err() == nil && w.Forgive != nil && w.Forgive(err, forgiven):
			lastErr = err
			forgiven++
			continue
		default:
			return fail(err)
		}
		var done bool
		state, done, err = w.Check(last)
		if err != nil {
			return fail(err)
		}
		if done {
			return last, nil
		}
		tflog.Info(ctx, "waiting for "+w.Entity+" to "+w.Goal, map[string]any{
			"state": state, "waited": time.Since(started).Round(time.Millisecond).String(),
		})
	}
}

// sleep pauses; it returns the context's error if that ends first.
func sleep(ctx context.Context, pause time.Duration) error {
	if pause <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

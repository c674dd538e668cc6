package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Wait describes a wait for checks.
type Wait struct {
	// Interval is the pause between two looks, Timeout the time for all of them.
	Interval, Timeout time.Duration
	// Progress is told the results after each look that found something that did not pass; nil tells nobody.
	Progress func(results []Result, waited time.Duration)
}

// UnhealthyError says that a wait ended before all checks passed.
type UnhealthyError struct {
	// Results are those of the last look.
	Results []Result
	// Waited is how long it took.
	Waited time.Duration
	// Err is that of the context that ended the wait.
	Err error
}

// Error lists each check with its last error.
func (e *UnhealthyError) Error() string {
	how := "the checks did not pass within"
	if errors.Is(e.Err, context.Canceled) {
		how = "the checks were interrupted after"
	}
	// A wait ends some moments after its timeout: 4.001s reads as a mistake.
	precision := time.Millisecond
	if e.Waited >= time.Second {
		precision = 100 * time.Millisecond
	}
	return fmt.Sprintf("%s %s:%s", how, e.Waited.Round(precision), Describe(e.Results))
}

// Unwrap returns the error of the context.
func (e *UnhealthyError) Unwrap() error { return e.Err }

// Until looks at all checks at once, and again after each interval, until one look finds that all pass. It returns what
// the last look found; its error is an *UnhealthyError.
func (w Wait) Until(ctx context.Context, checks []Check) ([]Result, error) {
	started := time.Now()
	ctx, cancel := context.WithTimeout(ctx, w.Timeout)
	defer cancel()
	var last []Result
	for {
		results := look(ctx, checks, w.Timeout)
		if Healthy(results) {
			return results, nil
		}
		if isOver(ctx) {
			results = replaceCut(results, last)
		}
		last = results
		waited := time.Since(started)
		if w.Progress != nil {
			w.Progress(last, waited)
		}
		if err := pause(ctx, w.Interval); err != nil {
			return last, &UnhealthyError{Results: last, Waited: time.Since(started), Err: err}
		}
	}
}

// isOver tells whether the time of a wait is up, or it was cancelled. Connections are given up when the deadline has passed,
// which may be a moment before the context says so.
func isOver(ctx context.Context) bool {
	deadline, ok := ctx.Deadline()
	return ctx.Err() != nil || ok && !time.Now().Before(deadline)
}

// replaceCut puts what was found before in the place of what the end of the wait cut short.
func replaceCut(results, before []Result) []Result {
	for i := range before {
		if errors.Is(results[i].Err, errNoAnswer) || errors.Is(results[i].Err, context.Canceled) {
			results[i] = before[i]
		}
	}
	return results
}

func pause(ctx context.Context, interval time.Duration) error {
	timer := time.NewTimer(interval)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

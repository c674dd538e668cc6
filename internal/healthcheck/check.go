package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"
)

// LookLimit is how long one look at one check may take, unless the check is slow.
const LookLimit = 10 * time.Second

// Check is one question to a machine.
type Check struct {
	// Name tells checks apart in messages, as in "port 22".
	Name string
	// Look asks once. Its error says what the machine did instead; it has no secret in it.
	Look func(context.Context) error
	// Slow looks may take as long as the whole wait, as a command that waits for the end of cloud-init does.
	Slow bool
}

// Result is what the last look at a check found.
type Result struct {
	// Name is that of the check.
	Name string
	// Err is nil if the check passed.
	Err error
}

// Look looks at all checks once, side by side. The results have the order of the checks.
func Look(ctx context.Context, checks []Check) []Result {
	return look(ctx, checks, LookLimit)
}

// look is Look with the time that a slow check may take.
func look(ctx context.Context, checks []Check, slowLimit time.Duration) []Result {
	results := make([]Result, len(checks))
	var looks sync.WaitGroup
	for i, check := range checks {
		limit := LookLimit
		if check.Slow {
			limit = slowLimit
		}
		looks.Go(func() {
			ctx, cancel := context.WithTimeout(ctx, limit)
			defer cancel()
			results[i] = Result{check.Name, reason(check.Look(ctx))}
		})
	}
	looks.Wait()
	return results
}

// reason is the error of a connection without the port of this side, which is another one at each look.
func reason(err error) error {
	var connection *net.OpError
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &connection) && connection.Timeout():
		return errNoAnswer
	case errors.As(err, &connection):
		return fmt.Errorf("%s: %w", connection.Op, connection.Err)
	default:
		return err
	}
}

// Healthy tells whether all checks passed.
func Healthy(results []Result) bool {
	for _, result := range results {
		if result.Err != nil {
			return false
		}
	}
	return true
}

// Describe lists the results, a line for each.
func Describe(results []Result) string {
	var text strings.Builder
	for _, result := range results {
		state := "passed"
		if result.Err != nil {
			state = result.Err.Error()
		}
		fmt.Fprintf(&text, "\n  - %s: %s", result.Name, state)
	}
	return text.String()
}

// hostPort joins an address and a port; an IPv6 address gets its brackets.
func hostPort(address string, port int) string { return net.JoinHostPort(address, strconv.Itoa(port)) }

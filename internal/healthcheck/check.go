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
	"unicode"
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
			results[i] = Result{check.Name, printable(reason(check.Look(ctx)))}
		})
	}
	looks.Wait()
	return results
}

// maxReason bounds, in bytes, what is told of an answer: it goes into the state and messages, and whoever answers decides
// how long it is.
const maxReason = 1 << 10

// printable is an error whose text anybody can read: short, on the terminal too.
func printable(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	clean := strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, string(unicode.ReplacementChar)))
	if len(clean) > maxReason {
		clean = strings.ToValidUTF8(clean[:maxReason], "") + "…"
	}
	if clean == text {
		return err
	}
	return errors.New(clean)
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

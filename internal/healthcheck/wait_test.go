package healthcheck_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

// TestUntilServersAreUp: a port opens after the first look, an HTTP server comes up on another one after the second and is
// ready after the third. The wait ends when all pass at once, and tells how it goes.
func TestUntilServersAreUp(t *testing.T) {
	t.Parallel()
	port, httpPort := closedPort(t), closedPort(t)
	url := fmt.Sprintf("http://{{ip}}:%d/ready", httpPort)
	ready := make(chan struct{})
	var seen []string
	wait := quick()
	wait.Progress = func(results []healthcheck.Result, _ time.Duration) {
		seen = append(seen, healthcheck.Describe(results))
		switch len(seen) {
		case 1:
			listen(t, uint16(port))
		case 2:
			listener, _ := listen(t, uint16(httpPort))
			server := &http.Server{ReadHeaderTimeout: time.Minute, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				select {
				case <-ready:
				default:
					w.WriteHeader(http.StatusServiceUnavailable)
				}
			})}
			t.Cleanup(func() { server.Close() })
			go func() { _ = server.Serve(listener) }()
		case 3:
			close(ready)
		}
	}
	results, err := wait.Until(t.Context(), []healthcheck.Check{
		healthcheck.Port(loopback, port), healthcheck.URL(loopback, healthcheck.URLCheck{URL: url}),
	})
	if err != nil || !healthcheck.Healthy(results) {
		t.Fatalf("%v, %v", results, err)
	}
	line := func(portState, urlState string) string {
		return fmt.Sprintf("\n  - port %d: %s\n  - http://127.0.0.1:%d/ready: %s", port, portState, httpPort, urlState)
	}
	refused := "dial: connect: connection refused"
	want := []string{line(refused, refused), line("passed", refused), line("passed", "the answer was 503 Service Unavailable")}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Error(diff)
	}
}

// TestUntilTimeout: the message lists each check with its last error, also what was wrong before the end of the wait cut a
// look short.
func TestUntilTimeout(t *testing.T) {
	t.Parallel()
	_, open := listen(t, 0)
	looks, passed := 0, false
	checks := []healthcheck.Check{
		healthcheck.Port(loopback, open),
		healthcheck.Port(loopback, closedPort(t)),
		{Name: "stuck", Slow: true, Look: func(ctx context.Context) error {
			if looks++; looks > 1 {
				<-ctx.Done()
				return ctx.Err()
			}
			return errors.New("not yet")
		}},
		{Name: "stuck later", Slow: true, Look: func(ctx context.Context) error {
			if passed {
				<-ctx.Done()
				return ctx.Err()
			}
			passed = true
			return nil
		}},
	}
	_, err := healthcheck.Wait{Interval: time.Millisecond, Timeout: 500 * time.Millisecond}.Until(t.Context(), checks)
	var unhealthy *healthcheck.UnhealthyError
	if !errors.As(err, &unhealthy) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("got %v", err)
	}
	text := err.Error()
	for _, want := range []string{
		"the checks did not pass within ", checks[0].Name + ": passed", checks[1].Name + ": dial: connect: connection refused", "stuck: not yet", "stuck later: passed",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
}

// TestUntilTimeoutOfTheNetwork: a connection is given up when its deadline has passed, which may be a moment before the
// context says so. What was found before counts then, too.
func TestUntilTimeoutOfTheNetwork(t *testing.T) {
	t.Parallel()
	for range 20 {
		passed := false
		later := healthcheck.Check{Name: "later", Look: func(ctx context.Context) error {
			if !passed {
				passed = true
				return nil
			}
			for deadline, _ := ctx.Deadline(); time.Now().Before(deadline); {
				runtime.Gosched()
			}
			return &net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}
		}}
		never := healthcheck.Check{Name: "never", Look: func(context.Context) error { return errors.New("not yet") }}
		_, err := healthcheck.Wait{Interval: time.Millisecond, Timeout: 5 * time.Millisecond}.Until(t.Context(), []healthcheck.Check{later, never})
		if err == nil || !strings.Contains(err.Error(), "later: passed") {
			t.Fatalf("got %v", err)
		}
	}
}

func TestUntilInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	wait := healthcheck.Wait{
		Interval: time.Hour, Timeout: time.Hour, Progress: func([]healthcheck.Result, time.Duration) { cancel() },
	}
	_, err := wait.Until(ctx, []healthcheck.Check{healthcheck.Port(loopback, closedPort(t))})
	if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "were interrupted after") {
		t.Errorf("got %v", err)
	}
}

// TestLookSideBySide: two checks that wait for each other pass.
func TestLookSideBySide(t *testing.T) {
	t.Parallel()
	meeting := make(chan struct{})
	give := healthcheck.Check{Name: "give", Look: func(context.Context) error { meeting <- struct{}{}; return nil }}
	take := healthcheck.Check{Name: "take", Look: func(context.Context) error { <-meeting; return errors.New("taken") }}
	results := healthcheck.Look(t.Context(), []healthcheck.Check{give, take})
	if got := healthcheck.Describe(results); got != "\n  - give: passed\n  - take: taken" {
		t.Errorf("got %q", got)
	}
}

// TestDeadAddress: no machine is at this address of loopback. It is not pinged: loopback answers for all of its addresses.
func TestDeadAddress(t *testing.T) {
	t.Parallel()
	const dead = "127.66.77.88"
	wait := healthcheck.Wait{Interval: time.Millisecond, Timeout: 100 * time.Millisecond}
	results, err := wait.Until(t.Context(), []healthcheck.Check{
		healthcheck.Port(dead, 22),
		healthcheck.URL(dead, healthcheck.URLCheck{URL: "http://{{ip}}:81/"}),
		healthcheck.MySQL(dead, healthcheck.MySQLCheck{Port: 3306, Username: "shop", Password: "p4ss", Database: "shop"}),
		healthcheck.SSH(dead, healthcheck.SSHCheck{Port: 22}),
	})
	if err == nil || strings.Contains(err.Error(), "p4ss") {
		t.Fatalf("got %v", err)
	}
	for _, result := range results {
		if result.Err == nil {
			t.Errorf("%s passed", result.Name)
		}
	}
}

// TestPing: where neither kind of socket is allowed, the error says what is missing.
func TestPing(t *testing.T) {
	t.Parallel()
	err := lookOnce(t, healthcheck.Ping(loopback))
	if err != nil && !strings.Contains(err.Error(), "net.ipv4.ping_group_range") {
		t.Error(err)
	}
	t.Logf("ping of loopback: %v", err)
}

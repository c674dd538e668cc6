package cloudsigmaserver_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// TestRescue interrupts a change while the server shuts down, which keeps the API from all else for a minute: the
// server runs again at the end, or the error tells that it does not. The change is not made.
func TestRescue(t *testing.T) {
	t.Parallel()
	const shutdown, stop, start = "POST servers do=shutdown", "POST servers do=stop", "POST servers do=start"
	for name, test := range map[string]struct {
		options emulated.Options
		timeout time.Duration // 0: the run is cancelled as soon as the server shuts down
		sent    []string
		status  string
		took    [2]time.Duration // at least and at most
		reason  error
		lost    bool // the error tells that the server does not run
	}{
		"cancelled": {
			options: emulated.Options{ShutdownTime: 20 * time.Second}, sent: []string{shutdown, start},
			status: cloudsigma.ServerRunning, took: [2]time.Duration{20 * time.Second, 26 * time.Second}, reason: context.Canceled,
		},
		"timed out": {
			options: emulated.Options{ShutdownTime: 50 * time.Second}, timeout: 10 * time.Second, sent: []string{shutdown, start},
			status: cloudsigma.ServerRunning, took: [2]time.Duration{50 * time.Second, 56 * time.Second}, reason: context.DeadlineExceeded,
		},
		"the button is ignored": {
			options: emulated.Options{IgnoreACPI: true}, sent: []string{shutdown},
			status: cloudsigma.ServerRunning, took: [2]time.Duration{time.Minute, 66 * time.Second}, reason: context.Canceled,
		},
		"stops too late": {
			options: emulated.Options{IgnoreACPI: true, ACPITimeout: time.Second, StopTime: time.Hour}, timeout: 30 * time.Minute,
			sent: []string{shutdown, stop}, status: cloudsigma.ServerStopping,
			took:   [2]time.Duration{32 * time.Minute, 32*time.Minute + time.Second},
			reason: context.DeadlineExceeded, lost: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := acctest.NewBubble(t, test.options)
				id := account.RunningServer(t)
				ctx, cancel := context.WithTimeout(t.Context(), cmp.Or(test.timeout, time.Hour))
				defer cancel()
				account.Answered = func(sent string) {
					if sent == shutdown && test.timeout == 0 {
						cancel()
					}
				}
				change, begin := moreMemory(account.Client, id), time.Now()
				change.Patience = time.Second
				_, err := change.Make(ctx)
				if took := time.Since(begin); took < test.took[0] || took > test.took[1] {
					t.Errorf("it took %s, want %v", took, test.took)
				}
				if !errors.Is(err, test.reason) || strings.Contains(fmt.Sprint(err), "could not be started again") != test.lost {
					t.Errorf("the error is %v", err)
				}
				if diff := gocmp.Diff(test.sent, account.Sent); diff != "" {
					t.Errorf("the requests (-want +got):\n%s", diff)
				}
				if server, err := account.Client.Servers.Get(t.Context(), id); err != nil || server.Status != test.status || server.Definition.Memory != 1<<30 {
					t.Errorf("the server is %+v, %v; want it %s", server, err, test.status)
				}
			})
		})
	}
}

// TestInterruption says how a server is stopped with and without patience.
func TestInterruption(t *testing.T) {
	t.Parallel()
	for timeout, want := range map[string]string{
		"":    "it is shut down, it is changed, and it is started again. If its system does not shut down within 1m0s its power is cut.",
		"90s": "it is shut down, it is changed, and it is started again. If its system does not shut down within 1m30s its power is cut.",
		"0s":  "its power is cut, it is changed, and it is started again.",
	} {
		settings := cloudsigmaserver.StopModel{}
		if timeout != "" {
			settings.ShutdownTimeout = types.StringValue(timeout)
		}
		if got := settings.Interruption("it is changed"); got != want {
			t.Errorf("shutdown_timeout %q: got %q, want %q", timeout, got, want)
		}
	}
}

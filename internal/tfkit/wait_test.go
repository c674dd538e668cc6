package tfkit_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

var errAbsent = errors.New("404 Not Found")

// reader answers with states, one after the other, the last one for ever. "absent" is an error.
type reader struct {
	states []string
	looks  []time.Time
}

func (r *reader) read(context.Context) (string, error) {
	state := r.states[min(len(r.looks), len(r.states)-1)]
	r.looks = append(r.looks, time.Now())
	if state == "absent" {
		return "", errAbsent
	}
	return state, nil
}

func (r *reader) wait() tfkit.Wait[string] {
	return tfkit.Wait[string]{
		Entity: "VM /compute/1", Goal: "become active", Read: r.read,
		Check: func(state string) (string, bool, error) {
			if state == "error" {
				return state, false, errors.New("no host is free")
			}
			return state, state == "active", nil
		},
	}
}

func TestWaitLooksAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		started := time.Now()
		r := &reader{states: []string{"active"}}
		got, err := r.wait().Until(t.Context())
		if err != nil || got != "active" {
			t.Fatalf("got %q, %v", got, err)
		}
		if len(r.looks) != 1 || !r.looks[0].Equal(started) {
			t.Errorf("looked at %v, want once at %v", r.looks, started)
		}
	})
}

func TestWaitGrace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		started := time.Now()
		r := &reader{states: []string{"active"}}
		wait := r.wait()
		wait.Grace = 2 * time.Second
		if _, err := wait.Until(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := r.looks[0].Sub(started); got != 2*time.Second {
			t.Errorf("looked after %s, want 2s", got)
		}
	})
}

func TestWaitBacksOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
		defer cancel()
		r := &reader{states: []string{"building"}}
		if _, err := r.wait().Until(ctx); err == nil {
			t.Fatal("the wait ended without its goal")
		}
		var pauses []time.Duration
		for i := 1; i < len(r.looks); i++ {
			pauses = append(pauses, r.looks[i].Sub(r.looks[i-1]))
		}
		// 250 ms and 5 s, each with a jitter of a fifth.
		for _, pause := range pauses {
			if pause < 200*time.Millisecond || pause > 6*time.Second {
				t.Errorf("a pause of %s", pause)
			}
		}
		if first := pauses[0]; first > 300*time.Millisecond {
			t.Errorf("the first pause is %s", first)
		}
		if last := pauses[len(pauses)-1]; last < 4*time.Second {
			t.Errorf("the last pause is %s", last)
		}
		if len(pauses) < 20 || len(pauses) > 45 {
			t.Errorf("%d pauses in two minutes", len(pauses))
		}
	})
}

func TestWaitForgives(t *testing.T) {
	t.Parallel()
	firstTwo := func(err error, before int) bool { return errors.Is(err, errAbsent) && before < 2 }
	for _, test := range []struct {
		name    string
		states  []string
		forgive func(error, int) bool
		looks   int
		want    error
	}{
		{"passing", []string{"absent", "absent", "active"}, firstTwo, 3, nil},
		{"too many in a row", []string{"absent", "absent", "absent"}, firstTwo, 3, errAbsent},
		{"again after a good look", []string{"absent", "absent", "building", "absent", "active"}, firstTwo, 5, nil},
		{"none", []string{"absent", "active"}, nil, 1, errAbsent},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				r := &reader{states: test.states}
				wait := r.wait()
				wait.Forgive = test.forgive
				if _, err := wait.Until(t.Context()); !errors.Is(err, test.want) {
					t.Errorf("error %v, want %v", err, test.want)
				}
				if len(r.looks) != test.looks {
					t.Errorf("%d looks, want %d", len(r.looks), test.looks)
				}
			})
		})
	}
}

func TestWaitErrors(t *testing.T) {
	t.Parallel()
	always := func(error, int) bool { return true }
	for _, test := range []struct {
		name    string
		states  []string
		forgive func(error, int) bool
		cause   error
		want    string
	}{
		{
			"timed out",
			[]string{"building"},
			nil, context.DeadlineExceeded,
			`waiting for VM /compute/1 to become active: timed out after 10s; its last state was "building": context deadline exceeded`,
		},
		{
			"timed out among errors",
			[]string{"building", "absent"},
			always, context.DeadlineExceeded,
			`waiting for VM /compute/1 to become active: timed out after 10s; its last state was "building": ` +
				`context deadline exceeded (last answer: 404 Not Found)`,
		},
		{
			"failed",
			[]string{"building", "error"},
			nil, nil,
			`waiting for VM /compute/1 to become active; its last state was "error": no host is free`,
		},
		{
			"refused",
			[]string{"building", "absent"},
			nil, errAbsent,
			`waiting for VM /compute/1 to become active; its last state was "building": 404 Not Found`,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				r := &reader{states: test.states}
				wait := r.wait()
				wait.Forgive = test.forgive
				_, err := wait.Until(ctx)
				if err == nil || err.Error() != test.want {
					t.Errorf("error  %v\nwant   %s", err, test.want)
				}
				if test.cause != nil && !errors.Is(err, test.cause) {
					t.Errorf("%v is not %v", err, test.cause)
				}
			})
		})
	}
}

func TestWaitErrorAfterForgivenOnesIsAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		broken := errors.New("500 Internal Server Error")
		looks := 0
		_, err := tfkit.Wait[string]{
			Entity: "VM /compute/1", Goal: "become active",
			Read: func(context.Context) (string, error) {
				if looks++; looks == 1 {
					return "", errAbsent
				}
				return "", broken
			},
			Forgive: func(err error, _ int) bool { return errors.Is(err, errAbsent) },
		}.Until(t.Context())
		if !errors.Is(err, broken) || errors.Is(err, errAbsent) {
			t.Errorf("error %v", err)
		}
	})
}

func TestWaitIsCancelled(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(7*time.Second, cancel)
		started := time.Now()
		_, err := (&reader{states: []string{"building"}}).wait().Until(ctx)
		if waited := time.Since(started); waited != 7*time.Second {
			t.Errorf("ended after %s, want at once after 7s", waited)
		}
		if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "interrupted after 7s") {
			t.Errorf("error %v", err)
		}
	})
}

func TestWaitDoesNotLookAfterCancellation(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := &reader{states: []string{"active"}}
	if _, err := r.wait().Until(ctx); !errors.Is(err, context.Canceled) || len(r.looks) != 0 {
		t.Errorf("error %v after %d looks", err, len(r.looks))
	}
}

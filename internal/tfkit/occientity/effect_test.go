package occientity_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// An action that a server accepts each time, and that changes nothing, is given up; one that it refuses because it is
// under way, or that changes something, is not.
func TestEffect(t *testing.T) {
	t.Parallel()
	busy := &occi.StatusError{Status: 400, Message: "Instance 1 in task_state suspending."}
	for name, test := range map[string]struct {
		refusal   error
		untouched func(look int) bool
		// givenUp is the look at which it is given up, 0 for never; sent is how often the action was sent again.
		givenUp, sent int
	}{
		"no effect":     {nil, func(int) bool { return true }, 36, 2},
		"under way":     {busy, func(int) bool { return true }, 0, 8},
		"changes late":  {nil, func(look int) bool { return look < 30 }, 0, 2},
		"keeps moving":  {nil, func(look int) bool { return look%10 != 0 }, 0, 0},
		"changes first": {nil, func(look int) bool { return look > 20 }, 56, 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := 0
			effect := occientity.Effect{Action: "stop", Again: func(context.Context) error { sent++; return test.refusal }}
			givenUp := 0
			for look := 1; look <= 100 && givenUp == 0; look++ {
				if err := effect.Look(t.Context(), test.untouched(look)); err != nil {
					givenUp = look
					if !strings.Contains(err.Error(), "accepted stop 3 times and did not carry it out") {
						t.Errorf("got %v", err)
					}
				}
			}
			if givenUp != test.givenUp || sent != test.sent {
				t.Errorf("given up at look %d after sending it again %d times, want %d and %d", givenUp, sent, test.givenUp, test.sent)
			}
		})
	}
}

// A time-out tells what was sent and what was seen; other errors are left as they are.
func TestEffectExplain(t *testing.T) {
	t.Parallel()
	effect := occientity.Effect{Action: "stop", Again: func(context.Context) error { return errors.New("in task_state stopping") }}
	for range 12 {
		if err := effect.Look(t.Context(), true); err != nil {
			t.Fatal(err)
		}
	}
	last := &occi.Entity{Location: "/compute/1", Actions: []occi.ActionLink{{Action: occi.TypeID{Term: "stop"}}}}
	got := effect.Explain(context.DeadlineExceeded, last).Error()
	for _, part := range []string{"had accepted stop.", "it was refused: in task_state stopping.", "/compute/1 offered stop"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q lacks %q", got, part)
		}
	}
	other := errors.New("the VM failed")
	if got := effect.Explain(other, last); !errors.Is(got, other) || got.Error() != other.Error() {
		t.Errorf("got %v", got)
	}
}

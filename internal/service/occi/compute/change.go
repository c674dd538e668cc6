package compute

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// lostAnswerPatience is how long a change whose answer was lost is waited for: it may not have arrived.
const lostAnswerPatience = 2 * time.Minute

// change is something that is done to a VM.
type change struct {
	// name ends the sentence "waiting for the VM to accept", goal the sentence "waiting for the VM to".
	name, goal string
	// send sends the request once.
	send func(context.Context) error
	// reached tells whether a GET shows the change. Answers show the state before it (occi-os).
	reached func(*occi.Entity) bool
	// untouched tells whether a GET shows the VM as it was before an action that may be sent again, and that it still
	// offers; nil for other changes.
	untouched func(*occi.Entity) bool
}

// carryOut carries out the change and waits until a GET shows it.
func (c change) carryOut(ctx context.Context, client *occi.Client, id string) (*occi.Entity, error) {
	lost := c.sendWhenIdle(ctx, id)
	if lost != nil && !occientity.AnswerLost(lost) {
		return nil, lost
	}
	if lost != nil {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, lostAnswerPatience)
		defer cancel()
	}
	effect := occientity.Effect{Action: c.name, Again: c.send}
	entity, err := tfkit.Wait[*occi.Entity]{
		Entity: "VM " + id, Goal: c.goal,
		Read: func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, id) },
		Check: func(entity *occi.Entity) (string, bool, error) {
			state, done, err := check(c.reached)(entity)
			if err == nil && !done && c.untouched != nil {
				err = effect.Look(ctx, c.untouched(entity))
			}
			return state, done, err
		},
	}.Until(ctx)
	if lost == nil && c.untouched != nil {
		err = effect.Explain(err, entity)
	}
	if err != nil && lost != nil {
		return nil, fmt.Errorf("%w; %w", lost, err)
	}
	return entity, err
}

// sendWhenIdle repeats the request as long as the VM is busy with something else. A GET does not tell: it
// says active all along while occi-os rebuilds a VM (capture 16-compute-get-rebuilding).
func (c change) sendWhenIdle(ctx context.Context, id string) error {
	// ooi answers 404 to an action on a VM that was just made, though a GET finds it (ooi captures 374, 375).
	passes := func(err error, before int) bool {
		return occientity.IsBusy(err) || occientity.ForgiveAbsence(err, before)
	}
	return occientity.WhenIdle(ctx, "VM "+id, "accept "+c.name, passes, c.send)
}

// isSameSize tells a refusal to scale because the VM has the flavor already (capture
// 15-compute-scale-same). It happens after an import, where the state does not know the flavor.
func isSameSize(err error) bool {
	return occi.HasStatus(err, http.StatusBadRequest) && refusedWith(err, "must change flavor")
}

// refusedWith tells whether a server refused something with these words among its own.
func refusedWith(err error, words string) bool {
	var refusal *occi.StatusError
	return errors.As(err, &refusal) && strings.Contains(refusal.Message, words)
}

package occientity

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

const (
	// effectLooks is how many looks in a row may show an entity as it was, before an action is sent again: half a minute
	// at first, later a minute.
	effectLooks = 12
	// effectAttempts is how often a server may accept an action without an effect.
	effectAttempts = 3
)

// Effect tells an action that is being carried out from one that a server accepted and forgot. Looks at the entity do
// not: occi-os shows a VM that it stops as one that runs, and that offers to be stopped (capture
// 05-compute-get-stopping). But Nova refuses what it is doing already (05-compute-stop-while-stopping), so an action that
// is accepted again and again has no effect. It is for actions that may be repeated, such as stop.
type Effect struct {
	// Action is the word for it.
	Action string
	// Again sends it again.
	Again func(context.Context) error

	looks, accepted int
	refusal         error
}

// Look takes note of a look at the entity after the action was accepted: of whether it is as before and still offers
// the action. Its error says that the action has no effect.
func (e *Effect) Look(ctx context.Context, asBefore bool) error {
	e.looks++
	if !asBefore {
		e.looks, e.accepted = 0, 0
	}
	if e.looks < effectLooks {
		return nil
	}
	e.looks = 0
	e.accepted++
	if e.accepted == effectAttempts {
		return fmt.Errorf("the server accepted %s %d times and did not carry it out: all that while it showed no change and offered "+
			"%s again", e.Action, effectAttempts, e.Action)
	}
	if e.refusal = e.Again(ctx); e.refusal != nil {
		e.accepted = 0
	}
	return nil
}

// Explain adds to a time-out what was sent and what was seen last.
func (e *Effect) Explain(err error, last *occi.Entity) error {
	if !errors.Is(err, context.DeadlineExceeded) || last == nil {
		return err
	}
	offers := make([]string, len(last.Actions))
	for i, offer := range last.Actions {
		offers[i] = offer.Action.Term
	}
	seen := "offered no action"
	if len(offers) > 0 {
		seen = "offered " + strings.Join(offers, ", ")
	}
	again := ""
	if e.refusal != nil {
		again = fmt.Sprintf(" Sent again it was refused: %v.", e.refusal)
	}
	return fmt.Errorf("%w\n\nThe server had accepted %s.%s At the last look %s %s", err, e.Action, again, last.Location, seen)
}

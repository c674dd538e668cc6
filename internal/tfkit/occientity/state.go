package occientity

import (
	"context"
	"fmt"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// forgivenAbsences is how many answers 404 in a row are forgiven while an entity is new: servers with several
// processes may not all know it at once.
const forgivenAbsences = 5

// ForgiveAbsence forgives the first answers 404 of a wait for a new entity.
func ForgiveAbsence(err error, before int) bool {
	return occi.IsNotFound(err) && before < forgivenAbsences
}

// StateWait describes a wait for an attribute of one entity.
type StateWait struct {
	// Entity is what is looked at, as in "volume /storage/1".
	Entity string
	// Path is where it is.
	Path string
	// Attribute holds the state; Target is the state to wait for, Failed one from which it is never reached, if
	// there is one.
	Attribute, Target, Failed string
	// New forgives that the server does not know the entity yet.
	New bool
}

// Until waits for the state and returns the entity that shows it.
func (w StateWait) Until(ctx context.Context, client *occi.Client) (*occi.Entity, error) {
	return tfkit.Wait[*occi.Entity]{
		Entity: w.Entity, Goal: "be " + w.Target,
		Read:    func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, w.Path) },
		Forgive: func(err error, before int) bool { return w.New && ForgiveAbsence(err, before) },
		Check: func(entity *occi.Entity) (string, bool, error) {
			state := entity.Attributes[w.Attribute].Text()
			if w.Failed != "" && state == w.Failed {
				return state, false, fmt.Errorf("the %s failed", w.Entity)
			}
			return state, state == w.Target, nil
		},
	}.Until(ctx)
}

package occientity

import (
	"context"
	"errors"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// WhenIdle sends a request, and again as long as it is refused because something else is under way: states
// that a GET shows do not tell that. The entity and the goal are for the message of a wait that ends without
// success, as in "network /network/1" and "be deleted"; other errors of send are returned as they are.
func WhenIdle(
	ctx context.Context, entity, goal string, isBusy func(error) bool, send func(context.Context) error,
) error {
	_, err := tfkit.Wait[bool]{
		Entity: entity, Goal: goal,
		Read:    func(ctx context.Context) (bool, error) { return true, send(ctx) },
		Check:   func(sent bool) (string, bool, error) { return "", sent, nil },
		Forgive: func(err error, _ int) bool { return isBusy(err) },
	}.Until(ctx)
	var wait *tfkit.WaitError
	if errors.As(err, &wait) && !isBusy(err) {
		return wait.Err
	}
	return err
}

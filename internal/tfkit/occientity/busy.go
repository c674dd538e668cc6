package occientity

import (
	"context"
	"errors"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// WhenIdle sends a request, and again as long as it is refused with what passes, such as that something else is under
// way: states that a GET shows do not tell that. Forgive is that of [tfkit.Wait]. The entity and the goal are for the
// message of a wait that the context ends, as in "VM /compute/1" and "be connected"; what is not forgiven, or
// a wait of its own, is returned as it is.
func WhenIdle(
	ctx context.Context, entity, goal string, forgive func(err error, before int) bool, send func(context.Context) error,
) error {
	_, err := tfkit.Wait[bool]{
		Entity: entity, Goal: goal,
		Read:    func(ctx context.Context) (bool, error) { return true, send(ctx) },
		Check:   func(sent bool) (string, bool, error) { return "", sent, nil },
		Forgive: forgive,
	}.Until(ctx)
	var wait, within *tfkit.WaitError
	if errors.As(err, &wait) && (ctx.Err() == nil || errors.As(wait.Err, &within)) {
		return wait.Err
	}
	return err
}

// IsBusy tells a refusal because something else is being done to a VM, such as a stop or an image of it (capture
// 05-compute-stop-while-stopping of occi-os). No GET tells that.
func IsBusy(err error) bool {
	var refusal *occi.StatusError
	return errors.As(err, &refusal) && strings.Contains(refusal.Message, "in task_state ")
}

package cloudsigmaentity

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// NotKnownYet forgives that a new entity may not be known at once to all servers of the API. See [tfkit.Wait].
func NotKnownYet(err error, before int) bool {
	const forgiven = 5
	return cloudsigma.IsNotFound(err) && before < forgiven
}

// WaitUntilGone waits until an entity ("drive 43e3...") is no more: of servers, drives and snapshots a DELETE only
// starts the deletion. Status reads its status.
func WaitUntilGone(ctx context.Context, entity string, status func(context.Context) (string, error)) error {
	gone := false
	_, err := tfkit.Wait[string]{
		Entity: entity, Goal: "be gone",
		Read: func(ctx context.Context) (string, error) {
			shown, err := status(ctx)
			if gone = cloudsigma.IsNotFound(err); gone {
				return "", nil
			}
			return shown, err
		},
		Check: func(shown string) (string, bool, error) { return shown, gone, nil },
	}.Until(ctx)
	return err
}

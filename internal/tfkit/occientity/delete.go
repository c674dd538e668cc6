package occientity

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Delete deletes an entity and waits until it is gone; one that is gone already is a success.
//
// The answer to the DELETE is not believed. occi-os answers 404 while the entity lives (a VM whose volume
// vanished, capture 46-compute-delete-404-because-volume-vanished) and 200 while it is still there
// (17-compute-get-deleting.plain): what a GET says counts.
func Delete(ctx context.Context, client *occi.Client, path string) error {
	refusal := client.Delete(ctx, path)
	if refusal != nil && !occi.IsNotFound(refusal) {
		return refusal
	}
	_, err := tfkit.Wait[bool]{
		Entity: path, Goal: "be gone",
		Read: func(ctx context.Context) (bool, error) { return exists(ctx, client, path) },
		Check: func(exists bool) (string, bool, error) {
			if exists && refusal != nil {
				return "still there", false, refusal
			}
			return "being deleted", !exists, nil
		},
	}.Until(ctx)
	return err
}

func exists(ctx context.Context, client *occi.Client, path string) (bool, error) {
	_, err := client.Get(ctx, path)
	if occi.IsNotFound(err) {
		return false, nil
	}
	return err == nil, err
}

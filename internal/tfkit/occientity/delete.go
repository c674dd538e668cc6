package occientity

import (
	"context"
	"fmt"
	"net/http"

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

// DeleteSettled is [Delete] of an entity that servers refuse to delete, with 400 or 409, while they are busy with it:
// then the end of that is waited for first.
func DeleteSettled(ctx context.Context, client *occi.Client, settled StateWait) error {
	refusal := Delete(ctx, client, settled.Path)
	if !occi.HasStatus(refusal, http.StatusBadRequest, http.StatusConflict) {
		return refusal
	}
	_, err := settled.Until(ctx, client)
	switch {
	case occi.IsNotFound(err):
		return nil
	case err != nil:
		return fmt.Errorf("%w; %w", refusal, err)
	default:
		return DeleteWhenIdle(ctx, client, settled.Path, http.StatusBadRequest, http.StatusConflict)
	}
}

// deleteAttempts is how often a delete is tried that is refused though nothing seems to be under way.
const deleteAttempts = 6

// DeleteWhenIdle is [Delete] of an entity whose state does not tell whether the server is busy with it (in ooi a volume
// is online from the first moment to the last): a delete that is refused with one of the statuses is
// tried again for some seconds. What is still refused then is refused for good.
func DeleteWhenIdle(ctx context.Context, client *occi.Client, path string, statuses ...int) error {
	passes := func(err error, before int) bool {
		return occi.HasStatus(err, statuses...) && before < deleteAttempts-1
	}
	return WhenIdle(ctx, path, "be idle", passes, func(ctx context.Context) error { return Delete(ctx, client, path) })
}

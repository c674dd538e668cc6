package occientity

import (
	"context"
	"errors"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// CreateMixin makes a mixin of a user. If the answer is lost, the query interface tells whether it is there: scheme and
// term are unique.
func CreateMixin(ctx context.Context, client *occi.Client, mixin occi.Category) error {
	lost := client.CreateMixin(ctx, mixin)
	if lost == nil || !AnswerLost(lost) {
		return lost
	}
	exists, err := mixinExists(ctx, client, mixin.TypeID)
	switch {
	case err != nil:
		return errors.Join(lost, err)
	case exists:
		return nil
	default:
		return client.CreateMixin(ctx, mixin)
	}
}

// DeleteMixin deletes a mixin of a user. occi-os answers 400 for one that is gone, so the query interface is asked if
// the server refuses.
func DeleteMixin(ctx context.Context, client *occi.Client, id occi.TypeID) error {
	refusal := client.DeleteMixin(ctx, id)
	if refusal == nil {
		return nil
	}
	if exists, err := mixinExists(ctx, client, id); err != nil || exists {
		return refusal
	}
	return nil
}

func mixinExists(ctx context.Context, client *occi.Client, id occi.TypeID) (bool, error) {
	known, err := client.RefreshQueryInterface(ctx)
	if err != nil {
		return false, err
	}
	_, found := known.Mixin(id)
	return found, nil
}

package occientity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// membershipPatience is how long a GET may still show the mixins of before a change.
const membershipPatience = 5 * time.Second

// FindMixin finds a mixin in the query interface. The server is asked again if it did not know the mixin before:
// it may have been made meanwhile.
func FindMixin(ctx context.Context, client *occi.Client, id occi.TypeID) (occi.Category, error) {
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return occi.Category{}, err
	}
	if found, err := known.Find(occi.ClassMixin, id); err == nil {
		return found, nil
	}
	if known, err = client.RefreshQueryInterface(ctx); err != nil {
		return occi.Category{}, err
	}
	return known.Find(occi.ClassMixin, id)
}

// HasCollection tells whether a mixin has a place where entities are added and removed. ooi's templates have
// locations that are none (capture 018-mixin-location).
func HasCollection(mixin occi.Category) bool { return strings.HasSuffix(mixin.Location, "/") }

// AddMixin gives an entity a mixin: in the mixin's collection, or by a partial update if it has none or if there are
// attributes to set with it. A GET has to show the mixin then, because some servers accept and drop it.
func AddMixin(
	ctx context.Context, client *occi.Client, path string, id occi.TypeID, attributes occi.Attributes,
) error {
	mixin, err := FindMixin(ctx, client, id)
	if err != nil {
		return err
	}
	if HasCollection(mixin) && len(attributes) == 0 {
		err = client.AddToMixin(ctx, mixin.Location, path)
	} else {
		err = client.Update(ctx, path, []occi.TypeID{id}, attributes)
	}
	if err != nil && !AnswerLost(err) {
		return err
	}
	if shown := awaitMembership(ctx, client, path, id, true); shown != nil {
		return errors.Join(err, fmt.Errorf("the server accepted the mixin %s but dropped it: %w", id, shown))
	}
	return nil
}

// RemoveMixin takes a mixin off an entity. One that the entity has not, and an entity that is gone, is a success.
func RemoveMixin(ctx context.Context, client *occi.Client, path string, id occi.TypeID) error {
	entity, err := client.Get(ctx, path)
	if occi.IsNotFound(err) || err == nil && !entity.HasMixin(id) {
		return nil
	}
	if err != nil {
		return err
	}
	mixin, err := FindMixin(ctx, client, id)
	if err != nil {
		return err
	}
	if !HasCollection(mixin) {
		return fmt.Errorf("the mixin %s cannot be taken off %s: the server tells no collection of its members", id, path)
	}
	if err := client.RemoveFromMixin(ctx, mixin.Location, path); err != nil && !AnswerLost(err) {
		return err
	}
	if shown := awaitMembership(ctx, client, path, id, false); shown != nil {
		return fmt.Errorf("the server accepted the removal of the mixin %s but did not carry it out: %w", id, shown)
	}
	return nil
}

// awaitMembership waits until a GET shows the mixin, or shows it no more.
func awaitMembership(ctx context.Context, client *occi.Client, path string, id occi.TypeID, member bool) error {
	ctx, cancel := context.WithTimeout(ctx, membershipPatience)
	defer cancel()
	goal := "show the mixin " + id.String()
	if !member {
		goal += " no more"
	}
	_, err := tfkit.Wait[*occi.Entity]{
		Entity: path, Goal: goal,
		Read:  func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, path) },
		Check: func(entity *occi.Entity) (string, bool, error) { return "", entity.HasMixin(id) == member, nil },
	}.Until(ctx)
	return err
}

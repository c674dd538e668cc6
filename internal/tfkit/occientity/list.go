package occientity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// concurrentReads is how many entities of a list are read at once. The transport has its own limit.
const concurrentReads = 8

// Entities reads all entities of a kind, in the order in which the server lists them. One that is listed but not
// found is left out: lists of occi-os hold dead links and entities of other tenants.
func Entities(ctx context.Context, client *occi.Client, kind occi.TypeID) ([]*occi.Entity, error) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return nil, err
	}
	category, ok := types.Kind(kind)
	if !ok {
		return nil, fmt.Errorf("the server does not know the kind %s", kind)
	}
	paths, err := client.List(ctx, category.Location)
	if err != nil {
		return nil, err
	}
	entities, err := EntitiesAt(ctx, client, paths)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(entities, func(entity *occi.Entity) bool { return entity.Kind.TypeID != kind }), nil
}

// EntitiesAt reads the entities at paths, in that order, and leaves out those that are not found.
func EntitiesAt(ctx context.Context, client *occi.Client, paths []string) ([]*occi.Entity, error) {
	read := make([]*occi.Entity, len(paths))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(concurrentReads)
	for i, path := range paths {
		group.Go(func() (err error) {
			read[i], err = client.Get(ctx, path)
			if occi.IsNotFound(err) {
				return nil
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(read, func(entity *occi.Entity) bool { return entity == nil }), nil
}

// FindByTitle finds the only entity of a kind that has a title. None and several are errors; that of several
// names their paths.
func FindByTitle(ctx context.Context, client *occi.Client, kind occi.TypeID, title string) (*occi.Entity, error) {
	entities, err := Entities(ctx, client, kind)
	if err != nil {
		return nil, err
	}
	var found []*occi.Entity
	var paths []string
	for _, entity := range entities {
		if entity.Attributes[infrastructure.AttributeTitle].Text() == title {
			found = append(found, entity)
			paths = append(paths, entity.Location)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, fmt.Errorf("none of %d entities of the kind %s has the title %q", len(entities), kind.Term, title)
	default:
		return nil, fmt.Errorf("%d entities of the kind %s have the title %q: give the id, one of %s",
			len(found), kind.Term, title, strings.Join(paths, ", "))
	}
}

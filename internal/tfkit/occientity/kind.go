package occientity

import (
	"context"
	"fmt"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// Read reads an entity of a kind. An entity of another kind is an error: an import may have named it, and
// the next apply would delete it as what it is not.
func Read(ctx context.Context, client *occi.Client, location string, kind occi.TypeID) (*occi.Entity, error) {
	entity, err := client.Get(ctx, location)
	if err != nil {
		return nil, err
	}
	if entity.Kind.TypeID != kind {
		return nil, fmt.Errorf("%s is of the kind %s, not %s", location, entity.Kind.TypeID, kind)
	}
	return entity, nil
}

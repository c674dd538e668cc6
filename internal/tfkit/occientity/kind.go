package occientity

import (
	"context"
	"fmt"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// Read reads an entity of a kind, or of any if the kind is zero. An entity of another kind is an error: an import may
// have named it, and the next apply would delete it as what it is not. A 404 counts as absence only if the server is
// one of OCCI: behind a wrong endpoint everything looks gone, and a refresh would empty the state.
func Read(ctx context.Context, client *occi.Client, location string, kind occi.TypeID) (*occi.Entity, error) {
	entity, err := client.Get(ctx, location)
	if occi.IsNotFound(err) {
		if _, noServer := client.QueryInterface(ctx); noServer != nil {
			// The text alone: wrapped, the 404 of the query interface would count as that of the entity.
			return nil, fmt.Errorf("%s was not found, and neither was an OCCI server (check the endpoint): %s",
				location, noServer.Error())
		}
	}
	if err != nil {
		return nil, err
	}
	if !kind.IsZero() && entity.Kind.TypeID != kind {
		return nil, fmt.Errorf("%s is of the kind %s, not %s", location, entity.Kind.TypeID, kind)
	}
	return entity, nil
}

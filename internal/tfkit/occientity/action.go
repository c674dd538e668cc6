package occientity

import (
	"context"
	"fmt"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// MakeByAction invokes an action that makes an entity of a kind, and returns the path of that entity; "" if the server
// does not tell. As with [Create] a cancelled run does not cut off a request that was begun, and the entity
// belongs to the resource that asked for it. It is never repeated.
func MakeByAction(
	ctx context.Context, client *occi.Client, path string, action occi.TypeID, attributes occi.Attributes, kind occi.TypeID,
) (string, error) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return "", err
	}
	category, ok := types.Kind(kind)
	if !ok {
		return "", fmt.Errorf("the server does not know the kind %s", kind)
	}
	made := registryOf(client)
	made.creating.RLock()
	defer made.creating.RUnlock()
	location, err := client.Make(transport.WithUninterrupted(ctx), path, action, attributes, category)
	if err == nil && location != "" {
		made.claimed.Store(location, true)
	}
	return location, err
}

package network

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// remove deletes a network that has no interfaces. A server that refuses it all the same is at work on one
// that was just removed.
func remove(ctx context.Context, client *occi.Client, id string) error {
	isBusy := func(err error) bool { return occi.HasStatus(err, http.StatusConflict) }
	return occientity.WhenIdle(ctx, "network "+id, "be deleted", isBusy, func(ctx context.Context) error {
		if err := requireUnused(ctx, client, id); err != nil {
			return err
		}
		return occientity.Delete(ctx, client, id)
	})
}

// requireUnused is an error if there are interfaces on a network. ooi does not refuse to delete such a one: it
// takes the addresses from running VMs (captures 286-network-delete-with-interfaces-on-it,
// 288-compute-get-after-its-network-went-later).
func requireUnused(ctx context.Context, client *occi.Client, id string) error {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return err
	}
	if _, known := types.Kind(infrastructure.KindNetworkInterface); !known {
		return nil
	}
	links, err := occientity.Entities(ctx, client, infrastructure.KindNetworkInterface)
	if err != nil {
		return fmt.Errorf("whether there are interfaces on %s could not be found out: %w", id, err)
	}
	var used []string
	for _, link := range links {
		if source, target := occientity.Ends(client, link); target == id {
			used = append(used, fmt.Sprintf("%s of %s", link.Location, source))
		}
	}
	if len(used) == 0 {
		return nil
	}
	return fmt.Errorf("%s was not deleted, for VMs have interfaces on it and could lose their addresses: %s. "+
		"Remove these interfaces or VMs first", id, strings.Join(used, ", "))
}

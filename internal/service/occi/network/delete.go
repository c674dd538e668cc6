package network

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// patience is how long a network may be shown whose deletion the server accepted. It has no state for that.
const patience = 30 * time.Second

var errNoEffect = errors.New("the server accepted the request to delete the network, but did not carry it out")

// remove deletes a network that has no interfaces. A server that refuses it all the same may be at work on one that was
// just removed, which passes, or has interfaces that are not shown. Servers of networks that they cannot delete accept
// it without effect (captures 36-network-get-after-delete of occi-os, 368-novanet-network-delete of ooi).
func remove(ctx context.Context, client *occi.Client, id string) error {
	if err := requireUnused(ctx, client, id); err != nil {
		return err
	}
	patient, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := occientity.DeleteWhenIdle(patient, client, id, http.StatusConflict)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return fmt.Errorf("%w: %w", errNoEffect, err)
	}
	return err
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

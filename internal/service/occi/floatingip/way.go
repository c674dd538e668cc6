package floatingip

import (
	"context"
	"errors"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// way is how a server gives out addresses.
type way interface {
	// kind is the kind of the entity that stands for an address: its path is the id.
	kind() occi.TypeID
	// forVM tells whether an address is allocated for a VM, rather than reserved for whatever comes.
	forVM() bool
	// checkPool is an error if the name surely means no pool of the server.
	checkPool(name string) error
	// allocate allocates an address and returns its id, with an error as well if there may be an address all the same.
	allocate(ctx context.Context, plan *model) (id string, err error)
	// find looks at an address. It returns nil if the address is gone.
	find(ctx context.Context, state *model) (*floatingIP, error)
	// release gives the address back and waits until it is gone; one that is gone already is a success.
	release(ctx context.Context, state *model) error
}

var errNoWay = errors.New("the server's query interface names nothing that gives out floating IPs: neither the kind " +
	"ipreservation, nor the action alloc_float_ip, nor the mixin os_net_link")

// wayOf finds the way of a server by its query interface.
func wayOf(client *occi.Client, known *occi.QueryInterface) (way, error) {
	if kind, ok := known.Kind(infrastructure.KindIPReservation); ok {
		return reservation{client, known, kind}, nil
	}
	if _, ok := known.Action(infrastructure.ActionOpenStackAllocateFloatingIP); ok {
		return action{client, known}, nil
	}
	kind, ok := known.Kind(infrastructure.KindNetworkInterface)
	if _, offered := known.Mixin(infrastructure.MixinOpenStackNetworkLink); offered && ok {
		return link{client, known, kind}, nil
	}
	return nil, errNoWay
}

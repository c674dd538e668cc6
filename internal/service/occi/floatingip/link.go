package floatingip

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// publicNetwork is the network of occi-os that addresses are allocated from by linking a VM to it.
const publicNetwork = "/network/public"

// link is the way of occi-os: an address is a networkinterface between a VM and the public network. A VM can have
// several (capture 29-compute-get-floating).
type link struct {
	client   *occi.Client
	known    *occi.QueryInterface
	category occi.Category
}

func (link) kind() occi.TypeID { return infrastructure.KindNetworkInterface }

func (link) forVM() bool { return true }

func (l link) checkPool(name string) error {
	_, err := poolName(l.known, name)
	return err
}

// allocate links the VM. The mixin goes with the name of a pool and is refused without one (capture
// 28-floatingip-create-pool-missing). Links to one network all look the same, so a link whose answer was lost is
// known by not having been there before.
func (l link) allocate(ctx context.Context, plan *model) (string, error) {
	vm := plan.ComputeID.ValueString()
	blueprint := occientity.Blueprint{
		Kind: l.kind(),
		Attributes: occi.Attributes{
			infrastructure.AttributeSource: occi.String(l.client.URL(vm)),
			infrastructure.AttributeTarget: occi.String(l.client.URL(publicNetwork)),
		},
	}
	if name := plan.allocatesFrom(); name != "" {
		pool, err := poolName(l.known, name)
		if err != nil {
			return "", err
		}
		blueprint.Mixins = []occi.TypeID{infrastructure.MixinOpenStackNetworkLink}
		blueprint.Attributes[infrastructure.AttributeOpenStackFloatingIPPool] = occi.String(pool)
	}
	before, err := l.client.List(ctx, l.category.Location)
	if err != nil {
		return "", fmt.Errorf("looking what is allocated already: %w", err)
	}
	blueprint.IsOurs = func(entity *occi.Entity) bool {
		source, target := occientity.Ends(l.client, entity)
		return !slices.Contains(before, entity.Location) && source == vm && target == publicNetwork
	}
	var id string
	err = occientity.WhenReady(ctx, l.client, vm, func(ctx context.Context) (err error) {
		id, err = occientity.Create(ctx, l.client, blueprint)
		return err
	})
	return id, err
}

func (l link) find(ctx context.Context, state *model) (*floatingIP, error) {
	entity, err := occientity.ReadLink(ctx, l.client, state.ID.ValueString(), l.kind(), func() (*occi.Entity, error) {
		return l.findAgain(ctx, state)
	})
	if entity == nil || err != nil {
		return nil, err
	}
	source, target := occientity.Ends(l.client, entity)
	if target != publicNetwork {
		return nil, fmt.Errorf("%s leads to %s, not to %s, so it is no floating IP", entity.Location, target, publicNetwork)
	}
	return &floatingIP{
		id:         entity.Location,
		address:    entity.Attributes[infrastructure.AttributeNetworkInterfaceAddress].Text(),
		pool:       entity.Attributes[infrastructure.AttributeOpenStackFloatingIPPool].Text(),
		computeID:  source,
		associated: types.BoolValue(true),
	}, nil
}

// findAgain finds a link by its VM and address (captures 71-after-restart-floatingip-get,
// 71-after-restart-compute-get-again). It returns nil if there is none.
func (l link) findAgain(ctx context.Context, state *model) (*occi.Entity, error) {
	vm, address := state.ComputeID.ValueString(), state.Address.ValueString()
	if vm == "" || address == "" {
		return nil, nil
	}
	return occientity.FindLink(ctx, l.client, l.kind(), vm, publicNetwork, func(link occi.Link) bool {
		return link.Attributes[infrastructure.AttributeNetworkInterfaceAddress].Text() == address
	})
}

func (l link) release(ctx context.Context, state *model) error {
	found, err := l.find(ctx, state)
	if found == nil || err != nil {
		return err
	}
	return occientity.Delete(ctx, l.client, found.id)
}

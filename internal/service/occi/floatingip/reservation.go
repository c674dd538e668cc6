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

// reservation is the way of servers with the kind ipreservation: an address is an entity of its own. ooi would also
// allocate one for a link to the network PUBLIC, but keeps it for ever when that is deleted (captures
// 295-networkinterface-delete-PUBLIC-link, 298-ipreservation-list-after-PUBLIC-link-delete-ip-leaks).
type reservation struct {
	client   *occi.Client
	known    *occi.QueryInterface
	category occi.Category
}

func (reservation) kind() occi.TypeID { return infrastructure.KindIPReservation }

func (reservation) forVM() bool { return false }

func (r reservation) checkPool(name string) error {
	_, err := findPool(r.known, name)
	return err
}

// allocate makes a reservation. Nothing in it tells who made it, its title is the name of the pool (capture
// 301-ipreservation-create-with-pool); so one whose answer was lost is known by not having been there before.
func (r reservation) allocate(ctx context.Context, plan *model) (string, error) {
	var mixins []occi.TypeID
	if name := plan.allocatesFrom(); name != "" {
		pool, err := findPool(r.known, name)
		if err != nil {
			return "", err
		}
		mixins = append(mixins, pool.TypeID)
	}
	before, err := r.client.List(ctx, r.category.Location)
	if err != nil {
		return "", fmt.Errorf("looking what is reserved already: %w", err)
	}
	return occientity.Create(ctx, r.client, occientity.Blueprint{
		Kind: r.kind(), Mixins: mixins,
		IsOurs: func(entity *occi.Entity) bool {
			return !slices.Contains(before, entity.Location) && !isUsed(entity).ValueBool()
		},
	})
}

// isUsed tells whether the reserved address is on a VM, null if the server does not show it.
func isUsed(entity *occi.Entity) types.Bool {
	used, err := entity.Attributes[infrastructure.AttributeIPReservationUsed].Bool()
	if err != nil {
		return types.BoolNull()
	}
	return types.BoolValue(used)
}

func (r reservation) find(ctx context.Context, state *model) (*floatingIP, error) {
	entity, err := occientity.Read(ctx, r.client, state.ID.ValueString(), r.kind())
	if occi.IsNotFound(err) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &floatingIP{
		id:         entity.Location,
		address:    entity.Attributes[infrastructure.AttributeIPReservationAddress].Text(),
		pool:       r.poolOf(entity),
		associated: isUsed(entity),
	}, nil
}

// poolOf is the term of the pool: ooi shows it as the title only (capture 306-ipreservation-get-text-plain).
func (r reservation) poolOf(entity *occi.Entity) string {
	title := entity.Attributes[infrastructure.AttributeTitle].Text()
	for _, pool := range pools(r.known) {
		if entity.HasMixin(pool.TypeID) || pool.Term == title {
			return pool.Term
		}
	}
	return ""
}

func (r reservation) release(ctx context.Context, state *model) error {
	return occientity.Delete(ctx, r.client, state.ID.ValueString())
}

package floatingip

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/sync/semaphore"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// action is the way of the OpenStack OCCI guide: the VM is told to get an address, and shows it. The guide has one
// address per VM ("Current Issue"), so the id is the path of the VM.
type action struct {
	client *occi.Client
	known  *occi.QueryInterface
}

func (action) kind() occi.TypeID { return infrastructure.KindCompute }

func (action) forVM() bool { return true }

func (a action) checkPool(name string) error {
	_, err := poolName(a.known, name)
	return err
}

// vmKey is a VM at an endpoint.
type vmKey struct {
	client *occi.Client
	path   string
}

// allocating has a semaphore for each VM: between the look at it and the allocation no other resource may allocate.
var allocating sync.Map

func (a action) lock(ctx context.Context, vm string) (unlock func(), err error) {
	found, _ := allocating.LoadOrStore(vmKey{a.client, vm}, semaphore.NewWeighted(1))
	guard, ok := found.(*semaphore.Weighted)
	if !ok {
		return nil, fmt.Errorf("%T in the place of a semaphore", found)
	}
	return func() { guard.Release(1) }, guard.Acquire(ctx, 1)
}

func (a action) allocate(ctx context.Context, plan *model) (string, error) {
	vm := plan.ComputeID.ValueString()
	unlock, err := a.lock(ctx, vm)
	if err != nil {
		return "", err
	}
	defer unlock()
	before, err := a.look(ctx, vm)
	if err != nil {
		return "", err
	}
	if before != "" {
		return "", fmt.Errorf("the VM %s has the floating IP %s already, and on this server a VM has one at most; "+
			"import it with the id %s to manage it", vm, before, vm)
	}
	attributes := occi.Attributes{}
	if name := plan.allocatesFrom(); name != "" {
		pool, err := poolName(a.known, name)
		if err != nil {
			return "", err
		}
		attributes[infrastructure.AttributeOpenStackFloatingIPPool] = occi.String(pool)
	}
	err = occientity.WhenReady(ctx, a.client, vm, func(ctx context.Context) error {
		return a.client.Act(ctx, vm, infrastructure.ActionOpenStackAllocateFloatingIP, attributes)
	})
	if occientity.AnswerLost(err) {
		return vm, a.recover(ctx, vm, err)
	}
	if err != nil {
		return "", err
	}
	return vm, nil
}

// recoveryTime is how long an address whose allocation was not answered is waited for.
const recoveryTime = 10 * time.Second

// recover looks whether an allocation was carried out though it was not answered, also if the run was cancelled.
// The VM had no address before.
func (a action) recover(ctx context.Context, vm string, lost error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), recoveryTime)
	defer cancel()
	_, err := tfkit.Wait[string]{
		Entity: "VM " + vm, Goal: "show its floating IP",
		Read:  func(ctx context.Context) (string, error) { return a.look(ctx, vm) },
		Check: func(address string) (string, bool, error) { return "", address != "", nil },
	}.Until(ctx)
	if err != nil {
		return fmt.Errorf("%w; whether the VM got a floating IP could not be found out: %w", lost, err)
	}
	return nil
}

// look returns the address that the VM shows, "" for none.
func (a action) look(ctx context.Context, vm string) (string, error) {
	entity, err := occientity.Read(ctx, a.client, vm, a.kind())
	if err != nil {
		return "", err
	}
	return entity.Attributes[infrastructure.AttributeOpenStackFloatingIP].Text(), nil
}

func (a action) find(ctx context.Context, state *model) (*floatingIP, error) {
	vm := state.ID.ValueString()
	address, err := a.look(ctx, vm)
	if occi.IsNotFound(err) || err == nil && address == "" {
		return nil, nil
	}
	return &floatingIP{id: vm, address: address, computeID: vm, associated: types.BoolValue(true)}, err
}

// release has the VM give its address back, unless it is another one by now: then the one of the state is gone.
// As with entities, what a look says counts, not the answer to the action.
func (a action) release(ctx context.Context, state *model) error {
	address := state.Address.ValueString()
	isReleased := func(found *floatingIP) bool {
		return found == nil || address != "" && found.address != address
	}
	found, err := a.find(ctx, state)
	if err != nil || isReleased(found) {
		return err
	}
	refusal := a.client.Act(ctx, found.id, infrastructure.ActionOpenStackDeallocateFloatingIP, nil)
	_, err = tfkit.Wait[*floatingIP]{
		Entity: "VM " + found.id, Goal: "lose its floating IP " + found.address,
		Read: func(ctx context.Context) (*floatingIP, error) { return a.find(ctx, state) },
		Check: func(found *floatingIP) (string, bool, error) {
			if isReleased(found) {
				return "", true, nil
			}
			return "it has " + found.address, false, refusal
		},
	}.Until(ctx)
	return err
}

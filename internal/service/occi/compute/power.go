package compute

import (
	"context"
	"fmt"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// The values of power_state: the states of GFD.184, section 3.1.
const (
	powerActive    = infrastructure.ComputeStateActive
	powerInactive  = infrastructure.ComputeStateInactive
	powerSuspended = infrastructure.ComputeStateSuspended
)

// The words of Nova that OCCI's states hide.
const (
	novaBuilding = "building"
	novaPaused   = "paused"
	novaResized  = "resized"
	// novaVerifyResize waits for the confirmation of a resize.
	novaVerifyResize = "verify_resize"
	novaError        = "error"
)

// powerState is the state of a VM as OCCI means it. occi-os shows a suspended VM as inactive; Nova's
// word tells it from a stopped one (captures 05-compute-get-stopped, 06-compute-get-suspended). A VM that
// waits for the confirmation of a resize is shown as inactive too, but it runs (13-compute-get-resized).
func powerState(entity *occi.Entity) string {
	state := entity.Attributes[infrastructure.AttributeComputeState].Text()
	switch {
	case state == powerInactive && novaState(entity) == novaPaused:
		return powerSuspended
	case state == powerInactive && (asksToConfirm(entity) || novaState(entity) == novaResized):
		return powerActive
	default:
		return state
	}
}

func novaState(entity *occi.Entity) string {
	return entity.Attributes[infrastructure.AttributeOpenStackState].Text()
}

// serverState is Nova's state where it is shown, else OCCI's.
func serverState(entity *occi.Entity) string {
	if state := novaState(entity); state != "" {
		return state
	}
	return entity.Attributes[infrastructure.AttributeComputeState].Text()
}

// failure is an error if the VM is in a state that it does not leave by itself.
func failure(entity *occi.Entity) error {
	if state := serverState(entity); state != novaError {
		return nil
	}
	message := entity.Attributes[infrastructure.AttributeComputeStateMessage].Text()
	if message == "" {
		message = "the server does not say why"
	}
	return fmt.Errorf("the VM failed: %s", message)
}

// check makes a check of a wait; a failed VM ends the wait.
func check(reached func(*occi.Entity) bool) func(*occi.Entity) (string, bool, error) {
	return func(entity *occi.Entity) (string, bool, error) {
		return serverState(entity), reached(entity), failure(entity)
	}
}

// setPower brings a VM into a power state and waits until a GET shows it.
func setPower(ctx context.Context, client *occi.Client, entity *occi.Entity, target string) (*occi.Entity, error) {
	action, settable := map[string]occi.TypeID{
		powerActive: infrastructure.ActionStart, powerInactive: infrastructure.ActionStop,
		powerSuspended: infrastructure.ActionSuspend,
	}[target]
	if powerState(entity) == target || !settable {
		return entity, nil
	}
	// From stopped to suspended and back the way leads over active: what a VM that is down offers need not apply,
	// for ooi lists all actions in all states (ooi capture 063).
	if target != powerActive && powerState(entity) != powerActive && entity.Offers(infrastructure.ActionStart) {
		var err error
		if entity, err = setPower(ctx, client, entity, powerActive); err != nil {
			return nil, err
		}
	}
	before := powerState(entity)
	return change{
		name: action.Term, goal: "become " + target,
		send:    func(ctx context.Context) error { return client.Act(ctx, entity.Location, action, nil) },
		reached: func(entity *occi.Entity) bool { return powerState(entity) == target },
		untouched: func(entity *occi.Entity) bool {
			return powerState(entity) == before && entity.Offers(action)
		},
	}.carryOut(ctx, client, entity.Location)
}

package compute

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// restart restarts the VM once if the triggers changed. What the triggers of an imported VM were is not known, so the
// first ones are recorded only; and a VM that was not running before this update, was rebuilt by it, or is not to run after
// it, needs no restart.
func (u *update) restart(ctx context.Context) error {
	triggers := u.plan.RestartTriggers
	isRecordedOnly := u.imported && u.done.RestartTriggers.IsNull()
	isTriggered := !triggers.IsNull() && !triggers.Equal(u.done.RestartTriggers) && !isRecordedOnly
	if !isTriggered && !u.repairs {
		return nil
	}
	if !u.wasActive || u.rebuilt || u.power != powerActive || powerState(u.entity) != powerActive {
		return nil
	}
	err := u.carryOut(ctx, restartBy(u.client, u.done.ID.ValueString(), u.plan.RestartMethod.ValueString()))
	if err == nil {
		u.done.RestartTriggers = triggers
	}
	return err
}

// restartBy is the restart of a VM by a method of GFD.184.
func restartBy(client *occi.Client, id, method string) change {
	return change{
		name: infrastructure.ActionRestart.Term, goal: "restart",
		send: func(ctx context.Context) error {
			// occi-os answers 400 without a method (capture 06-compute-restart-no-method.occi); ooi ignores it.
			return client.Act(ctx, id, infrastructure.ActionRestart, occi.Attributes{infrastructure.AttributeMethod: occi.String(method)})
		},
		reached: func(entity *occi.Entity) bool { return powerState(entity) == powerActive },
	}
}

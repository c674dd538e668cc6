package compute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/health"
)

// machineOf is a VM as its health checks see it.
func machineOf(entity *occi.Entity) health.Machine {
	return health.Machine{Name: "VM " + entity.Location, Addresses: addresses(entity)}
}

// newMachine is machineOf for a VM that was just made, which may be restarted if its checks do not pass.
func newMachine(client *occi.Client, entity *occi.Entity, method types.String) health.Machine {
	machine := machineOf(entity)
	machine.Restart = func(ctx context.Context) ([]string, error) {
		ctx, cancel := context.WithTimeout(ctx, defaultUpdateTimeout)
		defer cancel()
		restarted, err := restartBy(client, entity.Location, method.ValueString()).carryOut(ctx, client, entity.Location)
		if err != nil {
			return nil, err
		}
		return addresses(restarted), nil
	}
	return machine
}

// notRunning says why a VM cannot pass its checks, or "".
func notRunning(entity *occi.Entity) string {
	if powerState(entity) == powerActive {
		return ""
	}
	return "the VM is " + serverState(entity)
}

// planPower has a monitored VM started again that somebody stopped, where the configuration does not say otherwise.
func (m *model) planPower(state, config *model, response *resource.ModifyPlanResponse) {
	isDown := state.PowerState.ValueString() == powerInactive || state.PowerState.ValueString() == powerSuspended
	if !m.Monitor.ValueBool() || !config.PowerState.IsNull() || !isDown || state.State.ValueString() == novaError {
		return
	}
	m.PowerState = types.StringValue(powerActive)
	// Terraform takes nothing for unknown by itself where the configuration has no change.
	m.State, m.ConsoleURL = types.StringUnknown(), types.StringUnknown()
	response.Diagnostics.AddAttributeWarning(path.Root("monitor"), "The VM "+state.ID.ValueString()+" does not run",
		"It is "+state.State.ValueString()+", and is started again because it is monitored. Set power_state = "+
			state.PowerState.String()+" to leave it so.")
}

// powerToEndIn is the power state that an update is to end in, "" for the one that the VM is found in.
func (m *model) powerToEndIn(state, config *model) string {
	if config.PowerState.IsNull() && m.PowerState.Equal(state.PowerState) {
		return ""
	}
	return m.PowerState.ValueString()
}

// planRepair has a VM replaced that failed, for it does not leave that state by itself, and one that is unhealthy
// repaired as configured.
func (m *model) planRepair(state *model, restless bool, response *resource.ModifyPlanResponse) {
	name, course := "VM "+state.ID.ValueString(), health.Stays
	switch {
	case state.State.ValueString() == novaError:
		course = health.Boots
		m.State = types.StringUnknown()
		response.RequiresReplace = append(response.RequiresReplace, path.Root("state"))
		response.Diagnostics.AddWarning("The "+name+" has failed",
			"The server shows it in the state \"error\", which it does not leave by itself. It is replaced by a new one.")
	case m.PowerState.ValueString() != powerActive:
		course = health.Rests
	case restless || len(response.RequiresReplace) > 0:
		course = health.Boots
	}
	m.Plan(&state.Fields, name, course, response)
}

package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/health"
)

// machineOf is a server as its health checks see it. IPv4 addresses come before those of IPv6.
func machineOf(server *cloudsigma.Server) health.Machine {
	var ipv4, ipv6 []string
	for _, nic := range server.Definition.NICs {
		if address := cloudsigmaserver.AddressOf(server, nic); address != "" {
			ipv4 = append(ipv4, address)
		}
		if address := cloudsigmaserver.IPv6AddressOf(server, nic); address != "" {
			ipv6 = append(ipv6, address)
		}
	}
	return health.Machine{Name: "server " + server.UUID, Addresses: append(ipv4, ipv6...)}
}

// notRunning says why a server cannot pass its checks, or "". One that is "unavailable" may work all the same
// (audit_logs.rst): its checks tell.
func notRunning(server *cloudsigma.Server) string {
	if cloudsigmaserver.PowerState(server) != cloudsigmaserver.PowerStopped {
		return ""
	}
	return "the server is " + server.Status
}

// gate waits for the health checks of a new server, and returns how the server was seen last: a restart may give it another
// address.
func (c creation) gate(
	ctx context.Context, server *cloudsigma.Server, checks *health.Fields, diagnostics *diag.Diagnostics,
) *cloudsigma.Server {
	machine := machineOf(server)
	machine.Restart = func(ctx context.Context) ([]string, error) {
		ctx, cancel := context.WithTimeout(ctx, defaultUpdateTimeout)
		defer cancel()
		restart := update{
			client: c.client, id: server.UUID, plan: c.plan, state: c.plan, avoid: c.avoid,
			wantedPower: cloudsigmaserver.PowerRunning, restarts: true,
		}
		restarted, err := restart.run(ctx)
		if err != nil {
			return nil, err
		}
		server = restarted
		return machineOf(server).Addresses, nil
	}
	c.plan.Gate(ctx, checks, machine, diagnostics)
	return server
}

// planStart has a monitored server started again that somebody stopped, where the configuration does not say otherwise.
func (m *model) planStart(state, config *model, response *resource.ModifyPlanResponse) {
	if !m.Monitor.ValueBool() || !config.PowerState.IsNull() || m.PowerState.ValueString() != cloudsigmaserver.PowerStopped {
		return
	}
	m.PowerState = types.StringValue(cloudsigmaserver.PowerRunning)
	response.Diagnostics.AddAttributeWarning(path.Root("monitor"), "The server "+state.ID.ValueString()+" does not run",
		"It is "+state.Status.ValueString()+", and is started again because it is monitored. Set power_state = \"stopped\" "+
			"to leave it so.")
}

// planRepair has a server that is unhealthy repaired as configured; cycled is whether the plan starts it anyway. It tells
// whether the server is to be started.
func (m *model) planRepair(state *model, cycled bool, response *resource.ModifyPlanResponse) bool {
	course := health.Stays
	switch {
	case m.PowerState.ValueString() == cloudsigmaserver.PowerStopped:
		course = health.Rests
	case cycled || len(response.RequiresReplace) > 0:
		course = health.Boots
	}
	m.Plan(&state.Fields, "server "+state.ID.ValueString(), course, response)
	return cycled || m.WantsRestart(&state.Fields)
}

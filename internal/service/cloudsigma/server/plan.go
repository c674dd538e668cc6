package server

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It checks sizes against the limits of the
// location, makes the plan of an update say what stays, and tells when the server has to be stopped.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() {
		return
	}
	// Without a state, as in a creation, all of it is null.
	var plan, config, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if !request.State.Raw.IsNull() {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	plan.placeDrives(ctx, config.Drives, state.Drives, &response.Diagnostics)
	if !request.State.Raw.IsNull() {
		owed := startOwed(ctx, request.Private, &response.Diagnostics)
		plan.keepComputed(ctx, &state, &config, owed, response)
		plan.warnOfStop(&state, response)
	}
	if client := r.ClientForPlan(); client != nil && plan.changesSize(&state) {
		plan.checkLimits(ctx, client, &response.Diagnostics)
	}
	if !response.Diagnostics.HasError() {
		response.Diagnostics.Append(response.Plan.Set(ctx, &plan)...)
	}
}

// offlineChange is a part of the definition that the API changes only while the server is stopped: it
// silently ignores such changes of a running one (servers.rst, "Editing").
type offlineChange struct {
	attribute string
	changed   bool
}

func (m *model) offlineChanges(prior *model) []offlineChange {
	changed := func(planned, prior attr.Value) bool { return !planned.Equal(prior) }
	return []offlineChange{
		{"cpu", changed(m.CPU, prior.CPU)},
		{"memory", changed(m.Memory, prior.Memory)},
		{"smp", changed(m.SMP, prior.SMP)},
		{"enclave_page_caches", changed(m.EnclavePageCaches, prior.EnclavePageCaches)},
		{"vnc_password", changed(m.VNCPassword, prior.VNCPassword)},
		{"ssh_keys", changed(m.SSHKeys, prior.SSHKeys)},
		{"drive", m.changesDrives(prior)},
		{"network", m.changesNetworks(prior)},
	}
}

// needsStop tells whether the server has to be stopped for the differences to a prior state.
func (m *model) needsStop(prior *model) bool { return len(m.stopReasons(prior)) > 0 }

func (m *model) stopReasons(prior *model) []string {
	var reasons []string
	for _, change := range m.offlineChanges(prior) {
		if change.changed {
			reasons = append(reasons, change.attribute)
		}
	}
	return reasons
}

// warnOfStop tells that an update interrupts the work of the server.
func (m *model) warnOfStop(state *model, response *resource.ModifyPlanResponse) {
	reasons := m.stopReasons(state)
	stays := m.PowerState.ValueString() != powerStopped
	if len(reasons) == 0 || state.PowerState.ValueString() != powerRunning || !stays {
		return
	}
	response.Diagnostics.AddWarning("The server will be stopped and started",
		fmt.Sprintf("The server %s (%s) runs. CloudSigma changes %s of a stopped server only, so it is shut down, changed "+
			"and started again. If its system does not shut down within %s its power is cut.",
			state.Name.ValueString(), state.ID.ValueString(), strings.Join(reasons, ", "), m.shutdownTimeout()))
}

// keepComputed keeps what is not configured and not touched by the planned changes, so that what depends
// on it is not disturbed.
func (m *model) keepComputed(
	ctx context.Context, state, config *model, startOwed bool, response *resource.ModifyPlanResponse,
) {
	keep(&m.Tags, config.Tags, state.Tags)
	keep(&m.SSHKeys, config.SSHKeys, state.SSHKeys)
	keep(&m.Meta, config.Meta, state.Meta)
	if config.Meta.IsNull() && !config.UserData.IsNull() {
		m.Meta = state.withoutUserData(ctx, &response.Diagnostics)
	}
	keep(&m.EnclavePageCaches, config.EnclavePageCaches, state.EnclavePageCaches)
	if config.SMP.IsNull() {
		m.SMP = coresFor(m.CPU, state)
	}
	if config.PowerState.IsNull() {
		m.PowerState = state.PowerState
		if startOwed {
			m.PowerState = types.StringValue(powerRunning)
		}
	}
	runs := state.PowerState.ValueString() != powerStopped
	cycled := !m.PowerState.Equal(state.PowerState) || runs && m.needsStop(state)
	if !cycled && !m.changesNetworks(state) {
		m.IPv4Address, m.NICs = state.IPv4Address, state.NICs
	} else {
		m.IPv4Address, m.NICs = m.firstAddress(ctx, response), types.ListUnknown(nicType())
	}
	m.Status = types.StringUnknown()
	if settled := state.Status.ValueString(); !cycled && (settled == powerRunning || settled == powerStopped) {
		m.Status = state.Status
	}
}

// coresFor is the number of cores where none is configured. With more cpu CloudSigma chooses it. With less
// it is told, because CloudSigma refuses less than the minimum for each core, and an edit that does not tell
// the number leaves it as it is.
func coresFor(cpu types.Int64, state *model) types.Int64 {
	switch {
	case cpu.Equal(state.CPU):
		return state.SMP
	case cpu.IsUnknown() || cpu.ValueInt64() > state.CPU.ValueInt64() || state.SMP.IsNull():
		return types.Int64Unknown()
	default:
		return types.Int64Value(max(1, min(state.SMP.ValueInt64(), cpu.ValueInt64()/minimumPerCore)))
	}
}

func keep[T attr.Value](planned *T, configured, prior T) {
	if configured.IsNull() {
		*planned = prior
	}
}

// firstAddress is the address that the server is going to show: known if its first public NIC is static.
// A dynamic one may be another after each start (network_interfaces.rst).
func (m *model) firstAddress(ctx context.Context, response *resource.ModifyPlanResponse) types.String {
	for _, network := range blocks[networkModel](ctx, m.Networks, &response.Diagnostics) {
		switch {
		case network.Type.ValueString() == cloudsigma.ConfStatic && cloudsigmaentity.IsSet(network.IPv4Address):
			return network.IPv4Address
		case cloudsigmaentity.IsSet(network.VLANUUID):
			continue
		default:
			return types.StringUnknown()
		}
	}
	return types.StringUnknown()
}

package server

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It checks sizes against the limits of the
// location, makes the plan of an update say what stays, and tells when the server has to be stopped.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() {
		var state model
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
		state.warnOfCopies(&response.Diagnostics)
		return
	}
	tfkit.PlanUpdate(request, response, nil)
	// Without a state, as in a creation, all of it is null.
	var plan, config, state model
	response.Diagnostics.Append(response.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if request.State.Raw.IsNull() {
		config.checkNewVNCPassword(&response.Diagnostics)
	} else {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	r.claim(&config, state.ID, &response.Diagnostics)
	state.tellOfBlocks(ctx, &plan, request.Private, &response.Diagnostics)
	state.disownBlocks(ctx, &plan, request.Private, &response.Diagnostics)
	plan.placeDrives(ctx, config.Drives, state.Drives, &response.Diagnostics)
	plan.planVNCPassword(&config, &state)
	var offered *cloudsigma.Capabilities
	if plan.changesSize(&state) {
		offered = r.Capabilities(ctx, &response.Diagnostics)
	}
	if !request.State.Raw.IsNull() {
		owed := startOwed(ctx, request.Private, &response.Diagnostics)
		plan.planEffects(ctx, &state, &config, owed, offered, response)
		plan.tellOfStop(ctx, &state, response)
	}
	if offered != nil {
		plan.checkLimits(ctx, offered, &response.Diagnostics)
	}
	if !response.Diagnostics.HasError() {
		response.Diagnostics.Append(response.Plan.Set(ctx, &plan)...)
		cloudsigmaentity.PlanStatus(ctx, request, response, isPassing)
	}
}

// isPassing tells whether a server does not keep a status.
func isPassing(status string) bool {
	return status != cloudsigmaserver.PowerRunning && status != cloudsigmaserver.PowerStopped
}

// offlineChange is a part of the definition that the API changes only while the server is stopped: it
// silently ignores such changes of a running one (servers.rst, "Editing").
type offlineChange struct {
	attribute string
	changed   bool
}

func (m *model) offlineChanges(ctx context.Context, prior *model) []offlineChange {
	changed := func(planned, prior attr.Value) bool { return !planned.Equal(prior) }
	changes := []offlineChange{
		{"cpu", changed(m.CPU, prior.CPU)},
		{"memory", changed(m.Memory, prior.Memory)},
		{"smp", changed(m.SMP, prior.SMP) && !m.leavesCores()},
		{"enclave_page_caches", changed(m.EnclavePageCaches, prior.EnclavePageCaches)},
		{"gpus", changed(m.GPUs, prior.GPUs)},
		{"vnc_password", m.changesVNCPassword(prior)},
		{"ssh_keys", changed(m.SSHKeys, prior.SSHKeys)},
		{"drive", m.changesDrives(prior)},
		{"network", m.changesNetworks(ctx, prior)},
	}
	for _, option := range options {
		changes = append(changes, offlineChange{option.attribute, option.changed(m, prior)})
	}
	return changes
}

// needsStop tells whether the server has to be stopped for the differences to a prior state.
func (m *model) needsStop(ctx context.Context, prior *model) bool {
	return len(m.stopReasons(ctx, prior)) > 0
}

func (m *model) stopReasons(ctx context.Context, prior *model) []string {
	var reasons []string
	for _, change := range m.offlineChanges(ctx, prior) {
		if change.changed {
			reasons = append(reasons, change.attribute)
		}
	}
	return reasons
}

// warnOfCopies tells that the destruction of a clone leaves the disks that were copied for it, which no resource has.
func (m *model) warnOfCopies(diagnostics *diag.Diagnostics) {
	if m.CloneServerID.IsNull() || !m.DeleteDrives.IsNull() || len(m.AttachedDrives.Elements()) == 0 {
		return
	}
	diagnostics.AddWarning("The disks of the clone stay", fmt.Sprintf(
		"The server %s (%s) is a clone, and its copies of the disks are not deleted with it, because delete_drives is not set. "+
			"Apply delete_drives = \"disks\" first to have them deleted, or \"none\" to keep them without this warning.",
		m.Name.ValueString(), m.ID.ValueString()))
}

// tellOfStop tells that an update interrupts the work of the server, or that it must not.
func (m *model) tellOfStop(ctx context.Context, state *model, response *resource.ModifyPlanResponse) {
	reasons := m.stopReasons(ctx, state)
	stays := m.PowerState.ValueString() != cloudsigmaserver.PowerStopped
	if len(reasons) == 0 || state.PowerState.ValueString() != cloudsigmaserver.PowerRunning || !stays {
		return
	}
	if !m.MayStop() {
		response.Diagnostics.AddAttributeError(path.Root("stop_for_update"), "The server would have to be stopped",
			fmt.Sprintf("The server %s (%s) runs, CloudSigma changes %s of a stopped server only, and stop_for_update = false "+
				"forbids to stop it. Stop the server first, or allow it.",
				state.Name.ValueString(), state.ID.ValueString(), strings.Join(reasons, ", ")))
		return
	}
	response.Diagnostics.AddWarning("The server will be stopped and started",
		fmt.Sprintf("The server %s (%s) runs, and CloudSigma changes %s of a stopped server only: %s",
			state.Name.ValueString(), state.ID.ValueString(), strings.Join(reasons, ", "), m.Interruption("it is changed")))
}

// planEffects plans what the changes do to what is not configured.
func (m *model) planEffects(
	ctx context.Context, state, config *model, startOwed bool, offered *cloudsigma.Capabilities,
	response *resource.ModifyPlanResponse,
) {
	if config.Meta.IsNull() && !config.UserData.IsNull() {
		m.Meta = state.withoutUserData(ctx, &response.Diagnostics)
	}
	switch {
	case config.SMP.IsNull():
		m.SMP = m.coresFor(state, offered)
	case m.leavesCores() && m.CPU.Equal(state.CPU):
		m.SMP = state.SMP
	}
	if config.PowerState.IsNull() && startOwed {
		m.PowerState = types.StringValue(cloudsigmaserver.PowerRunning)
	}
	m.planStart(state, config, response)
	m.planUserData(state, response)
	runs := state.PowerState.ValueString() != cloudsigmaserver.PowerStopped
	cycled := !m.PowerState.Equal(state.PowerState) || runs && m.needsStop(ctx, state)
	cycled = m.planRepair(state, cycled, response)
	if cycled || m.changesNetworks(ctx, state) {
		m.IPv4Address, m.NICs = m.firstAddress(ctx, response), types.ListUnknown(nicType())
	}
	if m.changesDrives(state) {
		m.AttachedDrives = types.ListUnknown(driveType())
	}
	if cycled {
		m.Status = types.StringUnknown()
	}
}

// leavesCores tells whether the configuration says by 0 that CloudSigma chooses the number of cores.
func (m *model) leavesCores() bool { return cloudsigmaentity.IsSet(m.SMP) && m.SMP.ValueInt64() == 0 }

// coresFor is the number of cores where none is configured. With more cpu CloudSigma chooses it. With less
// it is told, because CloudSigma refuses less than the minimum for each core, and an edit that does not tell
// the number leaves it as it is.
func (m *model) coresFor(state *model, offered *cloudsigma.Capabilities) types.Int64 {
	if m.CPU.Equal(state.CPU) {
		return state.SMP
	}
	if m.CPU.IsUnknown() || m.CPU.ValueInt64() > state.CPU.ValueInt64() || state.SMP.IsNull() || offered == nil {
		return types.Int64Unknown()
	}
	allowed, known := perCore(m.hosts(offered))
	if !known || allowed.Min < 1 {
		return types.Int64Unknown()
	}
	return types.Int64Value(max(1, min(state.SMP.ValueInt64(), m.CPU.ValueInt64()/allowed.Min)))
}

// firstAddress is the address that the server is going to show: known if its first public NIC is static.
// A dynamic one may be another after each start (network_interfaces.rst).
func (m *model) firstAddress(ctx context.Context, response *resource.ModifyPlanResponse) types.String {
	for _, network := range networkBlocks(ctx, m.Networks, &response.Diagnostics) {
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

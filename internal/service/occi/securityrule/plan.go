package securityrule

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It refuses what the server cannot do, and tells changes of
// group and protocol from other names of the same.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() || request.Plan.Raw.Equal(request.State.Raw) {
		return
	}
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	isNew := request.State.Raw.IsNull()
	if !isNew {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "No OCCI cloud to talk to", err)
	}
	if client == nil || response.Diagnostics.HasError() {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not ask the server for its types", err)
		return
	}
	plan.warnOfProtocol(&response.Diagnostics)
	if !plan.GroupID.IsUnknown() && !plan.GroupID.Equal(state.GroupID) {
		occientity.CheckSecurityGroupName(known, plan.GroupID.ValueString(), path.Root("group_id"), &response.Diagnostics)
	}
	switch occientity.SecurityGroupsOf(known) {
	case occientity.SecurityGroupMixins:
		plan.checkEntity(&state.rule, known, &response.Diagnostics)
	case occientity.SecurityGroupKind:
	default:
		tfkit.ReportError(&response.Diagnostics, "No security groups on this server", occientity.ErrNoSecurityGroups)
	}
	if isNew || response.Diagnostics.HasError() {
		return
	}
	plan.keepNames(&state.rule, known)
	response.Diagnostics.Append(response.Plan.Set(ctx, &plan)...)
}

// warnOfProtocol tells what looks like a mistake. Servers may know further protocols.
func (r *rule) warnOfProtocol(diagnostics *diag.Diagnostics) {
	usual := []string{"tcp", "udp", "icmp", occientity.AllProtocols}
	if r.Protocol.IsUnknown() || slices.Contains(usual, strings.ToLower(r.Protocol.ValueString())) {
		return
	}
	diagnostics.AddAttributeWarning(path.Root("protocol"), "Unusual protocol",
		fmt.Sprintf("Servers are known to take tcp, udp and icmp; this one may refuse %q.", r.Protocol.ValueString()))
}

// checkEntity looks for what a server refuses or gets wrong whose rules are entities.
func (r *rule) checkEntity(state *rule, known *occi.QueryInterface, diagnostics *diag.Diagnostics) {
	if r.ToPort.IsNull() {
		diagnostics.AddAttributeError(path.Root("to_port"), "Missing ports",
			"This server wants from_port and to_port in each rule, also for ICMP. Rules for all ports are for servers where groups are a kind.")
		return
	}
	if r.opensOtherPorts(state) && opensSinglePorts(known) {
		diagnostics.AddAttributeError(path.Root("from_port"), "This server opens single ports only",
			fmt.Sprintf("occi-os would open port %d and ignore from_port = %d, without saying so. Make one rule for each port.",
				r.ToPort.ValueInt64(), r.FromPort.ValueInt64()))
	}
}

// opensOtherPorts tells whether a range of ports is to be opened that was not before.
func (r *rule) opensOtherPorts(state *rule) bool {
	isRange := !r.FromPort.IsUnknown() && !r.ToPort.IsUnknown() && !r.FromPort.Equal(r.ToPort)
	return isRange && (!r.FromPort.Equal(state.FromPort) || !r.ToPort.Equal(state.ToPort))
}

// opensSinglePorts tells whether the server opens the last port of a range alone and reads back the first as
// if it had been used, as occi-os does (captures 20-rule-create-range.plain, 22-rule-get-range). That was seen
// of the Havana release, which differs from the one of the guide in that it confirms a resize by itself.
func opensSinglePorts(known *occi.QueryInterface) bool {
	_, confirms := known.Action(infrastructure.ActionOpenStackConfirmResize)
	return strings.HasPrefix(known.Server, "pyssf") && !confirms
}

// keepNames keeps the names in the state where the plan has other names of the same, as after an import: what
// does not change does not replace the rule.
func (r *rule) keepNames(state *rule, known *occi.QueryInterface) {
	if !r.GroupID.IsUnknown() && occientity.SameSecurityGroup(known, r.GroupID.ValueString(), state.GroupID.ValueString()) {
		r.GroupID = state.GroupID
	}
	if !r.Protocol.IsUnknown() && strings.EqualFold(r.Protocol.ValueString(), state.Protocol.ValueString()) {
		r.Protocol = state.Protocol
	}
}

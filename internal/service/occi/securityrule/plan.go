package securityrule

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// ModifyPlan implements resource.ResourceWithModifyPlan. It refuses ranges of ports where they are not
// opened, and tells changes of group and protocol from other names of the same.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() {
		return
	}
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if !request.State.Raw.IsNull() {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	known, err := r.types(ctx, &plan, &state)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not ask the server for its types", err)
		return
	}
	if plan.opensOtherPorts(&state) && opensSinglePorts(known) {
		response.Diagnostics.AddAttributeError(path.Root("from_port"), "This server opens single ports only",
			fmt.Sprintf("occi-os would open port %d and ignore from_port = %d, without saying so. Make one rule for each port.",
				plan.ToPort.ValueInt64(), plan.FromPort.ValueInt64()))
	}
	if request.State.Raw.IsNull() {
		return
	}
	plan.keepNames(&state, known)
	response.Diagnostics.Append(response.Plan.Set(ctx, &plan)...)
}

// types is the query interface if the plan cannot be made without it, else one that knows nothing.
func (r *Resource) types(ctx context.Context, plan, state *model) (*occi.QueryInterface, error) {
	client, err := r.ClientForPlan()
	otherGroup := !state.GroupID.IsNull() && !plan.GroupID.IsUnknown() && !plan.GroupID.Equal(state.GroupID)
	if client == nil || !otherGroup && !plan.opensOtherPorts(state) {
		return &occi.QueryInterface{}, err
	}
	return client.QueryInterface(ctx)
}

// opensOtherPorts tells whether a range of ports is to be opened that was not before.
func (m *model) opensOtherPorts(state *model) bool {
	isRange := !m.FromPort.IsUnknown() && !m.ToPort.IsUnknown() && !m.FromPort.Equal(m.ToPort)
	return isRange && (!m.FromPort.Equal(state.FromPort) || !m.ToPort.Equal(state.ToPort))
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
func (m *model) keepNames(state *model, known *occi.QueryInterface) {
	if sameGroup(known, m.GroupID.ValueString(), state.GroupID.ValueString()) {
		m.GroupID = state.GroupID
	}
	if !m.Protocol.IsUnknown() && strings.EqualFold(m.Protocol.ValueString(), state.Protocol.ValueString()) {
		m.Protocol = state.Protocol
	}
}

func sameGroup(known *occi.QueryInterface, one, other string) bool {
	first, foundFirst := occientity.FindSecurityGroup(known, one)
	second, foundSecond := occientity.FindSecurityGroup(known, other)
	return foundFirst && foundSecond && first.TypeID == second.TypeID
}

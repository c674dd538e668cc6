package network

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// isFixed tells whether the networks of a server cannot be changed. Those of OpenStack's Neutron are shown as if
// they could, but ooi has no update of networks (capture 253-network-put) and answers 501 to up and down
// (252-network-action-up-501). Its query interface tells them by a mixin of their own (001-query-text-plain).
func isFixed(types *occi.QueryInterface) bool {
	return slices.ContainsFunc(types.Mixins, func(mixin occi.Category) bool {
		return mixin.Scheme == infrastructure.MixinOpenStackNetwork.Scheme
	})
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells what the server cannot do, and has a change
// that it cannot make in place replace the network.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	tfkit.PlanUpdate(request, response, tfkit.Effects{"state": {"up"}})
	if request.Plan.Raw.IsNull() || request.Plan.Raw.Equal(request.State.Raw) {
		return
	}
	plan, state := model{}, &model{}
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if request.State.Raw.IsNull() {
		state = nil
	} else {
		response.Diagnostics.Append(request.State.Get(ctx, state)...)
	}
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "No OCCI cloud to talk to", err)
	}
	if response.Diagnostics.HasError() || client == nil {
		return
	}
	types, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not ask the server what it can do", err)
		return
	}
	if state == nil {
		plan.checkCreate(types, &response.Diagnostics)
	}
	if !isFixed(types) {
		return
	}
	plan.checkPower(state, &response.Diagnostics)
	if state != nil && !plan.Title.Equal(state.Title) {
		notShown := state.Title.IsNull() && occientity.Imported(ctx, request.Private, &response.Diagnostics)
		if !notShown {
			response.RequiresReplace = append(response.RequiresReplace, path.Root("title"))
		}
	}
}

// checkCreate tells what the server has not got of what the network is to be made of.
func (m *model) checkCreate(types *occi.QueryInterface, diagnostics *diag.Diagnostics) {
	if _, known := types.Kind(infrastructure.KindNetwork); !known {
		diagnostics.AddError("The server has no networks", fmt.Sprintf(
			"Its query interface does not know the kind %s.", infrastructure.KindNetwork))
	}
	if _, known := types.Mixin(infrastructure.MixinIPNetwork); known {
		return
	}
	err := fmt.Errorf("the server does not know the mixin %s", infrastructure.MixinIPNetwork)
	for name, set := range map[string]bool{
		"address": isSet(m.Address), "gateway": isSet(m.Gateway), "allocation": isSet(m.Allocation),
	} {
		if set {
			tfkit.ReportAttributeError(diagnostics, path.Root(name), "The server has no networks with addresses", err)
		}
	}
}

// checkPower refuses to take down a network, nil for a new one, that cannot be.
func (m *model) checkPower(state *model, diagnostics *diag.Diagnostics) {
	isDown := state != nil && state.Up.Equal(m.Up)
	if isSet(m.Up) && !m.Up.ValueBool() && !isDown {
		tfkit.ReportAttributeError(diagnostics, path.Root("up"), "The server cannot take networks down",
			errors.New("the networks of this server are OpenStack's, which it offers the actions up and down of but does not "+
				"carry them out (501 Not Implemented)"))
	}
}

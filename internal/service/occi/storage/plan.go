package storage

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// effects are those of an update: the state follows what the volume is to become.
var effects = tfkit.Effects{"state": {"online", "size"}, "actual_size": {"size"}}

// ModifyPlan implements resource.ResourceWithModifyPlan. The plan says whether a new size replaces the volume, and
// refuses to bring a volume online or offline where the server does not know how.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	tfkit.PlanUpdate(request, response, effects)
	if request.Plan.Raw.IsNull() {
		return
	}
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	isNew := request.State.Raw.IsNull()
	if !isNew {
		response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	}
	if response.Diagnostics.HasError() {
		return
	}
	action, switched := plan.switching(&state, isNew)
	sized := !isNew && !plan.Size.Equal(state.Size)
	if !switched && !sized {
		return
	}
	known := r.typesForPlan(ctx, &response.Diagnostics)
	if switched && known != nil && !knowsAction(known, action) {
		response.Diagnostics.AddAttributeError(path.Root("online"), "The server cannot change this",
			fmt.Sprintf("The server does not know the action %s: its volumes cannot be brought %s.", action, action.Term))
	}
	if !sized {
		return
	}
	// A replacement destroys data: without knowing better the plan is to grow.
	if order := plan.compareSize(&state); order < 0 || order > 0 && known != nil && !canGrow(known) {
		response.RequiresReplace = append(response.RequiresReplace, path.Root("size"))
	}
}

// switching is the action that the planned value of online needs. A volume is made online.
func (m *model) switching(state *model, isNew bool) (action occi.TypeID, needed bool) {
	switch {
	case m.Online.IsNull() || m.Online.IsUnknown() || m.Online.Equal(state.Online) || isNew && m.Online.ValueBool():
		return occi.TypeID{}, false
	case m.Online.ValueBool():
		return infrastructure.ActionOnline, true
	default:
		return infrastructure.ActionOffline, true
	}
}

// compareSize is 1 if the volume is to become larger, -1 if smaller than the server made it, 0 if neither or not
// known.
func (m *model) compareSize(state *model) int {
	former := state.ActualSize
	if former.IsNull() {
		former = state.Size
	}
	if m.Size.IsUnknown() || m.Size.Equal(state.Size) {
		return 0
	}
	return cmp.Compare(m.Size.ValueFloat64(), former.ValueFloat64())
}

// typesForPlan is the query interface, nil as long as the provider's configuration is not known or if there was an
// error.
func (r *Resource) typesForPlan(ctx context.Context, diagnostics *diag.Diagnostics) *occi.QueryInterface {
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(diagnostics, "No OCCI cloud to talk to", err)
	}
	if client == nil {
		return nil
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not ask the server what it can do with volumes", err)
		return nil
	}
	return known
}

func knowsAction(known *occi.QueryInterface, action occi.TypeID) bool {
	_, found := known.Action(action)
	return found
}

// canGrow tells whether a server can make volumes larger: by the action of GFD.184, or by an update of the size, which
// took its place in GFD.224 (see the errata there).
func canGrow(known *occi.QueryInterface) bool {
	size, told := known.Attribute(infrastructure.AttributeStorageSize, infrastructure.KindStorage)
	return knowsAction(known, infrastructure.ActionResize) || told && !size.Immutable
}

package tfkit

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Effects tells what an update changes of what the configuration leaves to the server: a key is such an attribute, its
// value are the configured attributes of which a change may change it. What is no key no update changes.
type Effects map[string][]string

// PlanUpdate has the plan of an update keep what the update does not change. The framework makes everything unknown that
// the configuration leaves to the server as soon as one attribute changes, which hides the change from people and passes
// the doubt on to all that refers to the resource. If nothing changes after all, nothing is planned.
//
// The resource sends the [Changes] alone, and ends its update with [ConcludeUpdate] or [KeepPlanned]. What only it can
// tell to be unknown it makes so after this.
func PlanUpdate(request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse, effects Effects) {
	config := attributes(request.Config.Raw, &response.Diagnostics)
	state := attributes(request.State.Raw, &response.Diagnostics)
	plan := attributes(response.Plan.Raw, &response.Diagnostics)
	if len(state) == 0 || len(plan) == 0 {
		return // a creation or a removal
	}
	isLeft := func(name string) bool { return config[name].IsNull() && !plan[name].IsKnown() }
	changes := func(name string) bool { return !isLeft(name) && !plan[name].Equal(state[name]) }
	kept := map[string]tftypes.Value{}
	for name, value := range plan {
		if isLeft(name) && !slices.ContainsFunc(effects[name], changes) {
			value = state[name]
		}
		kept[name] = value
	}
	response.Plan.Raw = tftypes.NewValue(response.Plan.Raw.Type(), kept)
}

// Changes is the plan of an update without what it keeps: what a configuration may leave to the server, and is as in the
// state, is unknown again. An update sends nothing of it, for somebody else may have changed it since the refresh.
func Changes(request resource.UpdateRequest) tfsdk.Plan {
	var diagnostics diag.Diagnostics
	planned, state := attributes(request.Plan.Raw, &diagnostics), attributes(request.State.Raw, &diagnostics)
	if diagnostics.HasError() {
		return request.Plan // to be told by who reads it
	}
	changes := maps.Clone(planned)
	for name, attribute := range request.Plan.Schema.GetAttributes() {
		if attribute.IsOptional() && attribute.IsComputed() && planned[name].Equal(state[name]) {
			changes[name] = tftypes.NewValue(planned[name].Type(), tftypes.UnknownValue)
		}
	}
	return tfsdk.Plan{Schema: request.Plan.Schema, Raw: tftypes.NewValue(request.Plan.Raw.Type(), changes)}
}

// KeepPlanned puts the values that the plan promised into the state after an update. Terraform refuses
// anything else, also where somebody changed the entity between plan and apply: what became of a value
// that was only kept from the former state is for the next refresh to tell.
func KeepPlanned(plan tfsdk.Plan, state *tfsdk.State, diagnostics *diag.Diagnostics) {
	planned, applied := attributes(plan.Raw, diagnostics), attributes(state.Raw, diagnostics)
	if len(applied) == 0 {
		return // a failure that has been told
	}
	for name, value := range planned {
		if value.IsFullyKnown() {
			applied[name] = value
		}
	}
	state.Raw = tftypes.NewValue(state.Raw.Type(), applied)
}

// errUntaken says that a server did not do what it was told.
var errUntaken = errors.New("the server has accepted the change and not made it")

// ConcludeUpdate is for updates whose state says what the server shows. What was to change and shows another value is an
// error at its attribute, told under the summary ("Could not update the tag"); what the plan kept stays as planned, see
// [KeepPlanned].
func ConcludeUpdate(request resource.UpdateRequest, response *resource.UpdateResponse, summary string) {
	planned, prior := attributes(request.Plan.Raw, &response.Diagnostics), attributes(request.State.Raw, &response.Diagnostics)
	applied := attributes(response.State.Raw, &response.Diagnostics)
	for _, name := range slices.Sorted(maps.Keys(planned)) {
		value := planned[name]
		switch {
		case !value.IsFullyKnown():
		case value.Equal(prior[name]):
			applied[name] = value
		case !value.Equal(applied[name]):
			ReportAttributeError(&response.Diagnostics, path.Root(name), summary, errUntaken)
		}
	}
	response.State.Raw = tftypes.NewValue(response.State.Raw.Type(), applied)
}

// attributes are those of a resource; none if it is null.
func attributes(raw tftypes.Value, diagnostics *diag.Diagnostics) map[string]tftypes.Value {
	var values map[string]tftypes.Value
	if err := raw.As(&values); err != nil {
		diagnostics.AddError("Unexpected state", fmt.Sprintf("%s. This is a bug in the provider; please report it.", err))
	}
	return values
}

package health

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// Course is what an update does to the running of a machine.
type Course int

const (
	// Stays is that the machine runs on.
	Stays Course = iota
	// Boots is that the update has it boot, or replaces it.
	Boots
	// Rests is that it does not run afterwards.
	Rests
)

// Plan writes into the planned fields of an update what becomes of the health: what the state says, or unknown if the
// checks are to run, because the update boots the machine or changes health_check. A machine that runs and that a refresh
// found unhealthy is repaired as on_unhealthy says, which a warning tells; name is that of the machine.
func (f *Fields) Plan(state *Fields, name string, course Course, response *resource.ModifyPlanResponse) {
	f.Healthy, f.Health = state.Healthy, state.Health
	switch {
	case f.HealthCheck.IsNull():
		f.Forget()
	case course == Boots, course == Stays && !f.HealthCheck.Equal(state.HealthCheck):
		f.expectChecks()
	case course == Stays && state.isUnhealthy() && f.Monitor.ValueBool():
		f.planRepair(state, name, response)
	}
}

func (f *Fields) planRepair(state *Fields, name string, response *resource.ModifyPlanResponse) {
	what := "Nothing is done about it: on_unhealthy is \"none\"."
	switch f.OnUnhealthy.ValueString() {
	case unhealthyRestart:
		what = "It is restarted, and the apply waits until the checks pass."
		f.expectChecks()
	case unhealthyReplace:
		what = "It is replaced by a new one."
		f.expectChecks()
		response.RequiresReplace = append(response.RequiresReplace, path.Root("healthy"))
	}
	response.Diagnostics.AddAttributeWarning(path.Root("health_check"), "The "+name+" is unhealthy", what+state.describe())
}

func (f *Fields) isUnhealthy() bool { return !f.Healthy.IsNull() && !f.Healthy.ValueBool() }

// expectChecks makes the results unknown: the checks are to run.
func (f *Fields) expectChecks() {
	f.Healthy, f.Health = types.BoolUnknown(), types.ListUnknown(resultType())
}

// ChecksRun tells of a plan whether the checks are to run when it is applied.
func (f *Fields) ChecksRun() bool { return f.Healthy.IsUnknown() }

// WantsRestart tells of a plan whether the machine is to be restarted because it is unhealthy.
func (f *Fields) WantsRestart(state *Fields) bool {
	return state.isUnhealthy() && f.ChecksRun() && f.Monitor.ValueBool() && f.OnUnhealthy.ValueString() == unhealthyRestart
}

// describe lists what was wrong at the last look.
func (f *Fields) describe() string {
	var text strings.Builder
	for _, element := range f.Health.Elements() {
		result, ok := element.(types.Object)
		if !ok {
			continue
		}
		name, _ := result.Attributes()["check"].(types.String)
		problem, _ := result.Attributes()["error"].(types.String)
		if !problem.IsNull() {
			text.WriteString("\n  - " + name.ValueString() + ": " + problem.ValueString())
		}
	}
	return text.String()
}

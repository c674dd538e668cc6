package cloudsigmaentity

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// DropEmptyPlan plans nothing if the plan in the response changes nothing but values that the
// configuration leaves to the server. Such a plan is what remains when a resource keeps the state's
// spelling of a value: the framework has declared all computed values unknown by then.
func DropEmptyPlan(request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	var config, plan, state map[string]tftypes.Value
	for _, object := range []struct {
		value  tftypes.Value
		fields *map[string]tftypes.Value
	}{{request.Config.Raw, &config}, {response.Plan.Raw, &plan}, {request.State.Raw, &state}} {
		if err := object.value.As(object.fields); err != nil || *object.fields == nil {
			return // a creation or a removal
		}
	}
	for name, planned := range plan {
		leftToServer := config[name].IsNull() && !planned.IsKnown()
		if !leftToServer && !planned.Equal(state[name]) {
			return
		}
	}
	response.Plan.Raw = request.State.Raw
}

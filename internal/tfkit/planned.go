package tfkit

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// KeepPlanned puts the values that the plan promised into the state after an update. Terraform refuses
// anything else, also where somebody changed the entity between plan and apply: what became of a value
// that was only kept from the former state is for the next refresh to tell.
func KeepPlanned(plan tfsdk.Plan, state *tfsdk.State, diagnostics *diag.Diagnostics) {
	var planned, applied map[string]tftypes.Value
	for raw, values := range map[*tftypes.Value]*map[string]tftypes.Value{&plan.Raw: &planned, &state.Raw: &applied} {
		if err := raw.As(values); err != nil {
			diagnostics.AddError("Unexpected state", fmt.Sprintf("%s. This is a bug in the provider; please report it.", err))
			return
		}
	}
	for name, value := range planned {
		if value.IsFullyKnown() {
			applied[name] = value
		}
	}
	state.Raw = tftypes.NewValue(state.Raw.Type(), applied)
}

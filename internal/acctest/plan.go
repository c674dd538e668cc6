package acctest

import (
	"context"
	"fmt"
	"reflect"
	"slices"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// KnownAfterApply ends the name of an attribute in [ExpectUpdate] whose value the plan does not know, as in "status" +
// KnownAfterApply.
const KnownAfterApply = " (known after apply)"

// ExpectUpdate wants a plan to update a resource in place, and to say of these attributes, and of no others, that they
// change. So it fails where a plan claims not to know what the update leaves alone.
func ExpectUpdate(address string, attributes ...string) plancheck.PlanCheck {
	return expectUpdate{address, slices.Sorted(slices.Values(attributes))}
}

type expectUpdate struct {
	address    string
	attributes []string
}

// CheckPlan implements plancheck.PlanCheck.
func (e expectUpdate) CheckPlan(_ context.Context, request plancheck.CheckPlanRequest, response *plancheck.CheckPlanResponse) {
	response.Error = fmt.Errorf("the plan does not have %s", e.address)
	for _, planned := range request.Plan.ResourceChanges {
		if planned.Address != e.address {
			continue
		}
		change := planned.Change
		response.Error = nil
		if !change.Actions.Update() {
			response.Error = fmt.Errorf("the plan for %s is %v, want an update", e.address, change.Actions)
		} else if diff := cmp.Diff(e.attributes, changedAttributes(change.Before, change.After, change.AfterUnknown)); diff != "" {
			response.Error = fmt.Errorf("what the plan changes of %s (-want +got):\n%s", e.address, diff)
		}
	}
}

// changedAttributes are the attributes that a plan changes, in alphabetical order.
func changedAttributes(before, after, unknown any) []string {
	former, _ := before.(map[string]any)
	values, _ := after.(map[string]any)
	unknowns, _ := unknown.(map[string]any)
	var changed []string
	for name, value := range former {
		switch {
		case hasUnknown(unknowns[name]):
			changed = append(changed, name+KnownAfterApply)
		case !reflect.DeepEqual(value, values[name]):
			changed = append(changed, name)
		}
	}
	slices.Sort(changed)
	return changed
}

// hasUnknown tells whether a value, as after_unknown of a plan has it, is not known as a whole.
func hasUnknown(value any) bool {
	switch value := value.(type) {
	case bool:
		return value
	case []any:
		return slices.ContainsFunc(value, hasUnknown)
	case map[string]any:
		for _, element := range value {
			if hasUnknown(element) {
				return true
			}
		}
	}
	return false
}

// BetweenPlanAndApply does something to the cloud that the plan does not know of, as somebody else would. It comes last among
// the checks of a plan before it is applied.
func BetweenPlanAndApply(meddle func()) plancheck.PlanCheck { return meddler(meddle) }

type meddler func()

// CheckPlan implements plancheck.PlanCheck.
func (m meddler) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	m()
}

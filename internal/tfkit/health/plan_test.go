package health

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
)

// TestPlan: the results are unknown if the checks are to run; a machine that is unhealthy is repaired as configured, and a
// warning says so, with what was wrong.
func TestPlan(t *testing.T) {
	t.Parallel()
	check := definition(t, map[string]attr.Value{"ports": ports(1)})
	other := definition(t, map[string]attr.Value{"ports": ports(2)})
	none := types.ObjectNull(check.AttributeTypes(t.Context()))
	refused := resultList(t.Context(), []healthcheck.Result{{Name: "port 1", Err: errRefused{}}, {Name: "ping"}}, &diag.Diagnostics{})
	for name, test := range map[string]struct {
		healthy          types.Bool
		monitor          bool
		onUnhealthy      string
		course           Course
		definition       types.Object
		want             types.Bool
		restart, replace bool
		says             string
	}{
		"healthy":           {types.BoolValue(true), true, "replace", Stays, check, types.BoolValue(true), false, false, ""},
		"boots":             {types.BoolValue(true), true, "replace", Boots, check, types.BoolUnknown(), false, false, ""},
		"other definition":  {types.BoolValue(true), false, "", Stays, other, types.BoolUnknown(), false, false, ""},
		"stops":             {types.BoolValue(true), true, "replace", Rests, other, types.BoolValue(true), false, false, ""},
		"no definition":     {types.BoolValue(true), false, "", Stays, none, types.BoolNull(), false, false, ""},
		"restarted":         {types.BoolValue(false), true, "restart", Stays, check, types.BoolUnknown(), true, false, "It is restarted"},
		"replaced":          {types.BoolValue(false), true, "replace", Stays, check, types.BoolUnknown(), false, true, "It is replaced"},
		"left":              {types.BoolValue(false), true, "none", Stays, check, types.BoolValue(false), false, false, "Nothing is done"},
		"left by default":   {types.BoolValue(false), true, "", Stays, check, types.BoolValue(false), false, false, "Nothing is done"},
		"not monitored now": {types.BoolValue(false), false, "", Stays, check, types.BoolValue(false), false, false, ""},
		"stopped":           {types.BoolValue(false), true, "replace", Rests, check, types.BoolValue(false), false, false, ""},
		"never checked":     {types.BoolNull(), true, "replace", Stays, check, types.BoolNull(), false, false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := Fields{HealthCheck: check, Healthy: test.healthy, Health: refused}
			plan := Fields{
				HealthCheck: test.definition, Monitor: types.BoolValue(test.monitor), OnUnhealthy: types.StringValue(test.onUnhealthy),
			}
			response := &resource.ModifyPlanResponse{}
			plan.Plan(&state, "VM a", test.course, response)
			if !plan.Healthy.Equal(test.want) || plan.ChecksRun() != test.want.IsUnknown() || plan.Health.IsUnknown() != test.want.IsUnknown() {
				t.Errorf("healthy is %s, health %s; want %s", plan.Healthy, plan.Health, test.want)
			}
			if got := plan.WantsRestart(&state); got != test.restart {
				t.Errorf("restart: %t, want %t", got, test.restart)
			}
			var want path.Paths
			if test.replace {
				want = path.Paths{path.Root("healthy")}
			}
			if diff := cmp.Diff(want.String(), response.RequiresReplace.String()); diff != "" {
				t.Error(diff)
			}
			told := ""
			for _, diagnostic := range response.Diagnostics {
				told += diagnostic.Summary() + ": " + diagnostic.Detail()
			}
			isTold := strings.HasPrefix(told, "The VM a is unhealthy: "+test.says) && strings.HasSuffix(told, "\n  - port 1: refused")
			if test.says == "" && told != "" || test.says != "" && !isTold {
				t.Errorf("it says %q, want %q", told, test.says)
			}
		})
	}
}

type errRefused struct{}

func (errRefused) Error() string { return "refused" }

package health

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TestRefreshCountsFailures: a machine whose checks fail is unhealthy only when they have failed for unhealthy_after without a
// break, which is counted from the first look that saw it; then it is until a look finds it healthy.
func TestRefreshCountsFailures(t *testing.T) {
	t.Parallel()
	dead := Machine{Name: "VM a", Addresses: []string{"127.66.77.88"}}
	for name, test := range map[string]struct {
		before           types.Bool
		failingFor       time.Duration
		unhealthyAfter   attr.Value
		notRunning       string
		healthy, isFirst bool
		problems         []string
	}{
		"first failure":          {types.BoolValue(true), 0, types.StringNull(), "", true, true, []string{"Warning: The VM a fails its health checks"}},
		"not for long enough":    {types.BoolValue(true), 9 * time.Minute, types.StringNull(), "", true, false, []string{"Warning: The VM a fails its health checks"}},
		"for the default":        {types.BoolValue(true), 10 * time.Minute, types.StringNull(), "", false, false, nil},
		"for the configured":     {types.BoolValue(true), 3 * time.Minute, types.StringValue("2m"), "", false, false, nil},
		"at the first":           {types.BoolValue(true), 0, types.StringValue("0s"), "", false, true, nil},
		"never checked":          {types.BoolNull(), 0, types.StringNull(), "", true, true, []string{"Warning: The VM a fails its health checks"}},
		"unhealthy already":      {types.BoolValue(false), 0, types.StringNull(), "", false, true, nil},
		"stopped by somebody":    {types.BoolValue(true), 0, types.StringNull(), "the VM is stopped", false, true, nil},
		"unhealthy, and stopped": {types.BoolValue(false), time.Hour, types.StringNull(), "the VM is stopped", false, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fields := Fields{
				HealthCheck: definition(t, map[string]attr.Value{"ports": ports(1), "unhealthy_after": test.unhealthyAfter}),
				Monitor:     types.BoolValue(true), Healthy: test.before,
			}
			before, after := privateState{}, privateState{}
			now := time.Now()
			if test.failingFor > 0 {
				failure{Since: now.Add(-test.failingFor)}.save(t.Context(), before, &diag.Diagnostics{})
			}
			var diagnostics diag.Diagnostics
			fields.Refresh(t.Context(), dead, test.notRunning, before, after, &diagnostics)
			if diff := cmp.Diff(test.problems, summaries(diagnostics)); diff != "" {
				t.Error(diff)
			}
			if fields.Healthy.ValueBool() != test.healthy || fields.Healthy.IsNull() {
				t.Errorf("healthy is %s, want %t", fields.Healthy, test.healthy)
			}
			var saved failure
			if err := json.Unmarshal(after[failureKey], &saved); err != nil {
				t.Fatal(err)
			}
			if saved.Since.IsZero() || saved.Since.Before(now) == test.isFirst {
				t.Errorf("it has been failing since %s, now is %s; first: want %t", saved.Since, now, test.isFirst)
			}
		})
	}
}

// TestRefreshEndsFailure: one look that finds it healthy ends the failure.
func TestRefreshEndsFailure(t *testing.T) {
	t.Parallel()
	failing := failure{Since: time.Now()}
	failing.count(time.Now(), true)
	if !failing.Since.IsZero() {
		t.Errorf("it has been failing since %s", failing.Since)
	}
	private := privateState{}
	failing.save(t.Context(), private, &diag.Diagnostics{})
	if got := string(private[failureKey]); got != "{}" {
		t.Errorf("the private state has %s", got)
	}
	if loaded := loadFailure(t.Context(), private, &diag.Diagnostics{}); loaded != failing {
		t.Errorf("it is read as %v", loaded)
	}
}

// TestRefreshWithoutMonitor looks at nothing and changes nothing.
func TestRefreshWithoutMonitor(t *testing.T) {
	t.Parallel()
	check := definition(t, map[string]attr.Value{"ports": ports(1)})
	for name, fields := range map[string]Fields{
		"no monitor": {HealthCheck: check, Healthy: types.BoolValue(true), Health: types.ListNull(resultType())},
		"no check":   {HealthCheck: types.ObjectNull(check.AttributeTypes(t.Context())), Monitor: types.BoolValue(true), Health: types.ListNull(resultType())},
	} {
		before, after := fields, privateState{}
		var diagnostics diag.Diagnostics
		fields.Refresh(t.Context(), Machine{}, "", privateState{}, after, &diagnostics)
		if !fields.Healthy.Equal(before.Healthy) || !fields.Health.Equal(before.Health) || len(after) > 0 || len(diagnostics) > 0 {
			t.Errorf("%s: %v, %v, %v", name, fields, after, diagnostics)
		}
	}
}

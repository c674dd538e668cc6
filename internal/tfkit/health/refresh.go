package health

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// failureKey is the private-state key of a failure.
const failureKey = "health"

// failure is a failure of the checks that goes on.
type failure struct {
	// Since is when a refresh saw it first; zero if there is none.
	Since time.Time `json:"failing_since,omitzero"`
}

// Refresh looks at the checks of a monitored machine once, and writes what they found. It counts how long they have been
// failing: before is the private state so far, after the new one. A machine that does not run is not looked at, and not
// healthy: notRunning says why, "" that it runs.
func (f *Fields) Refresh(
	ctx context.Context, machine Machine, notRunning string, before, after tfkit.PrivateState, diagnostics *diag.Diagnostics,
) {
	check := f.definition(ctx, diagnostics)
	if check == nil || !f.Monitor.ValueBool() || diagnostics.HasError() {
		return
	}
	results := check.look(ctx, machine, notRunning)
	failing := loadFailure(ctx, before, diagnostics)
	failing.count(time.Now(), healthcheck.Healthy(results))
	failing.save(ctx, after, diagnostics)
	limit := failing.Since.Add(check.unhealthyAfter())
	isPatient := !f.isUnhealthy() && notRunning == "" && time.Now().Before(limit)
	f.Health = resultList(ctx, results, diagnostics)
	f.Healthy = types.BoolValue(healthcheck.Healthy(results) || isPatient)
	if !healthcheck.Healthy(results) && isPatient {
		diagnostics.AddAttributeWarning(path.Root("health_check"), "The "+machine.Name+" fails its health checks", fmt.Sprintf(
			"It counts as unhealthy if they still fail at %s.%s", limit.UTC().Format(time.RFC3339), healthcheck.Describe(results)))
	}
}

// look looks at the checks once.
func (c *checkModel) look(ctx context.Context, machine Machine, notRunning string) []healthcheck.Result {
	address, err := chooseAddress(c.Address.ValueString(), machine.Addresses)
	if notRunning != "" {
		err = errors.New(notRunning)
	}
	checks := c.on(address, true)
	if err == nil {
		return healthcheck.Look(ctx, checks)
	}
	var results []healthcheck.Result
	for _, check := range checks {
		results = append(results, healthcheck.Result{Name: check.Name, Err: err})
	}
	return results
}

// count takes note of a look: it begins a failure, goes on with it, or ends it.
func (f *failure) count(now time.Time, healthy bool) {
	switch {
	case healthy:
		f.Since = time.Time{}
	case f.Since.IsZero():
		f.Since = now
	}
}

func loadFailure(ctx context.Context, private tfkit.PrivateState, diagnostics *diag.Diagnostics) failure {
	var failing failure
	value, problems := private.GetKey(ctx, failureKey)
	diagnostics.Append(problems...)
	if len(value) > 0 {
		if err := json.Unmarshal(value, &failing); err != nil {
			diagnostics.AddError("Unexpected private state", err.Error())
		}
	}
	return failing
}

func (f failure) save(ctx context.Context, private tfkit.PrivateState, diagnostics *diag.Diagnostics) {
	value, err := json.Marshal(f)
	if err != nil {
		diagnostics.AddError("The private state cannot be written", err.Error())
		return
	}
	diagnostics.Append(private.SetKey(ctx, failureKey, value)...)
}

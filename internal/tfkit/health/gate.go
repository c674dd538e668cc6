package health

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/healthcheck"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Machine is what the checks need to know of a machine.
type Machine struct {
	// Name tells it in messages, as in "VM /compute/1".
	Name string
	// Addresses are IP addresses, the preferred first.
	Addresses []string
	// Restart restarts it and tells its addresses then, for on_failure = "restart" of a machine that was just made; nil
	// where it was not.
	Restart func(context.Context) (addresses []string, err error)
}

// Gate waits until the checks of health_check pass, and writes what they found. It takes the definition from the
// configuration, which alone has the secrets. What does not pass is told as on_failure says: the caller writes the state
// whatever the diagnostics say. It does nothing if there is no health_check.
func (f *Fields) Gate(ctx context.Context, configuration *Fields, machine Machine, diagnostics *diag.Diagnostics) {
	f.Forget()
	check := configuration.definition(ctx, diagnostics)
	if check == nil || diagnostics.HasError() {
		return
	}
	results, err := check.wait(ctx, machine)
	var unhealthy *healthcheck.UnhealthyError
	canRestart := machine.Restart != nil && check.OnFailure.ValueString() == failureRestart && ctx.Err() == nil
	if errors.As(err, &unhealthy) && canRestart {
		diagnostics.AddAttributeWarning(path.Root("health_check"), "The "+machine.Name+" was restarted", sentence(err))
		if machine.Addresses, err = machine.Restart(ctx); err == nil {
			results, err = check.wait(ctx, machine)
		}
	}
	f.Healthy, f.Health = types.BoolValue(err == nil), resultList(ctx, results, diagnostics)
	switch {
	case err == nil:
	case check.OnFailure.ValueString() == failureIgnore && ctx.Err() == nil:
		diagnostics.AddAttributeWarning(path.Root("health_check"), "The "+machine.Name+" is not healthy", sentence(err))
	default:
		if machine.Restart != nil && !errors.Is(err, context.Canceled) {
			err = fmt.Errorf("%w\n\nThe %s is tainted: the next apply makes a new one in its place. To keep it, run "+
				"`terraform untaint` for it first", err, machine.Name)
		}
		tfkit.ReportAttributeError(diagnostics, path.Root("health_check"), "The "+machine.Name+" is not healthy", err)
	}
}

// Forget writes that no check has run, as for a machine that is made stopped.
func (f *Fields) Forget() { f.Healthy, f.Health = types.BoolNull(), types.ListNull(resultType()) }

// wait waits for the checks of a machine, with progress in the log.
func (c *checkModel) wait(ctx context.Context, machine Machine) ([]healthcheck.Result, error) {
	address, err := chooseAddress(c.Address.ValueString(), machine.Addresses)
	if err != nil {
		return nil, err
	}
	return waitFor(ctx, c.times(), machine.Name+" at "+address, c.on(address, false))
}

// waitFor waits for checks, with progress in the log.
func waitFor(
	ctx context.Context, wait healthcheck.Wait, name string, checks []healthcheck.Check,
) ([]healthcheck.Result, error) {
	wait.Progress = func(results []healthcheck.Result, waited time.Duration) {
		tflog.Info(ctx, "waiting for the health checks of "+name, map[string]any{
			"waited": waited.Round(time.Millisecond).String(), "checks": healthcheck.Describe(results),
		})
	}
	results, err := wait.Until(ctx, checks)
	if err != nil {
		return results, fmt.Errorf("the health checks of %s: %w", name, err)
	}
	return results, nil
}

// sentence is the text of an error for a warning.
func sentence(err error) string {
	text := err.Error()
	return strings.ToUpper(text[:1]) + text[1:] + "."
}

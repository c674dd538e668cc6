package compute_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// actions are the requests that invoked an action on a VM.
func actions(cloud *acctest.OCCI, term string) []emulator.Request {
	var found []emulator.Request
	for _, request := range cloud.Server.Log.Matching("POST", `/compute/[^/]+$`) {
		if request.Query == "action="+term {
			found = append(found, request)
		}
	}
	return found
}

// said is all that a request says, in whatever rendering.
func said(request emulator.Request) string {
	return fmt.Sprint(request.Header) + request.Body
}

// restarted expects the restarts so far, the last one by a method.
func restarted(cloud *acctest.OCCI, times int, method string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		sent := actions(cloud, "restart")
		if len(sent) != times {
			return fmt.Errorf("%d restarts, want %d", len(sent), times)
		}
		if times > 0 && (!strings.Contains(said(sent[times-1]), method) || !strings.Contains(said(sent[times-1]), "compute/action#")) {
			return fmt.Errorf("the restart says %s, want the method %s", said(sent[times-1]), method)
		}
		return nil
	}
}

// TestLifeComputeRestart restarts the VM once for each change of the triggers, in place, and only while it runs.
func TestLifeComputeRestart(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		step := func(times int, method string, arguments ...string) resource.TestStep {
			return resource.TestStep{
				Config: vm(cloud, append(arguments, set("os_template", cloud.Image), set("resource_template", cloud.Flavor))...),
				Check:  restarted(cloud, times, method),
			}
		}
		inPlace := func(step resource.TestStep) resource.TestStep {
			step.ConfigPlanChecks = planned(plancheck.ResourceActionUpdate, known("addresses"), known("state"))
			return step
		}
		run(t, cloud,
			step(0, "", `restart_triggers = { config = "1" }`),
			inPlace(step(1, "graceful", `restart_triggers = { config = "2" }`)),
			inPlace(step(2, "cold", `restart_triggers = { config = "2", key = "1" }`, set("restart_method", "cold"))),
			inPlace(step(2, "cold")),
			// What is stopped, or was just started, is not restarted.
			step(2, "cold", `restart_triggers = { config = "3" }`, set("power_state", "inactive")),
			step(2, "cold", `restart_triggers = { config = "4" }`, set("power_state", "inactive")),
			step(2, "cold", `restart_triggers = { config = "5" }`, set("power_state", "active")),
		)
	})
}

// TestImportDoesNotRestart: what the triggers were is not known, so they are recorded only.
func TestImportDoesNotRestart(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		id := existing(t, cloud, osTemplate(manner, cloud.Image)+flavorTemplate("itsy"))
		config := func(trigger string) string {
			return vm(cloud, set("os_template", cloud.Image), "restart_triggers = { config = \""+trigger+"\" }") + importBlock(id)
		}
		run(t, cloud,
			resource.TestStep{Config: config("1"), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: restarted(cloud, 0, "")},
			resource.TestStep{
				Config: config("2"), Check: restarted(cloud, 1, "graceful"),
				ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasSettled("itsy", "active")}},
			},
		)
	})
}

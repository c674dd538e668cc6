package compute_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestResizeLeftUnconfirmed: a run that was interrupted has scaled the VM and not confirmed it. The next one
// does, though the flavor is the wanted one already.
func TestResizeLeftUnconfirmed(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	config := func(flavor string) string {
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor))
	}
	run(t, cloud,
		resource.TestStep{Config: config("itsy")},
		resource.TestStep{
			PreConfig:         func() { post(t, cloud, onlyVM(t, cloud), flavorTemplate("bitsy")) },
			Config:            config("bitsy"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasSettled("bitsy", "active")}, text("state", "active")},
		},
	)
}

// TestStartAndScaleTogether: Nova scales a VM that runs, so it is started first.
func TestStartAndScaleTogether(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := func(flavor, power string) string {
			return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor), set("power_state", power))
		}
		run(t, cloud,
			resource.TestStep{Config: config("itsy", "suspended")},
			resource.TestStep{
				Config:            config("bitsy", "active"),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasSettled("bitsy", "active")}},
			},
		)
		// On occi-os a PUT makes another VM (capture 45-compute-put-existing-creates-another).
		expectRequests(t, cloud, "PUT", "", 0, 0)
	})
}

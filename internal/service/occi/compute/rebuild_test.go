package compute_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
)

// TestRebuildIsAFirstBoot: a VM with another image has lost its password, and needs no restart.
func TestRebuildIsAFirstBoot(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, times(), func(t *testing.T, cloud *acctest.OCCI) {
		config := func(image, trigger string) string {
			return vm(cloud, set("os_template", image), set("admin_password_wo", "hunter2"), set("admin_password_wo_version", 1),
				"restart_triggers = { it = \""+trigger+"\" }")
		}
		run(t, cloud,
			resource.TestStep{Config: config(cloud.Image, "a")},
			resource.TestStep{Config: config(cloud.OtherImage, "b"), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		)
		passwords, restarts := 0, 0
		for _, request := range cloud.Server.Log.All() {
			switch request.Query {
			case "action=chg_pwd":
				passwords++
			case "action=restart":
				restarts++
			}
		}
		if passwords < 2 || restarts != 0 {
			t.Errorf("%d passwords were set, want two; %d restarts, want none", passwords, restarts)
		}
	})
}

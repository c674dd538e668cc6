package server_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
)

// TestServerAnywhere runs on the real cloud where the environment names an account. The server has no
// drive, so that its system never reacts to a shutdown.
func TestServerAnywhere(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("server")
	config := func(cpu int, power string) string {
		return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_server" "web" {
  name             = %q
  cpu              = %d
  memory           = 536870912
  vnc_password     = "t0p-5ecret"
  power_state      = %q
  shutdown_timeout = "0s"

  network {
    type = "dhcp"
  }
}
`, name, cpu, power)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(1000, "running"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("running")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("ipv4_address"), knownvalue.NotNull()),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"shutdown_timeout"},
			},
			{
				Config:           config(1500, "running"),
				ConfigPlanChecks: updates("cpu", "smp"+acctest.KnownAfterApply, "ipv4_address"+acctest.KnownAfterApply, "nics"+acctest.KnownAfterApply, "status"+acctest.KnownAfterApply),
			},
			{
				Config:           config(1500, "stopped"),
				ConfigPlanChecks: updates("power_state", "ipv4_address"+acctest.KnownAfterApply, "nics"+acctest.KnownAfterApply, "status"+acctest.KnownAfterApply),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("stopped")),
				},
			},
			{Config: config(1500, "stopped"), ConfigPlanChecks: emptyPlan()},
		},
	})
}

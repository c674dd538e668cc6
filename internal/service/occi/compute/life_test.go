package compute_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const lifeKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDV9kPI6c7dmfQDcTcQqpjxqSZ8SOvUV5iC6Tfj4rGBM me"

// gibibytes are the sizes of the flavors of the emulators.
func gibibytes(flavor string) float64 {
	return map[string]float64{"itsy": 0.125, "bitsy": 0.25, "m1.tiny": 0.5, "m1.small": 2}[flavor]
}

// TestLifeCompute runs on a real cloud too.
func TestLifeCompute(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		// ooi takes the title for the host name, so that they are the same here.
		name := acctest.Name("vm")
		config := func(flavor, power string) string {
			return vm(cloud, set("title", name), set("hostname", name), set("os_template", cloud.Image),
				set("resource_template", flavor), set("power_state", power),
				fmt.Sprintf("ssh_key = { name = %q, public_key = %q }", name, lifeKey+"\n"), set("user_data", "#cloud-config\n"))
		}
		shows := func(flavor, power string) []statecheck.StateCheck {
			checks := []statecheck.StateCheck{text("power_state", power), text("actual_hostname", name)}
			if cloud.Server != nil {
				checks = append(checks,
					statecheck.ExpectKnownValue(address, tfjsonpath.New("memory"), knownvalue.Float64Exact(gibibytes(flavor))),
					onServer{cloud, hasFlavor(flavor)})
			}
			return checks
		}
		update := func(flavor, power string, checks ...plancheck.PlanCheck) resource.TestStep {
			return resource.TestStep{
				Config: config(flavor, power), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, checks...),
				ConfigStateChecks: shows(flavor, power),
			}
		}
		run(t, cloud,
			resource.TestStep{
				Config:            config(cloud.Flavor, "active"),
				ConfigStateChecks: append(shows(cloud.Flavor, "active"), arrived(cloud, name)...),
			},
			resource.TestStep{
				ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: notShown(cloud.Manner),
			},
			update(cloud.Flavor, "inactive", known("memory"), known("addresses")),
			update(cloud.Flavor, "active"),
			update(cloud.OtherFlavor, "active", plancheck.ExpectUnknownValue(address, tfjsonpath.New("memory"))),
		)
		if cloud.Server == nil {
			return
		}
		// A PUT makes another VM on occi-os; ooi knows nothing else to scale by.
		puts := 0
		if cloud.Manner == occi.MannerOOI {
			puts = 1
		}
		expectRequests(t, cloud, "PUT", "", puts, puts)
	})
}

// arrived checks what no server shows of a new VM.
func arrived(cloud *acctest.OCCI, name string) []statecheck.StateCheck {
	if cloud.Server == nil {
		return nil
	}
	return []statecheck.StateCheck{
		text("state", "active"), text("title", name), text("os_template", cloud.Image), text("resource_template", cloud.Flavor),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("addresses"), knownvalue.ListSizeExact(1)),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("resize_pending"), knownvalue.Bool(false)),
		onServer{cloud, func(got occi.ComputeRecord) error {
			type contents struct{ Hostname, Image, PublicKey, UserData string }
			want := contents{name, cloud.Image, lifeKey, "#cloud-config\n"}
			if diff := cmp.Diff(want, contents{got.Hostname, got.Image, got.PublicKey, got.UserData}); diff != "" {
				return fmt.Errorf("what reached the cloud (-want +got):\n%s", diff)
			}
			return nil
		}},
	}
}

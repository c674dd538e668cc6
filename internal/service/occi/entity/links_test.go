package entity_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// linked is a VM, as an entity of any kind, that is made with a volume.
func linked(cloud *acctest.OCCI, volume string) string {
	return cloud.Provider + fmt.Sprintf(`
data "occi_os_template" "image" { title = %q }
data "occi_resource_template" "flavor" { title = %q }

resource "occi_storage" "first" {
  title = "first"
  size  = 1
}

resource "occi_storage" "second" {
  title = "second"
  size  = 1
}

resource "occi_entity" "data" {
  kind     = "http://schemas.ogf.org/occi/infrastructure#compute"
  title    = "web"
  mixins   = [data.occi_os_template.image.id, data.occi_resource_template.flavor.id]
  wait_for = { attribute = "occi.compute.state", value = "active", failed = "error" }
  links = [{
    kind       = "http://schemas.ogf.org/occi/infrastructure#storagelink"
    target_id  = occi_storage.%s.id
    attributes = { "occi.storagelink.deviceid" = "/dev/vdc" }
  }]
}
`, cloud.Image, cloud.Flavor, volume)
}

// TestEntityLinks makes a VM with a volume in one request. occi-os answers 500 to that and makes the VM all the same
// (captures 37-*): the error names it.
func TestEntityLinks(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		if cloud.Manner == occi.MannerOcciOS {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:      linked(cloud, "first"),
					ExpectError: regexp.MustCompile(`(?s)Could not create the entity.*it\s+may\s+be\s+one\s+of\s+/compute/`),
				}},
			})
			return
		}
		attached := func(volume string) resource.TestCheckFunc {
			return func(state *terraform.State) error {
				record, _ := cloud.Cloud.Storage(state.RootModule().Resources["occi_storage."+volume].Primary.ID)
				vm, _ := cloud.Cloud.Compute(state.RootModule().Resources[address].Primary.ID)
				if vm.ID == "" || record.ComputeID != vm.ID {
					return fmt.Errorf("the volume is %+v, the VM %+v", record, vm)
				}
				return nil
			}
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: linked(cloud, "first"), Check: attached("first")},
				{
					Config: linked(cloud, "second"), ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
					Check: attached("second"),
				},
			},
		})
		if made := cloud.Server.Log.Count("POST", "/compute/$"); made != 2 {
			t.Errorf("%d requests made the VMs, want 2", made)
		}
	})
}

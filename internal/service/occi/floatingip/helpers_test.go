package floatingip_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const address = "occi_floating_ip.public"

// reserves tells the manners in which addresses are reserved without a VM.
func reserves(cloud *acctest.OCCI) bool {
	return cloud.Manner == occi.MannerOOI || cloud.Manner == occi.MannerStandard12
}

// pool is a pool that the cloud has, "" if it tells none.
func pool(cloud *acctest.OCCI) string {
	return map[occi.Manner]string{occi.MannerGuide: "test", occi.MannerOcciOS: "test", occi.MannerOOI: "public"}[cloud.Manner]
}

// vm is a configuration with one VM.
func vm(cloud *acctest.OCCI) string {
	return cloud.Provider + fmt.Sprintf(`
resource "occi_compute" "vm" {
  title             = "vm"
  os_template       = %q
  resource_template = %q
}
`, cloud.Image, cloud.Flavor)
}

// floatingIP is a floating IP with these lines in its block, for the VM where the server needs one.
func floatingIP(cloud *acctest.OCCI, lines string) string {
	if !reserves(cloud) {
		lines = "compute_id = occi_compute.vm.id\n" + lines
	}
	return "resource \"occi_floating_ip\" \"public\" {\n" + lines + "\n}\n"
}

// fromPool is the line that chooses the pool, if the server lets one.
func fromPool(cloud *acctest.OCCI) string {
	if name := pool(cloud); name != "" {
		return fmt.Sprintf("pool = %q\n", name)
	}
	return ""
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// lab is what the tests remember of their entities.
type lab struct {
	cloud            *acctest.OCCI
	vm, id, publicIP string
}

// keep is a check that remembers the ids and the address.
func (l *lab) keep() resource.TestCheckFunc {
	return resource.ComposeTestCheckFunc(
		acctest.KeepID("occi_compute.vm", &l.vm), acctest.KeepID(address, &l.id), keepAddress(address, &l.publicIP),
	)
}

func keepAddress(of string, kept *string) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		found, ok := state.RootModule().Resources[of]
		if !ok {
			return fmt.Errorf("%s is not in the state", of)
		}
		*kept = found.Primary.Attributes["address"]
		return nil
	}
}

// isAllocated is a check that the cloud has the address of the state allocated from the pool, and on the VM
// unless it is reserved for whatever comes.
func (l *lab) isAllocated(from string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if l.cloud.Cloud == nil {
			return nil
		}
		record, ok := l.cloud.Cloud.FloatingIP(l.publicIP)
		onVM := record.ComputeID != "" && "/compute/"+record.ComputeID == l.vm
		if !ok || onVM == reserves(l.cloud) || from != "" && record.Pool != from {
			return fmt.Errorf("the cloud has %+v as %s, want it from %q (VM %s)", record, l.publicIP, from, l.vm)
		}
		return nil
	}
}

// isReleased is a check that the cloud has the address not allocated any more.
func (l *lab) isReleased() resource.TestCheckFunc {
	return func(*terraform.State) error {
		if l.cloud.Cloud == nil {
			return nil
		}
		if record, ok := l.cloud.Cloud.FloatingIP(l.publicIP); ok {
			return fmt.Errorf("the cloud still has %+v", record)
		}
		return nil
	}
}

// vmHas is a check that the cloud has so many floating IPs on the VM.
func (l *lab) vmHas(count int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if l.cloud.Cloud == nil {
			return nil
		}
		record, _ := l.cloud.Cloud.Compute(l.vm)
		if len(slices.Compact(slices.Sorted(slices.Values(record.FloatingIPs)))) != count {
			return fmt.Errorf("the VM has %v, want %d", record.FloatingIPs, count)
		}
		return nil
	}
}

// vanish removes what stands for the address without Terraform.
func (l *lab) vanish(t *testing.T) func() {
	t.Helper()
	return func() {
		what := l.id
		if l.cloud.Manner == occi.MannerGuide {
			what = l.publicIP
		}
		if err := l.cloud.Cloud.Vanish(what); err != nil {
			t.Error(err)
		}
	}
}

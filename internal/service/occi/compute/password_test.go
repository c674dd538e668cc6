package compute_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// runWriteOnly is run for a Terraform that has write-only arguments.
func runWriteOnly(t *testing.T, cloud *acctest.OCCI, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
		ProtoV6ProviderFactories: acctest.Providers(), Steps: steps, CheckDestroy: acctest.NothingLeft(cloud.Server),
	})
}

func hasPassword(password string) func(occi.ComputeRecord) error {
	return func(got occi.ComputeRecord) error {
		if got.AdminPassword != password {
			return fmt.Errorf("the password is %q, want %q", got.AdminPassword, password)
		}
		return nil
	}
}

// TestLifeComputePassword sets the password when the VM runs and when its version changes, where the server can.
func TestLifeComputePassword(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		config := func(arguments ...string) string {
			return vm(cloud, append(arguments, set("os_template", cloud.Image), set("resource_template", cloud.Flavor))...)
		}
		password := func(value string, version int) string {
			return config(set("admin_password_wo", value), set("admin_password_wo_version", version))
		}
		if cloud.Manner == occi.MannerOOI || cloud.Manner == occi.MannerStandard12 {
			runWriteOnly(t, cloud,
				resource.TestStep{
					Config: password("hunter2", 1), PlanOnly: true,
					ExpectError: words(`Not possible on this server`, `admin_password_wo`, `has no action`, `http://schemas.openstack.org/instance/action#chg_pwd`),
				},
				resource.TestStep{Config: config()},
			)
			return
		}
		shows := func(value string, times int) []statecheck.StateCheck {
			return []statecheck.StateCheck{null("admin_password_wo"), onServer{cloud, hasPassword(value)}, onServer{
				cloud, func(occi.ComputeRecord) error {
					if sent := len(actions(cloud, "chg_pwd")); sent != times {
						return fmt.Errorf("the password was sent %d times, want %d", sent, times)
					}
					return nil
				},
			}}
		}
		runWriteOnly(t, cloud,
			resource.TestStep{Config: password("hunter2", 1), ConfigStateChecks: shows("hunter2", 1)},
			// Another password alone is not seen: Terraform does not know the former one.
			resource.TestStep{Config: password("hunter3", 1), ConfigStateChecks: shows("hunter2", 1)},
			resource.TestStep{
				Config: password("hunter3", 2), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, known("addresses"), known("state")),
				ConfigStateChecks: shows("hunter3", 2),
			},
			resource.TestStep{Config: config(), ConfigStateChecks: shows("hunter3", 2)},
		)
	})
}

// TestPasswordIsNotQuoted: neither the error of a refusal that quotes the password does so, nor its state.
func TestPasswordIsNotQuoted(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: "POST", Path: anyVM, Status: 400, Times: 1,
		Header: map[string]string{"Content-Type": "text/plain"}, Body: "hunter2 is too short",
	})
	seen := ""
	resource.Test(t, resource.TestCase{
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_11_0)},
		ProtoV6ProviderFactories: acctest.Providers(),
		ErrorCheck: func(err error) error {
			seen = err.Error()
			return nil
		},
		Steps: []resource.TestStep{{
			Config: vm(cloud, set("os_template", cloud.Image), set("admin_password_wo", "hunter2"), set("admin_password_wo_version", 1)),
		}},
	})
	if strings.Contains(seen, "hunter2") || !strings.Contains(seen, "*** is too short") {
		t.Errorf("the error says %s", seen)
	}
}

// TestPasswordOfVMThatIsDown: the server refuses it, and the apply that starts the VM sets it.
func TestPasswordOfVMThatIsDown(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := func(power string, version int) string {
			return vm(cloud, set("os_template", cloud.Image), set("power_state", power), set("admin_password_wo", fmt.Sprintf("word %d", version)),
				set("admin_password_wo_version", version))
		}
		runWriteOnly(t, cloud,
			// It is set before the VM is stopped.
			resource.TestStep{Config: config("inactive", 1), ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasPassword("word 1")}}},
			resource.TestStep{Config: config("inactive", 2), ExpectError: words(`Could not update the VM`, `Cannot set_admin_password`)},
			resource.TestStep{Config: config("active", 2), ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasPassword("word 2")}}},
		)
	})
}

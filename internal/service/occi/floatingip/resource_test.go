package floatingip_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// An address is allocated in the server's way, imported, replaced when another pool is wanted, and released while
// the VM stays.
func TestLifeFloatingIP(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		config := vm(cloud) + floatingIP(cloud, fromPool(cloud))
		steps := []resource.TestStep{
			{
				Config: config,
				Check:  resource.ComposeTestCheckFunc(lab.keep(), lab.isAllocated(pool(cloud))),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("address"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("associated"), knownvalue.Bool(!reserves(cloud))),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				// The guide's servers do not show the pool.
				ImportStateVerifyIgnore: []string{"pool"},
			},
			{
				Config:           vm(cloud) + floatingIP(cloud, fromPool(cloud)+"timeouts = { delete = \"1m\" }"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, "timeouts")}},
				Check:            resource.ComposeTestCheckFunc(lab.keep(), lab.isAllocated(pool(cloud))),
			},
		}
		if !reserves(cloud) && cloud.Server != nil {
			steps = append(steps, resource.TestStep{
				Config:           vm(cloud) + floatingIP(cloud, "pool = \"nova\""),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
				Check:            resource.ComposeTestCheckFunc(lab.isReleased(), lab.keep(), lab.isAllocated("nova"), lab.vmHas(1)),
			})
		}
		steps = append(steps, resource.TestStep{Config: vm(cloud), Check: lab.isReleased()})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps:                    steps,
		})
	})
}

// What the server cannot do is told by a plan, at the argument.
func TestFloatingIPMisplacedVM(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		with := vm(cloud) + "resource \"occi_floating_ip\" \"public\" {\n  compute_id = occi_compute.vm.id\n}\n"
		without := vm(cloud) + "resource \"occi_floating_ip\" \"public\" {}\n"
		config, says := without, `(?s)with occi_floating_ip\.public.*Set\s+compute_id`
		if reserves(cloud) {
			config, says = with, `(?s)compute_id = occi_compute\.vm\.id.*occi_floating_ip_association`
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps:                    []resource.TestStep{{Config: config, PlanOnly: true, ExpectError: regexp.MustCompile(says)}},
		})
	})
}

// Unknown pools are told by a plan where the server names its pools, else by the server.
func TestFloatingIPUnknownPool(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		step := resource.TestStep{
			Config: vm(cloud) + floatingIP(cloud, `pool = "nosuch"`), PlanOnly: cloud.Manner != occi.MannerOcciOS,
			ExpectError: regexp.MustCompile(map[occi.Manner]string{
				occi.MannerGuide:      `(?s)pool = "nosuch".*"nosuch"\s+\(available:\s+"nova",\s+"test"\)`,
				occi.MannerOcciOS:     `(?s)500.*NoMoreFloatingIps:\s+Zero\s+floating\s+ips\s+available`,
				occi.MannerOOI:        `(?s)pool = "nosuch".*"nosuch"\s+\(available:\s+"public"\)`,
				occi.MannerStandard12: `(?s)pool = "nosuch".*none\s+at\s+all`,
			}[cloud.Manner]),
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps:                    []resource.TestStep{step},
		})
	})
}

// An address that was released without Terraform is allocated again.
func TestFloatingIPDisappears(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		config := vm(cloud) + floatingIP(cloud, "")
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: config, Check: lab.keep()},
				{
					PreConfig: lab.vanish(t), Config: config,
					ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
					Check:            resource.ComposeTestCheckFunc(lab.keep(), lab.isAllocated("")),
				},
				{PreConfig: lab.vanish(t), Config: config, Destroy: true},
			},
		})
	})
}

// The VM vanished with its address, and both are made again. A reservation stays as it is.
func TestFloatingIPWithoutVM(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		config := vm(cloud) + floatingIP(cloud, "")
		checks := expectAction(plancheck.ResourceActionNoop)
		switch cloud.Manner {
		case occi.MannerGuide:
			checks = expectAction(plancheck.ResourceActionCreate)
		case occi.MannerOcciOS:
			// It shows the link of the VM that is gone until somebody looks at the VM: the plan creates or replaces the
			// address, whichever of the two is refreshed first.
			checks = resource.ConfigPlanChecks{}
		case occi.MannerOOI, occi.MannerStandard12:
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: config, Check: lab.keep()},
				{
					PreConfig: func() {
						if err := cloud.Cloud.Vanish(lab.vm); err != nil {
							t.Error(err)
						}
					},
					Config:           config,
					ConfigPlanChecks: checks,
					Check:            resource.ComposeTestCheckFunc(lab.keep(), lab.isAllocated("")),
				},
			},
		})
	})
}

// A reservation takes one list, one POST and one look; no link to a network is made, for ooi would never release
// the address that it allocates for one (298-ipreservation-list-after-PUBLIC-link-delete-ip-leaks).
func TestFloatingIPRequestsToReserve(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	log := cloud.Server.Log
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: cloud.Provider + floatingIP(cloud, `pool = "http://schemas.openstack.org/network/floatingippool#public"`),
			Check: func(*terraform.State) error {
				return errors.Join(
					counts(cloud, http.MethodPost, "", 1), counts(cloud, http.MethodPost, "^/occi1.2/ipreservation/$", 1),
					counts(cloud, http.MethodGet, "^/occi1.2/ipreservation/$", 1),
					counts(cloud, "", "networklink", 0),
					sent(log.Matching(http.MethodPost, ""), "Category", "", `public; scheme="http://schemas.openstack.org/network/floatingippool#"; class="mixin"`),
				)
			},
		}},
	})
}

func counts(cloud *acctest.OCCI, method, path string, want int) error {
	if count := cloud.Server.Log.Count(method, path); count != want {
		return fmt.Errorf("%d %s of %q, want %d", count, method, path, want)
	}
	return nil
}

func TestFloatingIPInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "occi_floating_ip", []acctest.Invalid{
		{Name: "empty pool", Arguments: `pool = ""`, Line: `pool = ""`, Says: "must not be empty"},
		{Name: "newline in a pool", Arguments: `pool = "a\nb"`, Line: `pool = "a\nb"`, Says: "a line break"},
		{Name: "bare id", Arguments: `compute_id = "1"`, Line: `compute_id = "1"`, Says: "be the id of an entity"},
		{Name: "collection", Arguments: `compute_id = "/compute/"`, Line: `compute_id = "/compute/"`, Says: "be the id of an entity"},
	})
}

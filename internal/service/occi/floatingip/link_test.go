package floatingip_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// several are floating IPs of one VM.
func several(cloud *acctest.OCCI, count int) string {
	return vm(cloud) + fmt.Sprintf(`
resource "occi_floating_ip" "public" {
  count      = %d
  compute_id = occi_compute.vm.id
}
`, count)
}

// A VM of occi-os gets several addresses side by side, and keeps the others when one is released.
func TestFloatingIPsOfOneVM(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	lab := &lab{cloud: cloud}
	var left string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: several(cloud, 3),
				Check: resource.ComposeTestCheckFunc(
					acctest.KeepID("occi_compute.vm", &lab.vm), lab.vmHas(3), keepAddress(address+".0", &left)),
			},
			{
				Config: several(cloud, 1),
				Check: resource.ComposeTestCheckFunc(lab.vmHas(1), func(*terraform.State) error {
					if record, ok := cloud.Cloud.FloatingIP(left); !ok {
						return fmt.Errorf("%s was released: %+v", left, record)
					}
					return nil
				}),
			},
		},
	})
}

// One POST makes a link. The mixin goes with the name of a pool: occi-os refuses it without one
// (28-floatingip-create-pool-missing).
func TestFloatingIPRequestsToLink(t *testing.T) {
	t.Parallel()
	const (
		kind = `networkinterface; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"`
		with = `os_net_link; scheme="http://schemas.openstack.org/network/instance#"; class="mixin"`
	)
	for name, test := range map[string]struct {
		lines                  string
		categories, attributes []string
	}{
		"any pool": {categories: []string{kind}},
		"a pool": {
			lines: `pool = "test"`, categories: []string{kind, with},
			attributes: []string{`org.openstack.network.floating.pool="test"`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
			lab := &lab{cloud: cloud}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{
					{Config: vm(cloud)},
					{
						PreConfig: cloud.Server.Log.Reset,
						Config:    vm(cloud) + floatingIP(cloud, test.lines),
						Check: resource.ComposeTestCheckFunc(lab.keep(), func(*terraform.State) error {
							ends := []string{
								fmt.Sprintf("occi.core.source=%q", cloud.Server.URL+lab.vm),
								fmt.Sprintf("occi.core.target=%q", cloud.Server.URL+"/network/public"),
							}
							posts := cloud.Server.Log.Matching(http.MethodPost, "")
							if len(posts) != 1 || posts[0].Path != "/network/interface/" {
								return fmt.Errorf("sent %+v", posts)
							}
							got := [][]string{posts[0].Header.Values("Category"), posts[0].Header.Values("X-Occi-Attribute")}
							if diff := cmp.Diff([][]string{test.categories, append(ends, test.attributes...)}, got); diff != "" {
								return fmt.Errorf("(-want +sent):\n%s", diff)
							}
							return nil
						}),
					},
				},
			})
		})
	}
}

// occi-os gives the links new paths when it is restarted. They are found again by VM and address.
func TestFloatingIPAfterRestart(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	lab := &lab{cloud: cloud}
	before, config := "", vm(cloud)+floatingIP(cloud, `pool = "test"`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config, Check: lab.keep()},
			{
				PreConfig: func() {
					before = lab.id
					cloud.Cloud.Restart()
				},
				Config:           config,
				ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop),
				Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAllocated("test"), func(*terraform.State) error {
					if lab.id == before {
						return fmt.Errorf("the id is still %s", before)
					}
					return nil
				}),
			},
		},
	})
}

// Without a refresh the destroy knows only the path from before the restart. It must not take the 404 there for
// the absence of the address.
func TestFloatingIPReleaseAfterRestart(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	lab := &lab{cloud: cloud}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		AdditionalCLIOptions:     &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}},
		Steps: []resource.TestStep{
			{Config: vm(cloud) + floatingIP(cloud, ""), Check: lab.keep()},
			{
				PreConfig: cloud.Cloud.Restart,
				Config:    vm(cloud),
				Check:     resource.ComposeTestCheckFunc(lab.isReleased(), lab.vmHas(0)),
			},
		},
	})
}

// The link to the network admin is part of its VM: to import it must not end in its deletion.
func TestFloatingIPImportOfAnotherLink(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := vm(cloud) + floatingIP(cloud, "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config},
			{
				Config: config, ResourceName: address, ImportState: true,
				ImportStateIdFunc: func(state *terraform.State) (string, error) {
					return state.RootModule().Resources["occi_compute.vm"].Primary.Attributes["links.0.id"], nil
				},
				ExpectError: regexp.MustCompile(`leads\s+to\s+/network/admin,\s+not\s+to\s+/network/public`),
			},
		},
	})
}

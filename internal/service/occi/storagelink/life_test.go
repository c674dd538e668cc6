package storagelink_test

import (
	"fmt"
	"net/http"
	"regexp"
	"runtime"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestLifeStorageLink: a volume is attached, imported, attached elsewhere and detached, in each kind of server.
func TestLifeStorageLink(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		// ooi makes a device of its own name of the letter.
		device := func(letter string) string {
			if cloud.Manner == occi.MannerOOI {
				return "/dev/sd" + letter
			}
			return "/dev/vd" + letter
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: attached(cloud, `device_id = "/dev/vdc"`),
					Check:  resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached(device("c"))),
					ConfigStateChecks: []statecheck.StateCheck{
						expectText("device_id", "/dev/vdc"), expectText("actual_device_id", device("c")),
						statecheck.CompareValuePairs(address, tfjsonpath.New("source_id"),
							"occi_compute.vm", tfjsonpath.New("id"), compare.ValuesSame()),
						statecheck.CompareValuePairs(address, tfjsonpath.New("target_id"),
							"occi_storage.data", tfjsonpath.New("id"), compare.ValuesSame()),
					},
				},
				{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					ImportStateVerifyIgnore: []string{"device_id"},
				},
				{
					Config:           attached(cloud, `device_id = "/dev/vdd"`),
					ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
					Check:            resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached(device("d"))),
				},
			},
		})
	})
}

// links are the paths of collections of links.
const links = "/(storage/link|storagelink)/$"

// Somebody else changes the VM, or the volume is being made though ooi shows it as online: that passes, and one link is
// made.
func TestLinkWhileBusy(t *testing.T) {
	t.Parallel()
	for name, refusal := range map[string]struct {
		manner occi.Manner
		words  string
	}{
		"VM":     {occi.MannerOcciOS, "Instance 1 in task_state powering-off. Cannot attach_volume while the instance is in this state."},
		"volume": {occi.MannerOOI, "Invalid volume: status must be 'available'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: refusal.manner})
			fault := emulator.Fault{
				Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: links, Times: 2,
				Status: http.StatusBadRequest, Header: map[string]string{"Content-Type": "text/plain"}, Body: refusal.words,
			}
			if err := cloud.Server.Faults.Add(fault); err != nil {
				t.Fatal(err)
			}
			lab := &lab{cloud: cloud}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{{
					Config: attached(cloud, ""),
					Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached(""), func(*terraform.State) error {
						return counts(cloud.Server.Log, http.MethodPost, links, 3, 3)
					}),
				}},
			})
		})
	}
}

// The VM is still being made when the link is asked for (captures 44-link-when-building of occi-os,
// 392-storagelink-create-while-both-are-being-made of ooi): the link is asked for again.
func TestLinkOfVMBeingMade(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		become := func(state string) {
			if err := cloud.Cloud.SetState(lab.vm, state); err != nil {
				t.Error(err)
			}
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: ends(cloud), Check: acctest.KeepID("occi_compute.vm", &lab.vm)},
				{
					PreConfig: func() {
						become("building")
						go func() {
							for cloud.Server.Log.Count(http.MethodPost, links) == 0 && t.Context().Err() == nil {
								runtime.Gosched()
							}
							become("active")
						}()
					},
					Config: attached(cloud, ""),
					Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached(""), func(*terraform.State) error {
						return counts(cloud.Server.Log, http.MethodPost, links, 2, 9)
					}),
				},
			},
		})
	})
}

// loosely is a configuration whose link finds its volume by the title: Terraform does not know that the volume has to
// outlive it. The parts are "volume", "link" and "again", a second link of the volume.
func loosely(cloud *acctest.OCCI, parts ...string) string {
	config := cloud.Provider + fmt.Sprintf(`
resource "occi_compute" "vm" {
  os_template       = %q
  resource_template = %q
}
`, cloud.Image, cloud.Flavor)
	for _, part := range parts {
		config += map[string]string{
			"volume": `
resource "occi_storage" "data" {
  title = "data"
  size  = 1
}
`,
			"link": `
data "occi_storage" "found" {
  title = "data"
}

resource "occi_storage_link" "data" {
  source_id = occi_compute.vm.id
  target_id = data.occi_storage.found.id
}
`,
			"again": `
resource "occi_storage_link" "again" {
  source_id = occi_compute.vm.id
  target_id = data.occi_storage.found.id
}
`,
		}[part]
	}
	return config
}

// TestWrongOrder: a volume that is attached can neither be deleted nor attached once more. The refusal is told and
// nothing is lost.
func TestWrongOrder(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		same := resource.TestStep{
			Config:           loosely(cloud, "volume", "link"),
			ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop), Check: lab.isAttached(""),
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: loosely(cloud, "volume")},
				{Config: loosely(cloud, "volume", "link"), Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached(""))},
				{
					Config:      loosely(cloud, "link"),
					ExpectError: regexp.MustCompile(`(?s)Could not delete the volume.*:\s+40[09]\s`),
				},
				same,
				{
					Config:      loosely(cloud, "volume", "link", "again"),
					ExpectError: regexp.MustCompile(`(?s)Could not attach the volume.*:\s+40[09]\s.*Invalid\s+volume`),
				},
				same,
				{Config: loosely(cloud, "volume")},
			},
		})
	})
}

package image_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const (
	address        = "occi_image.web"
	clone          = "occi_compute.clone"
	queryInterface = "/-/$"
)

// golden is a configuration of a VM, an image of it by that name, and a VM from that image.
func golden(cloud *acctest.OCCI, name string) string {
	return machine(cloud) + image(name) + fmt.Sprintf(`
resource "occi_compute" "clone" {
  title             = "clone"
  os_template       = occi_image.web.id
  resource_template = %q
}
`, cloud.Flavor)
}

func machine(cloud *acctest.OCCI) string {
	return cloud.Provider + fmt.Sprintf(`
resource "occi_compute" "vm" {
  title             = "golden"
  os_template       = %q
  resource_template = %q
}
`, cloud.Image, cloud.Flavor)
}

func image(name string) string {
	return fmt.Sprintf(`
resource "occi_image" "web" {
  compute_id = occi_compute.vm.id
  name       = %q
}
`, name)
}

// made are the images in the cloud that were made of VMs.
func made(cloud *acctest.OCCI) []occi.ImageRecord {
	return slices.DeleteFunc(cloud.Cloud.Images(), func(i occi.ImageRecord) bool { return i.ComputeID == "" })
}

func checkText(attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
}

// checkFunc is a state check that is a function.
type checkFunc func() error

// CheckState implements statecheck.StateCheck.
func (c checkFunc) CheckState(_ context.Context, _ statecheck.CheckStateRequest, response *statecheck.CheckStateResponse) {
	response.Error = c()
}

func expectActions(actions map[string]plancheck.ResourceActionType) resource.ConfigPlanChecks {
	var checks []plancheck.PlanCheck
	for resourceAddress, action := range actions {
		checks = append(checks, plancheck.ExpectResourceAction(resourceAddress, action))
	}
	return resource.ConfigPlanChecks{PreApply: checks}
}

// TestLifeImage makes an image and a VM of it in one apply, imports it, replaces it, and has it repaired. Images
// stay in all manners, and are no part of the inventory.
func TestLifeImage(t *testing.T) {
	t.Parallel()
	options := occi.Options{Times: map[occi.Change]time.Duration{occi.ChangeImage: 500 * time.Millisecond}}
	acctest.OnEmulatedOCCI(t, options, func(t *testing.T, cloud *acctest.OCCI) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: golden(cloud, "web-1"),
					ConfigStateChecks: []statecheck.StateCheck{
						checkText("id", knownvalue.StringRegexp(regexp.MustCompile(`^http://schemas\.openstack\.org/template/os#.`))),
						checkText("name", knownvalue.StringExact("web-1")),
						checkText("location", knownvalue.NotNull()), checkText("term", knownvalue.NotNull()),
						checkFunc(func() error { return expectImages(cloud, "web-1") }),
					},
					Check: expectClone(cloud, "web-1"),
				},
				{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					// No server tells what an image was made of.
					ImportStateVerifyIgnore: []string{"compute_id"},
				},
				{
					Config: golden(cloud, "web-2"),
					ConfigPlanChecks: expectActions(map[string]plancheck.ResourceActionType{
						address: plancheck.ResourceActionDestroyBeforeCreate, clone: plancheck.ResourceActionUpdate,
					}),
					Check: func(*terraform.State) error { return expectImages(cloud, "web-1", "web-2") },
					SkipFunc: func() (bool, error) {
						// There is no change of the image of a VM at ooi.
						return cloud.Manner == occi.MannerOOI, nil
					},
				},
			},
		})
	})
}

func expectImages(cloud *acctest.OCCI, names ...string) error {
	images := made(cloud)
	var found []string
	for _, i := range images {
		record, exists := cloud.Cloud.Compute(i.ComputeID)
		if !exists || record.Hostname == "clone" {
			return fmt.Errorf("the image %+v is not of the VM", i)
		}
		found = append(found, i.Name)
	}
	if !slices.Equal(found, names) {
		return fmt.Errorf("there are the images %v, not %v", found, names)
	}
	return nil
}

// expectClone checks that the second VM runs the image of the first.
func expectClone(cloud *acctest.OCCI, name string) func(*terraform.State) error {
	return func(state *terraform.State) error {
		id := state.RootModule().Resources[clone].Primary.ID
		if record, _ := cloud.Cloud.Compute(id); record.Image != name {
			return fmt.Errorf("the clone runs %q", record.Image)
		}
		return nil
	}
}

// TestRequests: the action, one look at the templates after it, and one request for each refresh.
func TestRequests(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{Config: machine(cloud)},
				{
					PreConfig: func() { cloud.Server.Log.Reset() },
					Config:    machine(cloud) + image("web-1"),
					Check: func(*terraform.State) error {
						action := map[bool]string{true: "action=create_image", false: "action=save"}[isGuide(cloud)]
						posts := cloud.Server.Log.Matching(http.MethodPost, "/compute/")
						if len(posts) != 1 || posts[0].Query != action {
							return fmt.Errorf("the requests are %+v, not one %s", posts, action)
						}
						return nil
					},
				},
				{
					PreConfig:    func() { cloud.Server.Log.Reset() },
					RefreshState: true,
					Check: func(*terraform.State) error {
						if asked := cloud.Server.Log.Count(http.MethodGet, queryInterface); asked != 1 {
							return fmt.Errorf("a refresh asks %d times for the templates", asked)
						}
						return nil
					},
				},
				{
					PreConfig: func() { cloud.Server.Log.Reset() },
					Config:    machine(cloud),
					Check: func(*terraform.State) error {
						if tried := cloud.Server.Log.Count(http.MethodDelete, ""); tried != 1 {
							return fmt.Errorf("%d requests to delete the image", tried)
						}
						return nil
					},
				},
			},
		})
	})
}

func isGuide(cloud *acctest.OCCI) bool {
	return cloud.Manner == occi.MannerGuide || cloud.Manner == occi.MannerOcciOS
}

// TestRemovedOutside has the next apply make the image again.
func TestRemovedOutside(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		config := machine(cloud) + image("web")
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig: func() {
						if err := cloud.Cloud.Vanish(made(cloud)[0].ID); err != nil {
							t.Error(err)
						}
					},
					Config:           config,
					ConfigPlanChecks: expectActions(map[string]plancheck.ResourceActionType{address: plancheck.ResourceActionCreate}),
					Check:            func(*terraform.State) error { return expectImages(cloud, "web") },
				},
			},
		})
	})
}

// TestNameTaken is refused, also if the name is that of the image to be replaced. The plan only warns: it could not
// be destroyed else.
func TestNameTaken(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		taken := func(name string) *regexp.Regexp {
			return regexp.MustCompile(`(?s)has\s+an\s+image\s+of\s+this\s+name.*name\s+= ` + regexp.QuoteMeta(fmt.Sprintf("%q", name)) + `.*terraform\s+untaint`)
		}
		otherVM := strings.ReplaceAll(machine(cloud), `"vm"`, `"other"`)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{Config: machine(cloud) + image(cloud.Image), ExpectError: taken(cloud.Image)},
				{Config: machine(cloud) + image("web")},
				{Config: machine(cloud) + image("web"), Taint: []string{address}, PlanOnly: true, ExpectNonEmptyPlan: true},
				{
					Config: machine(cloud) + strings.TrimPrefix(otherVM, cloud.Provider) +
						strings.ReplaceAll(image("web"), "occi_compute.vm", "occi_compute.other"),
					ExpectError: regexp.MustCompile(`has\s+an\s+image\s+of\s+this\s+name`),
				},
			},
		})
	})
}

// TestSameNameTwice: of two images of one name that are made together one is refused, and neither is taken for the other.
func TestSameNameTwice(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Times: map[occi.Change]time.Duration{occi.ChangeImage: 500 * time.Millisecond}})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: machine(cloud)},
			{
				Config:      machine(cloud) + image("web") + strings.ReplaceAll(image("web"), `"web" {`, `"other" {`),
				ExpectError: regexp.MustCompile(`Two images of one name|an\s+image\s+of\s+this\s+name`),
			},
			// Images stay on this server.
			{Config: machine(cloud), Check: func(*terraform.State) error { return expectImages(cloud, "web") }},
		},
	})
}

// TestImport takes an image that was made by hand. What it was made of is believed from the configuration.
func TestImport(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: machine(cloud) + image("web"),
			},
			{Config: machine(cloud)},
			{
				Config: machine(cloud) + image("web") + "import {\n  to = occi_image.web\n  id = \"web\"\n}\n",
				ConfigPlanChecks: expectActions(map[string]plancheck.ResourceActionType{
					address: plancheck.ResourceActionUpdate,
				}),
				Check: func(*terraform.State) error { return expectImages(cloud, "web") },
			},
			{
				Config: machine(cloud) + image("web"), ResourceName: address, ImportState: true, ImportStateId: "wob",
				ExpectError: regexp.MustCompile(`(?s)Cannot import "wob".*did\s+you\s+mean\s+"web"`),
			},
		},
	})
}

// TestLostAnswer: the image is there, though the request for it was not answered.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{Config: machine(cloud)},
				{
					PreConfig: func() {
						if err := cloud.Server.Faults.Add(emulator.Fault{
							Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "/compute/[^/]+$", Times: 1,
						}); err != nil {
							t.Error(err)
						}
					},
					Config: machine(cloud) + image("web"),
					Check:  func(*terraform.State) error { return expectImages(cloud, "web") },
				},
			},
		})
	})
}

// TestNotListedInTime names what was waited for. The image is in the state, so that it can be taken when it is there.
func TestNotListedInTime(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{
		Manner: occi.MannerOcciOS, Times: map[occi.Change]time.Duration{occi.ChangeImage: time.Hour},
	})
	slow := strings.ReplaceAll(image("web"), "\n}", "\n  timeouts = { create = \"300ms\" }\n}")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      machine(cloud) + slow,
				ExpectError: regexp.MustCompile(`(?s)asked\s+for\s+but\s+is\s+not\s+listed.*timed\s+out`),
			},
			{
				RefreshState: true, ExpectNonEmptyPlan: true,
				Check: func(state *terraform.State) error {
					if _, kept := state.RootModule().Resources[address]; kept {
						return fmt.Errorf("an image that is not listed is still in the state")
					}
					return nil
				},
			},
		},
	})
}

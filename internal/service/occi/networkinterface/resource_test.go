package networkinterface_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const (
	address = "occi_network_interface.back"
	// changes is how long the emulated cloud takes for each change.
	changes = 300 * time.Millisecond
	askedIP = "192.168.7.77"
	askedMA = "fa:16:3e:00:00:01"
)

// makesNone tells manners whose only networks are always there.
func makesNone(cloud *acctest.OCCI) bool {
	return cloud.Manner == occi.MannerGuide || cloud.Manner == occi.MannerOcciOS
}

// vm is a configuration with a VM.
func vm(cloud *acctest.OCCI) string {
	return cloud.Provider + fmt.Sprintf(`
resource "occi_compute" "vm" {
  os_template       = %q
  resource_template = %q
}
`, cloud.Image, cloud.Flavor)
}

// ends is a configuration with a VM and, where networks can be made, one that is made after the VM: ooi makes no VM
// without a choice where there are several networks.
func ends(cloud *acctest.OCCI) string {
	if makesNone(cloud) {
		return vm(cloud)
	}
	return vm(cloud) + `
resource "occi_network" "back" {
  title      = "back"
  address    = "192.168.7.0/24"
  depends_on = [occi_compute.vm]
}
`
}

// target is the network to connect to, as an expression.
func target(cloud *acctest.OCCI) string {
	if makesNone(cloud) {
		return `"/network/public"`
	}
	return "occi_network.back.id"
}

// connected is a configuration with a VM that is connected to a network. The arguments are lines of the interface's
// block.
func connected(cloud *acctest.OCCI, arguments string) string {
	return ends(cloud) + fmt.Sprintf(`
resource "occi_network_interface" "back" {
  source_id = occi_compute.vm.id
  target_id = %s
%s
}
`, target(cloud), arguments)
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func expect(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

func expectText(attribute, text string) statecheck.StateCheck {
	return expect(attribute, knownvalue.StringExact(text))
}

// expectAddress fails unless the VM has, in the cloud, the address that the state shows.
func expectAddress(cloud *acctest.OCCI) func(*terraform.State) error {
	return func(state *terraform.State) error {
		if cloud.Cloud == nil {
			return nil
		}
		resources := state.RootModule().Resources
		record, _ := cloud.Cloud.Compute(resources["occi_compute.vm"].Primary.ID)
		shown := resources[address].Primary.Attributes["actual_address"]
		if all := slices.Concat(record.Addresses, record.FloatingIPs); !slices.Contains(all, shown) {
			return fmt.Errorf("the VM has %v, not %q", all, shown)
		}
		return nil
	}
}

func TestLifeNetworkInterface(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		given := knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f:]{17}$`))
		if cloud.Manner == occi.MannerStandard12 {
			given = knownvalue.StringRegexp(regexp.MustCompile("^" + askedMA + "$"))
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: connected(cloud, ""), Check: expectAddress(cloud),
					ConfigStateChecks: []statecheck.StateCheck{
						expectText("state", "active"), expect("interface", knownvalue.NotNull()),
						expect("address", knownvalue.NotNull()), expect("mac", knownvalue.NotNull()),
					},
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true},
				{
					// All but standard-1.2 take no notice of the hardware address.
					Config: connected(cloud, fmt.Sprintf("mac = %q", askedMA)), Check: expectAddress(cloud),
					ConfigPlanChecks:  expectAction(plancheck.ResourceActionDestroyBeforeCreate),
					ConfigStateChecks: []statecheck.StateCheck{expectText("mac", askedMA), expect("actual_mac", given)},
				},
			},
		})
	})
}

// An address can be asked for where the mixin ipnetworkinterface is taken. ooi refuses it (capture
// 270-networkinterface-create-ipnetworkinterface-mixin-400), and nothing is left of the attempt.
func TestInterfaceWithAddress(t *testing.T) {
	t.Parallel()
	onNeutron(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		config := connected(cloud, fmt.Sprintf("address = %q", askedIP))
		steps := []resource.TestStep{
			{
				Config: config, Check: expectAddress(cloud),
				ConfigStateChecks: []statecheck.StateCheck{expectText("address", askedIP), expectText("actual_address", askedIP)},
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
		}
		if cloud.Manner == occi.MannerOOI {
			steps = []resource.TestStep{{
				Config:      config,
				ExpectError: regexp.MustCompile(`(?s)Could not connect.*400.*Schema does not match.*not\s+every\s+server\s+takes`),
			}}
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps:                    steps,
		})
	})
}

// onNeutron runs a test in the manners that make networks.
func onNeutron(t *testing.T, options occi.Options, test func(t *testing.T, cloud *acctest.OCCI)) {
	t.Helper()
	for _, manner := range []occi.Manner{occi.MannerOOI, occi.MannerStandard12} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			options := options
			options.Manner = manner
			test(t, acctest.EmulateOCCI(t, options))
		})
	}
}

// An interface that somebody removed is made again; one that is gone is deleted without a complaint.
func TestInterfaceDisappears(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var id string
		vanish := func() {
			if err := cloud.Cloud.Vanish(id); err != nil {
				t.Error(err)
			}
		}
		config := connected(cloud, "")
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: config, Check: acctest.KeepID(address, &id)},
				{
					PreConfig: vanish, Config: config,
					ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
					Check:            resource.ComposeTestCheckFunc(acctest.KeepID(address, &id), expectAddress(cloud)),
				},
				{PreConfig: vanish, Config: config, Destroy: true},
			},
		})
	})
}

// second is another interface to the public network of occi-os.
const second = `
resource "occi_network_interface" "second" {
  source_id  = occi_compute.vm.id
  target_id  = "/network/public"
  depends_on = [occi_network_interface.back]
}
`

// The interface has another path after a restart of occi-os, and is found by its address: of two with the same ends
// each finds its own.
func TestInterfaceAfterRestart(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := connected(cloud, "") + second
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config,
				ConfigStateChecks: []statecheck.StateCheck{
					expectText("address", "172.24.4.225"),
					statecheck.ExpectKnownValue("occi_network_interface.second", tfjsonpath.New("address"),
						knownvalue.StringExact("172.24.4.226")),
				},
			},
			{
				PreConfig: cloud.Cloud.Restart, Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
				ConfigStateChecks: []statecheck.StateCheck{
					expectText("address", "172.24.4.225"),
					statecheck.ExpectKnownValue("occi_network_interface.second", tfjsonpath.New("address"),
						knownvalue.StringExact("172.24.4.226")),
				},
			},
		},
	})
}

// Without a refresh the destroy knows only the path from before the restart. It must not take the 404 there for the
// absence of the interface, and it must take the right one of two with the same ends.
func TestInterfaceDestroyedAfterRestart(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	var vmID string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		AdditionalCLIOptions:     &resource.AdditionalCLIOptions{Plan: resource.PlanOptions{NoRefresh: true}},
		Steps: []resource.TestStep{
			{Config: connected(cloud, "") + second, Check: acctest.KeepID("occi_compute.vm", &vmID)},
			{PreConfig: cloud.Cloud.Restart, Config: connected(cloud, ""), Check: func(*terraform.State) error {
				record, _ := cloud.Cloud.Compute(vmID)
				if want := []string{"172.24.4.225"}; !slices.Equal(record.FloatingIPs, want) {
					return fmt.Errorf("the VM has %v, not %v", record.FloatingIPs, want)
				}
				return nil
			}},
		},
	})
}

// occi-os connects VMs to the public network alone (capture 36-network-attach-admin.guide).
func TestInterfaceToAdminNetwork(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: ends(cloud) + `
resource "occi_network_interface" "back" {
  source_id = occi_compute.vm.id
  target_id = "/network/admin"
}
`,
				ExpectError: regexp.MustCompile(`(?s)Could not connect the VM.*400 Bad\s+Request:\s+Currently\s+not\s+supported`),
			}},
		})
	})
}

func TestInterfaceInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	const ends = "source_id = \"/compute/1\"\ntarget_id = \"/network/1\"\n"
	acctest.ExpectInvalid(t, cloud.Provider, "occi_network_interface", []acctest.Invalid{
		{Name: "no network", Arguments: `source_id = "/compute/1"`, Says: `The argument "target_id" is required`},
		{Name: "no path", Arguments: "source_id = \"vm\"\ntarget_id = \"/network/1\"", Line: `source_id = "vm"`, Says: "must be the id"},
		{Name: "range for an address", Arguments: ends + `address = "10.0.0.0/24"`, Line: `address =`, Says: "must be an IP address"},
		{Name: "no MAC", Arguments: ends + `mac = "FA-16-3E-00-00-01"`, Line: `mac =`, Says: "must be a hardware address"},
		{
			Name: "said twice", Arguments: ends + `attributes = { "occi.networkinterface.mac" = "x" }`,
			Line: `attributes =`, Says: "there is an argument for occi.networkinterface.mac",
		},
	})
	// What the server tells about is asked only if the rest is right.
	external, _ := cloud.Cloud.Network("PUBLIC")
	for _, id := range []string{"PUBLIC", external.ID} {
		acctest.ExpectInvalid(t, cloud.Provider, "occi_network_interface", []acctest.Invalid{{
			Name: "leaking address of " + id, Arguments: fmt.Sprintf("source_id = \"/compute/1\"\ntarget_id = \"/network/%s\"", id),
			Line: fmt.Sprintf(`target_id = "/network/%s"`, id), Says: "use occi_floating_ip",
		}})
	}
}

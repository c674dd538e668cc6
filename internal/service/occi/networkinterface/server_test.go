package networkinterface_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

func addFault(t *testing.T, cloud *acctest.OCCI, fault emulator.Fault) {
	t.Helper()
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Error(err)
	}
}

const forgotten = `
removed {
  from = occi_network_interface.back
  lifecycle {
    destroy = false
  }
}
`

// A network with an interface that Terraform does not know is not deleted, and the VM keeps its address: ooi
// would take it away (capture 288-compute-get-after-its-network-went-later).
func TestNetworkInUse(t *testing.T) {
	t.Parallel()
	onNeutron(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var link, network string
		withoutNetwork := vm(cloud) + forgotten
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: connected(cloud, ""),
					Check: resource.ComposeTestCheckFunc(
						acctest.KeepID(address, &link), acctest.KeepID("occi_network.back", &network)),
				},
				{
					Config: withoutNetwork,
					ExpectError: regexp.MustCompile(
						`(?s)Could not delete the network.*was\s+not\s+deleted.*(networklink|network/interface)/\S+\s+of\s+/compute/`),
				},
				{
					PreConfig: func() {
						if record, _ := cloud.Cloud.Network(network); len(record.ComputeIDs) != 1 {
							t.Errorf("the cloud has %+v", record)
						}
						if sent := cloud.Server.Log.Count(http.MethodDelete, "/network/"); sent != 0 {
							t.Errorf("%d DELETE of the network were sent", sent)
						}
						if err := cloud.Cloud.Vanish(link); err != nil {
							t.Error(err)
						}
					},
					Config: withoutNetwork,
				},
			},
		})
	})
}

// Interfaces take time to disappear: a network is deleted after that.
func TestInterfaceAndNetworkDeletedTogether(t *testing.T) {
	t.Parallel()
	slow := occi.Options{Times: map[occi.Change]time.Duration{occi.ChangeDetach: changes}}
	onNeutron(t, slow, func(t *testing.T, cloud *acctest.OCCI) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps:                    []resource.TestStep{{Config: connected(cloud, "")}, {Config: vm(cloud)}},
		})
	})
}

// A VM that is busy is waited for, also if the server does not say why it refuses (ooi in text/occi).
func TestInterfaceOfBusyVM(t *testing.T) {
	t.Parallel()
	for name, message := range map[string]string{
		"told": "Cannot 'attach_interface' instance 4a7c while it is in task_state rebooting", "not told": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
			for _, request := range []struct{ method, path string }{
				{http.MethodPost, "/networklink/$"}, {http.MethodDelete, "/networklink/.+"},
			} {
				addFault(t, cloud, emulator.Fault{
					Kind: emulator.FaultAnswer, Method: request.method, Path: request.path, Times: 2,
					Status: http.StatusConflict, Header: map[string]string{"Content-Type": "text/plain"}, Body: message,
				})
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{
					{Config: connected(cloud, ""), Check: expectAddress(cloud)},
					{Config: ends(cloud)},
				},
			})
		})
	}
}

// While the server refuses without words nobody knows why: the time-out says so, with what was sent and answered.
func TestInterfaceRefusedWithoutWords(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: "/networklink/$", Status: http.StatusConflict,
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: connected(cloud, `timeouts = { create = "2s" }`),
			ExpectError: regexp.MustCompile(`(?s)aiting\s+for\s+VM\s+\S*/compute/\S+\s+to\s+be\s+connected:\s+timed\s+out.*` +
				`POST\s+\S+/networklink/:\s+409.*The\s+server\s+does\s+not\s+say\s+why`),
		}},
	})
}

// Any other refusal is told at once.
func TestInterfaceRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	config := connected(cloud, fmt.Sprintf("address = %q", askedIP))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: config + fmt.Sprintf(`
resource "occi_network_interface" "second" {
  source_id  = occi_compute.vm.id
  target_id  = occi_network.back.id
  address    = %q
  depends_on = [occi_network_interface.back]
}
`, askedIP),
			ExpectError: regexp.MustCompile(`(?s)Could not connect the VM.*409 Conflict:\s+192.168.7.77\s+is\s+in\s+use`),
		}},
	})
}

// The interface whose create was not answered is found, though there is another one with the same ends.
func TestInterfaceCreateThatWasNotAnswered(t *testing.T) {
	t.Parallel()
	onNeutron(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		first := connected(cloud, "")
		const second = `
resource "occi_network_interface" "second" {
  source_id = occi_compute.vm.id
  target_id = occi_network.back.id
}
`
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: first},
				{
					PreConfig: func() {
						addFault(t, cloud, emulator.Fault{
							Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "/networklink/$|/network/interface/$", Times: 1,
						})
					},
					Config: first + second,
					Check: func(state *terraform.State) error {
						resources := state.RootModule().Resources
						a, b := resources[address].Primary.ID, resources["occi_network_interface.second"].Primary.ID
						if a == b {
							return fmt.Errorf("both are %s", a)
						}
						return nil
					},
				},
			},
		})
	})
}

// plainServer is the query interface of a server that has the kinds of GFD.184 that this needs, an image for the VM,
// and nothing else.
const plainServer = `Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; location="/compute/"
Category: network; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; location="/network/"
Category: networkinterface; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; location="/network/interface/"
Category: cirros-0.3.0-x86_64-uec; scheme="http://schemas.openstack.org/template/os#"; class="mixin"; rel="http://schemas.ogf.org/occi/infrastructure#os_tpl"
`

func TestInterfaceOfPlainServer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: "^/-/$", Status: http.StatusOK,
		Header: map[string]string{"Content-Type": "text/plain"}, Body: plainServer,
	})
	config := func(arguments string) string {
		return cloud.Provider + fmt.Sprintf(`
resource "occi_compute" "vm" {
  os_template = %q
}

resource "occi_network_interface" "back" {
  source_id = occi_compute.vm.id
  target_id = "/network/4ce35ee3-4bc3-4c32-be4e-341c90532ae6"
%s
}
`, cloud.Image, arguments)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config:      config(`address = "10.0.0.9"`),
				ExpectError: regexp.MustCompile(`(?s)address += "10.0.0.9".*does\s+not\s+know\s+the\s+mixin`),
			},
			{
				Config: config(""), Check: expectAddress(cloud),
				ConfigStateChecks: []statecheck.StateCheck{expectText("state", "active")},
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
		},
	})
}

package network_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// answer has a server answer requests otherwise than the emulated ones.
func answer(t *testing.T, cloud *acctest.OCCI, method, path string, status int, body string) {
	t.Helper()
	if err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: method, Path: path,
		Status: status, Header: map[string]string{"Content-Type": "text/plain"}, Body: body,
	}); err != nil {
		t.Error(err)
	}
}

// onlyNetworks is the query interface of a server that has nothing but the kind network of GFD.184.
const onlyNetworks = `Category: network; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; location="/network/"
`

// A server needs to have neither addresses nor interfaces for its networks.
func TestNetworkOfPlainServer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	answer(t, cloud, http.MethodGet, "^/-/$", http.StatusOK, onlyNetworks)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config:      network(cloud, plain),
				ExpectError: regexp.MustCompile(`(?s)address = "192.168.7.0/24".*does\s+not\s+know\s+the\s+mixin\s+\S+ipnetwork`),
			},
			{Config: network(cloud, `vlan = 7`), ConfigStateChecks: []statecheck.StateCheck{expectText("state", "active")}},
			{Config: network(cloud, `vlan = 8`), ConfigPlanChecks: expectUpdate("vlan")},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
		},
	})
}

func TestServerWithoutNetworks(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	answer(t, cloud, http.MethodGet, "^/-/$", http.StatusOK,
		`Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; location="/compute/"`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: network(cloud, "title = \"back\""), ExpectError: regexp.MustCompile(`(?s)The server has no networks.*#network`),
		}},
	})
}

// imported brings a network that is always there under Terraform's care; forgotten ends that.
func imported(id string) string {
	return fmt.Sprintf("import {\n to = occi_network.back\n id = \"/network/%s\"\n}\n", id)
}

const (
	// private is the network of ooi.
	private = "4ce35ee3-4bc3-4c32-be4e-341c90532ae6"

	forgotten = `
removed {
  from = occi_network.back
  lifecycle {
    destroy = false
  }
}
`
)

// The networks of occi-os can be imported, but not deleted: a DELETE is answered 200 and has no effect (capture
// 36-network-get-after-delete).
func TestNetworkOfOcciOS(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{
					Config:            network(cloud, "label = \"default\"\naddress = \"10.0.0.0/24\"") + imported("admin"),
					ConfigPlanChecks:  expectAction(plancheck.ResourceActionNoop),
					ConfigStateChecks: []statecheck.StateCheck{expectText("gateway", "10.0.0.1"), expect("vlan", knownvalue.Null())},
				},
				{Config: network(cloud, `timeouts = { delete = "1s" }`)},
				{
					Config: cloud.Provider,
					ExpectError: regexp.MustCompile(
						`(?s)Could not delete the network.*(Currently\s+not\s+supported|to\s+be\s+gone:\s+timed\s+out)`),
				},
				{Config: cloud.Provider + forgotten},
			},
		})
	})
}

// ooi that does not reach Neutron makes no networks, and answers 204 to a DELETE that has no effect (captures
// 367-novanet-network-create, 368-novanet-network-delete): that is not believed.
func TestNetworkWithoutNeutron(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI, NoNeutronEndpoint: true})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      network(cloud, plain),
				ExpectError: regexp.MustCompile(`(?s)Could not create the network.*500.*Unexpected\s+API\s+Error`),
			},
			{Config: network(cloud, `title = "private"`) + imported(private)},
			{
				Config: cloud.Provider,
				ExpectError: regexp.MustCompile(
					`(?is)Could not delete the network.*the\s+server\s+accepted\s+the\s+request.*carry\s+it\s+out:\s+waiting\s.*to\s+be\s+gone`),
			},
			{Config: cloud.Provider + forgotten},
		},
	})
}

// A server may have interfaces on a network that it does not show, such as those of others: its refusal is not waited out.
func TestNetworkWithHiddenInterfaces(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: network(cloud, plain)},
			{
				PreConfig: func() {
					answer(t, cloud, http.MethodDelete, "^/network/[^/]+$", http.StatusConflict, "One or more ports have an IP allocation.")
				},
				Config:      cloud.Provider,
				ExpectError: regexp.MustCompile(`(?s)Could not delete the network\s.*DELETE\s+\S+:\s+409\s+Conflict:\s+One\s+or\s+more\s+ports`),
			},
			{PreConfig: cloud.Server.Faults.Reset, Config: network(cloud, plain), ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop)},
		},
	})
	if sent := cloud.Server.Log.Count(http.MethodDelete, "^/network/"); sent > 10 {
		t.Errorf("%d requests DELETE were sent", sent)
	}
}

// What everybody has is nobody's to delete: the refusal is shown and the network stays in the state.
func TestNetworkOfTheCloud(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: network(cloud, `title = "private"`) + imported(private)},
			{Config: cloud.Provider, ExpectError: regexp.MustCompile(`(?s)Could not delete the network.*404`)},
			{Config: cloud.Provider + forgotten},
		},
	})
}

// A server that says yes to a change and does not make it is found out.
func TestNetworkChangeThatIsNotKept(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: network(cloud, plain)},
			{
				PreConfig: func() { answer(t, cloud, http.MethodPost, "^/network/[^/]+$", http.StatusOK, "OK") },
				Config:    network(cloud, "title = \"front\"\naddress = \"192.168.7.0/24\""),
				ExpectError: regexp.MustCompile(
					`(?s)Could not change the network.*occi\.core\.title\s+=\s+"front"\s+but\s+still\s+shows\s+"back"`),
			},
			{
				PreConfig: cloud.Server.Faults.Reset, Config: network(cloud, plain),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop),
			},
		},
	})
}

// Two networks may look the same, so one whose create was not answered is not adopted but named.
func TestNetworkCreateThatWasNotAnswered(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	if err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/network/$", Times: 1,
	}); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: network(cloud, plain), ExpectError: regexp.MustCompile(`it\s+may\s+be\s+one\s+of\s+/network/`),
		}},
	})
	if made := cloud.Server.Inventory(); len(made) != 1 {
		t.Errorf("one network was to be made, not %+v", made)
	}
}

func TestNetworkInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "occi_network", []acctest.Invalid{
		{Name: "blank title", Arguments: `title = " "`, Line: `title = " "`, Says: "must not be empty"},
		{Name: "address of a host", Arguments: `address = "10.0.0.7/24"`, Line: `address =`, Says: "which stands for 10.0.0.0/24"},
		{Name: "no gateway", Arguments: `gateway = "10.0.0.0/24"`, Line: `gateway =`, Says: "must be an IP address"},
		{Name: "VLAN too high", Arguments: `vlan = 4096`, Line: `vlan = 4096`, Says: "between 0 and 4095"},
		{Name: "mixin that is none", Arguments: `mixins = ["ipnetwork"]`, Line: `mixins =`, Says: "must be a type identifier"},
		{
			Name: "said twice", Arguments: `attributes = { "occi.network.vlan" = "7" }`,
			Line: `attributes =`, Says: "there is an argument for occi.network.vlan",
		},
	})
}

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
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const address = "occi_network.back"

// network is a configuration with one network. The arguments are lines of its block.
func network(cloud *acctest.OCCI, arguments string) string {
	return cloud.Provider + "resource \"occi_network\" \"back\" {\n" + arguments + "\n}\n"
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// expectUpdate wants a plan that changes these attributes and no others.
func expectUpdate(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

func expect(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

func expectText(attribute, text string) statecheck.StateCheck {
	return expect(attribute, knownvalue.StringExact(text))
}

// expectRecord compares what the cloud knows of the network.
func expectRecord(cloud *acctest.OCCI, id *string, want occi.NetworkRecord) func(*terraform.State) error {
	return func(*terraform.State) error {
		if cloud.Cloud == nil {
			return nil
		}
		got, _ := cloud.Cloud.Network(*id)
		got.ID, got.Tenant, got.ComputeIDs = "", "", nil
		if fmt.Sprint(got) != fmt.Sprint(want) {
			return fmt.Errorf("the cloud has %+v, want %+v", got, want)
		}
		return nil
	}
}

// makesNone tells manners whose only networks are always there.
func makesNone(cloud *acctest.OCCI) bool {
	return cloud.Manner == occi.MannerGuide || cloud.Manner == occi.MannerOcciOS
}

func TestLifeNetwork(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var id string
		name, fixed := acctest.Name("net"), cloud.Manner == occi.MannerOOI
		config := func(name, label, more string) string {
			return network(cloud, fmt.Sprintf(`
  title   = %q
  label   = %q
  vlan    = 100
  address = "192.168.7.0/24"
%s`, name, label, more))
		}
		test := resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(), CheckDestroy: acctest.NothingLeft(cloud.Server),
		}
		if makesNone(cloud) {
			test.Steps = []resource.TestStep{{
				Config:      config(name, "dmz", ""),
				ExpectError: regexp.MustCompile(`(?s)Could not create the network.*400 Bad\s+Request:\s+Currently\s+not\s+supported`),
			}}
			resource.Test(t, test)
			return
		}
		// What ooi drops is kept from the configuration.
		made := occi.NetworkRecord{Name: name, CIDR: "192.168.7.0/24", Gateway: "192.168.7.1", Label: "dmz", VLAN: "100"}
		changed := made
		changed.Name, changed.Label = name+"-b", "lan"
		hidden, renamed := []string(nil), plancheck.ResourceActionUpdate
		down := resource.TestStep{
			Config: config(name+"-b", "lan", "up = false"), ConfigPlanChecks: expectUpdate("up", "state"+acctest.KnownAfterApply),
			ConfigStateChecks: []statecheck.StateCheck{expectText("state", "inactive"), expect("up", knownvalue.Bool(false))},
		}
		if fixed {
			hidden, renamed = []string{"label", "vlan"}, plancheck.ResourceActionDestroyBeforeCreate
			made.Label, made.VLAN, changed.Label, changed.VLAN = "", "", "", ""
			down = resource.TestStep{
				Config:      config(name+"-b", "lan", "up = false"),
				ExpectError: regexp.MustCompile(`(?s)up = false.*networks\s+of\s+this\s+server\s+are\s+OpenStack's`),
			}
		}
		test.Steps = []resource.TestStep{
			{
				Config: config(name, "dmz", ""),
				Check: resource.ComposeTestCheckFunc(
					acctest.KeepID(address, &id), expectRecord(cloud, &id, made)),
				ConfigStateChecks: []statecheck.StateCheck{
					expectText("title", name), expectText("label", "dmz"), expect("vlan", knownvalue.Int64Exact(100)),
					expectText("address", "192.168.7.0/24"), expectText("gateway", "192.168.7.1"),
					expectText("state", "active"), expect("up", knownvalue.Bool(true)),
				},
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: hidden},
			{
				Config: config(name+"-b", "lan", ""), ConfigPlanChecks: expectAction(renamed),
				Check: resource.ComposeTestCheckFunc(
					acctest.KeepID(address, &id), expectRecord(cloud, &id, changed)),
				ConfigStateChecks: []statecheck.StateCheck{expectText("title", name+"-b"), expectText("label", "lan")},
			},
			down,
		}
		resource.Test(t, test)
	})
}

// onNeutron runs a test in the manners that make networks.
func onNeutron(t *testing.T, test func(t *testing.T, cloud *acctest.OCCI)) {
	t.Helper()
	for _, manner := range []occi.Manner{occi.MannerOOI, occi.MannerStandard12} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			test(t, acctest.EmulateOCCI(t, occi.Options{Manner: manner}))
		})
	}
}

const plain = "title = \"back\"\naddress = \"192.168.7.0/24\""

func TestNetworkDisappears(t *testing.T) {
	t.Parallel()
	onNeutron(t, func(t *testing.T, cloud *acctest.OCCI) {
		var id string
		vanish := func() {
			if err := cloud.Cloud.Vanish(id); err != nil {
				t.Error(err)
			}
		}
		config := network(cloud, plain)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: config, Check: acctest.KeepID(address, &id)},
				{
					PreConfig: vanish, Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
					Check: acctest.KeepID(address, &id),
				},
				// What is gone is deleted without a complaint.
				{PreConfig: vanish, Config: config, Destroy: true},
			},
		})
	})
}

// A network that somebody took down is brought up again.
func TestNetworkTakenDown(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	var id string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: network(cloud, plain), Check: acctest.KeepID(address, &id)},
			{
				PreConfig: func() {
					if err := cloud.Cloud.SetState(id, "inactive"); err != nil {
						t.Error(err)
					}
				},
				Config:            network(cloud, plain),
				ConfigPlanChecks:  expectUpdate("up", "state"+acctest.KnownAfterApply),
				ConfigStateChecks: []statecheck.StateCheck{expectText("state", "active")},
				Check: expectRecord(cloud, &id, occi.NetworkRecord{
					Name: "back", CIDR: "192.168.7.0/24", Gateway: "192.168.7.1",
				}),
			},
		},
	})
}

// What a GFD.184 server needs no more for: no mixin ipnetwork, and a network that is made down.
func TestNetworkMadeDown(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	var id string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config:            network(cloud, "label = \"dmz\"\nup = false"),
				ConfigStateChecks: []statecheck.StateCheck{expectText("state", "inactive"), expect("address", knownvalue.Null())},
				Check: resource.ComposeTestCheckFunc(acctest.KeepID(address, &id),
					expectRecord(cloud, &id, occi.NetworkRecord{Label: "dmz", Down: true})),
			},
			{
				Config:           network(cloud, "label = \"dmz\"\naddress = \"10.9.0.0/16\"\nup = false"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
}

// On ooi a change of what it drops is recorded and nothing is sent.
func TestNetworkChangeOfWhatIsDropped(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	log := cloud.Server.Log
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: network(cloud, plain+"\nlabel = \"dmz\"\nallocation = \"static\"")},
			{
				PreConfig:        log.Reset,
				Config:           network(cloud, plain+"\nlabel = \"lan\"\nallocation = \"dynamic\"\nsummary = \"for tests\"\nvlan = 7"),
				ConfigPlanChecks: expectUpdate("label", "allocation", "summary", "vlan"),
				ConfigStateChecks: []statecheck.StateCheck{
					expectText("label", "lan"), expectText("allocation", "dynamic"), expectText("summary", "for tests"),
					expect("vlan", knownvalue.Int64Exact(7)),
				},
				Check: func(*terraform.State) error {
					if sent := log.Count(http.MethodPost, "/network/"); sent != 0 {
						return fmt.Errorf("%d requests were sent", sent)
					}
					return nil
				},
			},
		},
	})
}

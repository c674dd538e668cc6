package compute_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// privateNetwork is one of the network of the emulators with Neutron.
const privateNetwork = "/network/4ce35ee3-4bc3-4c32-be4e-341c90532ae6"

// TestLifeComputeLinks creates a VM in a network and with a volume: in one request where the server takes that, and
// else by requests of their own after it, for occi-os would leak the VM.
func TestLifeComputeLinks(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		inline := cloud.Manner == occi.MannerOOI || cloud.Manner == occi.MannerStandard12
		network, addresses := "/network/public", 2
		if inline {
			network, addresses = privateNetwork, 1
		}
		config := vm(cloud, set("title", "linked"), set("os_template", cloud.Image), set("resource_template", cloud.Flavor),
			fmt.Sprintf("networks = [%q]", network), "volumes = [occi_storage.data.id]") +
			"resource \"occi_storage\" \"data\" {\n  title = \"data\"\n  size = 1\n}\n"
		run(t, cloud,
			resource.TestStep{
				Config: config,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("addresses"), knownvalue.ListSizeExact(addresses)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("networks"), knownvalue.ListExact([]knownvalue.Check{
						knownvalue.StringExact(network),
					})),
					onServer{cloud, func(got occi.ComputeRecord) error {
						if len(got.Volumes) != 1 || len(got.Addresses)+len(got.FloatingIPs) != 1 {
							return fmt.Errorf("the VM has the volumes %v, addresses %v and %v", got.Volumes, got.Addresses, got.FloatingIPs)
						}
						return nil
					}},
				},
			},
			resource.TestStep{
				ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: notShown(cloud.Manner),
			},
		)
		links := len(cloud.Server.Log.Matching(http.MethodPost, `/(network/interface|networklink|storage/link|storagelink)/$`))
		creates := cloud.Server.Log.Matching(http.MethodPost, `/compute/$`)
		switch {
		case len(creates) != 1:
			t.Errorf("%d requests to create the VM", len(creates))
		case inline != strings.Contains(said(creates[0]), "storagelink"):
			t.Errorf("the request to create the VM says %s", said(creates[0]))
		case inline && links != 0 || !inline && links != 2:
			t.Errorf("%d requests to create links", links)
		}
	})
}

// TestSeveralNetworks: ooi wants one of them to be chosen, and the order of the interfaces is that of the argument.
func TestSeveralNetworks(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	status, answer := send(t, cloud, http.MethodPost, "/occi1.2/network/",
		"Category: network; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n"+
			"Category: ipnetwork; scheme=\"http://schemas.ogf.org/occi/infrastructure/network#\"; class=\"mixin\"\n"+
			"X-OCCI-Attribute: occi.core.title=\"second\"\nX-OCCI-Attribute: occi.network.address=\"10.9.0.0/24\"")
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, answer)
	}
	second := answer[strings.LastIndex(answer, "/network/"):]
	config := func(networks ...string) string {
		argument := ""
		if len(networks) > 0 {
			argument = `networks = ["` + strings.Join(networks, `", "`) + `"]`
		}
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"), argument)
	}
	inOrder := func(first, then string) statecheck.StateCheck {
		return onServer{cloud, func(got occi.ComputeRecord) error {
			if diff := cmp.Diff(2, len(got.Addresses)); diff != "" || !strings.HasPrefix(got.Addresses[0], first) ||
				!strings.HasPrefix(got.Addresses[1], then) {
				return fmt.Errorf("the addresses are %v, want %s… and %s…", got.Addresses, first, then)
			}
			return nil
		}}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(), ExpectError: words(`Could not create the VM`, `409 Conflict: Multiple possible networks found, use a Network ID`)},
			{Config: config(second, privateNetwork), ConfigStateChecks: []statecheck.StateCheck{inOrder("10.9.0.", "10.0.0.")}},
			{
				Config:            config(privateNetwork, second),
				ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{inOrder("10.0.0.", "10.9.0.")},
			},
		},
	})
	if left := vms(cloud); len(left) > 0 || !slices.ContainsFunc(cloud.Cloud.Inventory(), isNetwork) {
		t.Errorf("left are the VMs %v", left)
	}
}

func isNetwork(item emulator.Item) bool { return item.Kind == "network" }

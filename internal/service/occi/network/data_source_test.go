package network_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// builtIn reads the networks that occi-os always has: it calls them by no title, and the range of addresses by
// another name than GFD.184.
const builtIn = `
data "occi_network" "admin" {
  id = "/network/admin"
}

data "occi_networks" "all" {}
`

// made reads a network by each argument.
const made = `
resource "occi_network" "back" {
  title   = "%[1]s"
  address = "192.168.7.0/24"
}

data "occi_network" "by_id" {
  id = occi_network.back.id
}

data "occi_network" "by_title" {
  title = occi_network.back.title
}

data "occi_networks" "back" {
  title_regex = "^%[1]s$"
  depends_on  = [occi_network.back]
}
`

func TestLifeNetworkDataSources(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		found := func(source, attribute string, value knownvalue.Check) statecheck.StateCheck {
			return statecheck.ExpectKnownValue("data."+source, tfjsonpath.New(attribute), value)
		}
		name := acctest.Name("net")
		step := resource.TestStep{
			Config: cloud.Provider + fmt.Sprintf(made, name),
			ConfigStateChecks: []statecheck.StateCheck{
				found("occi_network.by_id", "title", knownvalue.StringExact(name)),
				found("occi_network.by_title", "address", knownvalue.StringExact("192.168.7.0/24")),
				found("occi_networks.back", "networks", knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id": knownvalue.NotNull(), "title": knownvalue.StringExact(name), "summary": knownvalue.Null(),
						"label": knownvalue.Null(), "vlan": knownvalue.Null(), "allocation": knownvalue.Null(),
						"address": knownvalue.StringExact("192.168.7.0/24"), "gateway": knownvalue.StringExact("192.168.7.1"),
						"state": knownvalue.StringExact("active"),
					}),
				})),
			},
		}
		if makesNone(cloud) {
			step = resource.TestStep{
				Config: cloud.Provider + builtIn,
				ConfigStateChecks: []statecheck.StateCheck{
					found("occi_network.admin", "address", knownvalue.StringExact("10.0.0.0/24")),
					found("occi_network.admin", "gateway", knownvalue.StringExact("10.0.0.1")),
					found("occi_network.admin", "allocation", knownvalue.StringExact("static")),
					found("occi_network.admin", "vlan", knownvalue.StringExact("admin")),
					found("occi_network.admin", "label", knownvalue.StringExact("default")),
					found("occi_networks.all", "networks", knownvalue.ListSizeExact(2)),
				},
			}
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps:                    []resource.TestStep{step},
		})
	})
}

// The external network of ooi is found by its name, without addresses (capture 239-network-get-PUBLIC).
func TestExternalNetwork(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOOI})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: cloud.Provider + "data \"occi_network\" \"it\" {\n title = \"public\"\n}\n",
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("data.occi_network.it", tfjsonpath.New("id"), knownvalue.StringExact("/network/PUBLIC")),
					statecheck.ExpectKnownValue("data.occi_network.it", tfjsonpath.New("address"), knownvalue.Null()),
				},
			},
			{
				Config:      cloud.Provider + "data \"occi_network\" \"it\" {\n title = \"none\"\n}\n",
				ExpectError: regexp.MustCompile(`None of 2 entities of the kind network`),
			},
		},
	})
}

package queryinterface_test

import (
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const infrastructure = "http://schemas.ogf.org/occi/infrastructure"

// The outputs pick single categories of the long lists.
const outputs = `
data "occi_query_interface" "cloud" {}

locals {
  kinds   = { for kind in data.occi_query_interface.cloud.kinds : kind.id => kind }
  mixins  = { for mixin in data.occi_query_interface.cloud.mixins : mixin.id => mixin }
  actions = { for action in data.occi_query_interface.cloud.actions : action.id => action }
}

output "storage" { value = local.kinds["http://schemas.ogf.org/occi/infrastructure#storage"] }
output "os_tpl" { value = local.mixins["http://schemas.ogf.org/occi/infrastructure#os_tpl"].term }
output "flavor" { value = local.mixins["http://schemas.openstack.org/template/resource#itsy"] }
output "stop" { value = local.actions["http://schemas.ogf.org/occi/infrastructure/compute/action#stop"] }
output "confirms" { value = contains(keys(local.actions), "http://schemas.openstack.org/instance/action#confirm_resize") }
output "sorted" { value = data.occi_query_interface.cloud.kinds[*].id == sort(data.occi_query_interface.cloud.kinds[*].id) }
output "server" { value = data.occi_query_interface.cloud.server }
`

func TestQueryInterface(t *testing.T) {
	t.Parallel()
	for manner, confirms := range map[occi.Manner]bool{occi.MannerGuide: true, occi.MannerOcciOS: false} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: cloud.Provider + outputs,
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownOutputValue("storage", knownvalue.ObjectPartial(map[string]knownvalue.Check{
							"scheme":    knownvalue.StringExact(infrastructure + "#"),
							"term":      knownvalue.StringExact("storage"),
							"location":  knownvalue.StringExact("/storage/"),
							"relations": knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("http://schemas.ogf.org/occi/core#resource")}),
							"actions": knownvalue.ListPartial(map[int]knownvalue.Check{
								0: knownvalue.StringExact(infrastructure + "/storage/action#backup"),
							}),
							"attributes": knownvalue.ListPartial(map[int]knownvalue.Check{
								0: knownvalue.ObjectPartial(map[string]knownvalue.Check{"name": knownvalue.StringExact("occi.storage.size")}),
							}),
						})),
						statecheck.ExpectKnownOutputValue("os_tpl", knownvalue.StringExact("os_tpl")),
						statecheck.ExpectKnownOutputValueAtPath("flavor", tfjsonpath.New("relations"),
							knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact(infrastructure + "#resource_tpl")})),
						statecheck.ExpectKnownOutputValueAtPath("stop", tfjsonpath.New("attributes").AtSliceIndex(0).AtMapKey("name"),
							knownvalue.StringExact("method")),
						statecheck.ExpectKnownOutputValue("confirms", knownvalue.Bool(confirms)),
						statecheck.ExpectKnownOutputValue("sorted", knownvalue.Bool(true)),
						statecheck.ExpectKnownOutputValue("server", knownvalue.StringRegexp(regexp.MustCompile(`OCCI/1\.1$`))),
					},
				}},
			})
		})
	}
}

// filtered has one data source for each filter.
const filtered = `
data "occi_query_interface" "kinds" {
  class  = "kind"
  scheme = "http://schemas.ogf.org/occi/infrastructure#"
}

data "occi_query_interface" "links" { relation = "http://schemas.ogf.org/occi/core#link" }

data "occi_query_interface" "templates" {
  relation = "http://schemas.ogf.org/occi/infrastructure#resource_tpl"
  scheme   = "http://schemas.openstack.org/template/resource#"
}

data "occi_query_interface" "actions" {
  class  = "action"
  scheme = "http://schemas.ogf.org/occi/infrastructure/compute/action#"
}

data "occi_query_interface" "nothing" { scheme = "http://example.org/none#" }
`

func TestLifeQueryInterfaceFilters(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		none := knownvalue.ListSizeExact(0)
		first := func(terms ...string) knownvalue.Check {
			checks := map[int]knownvalue.Check{}
			for index, term := range terms {
				checks[index] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"term": knownvalue.StringExact(term)})
			}
			return knownvalue.ListPartial(checks)
		}
		var checks []statecheck.StateCheck
		expect := func(name string, kinds, mixins, actions knownvalue.Check) {
			for list, check := range map[string]knownvalue.Check{"kinds": kinds, "mixins": mixins, "actions": actions} {
				checks = append(checks, statecheck.ExpectKnownValue("data.occi_query_interface."+name, tfjsonpath.New(list), check))
			}
		}
		actions := []string{"restart", "start", "stop", "suspend"}
		if cloud.Manner == occi.MannerOOI || cloud.Manner == occi.MannerStandard12 {
			actions = slices.Insert(actions, 1, "save")
		}
		expect("kinds", first("compute"), none, none)
		expect("links", first("networkinterface"), none, none)
		expect("templates", none, knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.NotNull()}), none)
		expect("actions", none, none, knownvalue.ListSizeExact(len(actions)))
		expect("actions", none, none, first(actions...))
		expect("nothing", none, none, none)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps:                    []resource.TestStep{{Config: cloud.Provider + filtered, ConfigStateChecks: checks}},
		})
		if log := cloud.Server.Log; log.Count("", "/-/$") != log.Count("", "") {
			t.Error("there were other requests than for the query interface")
		}
	})
}

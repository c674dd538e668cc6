package template_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const plural = `
data "occi_os_templates" "all" {}
data "occi_os_templates" "cirros" { title_regex = "^cirros" }
data "occi_os_templates" "none" { title_regex = "^windows" }
data "occi_resource_templates" "all" {}
data "occi_resource_templates" "tiny" { title_regex = "^m1[.]tiny$" }

output "ordered" {
  value = [for templates in [data.occi_os_templates.all.templates, data.occi_resource_templates.all.templates] :
    templates[*].title == sort(templates[*].title) && length(templates) > 1]
}
`

// TestLifeTemplates: ooi tells the sizes of a flavor in JSON, with the memory in MiB (capture ooi/003-query-json);
// in text, as other servers, it tells none.
func TestLifeTemplates(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var cores, memory knownvalue.Check = knownvalue.Null(), knownvalue.Null()
		if cloud.Manner == occi.MannerOOI && !strings.Contains(t.Name(), "/text-") {
			cores, memory = knownvalue.Float64Exact(1), knownvalue.Float64Exact(0.5)
		}
		scheme := func(kind string) knownvalue.Check {
			return knownvalue.StringExact("http://schemas.openstack.org/template/" + kind + "#")
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: cloud.Provider + plural,
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownOutputValue("ordered", knownvalue.ListExact([]knownvalue.Check{
						knownvalue.Bool(true), knownvalue.Bool(true),
					})),
					statecheck.ExpectKnownValue("data.occi_os_templates.cirros", tfjsonpath.New("templates"),
						knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.ObjectExact(map[string]knownvalue.Check{
							"id":    knownvalue.StringRegexp(regexp.MustCompile(`^http://schemas\.openstack\.org/template/os#.`)),
							"title": knownvalue.StringExact(cloud.Image), "scheme": scheme("os"),
							"term": knownvalue.NotNull(), "location": knownvalue.StringRegexp(regexp.MustCompile(`^/`)),
						})})),
					statecheck.ExpectKnownValue("data.occi_os_templates.none", tfjsonpath.New("templates"), knownvalue.ListSizeExact(0)),
					statecheck.ExpectKnownValue("data.occi_resource_templates.tiny", tfjsonpath.New("templates"),
						knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
							"title": knownvalue.StringExact("m1.tiny"), "scheme": scheme("resource"), "cores": cores, "memory": memory,
						})})),
				},
			}},
		})
		if log := cloud.Server.Log; log.Count("", "/-/$") != log.Count("", "") {
			t.Error("there were other requests than for the query interface")
		}
	})
}

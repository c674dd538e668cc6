package compute_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestLifeComputeDataSources shows a VM by its id, by its title where the server keeps titles, and in the list of all.
func TestLifeComputeDataSources(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		name := acctest.Name("vm")
		byID := `data "occi_compute" "one" { id = occi_compute.vm.id }` + "\n"
		if cloud.Manner == occi.MannerGuide || cloud.Manner == occi.MannerOOI {
			byID += `data "occi_compute" "titled" { title = occi_compute.vm.title }` + "\n"
		}
		config := vm(cloud, set("title", name), set("hostname", name), set("os_template", cloud.Image),
			set("resource_template", cloud.Flavor)) + byID +
			"data \"occi_computes\" \"all\" { depends_on = [occi_compute.vm] }\n" +
			"data \"occi_computes\" \"none\" {\n  title_regex = \"^no VM has this$\"\n  depends_on = [occi_compute.vm]\n}\n"
		var checks []statecheck.StateCheck
		for _, attribute := range []string{
			"id", "hostname", "cores", "memory", "architecture", "power_state", "state", "addresses", "links",
		} {
			checks = append(checks, statecheck.CompareValuePairs(address, tfjsonpath.New(attribute),
				"data.occi_compute.one", tfjsonpath.New(attribute), compare.ValuesSame()))
		}
		shown := func(name, attribute string, value knownvalue.Check) statecheck.StateCheck {
			return statecheck.ExpectKnownValue("data."+name, tfjsonpath.New(attribute), value)
		}
		checks = append(checks,
			shown("occi_compute.one", "os_template", knownvalue.NotNull()),
			shown("occi_compute.one", "addresses", knownvalue.ListSizeExact(1)),
			shown("occi_compute.one", "links", knownvalue.SetSizeExact(1)),
			shown("occi_computes.none", "computes", knownvalue.ListExact([]knownvalue.Check{})))
		if cloud.Server != nil {
			checks = append(checks,
				shown("occi_compute.one", "memory", knownvalue.Float64Exact(gibibytes(cloud.Flavor))),
				shown("occi_computes.all", "computes", knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"hostname": knownvalue.StringExact(name)}),
				})))
		}
		run(t, cloud,
			resource.TestStep{Config: config, ConfigStateChecks: checks},
			resource.TestStep{
				Config:      config + `data "occi_compute" "missing" { title = "no VM has this" }`,
				ExpectError: words(`Cannot find the VM`, `has the title "no VM has this"`),
			},
		)
	})
}

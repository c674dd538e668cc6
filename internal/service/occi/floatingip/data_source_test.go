package floatingip_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

func TestLifeFloatingIPPools(t *testing.T) {
	t.Parallel()
	named := map[occi.Manner][]string{occi.MannerGuide: {"nova", "test"}, occi.MannerOOI: {"public"}}
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		want := []knownvalue.Check{}
		for _, name := range named[cloud.Manner] {
			want = append(want, knownvalue.ObjectExact(map[string]knownvalue.Check{
				"id":   knownvalue.StringExact("http://schemas.openstack.org/network/floatingippool#" + name),
				"term": knownvalue.StringExact(name), "title": knownvalue.StringExact(name),
			}))
		}
		var check knownvalue.Check = knownvalue.ListExact(want)
		if cloud.Server == nil {
			check = knownvalue.NotNull()
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: cloud.Provider + "data \"occi_floating_ip_pools\" \"all\" {}\n",
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("data.occi_floating_ip_pools.all", tfjsonpath.New("pools"), check),
				},
			}},
		})
	})
}

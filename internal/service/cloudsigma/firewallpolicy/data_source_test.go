package firewallpolicy_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestFirewallPolicyDataSources finds one policy by its UUID, its name and a filter, and all.
func TestFirewallPolicyDataSources(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	policies := config(cloud, "web", `rules = [{ action = "accept", direction = "in", src_ip = "192.0.2.7" }]`) + `
resource "cloudsigma_firewall_policy" "empty" { name = "empty" }
resource "cloudsigma_server" "web" {
  name         = "tf-acc-web"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = "t0p-5ecret"
  power_state  = "stopped"
  network {
    type                 = "dhcp"
    firewall_policy_uuid = ` + address + `.id
  }
}
`
	one := func(name string, check map[string]knownvalue.Check) (checks []statecheck.StateCheck) {
		for attribute, value := range check {
			checks = append(checks, statecheck.ExpectKnownValue(name, tfjsonpath.New(attribute), value))
		}
		return checks
	}
	rule := knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
		"action": knownvalue.StringExact("accept"), "src_ip": knownvalue.StringExact("192.0.2.7/32"), "dst_port": knownvalue.Null(),
	})})
	checks := one("data.cloudsigma_firewall_policy.name", map[string]knownvalue.Check{
		"name": knownvalue.StringExact("web"), "rules": rule, "servers": knownvalue.SetSizeExact(1), "id": knownvalue.NotNull(),
	})
	checks = append(checks, one("data.cloudsigma_firewall_policy.uuid", map[string]knownvalue.Check{
		"name": knownvalue.StringExact("empty"), "rules": knownvalue.ListSizeExact(0), "servers": knownvalue.SetSizeExact(0),
	})...)
	checks = append(checks, one("data.cloudsigma_firewall_policy.filter", map[string]knownvalue.Check{"name": knownvalue.StringExact("web")})...)
	checks = append(checks, one("data.cloudsigma_firewall_policies.all", map[string]knownvalue.Check{"firewall_policies": knownvalue.ListSizeExact(2)})...)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: policies + `
data "cloudsigma_firewall_policy" "name" {
  name       = "web"
  depends_on = [cloudsigma_server.web]
}
data "cloudsigma_firewall_policy" "uuid" { uuid = cloudsigma_firewall_policy.empty.id }
data "cloudsigma_firewall_policy" "filter" {
  filter {
    name   = "servers"
    values = [cloudsigma_server.web.id]
  }
}
data "cloudsigma_firewall_policies" "all" { depends_on = [cloudsigma_server.web, cloudsigma_firewall_policy.empty] }
`,
				ConfigStateChecks: checks,
			},
			{
				Config:      policies + `data "cloudsigma_firewall_policy" "name" { name = "mail" }`,
				ExpectError: regexp.MustCompile(`(?s)None\s+of\s+the\s+2\s+firewall\s+policies\s+matches`),
			},
		},
	})
}

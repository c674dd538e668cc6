package acctest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// account reads all that there is one of in an account or a location. %[1]s is the name of what it makes.
const account = `
data "cloudsigma_profile" "test" {}

data "cloudsigma_balance" "test" {}

data "cloudsigma_current_usage" "test" {
  depends_on = [cloudsigma_server.test]
}

data "cloudsigma_capabilities" "test" {}

data "cloudsigma_cloud_status" "test" {}

data "cloudsigma_pricing" "test" {
  resource = "dssd"
  currency = data.cloudsigma_profile.test.currency
}

data "cloudsigma_licenses" "all" {}

data "cloudsigma_license" "first" {
  name = data.cloudsigma_licenses.all.licenses[0].name
}

data "cloudsigma_licenses" "burstable" {
  filter {
    name   = "burstable"
    values = ["true"]
  }
}

data "cloudsigma_location" "uuid" {
  uuid = "ZRH"
}

data "cloudsigma_locations" "all" {}

resource "cloudsigma_drive" "test" {
  name  = "%[1]s"
  media = "disk"
  size  = 1073741824
}

resource "cloudsigma_server" "test" {
  name         = "%[1]s"
  cpu          = 1000
  memory       = 536870912
  vnc_password = "top-secret"
  meta         = { role = "test" }

  drive {
    uuid = cloudsigma_drive.test.id
  }

  network {
    type = "dhcp"
  }
}

data "cloudsigma_server_context" "test" {
  uuid       = cloudsigma_server.test.id
  depends_on = [cloudsigma_global_context.test]
}

output "context" {
  value = jsondecode(data.cloudsigma_server_context.test.context)
}
`

// globalContext sets a key that sweepers know.
const globalContext = `
resource "cloudsigma_global_context" "test" {
  values = { %[1]q = "here" }
}
`

// onlyEmulated finds what the emulator has one of.
const onlyEmulated = `
data "cloudsigma_location" "filter" {
  filter {
    name   = "countrycode"
    values = ["CH"]
  }
}

data "cloudsigma_license" "filter" {
  filter {
    name   = "longname"
    values = ["Windows Server"]
  }
}
`

// accountConfiguration reads an account. An account has one global context: it is only written if it is not in use.
func accountConfiguration(t *testing.T, cloud *acctest.CloudSigma, name string) (config string, global bool) {
	t.Helper()
	values, err := cloud.Client(t, nil).GlobalContext(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	config = cloud.Provider + fmt.Sprintf(account, name)
	if cloud.Cloud != nil {
		config += onlyEmulated
	}
	if len(values) > 0 {
		return strings.ReplaceAll(config, "  depends_on = [cloudsigma_global_context.test]\n", ""), false
	}
	return config + fmt.Sprintf(globalContext, name), true
}

// TestAccountDataSources runs on the real cloud where the environment names an account. Only of the emulator it is known
// what the account has.
func TestAccountDataSources(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("context")
	config, global := accountConfiguration(t, cloud, name)
	checks := accountShapes(name, global)
	if cloud.Cloud != nil {
		checks = append(checks, emulatedAccount(cloud.Cloud.AccountUUID(cloudsigma.DefaultUser))...)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: config,
			Check: func(*terraform.State) error {
				if cloud.Server == nil {
					return nil
				}
				// Each Terraform command of the step lists them once at most, though two data sources ask.
				if got := cloud.Server.Log.Count(http.MethodGet, "/profile/"); got > 6 {
					return fmt.Errorf("the profile was read %d times", got)
				}
				return nil
			},
			ConfigStateChecks: checks,
		}},
	})
}

func accountState(source, attribute string, check knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.cloudsigma_"+source, tfjsonpath.New(attribute), check)
}

func member(check knownvalue.Check, name string) knownvalue.Check {
	return knownvalue.ObjectPartial(map[string]knownvalue.Check{name: check})
}

// accountShapes are what every account shows, with a drive and a server of that name.
func accountShapes(name string, global bool) []statecheck.StateCheck {
	state, text := accountState, knownvalue.StringExact
	fits := func(pattern string) knownvalue.Check { return knownvalue.StringRegexp(regexp.MustCompile(pattern)) }
	const uuid, decimal, currency = `^[0-9a-f-]{36}$`, `^-?[0-9]+(\.[0-9]+)?$`, `^[A-Z]{3}$`
	context := map[string]knownvalue.Check{
		"name":   text(name),
		"drives": knownvalue.TupleExact([]knownvalue.Check{member(member(text(name), "name"), "drive")}),
	}
	if global {
		context["global_context"] = member(text("here"), name)
	}
	return []statecheck.StateCheck{
		state("profile.test", "uuid", fits(uuid)), state("profile.test", "email", fits("@")),
		state("balance.test", "balance", fits(decimal)), state("balance.test", "currency", fits(currency)),
		state("current_usage.test", "usage", knownvalue.MapPartial(map[string]knownvalue.Check{"dssd": member(knownvalue.NotNull(), "using")})),
		state("capabilities.test", "default_storage_type", fits(`.`)),
		state("capabilities.test", "hypervisors", knownvalue.MapPartial(map[string]knownvalue.Check{"kvm": knownvalue.NotNull()})),
		state("cloud_status.test", "signup", knownvalue.NotNull()),
		state("pricing.test", "prices", knownvalue.NotNull()),
		state("license.first", "long_name", fits(`.`)),
		state("location.uuid", "api_endpoint", text("https://zrh.cloudsigma.com/api/2.0/")),
		state("locations.all", "locations", knownvalue.NotNull()),
		state("server_context.test", "context", fits(`^[^\n]*"role":"test"[^\n]*$`)),
		statecheck.ExpectKnownOutputValue("context", knownvalue.ObjectPartial(context)),
	}
}

// emulatedAccount is what the emulator's account has.
func emulatedAccount(uuid string) []statecheck.StateCheck {
	state, text, number := accountState, knownvalue.StringExact, knownvalue.Int64Exact
	return []statecheck.StateCheck{
		state("profile.test", "uuid", text(uuid)),
		state("profile.test", "first_name", text("Demo")),
		state("profile.test", "email", text(cloudsigma.DefaultUser)),
		state("balance.test", "balance", text("1000.00000000000000000000")),
		state("balance.test", "currency", text("CHF")),
		state("balance.test", "credit_limit", knownvalue.Null()),
		state("current_usage.test", "usage", knownvalue.MapPartial(map[string]knownvalue.Check{
			"dssd": knownvalue.ObjectExact(map[string]knownvalue.Check{
				"using": number(1 << 30), "subscribed": number(0), "burst": number(1 << 30),
			}),
			"vlan":    member(number(2), "subscribed"),
			"amd_mem": member(number(512<<20), "using"),
		})),
		state("capabilities.test", "hosts", knownvalue.MapPartial(map[string]knownvalue.Check{
			"amd": member(member(number(96000), "max"), "cpu"),
		})),
		state("capabilities.test", "default_storage_type", text("dssd")),
		state("capabilities.test", "drives", knownvalue.MapPartial(map[string]knownvalue.Check{
			"dssd": member(knownvalue.ObjectExact(map[string]knownvalue.Check{
				"base": number(30000), "min": number(1), "max": number(60000),
			}), "iops"),
		})),
		state("capabilities.test", "gpus", knownvalue.MapPartial(map[string]knownvalue.Check{
			"nvidia_a100": knownvalue.ObjectExact(map[string]knownvalue.Check{
				"max_cpu": number(48000), "max_memory": number(256 << 30), "max_smp": number(16),
			}),
		})),
		state("capabilities.test", "enclave_page_caches", knownvalue.ObjectExact(map[string]knownvalue.Check{
			"max_per_host": number(64 << 30), "memory_ratio": knownvalue.Float64Exact(0.5),
		})),
		state("capabilities.test", "snapshots", knownvalue.ObjectExact(map[string]knownvalue.Check{
			"current": number(0), "max": number(700), "max_per_drive": number(90),
		})),
		state("capabilities.test", "remote_snapshots", knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"max": number(600), "locations": knownvalue.SetPartial([]knownvalue.Check{text("GVA")}),
		})),
		state("capabilities.test", "hypervisors", knownvalue.MapExact(map[string]knownvalue.Check{
			"kvm": knownvalue.SetExact([]knownvalue.Check{text("amd"), text("intel")}),
		})),
		state("cloud_status.test", "signup", knownvalue.Bool(true)),
		state("cloud_status.test", "free_tier", knownvalue.MapPartial(map[string]knownvalue.Check{"mem": text("1073741824")})),
		state("pricing.test", "prices", knownvalue.ListExact([]knownvalue.Check{
			member(number(0), "level"), member(text("0.21000000000000000000"), "price"),
		})),
		state("pricing.test", "current_burst_levels", knownvalue.MapExact(map[string]knownvalue.Check{"dssd": number(1)})),
		state("pricing.test", "discounts", knownvalue.MapPartial(map[string]knownvalue.Check{"1 year": text("0.2500000000")})),
		state("license.filter", "id", text("msft_p73_04837_core")),
		state("licenses.burstable", "licenses", knownvalue.ListSizeExact(1)),
		state("location.filter", "uuid", text("ZRH")),
		state("locations.all", "locations", knownvalue.ListSizeExact(3)),
		statecheck.ExpectKnownOutputValue("context", knownvalue.ObjectPartial(map[string]knownvalue.Check{
			"nics": knownvalue.TupleExact([]knownvalue.Check{
				member(member(member(text("203.0.113.1"), "gateway"), "ip"), "ip_v4_conf"),
			}),
		})),
	}
}

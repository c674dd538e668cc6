package acctest_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// account reads all that there is one of in an account or a location.
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

data "cloudsigma_license" "name" {
  name = "msft_p73_04837_core"
}

data "cloudsigma_license" "filter" {
  filter {
    name   = "longname"
    values = ["Windows Server"]
  }
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

data "cloudsigma_location" "filter" {
  filter {
    name   = "countrycode"
    values = ["CH"]
  }
}

data "cloudsigma_locations" "all" {}

resource "cloudsigma_drive" "test" {
  name  = "context"
  media = "disk"
  size  = 1073741824
}

resource "cloudsigma_server" "test" {
  name         = "context"
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

resource "cloudsigma_global_context" "test" {
  values = { site = "here" }
}

data "cloudsigma_server_context" "test" {
  uuid       = cloudsigma_server.test.id
  depends_on = [cloudsigma_global_context.test]
}

output "context" {
  value = jsondecode(data.cloudsigma_server_context.test.context)
}
`

func TestAccountDataSources(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	uuid := cloud.Cloud.AccountUUID(cloudsigma.DefaultUser)
	state := func(source, attribute string, check knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.cloudsigma_"+source, tfjsonpath.New(attribute), check)
	}
	text, number := knownvalue.StringExact, knownvalue.Int64Exact
	part := func(check knownvalue.Check, name string) knownvalue.Check {
		return knownvalue.ObjectPartial(map[string]knownvalue.Check{name: check})
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: cloud.Provider + account,
			Check: func(*terraform.State) error {
				// Each Terraform command of the step lists them once at most, though two data sources ask.
				if got := cloud.Server.Log.Count(http.MethodGet, "/profile/"); got > 6 {
					return fmt.Errorf("the profile was read %d times", got)
				}
				return nil
			},
			ConfigStateChecks: []statecheck.StateCheck{
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
					"vlan":    part(number(2), "subscribed"),
					"amd_mem": part(number(512<<20), "using"),
				})),
				state("capabilities.test", "hosts", knownvalue.MapPartial(map[string]knownvalue.Check{
					"amd": part(part(number(96000), "max"), "cpu"),
				})),
				state("capabilities.test", "default_storage_type", text("dssd")),
				state("capabilities.test", "hypervisors", knownvalue.MapExact(map[string]knownvalue.Check{
					"kvm": knownvalue.SetExact([]knownvalue.Check{text("amd"), text("intel")}),
				})),
				state("cloud_status.test", "signup", knownvalue.Bool(true)),
				state("cloud_status.test", "free_tier", knownvalue.MapPartial(map[string]knownvalue.Check{"mem": text("1073741824")})),
				state("pricing.test", "prices", knownvalue.ListExact([]knownvalue.Check{
					part(number(0), "level"), part(text("0.21000000000000000000"), "price"),
				})),
				state("pricing.test", "current_burst_levels", knownvalue.MapExact(map[string]knownvalue.Check{"dssd": number(1)})),
				state("pricing.test", "discounts", knownvalue.MapPartial(map[string]knownvalue.Check{"1 year": text("0.2500000000")})),
				state("license.name", "long_name", text("Windows Server")),
				state("license.filter", "id", text("msft_p73_04837_core")),
				state("licenses.burstable", "licenses", knownvalue.ListSizeExact(1)),
				state("location.uuid", "api_endpoint", text("https://zrh.cloudsigma.com/api/2.0/")),
				state("location.filter", "uuid", text("ZRH")),
				state("locations.all", "locations", knownvalue.ListSizeExact(3)),
				state("server_context.test", "context", knownvalue.StringRegexp(regexp.MustCompile(`^[^\n]*"role":"test"[^\n]*$`))),
				statecheck.ExpectKnownOutputValue("context", knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"name": text("context"), "global_context": part(text("here"), "site"),
					"drives": knownvalue.TupleExact([]knownvalue.Check{part(part(text("context"), "name"), "drive")}),
					"nics": knownvalue.TupleExact([]knownvalue.Check{
						part(part(part(text("203.0.113.1"), "gateway"), "ip"), "ip_v4_conf"),
					}),
				})),
			},
		}},
	})
}

package ip_test

import (
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const address = "cloudsigma_ip.test"

// config adopts an address with further lines.
func config(account *acctest.CloudSigma, ip, lines string) string {
	return account.Provider + fmt.Sprintf("resource \"cloudsigma_ip\" \"test\" {\n  uuid = %q\n  %s\n}\n", ip, lines)
}

// has checks the meta of an address in the cloud.
func has(account *acctest.CloudSigma, ip string, meta map[string]string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		found, _ := account.Cloud.StaticIP(ip)
		if diff := cmp.Diff(meta, found.Meta); diff != "" {
			return errors.New("meta (-want +got):\n" + diff)
		}
		return nil
	}
}

// server makes a server with a dynamic and a static address that runs, and returns its UUID and the dynamic one.
func server(t *testing.T, account *acctest.CloudSigma, ip string) (uuid, dynamic string) {
	t.Helper()
	client := account.Client(t, nil)
	made, err := client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "tf-acc-server", CPU: 2000, Memory: 1 << 30, VNCPassword: "t0p-5ecret", NICs: []cloudsigma.NIC{
			{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}},
			{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfStatic, IP: &cloudsigma.Reference{UUID: ip}}},
		},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := account.Cloud.SetServerStatus(made.UUID, cloudsigma.ServerRunning); err != nil {
		t.Fatal(err)
	}
	running, _ := account.Cloud.Server(made.UUID)
	return made.UUID, running.NICs[0].Address
}

// TestIPLife adopts an address, annotates it, imports it, and gives it up as it is.
func TestIPLife(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{})
	ips := account.Cloud.StaticIPs(emulated.DefaultUser)
	server, dynamic := server(t, account, ips[0])
	named := map[string]string{"name": "www", "role": "web"}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             has(account, ips[0], named),
		Steps: []resource.TestStep{
			{
				Config: config(account, ips[0], `meta = { role = "web" }`), Check: has(account, ips[0], map[string]string{"role": "web"}),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("gateway"), knownvalue.StringExact("198.51.100.1")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("netmask"), knownvalue.Int64Exact(24)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("nameservers"), knownvalue.ListSizeExact(3)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("server_uuid"), knownvalue.StringExact(server)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("subscription_id"), knownvalue.NotNull()),
				},
			},
			{
				Config: config(account, ips[0], "name = \"www\"\nmeta = { role = \"web\" }"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectUpdate(address, "name"),
				}},
				Check: has(account, ips[0], named),
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			{ResourceName: address, ImportState: true, ImportStateId: "www", ExpectError: regexp.MustCompile(`imported\s+by\s+the\s+address\s+itself`)},
			{
				Config: config(account, ips[0], "name = \"www\"\nmeta = { role = \"web\" }") +
					fmt.Sprintf("resource \"cloudsigma_ip\" \"other\" {\n  uuid = %q\n}\n", "198.51.100.010"),
				ExpectError: regexp.MustCompile(`uuid\s+must\s+be\s+an\s+IP\s+address`),
			},
			{
				Config: config(account, ips[0], "name = \"www\"\nmeta = { role = \"web\" }") +
					fmt.Sprintf("resource \"cloudsigma_ip\" \"other\" {\n  uuid = %q\n}\n", dynamic),
				ExpectError: regexp.MustCompile(`does\s+not\s+have\s+it\s+by\s+a\s+subscription`),
			},
		},
	})
}

// TestIPDataSources finds one address in each way that the official provider has, and those that match.
func TestIPDataSources(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{})
	ips := account.Cloud.StaticIPs(emulated.DefaultUser)
	server, dynamic := server(t, account, ips[0])
	is := func(name, ip string) []statecheck.StateCheck {
		return []statecheck.StateCheck{
			statecheck.ExpectKnownValue(name, tfjsonpath.New("id"), knownvalue.StringExact(ip)),
			statecheck.ExpectKnownValue(name, tfjsonpath.New("gateway"), knownvalue.NotNull()),
			statecheck.ExpectKnownValue(name, tfjsonpath.New("netmask"), knownvalue.Int64Exact(24)),
			statecheck.ExpectKnownValue(name, tfjsonpath.New("resource_uri"), knownvalue.StringExact("/api/2.0/ips/"+ip+"/")),
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: account.Provider + fmt.Sprintf(`
data "cloudsigma_ip" "uuid" { uuid = %[1]q }
data "cloudsigma_ip" "filter" {
  filter {
    name   = "uuid"
    values = [%[2]q]
  }
}
data "cloudsigma_ips" "all" {}
data "cloudsigma_ips" "of_server" {
  filter {
    name   = "server"
    values = [%[3]q]
  }
}
data "cloudsigma_ips" "free" {
  filter {
    name   = "server"
    values = [""]
  }
}
`, ips[1], dynamic, server),
				ConfigStateChecks: append(append(is("data.cloudsigma_ip.uuid", ips[1]), is("data.cloudsigma_ip.filter", dynamic)...),
					statecheck.ExpectKnownValue("data.cloudsigma_ip.filter", tfjsonpath.New("subscription_id"), knownvalue.Null()),
					statecheck.ExpectKnownValue("data.cloudsigma_ips.all", tfjsonpath.New("ips"), knownvalue.ListSizeExact(len(ips)+1)),
					statecheck.ExpectKnownValue("data.cloudsigma_ips.of_server", tfjsonpath.New("ips"), knownvalue.ListSizeExact(2)),
					statecheck.ExpectKnownValue("data.cloudsigma_ips.free", tfjsonpath.New("ips"), knownvalue.ListSizeExact(len(ips)-1)),
				),
			},
			{
				Config:      account.Provider + "data \"cloudsigma_ip\" \"one\" {\n  filter {\n    name = \"netmask\"\n    values = [\"24\"]\n  }\n}\n",
				ExpectError: regexp.MustCompile(`(?s)IP\s+addresses\s+match:.*` + regexp.QuoteMeta(dynamic)),
			},
		},
	})
}

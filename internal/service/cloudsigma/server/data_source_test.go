package server_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// make makes a server outside of Terraform and returns its UUID.
func (f *fixture) make(t *testing.T, name string, change func(*cloudsigma.ServerDefinition)) string {
	t.Helper()
	definition := cloudsigma.ServerDefinition{
		Name: name, CPU: 2000, Memory: gibibyte, VNCPassword: "t0p-5ecret",
		NICs: []cloudsigma.NIC{{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}}},
	}
	if change != nil {
		change(&definition)
	}
	made, err := f.client.Servers.Create(t.Context(), definition, "")
	if err != nil {
		t.Fatal(err)
	}
	return made.UUID
}

func TestServerDataSources(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	tag := f.tag(t)
	web := f.make(t, "web-1", func(definition *cloudsigma.ServerDefinition) {
		definition.Tags = cloudsigma.References(tag)
		definition.Meta = cloudsigma.NewMeta(map[string]string{"role": "web"})
		definition.Meta.SetUserData("a secret")
		yes := true
		definition.EnableNUMA, definition.HVRelaxed = &yes, &yes
		definition.SetCPUModel("kvm64")
		definition.GPUs = []cloudsigma.GPU{{Model: "nvidia_a6000"}}
		definition.EnclavePageCaches = []cloudsigma.EnclavePageCache{{Size: gibibyte}}
	})
	f.make(t, "web-2", nil)
	f.make(t, "database", nil)
	f.make(t, "database", nil)
	if err := f.client.Servers.Start(t.Context(), web); err != nil {
		t.Fatal(err)
	}
	config := func(text string) string { return f.Provider + text }
	one := "data.cloudsigma_server.one"
	known := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(one, tfjsonpath.New(attribute), value)
	}
	byName := []statecheck.StateCheck{
		known("id", knownvalue.StringExact(web)), known("uuid", knownvalue.StringExact(web)),
		known("status", knownvalue.StringExact("running")), known("cpu", knownvalue.Int64Exact(2000)),
		known("hypervisor", knownvalue.StringExact("kvm")), known("tags", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(tag)})),
		known("meta", knownvalue.MapExact(map[string]knownvalue.Check{"role": knownvalue.StringExact("web")})),
		known("nics", knownvalue.ListSizeExact(1)), known("ipv4_address", knownvalue.StringRegexp(regexp.MustCompile(`^203\.0\.113\.`))),
		known("availability_group", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(web)})),
	}
	byName = append(byName,
		known("cpu_model", knownvalue.StringExact("kvm64")), known("enable_numa", knownvalue.Bool(true)),
		known("hv_relaxed", knownvalue.Bool(true)), known("hv_tsc", knownvalue.Bool(false)), known("auto_start", knownvalue.Bool(false)),
		known("gpus", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("nvidia_a6000")})),
		known("enclave_page_caches", knownvalue.ListExact([]knownvalue.Check{knownvalue.Int64Exact(gibibyte)})),
		statecheck.ExpectKnownValue("data.cloudsigma_server.by_filter", tfjsonpath.New("id"), knownvalue.StringExact(web)))
	for name, size := range map[string]int{"tagged": 1, "regex": 2, "running": 1, "filtered": 2, "none": 0, "all": 4} {
		byName = append(byName, statecheck.ExpectKnownValue("data.cloudsigma_servers."+name, tfjsonpath.New("servers"), knownvalue.ListSizeExact(size)))
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers(), Steps: []resource.TestStep{
		{
			Config: config(fmt.Sprintf(`
data "cloudsigma_server" "one" { name = "web-1" }
data "cloudsigma_server" "again" { uuid = data.cloudsigma_server.one.id }
data "cloudsigma_server" "by_filter" {
  name = "web-1"
  filter {
    name   = "gpus"
    values = ["nvidia_a6000"]
  }
}
data "cloudsigma_servers" "tagged" { tag = %q }
data "cloudsigma_servers" "regex" { name_regex = "^web-" }
data "cloudsigma_servers" "running" { status = "running" }
data "cloudsigma_servers" "filtered" {
  name_regex = "b"
  filter {
    name   = "name"
    values = ["database", "other"]
  }
}
data "cloudsigma_servers" "none" { name_regex = "^nothing" }
data "cloudsigma_servers" "all" {}
`, tag)),
			ConfigStateChecks: byName,
		},
		{Config: config(`data "cloudsigma_server" "one" { name = "database" }`), ExpectError: regexp.MustCompile(`2 servers\s+match`)},
		{
			Config:      config("data \"cloudsigma_server\" \"one\" {\n  filter {\n    name = \"name\"\n    values = [\"nothing\"]\n  }\n}"),
			ExpectError: regexp.MustCompile(`None of the 4 servers`),
		},
		{
			Config:      config(`data "cloudsigma_server" "one" { uuid = "5d4bbf7b-8f5b-4a6a-9a9a-3c1a6d3c0f10" }`),
			ExpectError: regexp.MustCompile(`Could not find the server`),
		},
		{Config: config(`data "cloudsigma_server" "one" {}`), ExpectError: regexp.MustCompile(`At least one of`)},
		{Config: config(`data "cloudsigma_servers" "all" {}`)},
	}})
}

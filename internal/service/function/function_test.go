package function_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfversion"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
)

// run computes outputs with the functions. No provider is configured.
func run(t *testing.T, config string, expected *regexp.Regexp, checks ...statecheck.StateCheck) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		TerraformVersionChecks:   []tfversion.TerraformVersionCheck{tfversion.SkipBelow(tfversion.Version1_8_0)},
		Steps:                    []resource.TestStep{{Config: config, ExpectError: expected, ConfigStateChecks: checks}},
	})
}

func output(name, want string) statecheck.StateCheck {
	return statecheck.ExpectKnownOutputValue(name, knownvalue.StringExact(want))
}

func TestJinja(t *testing.T) {
	t.Parallel()
	run(t, `
locals {
  template = <<-EOT
    #cloud-config
    - docker swarm join {{getip('master')}}:{{variables.port}} {{ getipall('worker') | join(',') }}
    - {{cut(infra_id, 0, 4)}} {{variables.users[1]}} {{variables.on}} {{variables.ratio}} {{variables.big}} {{variables.none is none}}
  EOT
}

output "context" {
  value = provider::occi::jinja(local.template, {
    infra_id  = "0123456789"
    variables = { port = 2377, users = ["a", "b"], on = true, ratio = 1.5, big = 123456789012345678901234567890, none = null }
    getip     = { master = "203.0.113.7" }
    getipall  = tomap({ worker = toset(["192.0.2.1", "192.0.2.2"]) })
  })
}

output "map" {
  value = provider::occi::jinja("{{ message }}", tomap({ message = "Hello" }))
}

output "nothing" {
  value = provider::occi::jinja("text\n", {})
}
`, nil,
		output("context", "#cloud-config\n- docker swarm join 203.0.113.7:2377 192.0.2.1,192.0.2.2\n"+
			"- 0123 b True 1.5 123456789012345678901234567890 True\n"),
		output("map", "Hello"), output("nothing", "text\n"))
}

func TestJinjaUnknownVariable(t *testing.T) {
	t.Parallel()
	run(t, `output "text" { value = provider::occi::jinja("a\n  {{ absent }}", {}) }`,
		regexp.MustCompile(`line\s+2,\s+column\s+6:\s+there\s+is\s+no\s+variable\s+"absent"`))
}

func TestJinjaNoObject(t *testing.T) {
	t.Parallel()
	run(t, `output "text" { value = provider::occi::jinja("", ["a"]) }`, regexp.MustCompile(`An object or a map is needed`))
}

func TestCloudSigmaMeta(t *testing.T) {
	t.Parallel()
	meta := func(values map[string]string) knownvalue.Check {
		checks := map[string]knownvalue.Check{}
		for key, value := range values {
			checks[key] = knownvalue.StringExact(value)
		}
		return knownvalue.MapExact(checks)
	}
	const encoded = "I2Nsb3VkLWNvbmZpZwo=" // "#cloud-config\n"
	run(t, `
output "alone" {
  value = provider::occi::cloudsigma_meta("#cloud-config\n", {})
}

output "encoded" {
  value = provider::occi::cloudsigma_meta(base64encode("#cloud-config\n"), null)
}

output "none" {
  value = provider::occi::cloudsigma_meta("#cloud-config\n", null)
}

output "extra" {
  value = provider::occi::cloudsigma_meta("#cloud-config\n", { role = "web", secret = "YQ==", base64_fields = "secret" })
}
`, nil,
		statecheck.ExpectKnownOutputValue("alone", meta(map[string]string{"cloudinit-user-data": encoded, "base64_fields": "cloudinit-user-data"})),
		statecheck.ExpectKnownOutputValue("encoded", meta(map[string]string{"cloudinit-user-data": encoded, "base64_fields": "cloudinit-user-data"})),
		statecheck.ExpectKnownOutputValue("none", meta(map[string]string{"cloudinit-user-data": encoded, "base64_fields": "cloudinit-user-data"})),
		statecheck.ExpectKnownOutputValue("extra", meta(map[string]string{
			"cloudinit-user-data": encoded, "base64_fields": "secret,cloudinit-user-data", "role": "web", "secret": "YQ==",
		})))
}

func TestCloudSigmaMetaTwice(t *testing.T) {
	t.Parallel()
	run(t, `output "meta" { value = provider::occi::cloudsigma_meta("a", { cloudinit-user-data = "b" }) }`,
		regexp.MustCompile(`cannot\s+be\s+an\s+extra\s+key`))
}

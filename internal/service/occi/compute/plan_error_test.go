package compute_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestBadInput: each is told at plan time, at the line of its argument.
func TestBadInput(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	image := set("os_template", cloud.Image) + "\n"
	acctest.ExpectInvalid(t, cloud.Provider, "occi_compute", []acctest.Invalid{
		{Name: "empty title", Arguments: image + `title = ""`, Line: "title =", Says: "must not be empty"},
		{Name: "newline in title", Arguments: image + `title = "a\nb"`, Line: "title =", Says: "line break"},
		{Name: "non-ASCII title", Arguments: image + `title = "caf\u00e9"`, Line: "title =", Says: "outside ASCII"},
		{Name: "newline in summary", Arguments: image + `summary = "a\nb"`, Line: "summary =", Says: "line break"},
		{Name: "host name", Arguments: image + `hostname = "My_Web 01"`, Line: "hostname =", Says: "lower-case"},
		{Name: "no user data", Arguments: image + `user_data = ""`, Line: "user_data =", Says: "must not be empty"},
		{
			Name: "key without data", Arguments: image + `ssh_key = { name = "me", public_key = "" }`,
			Line: "resource", Says: "ssh_key.public_key must not be empty",
		},
		{
			Name: "key of lines", Arguments: image + `ssh_key = { name = "me", public_key = "a\nb" }`,
			Line: "resource", Says: "ssh_key.public_key must be one line of authorized_keys: it contains a line break",
		},
		{Name: "no cores", Arguments: image + "cores = 0", Line: "cores =", Says: "at least 1"},
		{Name: "no memory", Arguments: image + "memory = 0", Line: "memory =", Says: "above 0"},
		{Name: "power state", Arguments: image + `power_state = "off"`, Line: "power_state =", Says: "one of"},
		{Name: "os_change", Arguments: image + `os_change = "wipe"`, Line: "os_change =", Says: "one of"},
		{
			Name: "time", Arguments: image + `timeouts = { create = "soon" }`,
			Line: "resource", Says: "Invalid Attribute Value Time Duration",
		},
		{
			Name: "two titles", Arguments: image + `attributes = { "occi.core.title" = "a" }`,
			Line: "attributes =", Says: "there is an argument",
		},
		{
			Name: "attribute name", Arguments: image + `attributes = { "a=b" = "c" }`,
			Line: "attributes =", Says: "name of a further attribute",
		},
		{
			Name: "attribute value", Arguments: image + `attributes = { "com.example.rack" = "a\nb" }`,
			Line: "attributes =", Says: "line break",
		},
		{Name: "mixin", Arguments: image + `mixins = ["my_mixin"]`, Line: "mixins =", Says: "type identifier"},
		{
			Name: "mixin of user data", Arguments: image + `mixins = ["http://schemas.openstack.org/compute/instance#user_data"]`,
			Line: "mixins =", Says: "use user_data",
		},
		{
			Name: "mixin of a template", Arguments: image + `mixins = ["http://schemas.openstack.org/template/resource#itsy"]`,
			Line: "mixins =", Says: "use resource_template",
		},
	})
	// Only the server knows its templates.
	acctest.ExpectInvalid(t, cloud.Provider, "occi_compute", []acctest.Invalid{
		{
			Name: "unknown image", Arguments: `os_template = "cirros-0.3.0-x86_64-uek"`, Line: "os_template =",
			Says: `no os_tpl "cirros-0.3.0-x86_64-uek"; did you mean "cirros-0.3.0-x86_64-uec"`,
		},
		{
			Name: "unknown flavor", Arguments: image + `resource_template = "m1.tinny"`, Line: "resource_template =",
			Says: `no resource_tpl "m1.tinny"; did you mean "m1.tiny"`,
		},
	})
	expectRequests(t, cloud, "POST", vmCollection, 0, 0)
}

func TestAmbiguousTemplate(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	run(t, cloud,
		// Images get the names that users give them.
		resource.TestStep{Config: vm(cloud, set("os_template", cloud.Image))},
		resource.TestStep{
			PreConfig: func() {
				post(t, cloud, onlyVM(t, cloud)+"?action=create_image",
					"Category: create_image; scheme=\"http://schemas.openstack.org/instance/action#\"; class=\"action\"\n"+
						"X-OCCI-Attribute: org.openstack.snapshot.image_name=\"SmartOS\"\n")
			},
			Config:      vm(cloud, set("os_template", "SmartOS")),
			ExpectError: words(`Ambiguous template`, `several os_tpl "SmartOS"; choose one of`),
		},
	)
}

// TestUnreachableServer: that the server cannot be asked says nothing about the template.
func TestUnreachableServer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	addFault(t, cloud, emulator.Fault{Kind: emulator.FaultAnswer, Path: queryInterface, Status: 500, Body: "the database is down"})
	run(t, cloud, resource.TestStep{
		Config: vm(cloud, set("os_template", cloud.Image)), PlanOnly: true,
		ExpectError: words(`Could not ask the server for its templates`, `os_template`, `500 Internal Server Error: the database is down`),
	})
}

// TestImageTakenOffTheServer: VMs made from it can still be planned.
func TestImageTakenOffTheServer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	config := func(title string) string {
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", "itsy"), set("title", title))
	}
	run(t, cloud,
		resource.TestStep{Config: config("one")},
		resource.TestStep{
			PreConfig: func() {
				addFault(t, cloud, emulator.Fault{
					Kind: emulator.FaultAnswer, Path: queryInterface, Status: 200, Header: map[string]string{"Content-Type": "text/plain"},
					Body: "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"; location=\"/compute/\"",
				})
			},
			Config:           config("two"),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
		},
	)
}

// TestUnknownAtPlan: what is known only after apply is neither checked nor a crash.
func TestUnknownAtPlan(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := func(image string) string {
			return vm(cloud, "os_template = terraform_data.image.output", `resource_template = "itsy"`, "hostname = terraform_data.host.output",
				"user_data = terraform_data.host.id", "title = terraform_data.host.id", "summary = terraform_data.host.id",
				"ssh_key = { name = terraform_data.host.id, public_key = terraform_data.host.id }",
				`attributes = { "com.example.rack" = terraform_data.host.id }`) +
				"resource \"terraform_data\" \"image\" { input = \"" + image + "\" }\n" +
				"resource \"terraform_data\" \"host\" { input = \"web-1\" }\n"
		}
		run(t, cloud,
			resource.TestStep{Config: config("none"), ExpectError: words(`Unknown template`, `os_template`, `no os_tpl "none"`)},
			resource.TestStep{
				Config:            config(cloud.Image),
				ConfigStateChecks: []statecheck.StateCheck{text("os_template", cloud.Image), text("hostname", "web-1")},
			},
			// An image that becomes known at apply only rebuilds, if it is another one at all.
			resource.TestStep{
				Config:           config(cloud.OtherImage),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			},
		)
	})
}

// TestUnknownProviderConfiguration: the endpoint comes from a resource of the same run.
func TestUnknownProviderConfiguration(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	provider := `
resource "terraform_data" "endpoint" { input = "` + cloud.Server.URL + `/" }
provider "occi" {
  occi = {
    endpoint = terraform_data.endpoint.output
    token    = "` + cloud.Keystone.IssueToken("demo") + `"
  }
}
`
	run(t, cloud, resource.TestStep{
		Config: provider + "resource \"occi_compute\" \"vm\" {\n" + set("os_template", cloud.Image) + "\n" + set("hostname", "web-1") + "\n}\n",
		Check: func(*terraform.State) error {
			onlyVM(t, cloud)
			return nil
		},
	})
}

func TestNotConfigured(t *testing.T) {
	t.Parallel()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:      "provider \"occi\" {}\nresource \"occi_compute\" \"vm\" {\n  os_template = \"a\"\n}\n",
			PlanOnly:    true,
			ExpectError: words(`occi\.endpoint`, `OCCI_ENDPOINT`),
		}},
	})
}

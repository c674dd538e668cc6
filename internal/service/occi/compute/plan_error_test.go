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
	image := set("os_template", cloud.Image)
	for name, test := range map[string]struct {
		arguments []string
		want      string
	}{
		"unknown image": {
			[]string{`os_template = "cirros-0.3.0-x86_64-uek"`},
			`(?s)os_template = .*no os_tpl\s+"cirros-0.3.0-x86_64-uek"; did you mean\s+"cirros-0.3.0-x86_64-uec"`,
		},
		"unknown flavor": {
			[]string{image, `resource_template = "m1.tinny"`},
			`(?s)resource_template = .*no resource_tpl\s+"m1.tinny";\s+did you mean\s+"m1.tiny"`,
		},
		"empty title":         {[]string{image, `title = ""`}, `(?s)title = .*must not be empty`},
		"newline in title":    {[]string{image, `title = "a\nb"`}, `(?s)title = .*line break`},
		"non-ASCII title":     {[]string{image, `title = "caf\u00e9"`}, `(?s)title = .*outside\s+ASCII`},
		"newline in summary":  {[]string{image, `summary = "a\nb"`}, `(?s)summary = .*line break`},
		"host name":           {[]string{image, `hostname = "My_Web 01"`}, `(?s)hostname = .*lower-case`},
		"no user data":        {[]string{image, `user_data = ""`}, `(?s)user_data = .*must not be empty`},
		"key without data":    {[]string{image, `ssh_key = { name = "me", public_key = "" }`}, `ssh_key.public_key must not be empty`},
		"key of lines":        {[]string{image, `ssh_key = { name = "me", public_key = "a\nb" }`}, `(?s)ssh_key.public_key must.*line break`},
		"no cores":            {[]string{image, "cores = 0"}, `(?s)cores = .*at least 1`},
		"no memory":           {[]string{image, "memory = 0"}, `(?s)memory = .*above 0`},
		"power state":         {[]string{image, `power_state = "off"`}, `(?s)power_state = .*one of`},
		"os_change":           {[]string{image, `os_change = "wipe"`}, `(?s)os_change = .*one of`},
		"time":                {[]string{image, `timeouts = { create = "soon" }`}, `Invalid Attribute Value Time Duration`},
		"two titles":          {[]string{image, `attributes = { "occi.core.title" = "a" }`}, `(?s)attributes = .*there is an\s+argument`},
		"attribute name":      {[]string{image, `attributes = { "a=b" = "c" }`}, `(?s)attributes = .*name of a further attribute`},
		"attribute value":     {[]string{image, `attributes = { "com.example.rack" = "a\nb" }`}, `(?s)attributes = .*line break`},
		"mixin":               {[]string{image, `mixins = ["my_mixin"]`}, `(?s)mixins = .*type identifier`},
		"mixin of user data":  {[]string{image, `mixins = ["http://schemas.openstack.org/compute/instance#user_data"]`}, `(?s)mixins = .*use\s+user_data`},
		"mixin of a template": {[]string{image, `mixins = ["http://schemas.openstack.org/template/resource#itsy"]`}, `(?s)mixins = .*use\s+resource_template`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: vm(cloud, test.arguments...), PlanOnly: true, ExpectError: words(test.want),
				}},
			})
		})
	}
	t.Cleanup(func() { expectRequests(t, cloud, "POST", vmCollection, 0, 0) })
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

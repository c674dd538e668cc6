package compute_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// notShown are the attributes that a server does not read back, or that change at every look.
func notShown(manner occi.Manner) []string {
	names := []string{
		"security_groups", "ssh_key", "user_data", "console_url", "os_template", "resource_template", "networks", "volumes",
	}
	if manner == occi.MannerOcciOS {
		names = append(names, "title", "summary")
	}
	return names
}

func TestImportForms(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		verify := func(form func(path string) string) resource.TestStep {
			return resource.TestStep{
				ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: notShown(manner),
				ImportStateIdFunc: func(state *terraform.State) (string, error) {
					return form(state.RootModule().Resources[address].Primary.ID), nil
				},
			}
		}
		run(t, cloud,
			resource.TestStep{Config: vm(cloud, set("hostname", "web-1"), set("os_template", cloud.Image))},
			verify(func(path string) string { return path }),
			verify(func(path string) string { return cloud.Server.URL + path }),
			verify(func(path string) string { return "http://behind.a.proxy.example.org:8787" + path }),
			verify(func(path string) string { return strings.TrimPrefix(path, "/compute/") }),
		)
	})
}

// importBlock has Terraform import the VM that is in the cloud.
func importBlock(id string) string {
	return "import {\n  to = " + address + "\n  id = \"" + id + "\"\n}\n"
}

// existing makes a VM without Terraform and returns its path.
func existing(t *testing.T, cloud *acctest.OCCI, mixins string) string {
	t.Helper()
	post(t, cloud, "/compute/", "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n"+mixins)
	return onlyVM(t, cloud)
}

// TestPlanAfterImport: what the server shows gives an empty plan, under whatever name the configuration has
// it. What no server shows, and what occi-os does not, is recorded in place; it never replaces the VM.
func TestPlanAfterImport(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		id := existing(t, cloud, osTemplate(manner, cloud.Image)+flavorTemplate("itsy"))
		before, _ := cloud.Cloud.Compute(id)
		shown := []string{set("os_template", cloud.Image), set("hostname", before.Hostname), set("power_state", "active")}
		if manner == occi.MannerGuide {
			shown = append(shown, set("resource_template", "itsy"))
		}
		unchanged := onServer{cloud, func(after occi.ComputeRecord) error { return sameVM(before, after) }}
		secured := before
		if manner == occi.MannerGuide {
			// It shows the groups of a VM: the imported one is taken into those of the configuration.
			secured.SecurityGroups = []string{"web"}
		}
		joined := onServer{cloud, func(after occi.ComputeRecord) error { return sameVM(secured, after) }}
		hidden := append([]string{
			set("user_data", "#!/bin/sh"), `ssh_key = { name = "me", public_key = "ssh-ed25519 AAAA" }`,
			"security_groups = [occi_security_group.web.type_identifier]", set("title", "a VM"),
			`timeouts = { create = "5m" }`, set("resource_template", "itsy"),
		}, shown[:3]...)
		run(t, cloud,
			resource.TestStep{
				Config: vm(cloud, shown...) + importBlock(id),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop),
				}},
				ConfigStateChecks: []statecheck.StateCheck{unchanged},
			},
			resource.TestStep{
				Config:           vm(cloud, hidden...) + group("web"),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					joined, text("user_data", "#!/bin/sh"), text("resource_template", resourceTemplateAfterImport(manner)), text("title", "a VM"),
				},
			},
			// From now on the state is complete: a change is a change.
			resource.TestStep{
				Config:           vm(cloud, append(hidden[1:], set("user_data", "#!/bin/bash"))...) + group("web"),
				ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			},
		)
	})
}

// resourceTemplateAfterImport is the name that the state keeps: an imported VM has the identifiers that the
// server shows; what it does not show has the name of the configuration.
func resourceTemplateAfterImport(manner occi.Manner) string {
	if manner == occi.MannerGuide {
		return "http://schemas.openstack.org/template/resource#itsy"
	}
	return "itsy"
}

// TestImportedFlavorDiffers: occi-os does not show the flavor, so the configured one is asked for.
func TestImportedFlavorDiffers(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		id := existing(t, cloud, osTemplate(manner, cloud.Image)+flavorTemplate("itsy"))
		run(t, cloud, resource.TestStep{
			Config:            vm(cloud, set("os_template", cloud.Image), set("resource_template", "bitsy")) + importBlock(id),
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasFlavor("bitsy")}},
		})
	})
}

func TestImportErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ id, want string }{
		"unknown":      {"/compute/4a7c", "Cannot import non-existent remote object"},
		"another kind": {"/network/public", `/network/public is of the kind\s+http://schemas\.ogf\.org/occi/infrastructure#network`},
		"query":        {"/compute/4a7c?action=stop", `Cannot import "/compute/4a7c\?action=stop"`},
		"other scheme": {"file:///compute/4a7c", "Cannot import"},
		"collection":   {"/compute/", "collection"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{})
			run(t, cloud, resource.TestStep{
				Config:      vm(cloud, set("os_template", cloud.Image)) + importBlock(test.id),
				ExpectError: regexp.MustCompile(test.want),
			})
		})
	}
}

// TestImportSummary: the summary is read back where the server shows it.
func TestImportSummary(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	config := vm(cloud, set("os_template", cloud.Image), set("summary", "of a VM"))
	run(t, cloud,
		resource.TestStep{Config: config},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: notShown(occi.MannerGuide),
		},
	)
}

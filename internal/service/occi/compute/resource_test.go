package compute_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

func TestCreateWithEverything(t *testing.T) {
	t.Parallel()
	// In occi-os a VM has no links if it is looked at before it has an address.
	options := times()
	options.Times[occi.ChangeAddress] = options.BootTime
	onEmulators(t, options, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := vm(cloud, set("title", "it's one, then go; a = b"), set("summary", "it's one of many"), set("hostname", "web-1"),
			set("os_template", "cirros-0.3.0-x86_64-uec"), set("resource_template", "m1.tiny"),
			"security_groups = [occi_security_group.web.type_identifier]",
			`ssh_key = { name = "me", public_key = "ssh-ed25519 AAAA me@example.org\n" }`,
			`user_data = "#cloud-config\npackages: [\"nginx\"]\nmotd: caf\u00e9\n"`) + group("web")
		run(t, cloud, resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				onServer{cloud, func(got occi.ComputeRecord) error {
					want := occi.ComputeRecord{
						ID: got.ID, Tenant: got.Tenant, Hostname: "web-1", Flavor: "m1.tiny", ImageID: got.ImageID,
						Image: "cirros-0.3.0-x86_64-uec", Cores: 1, MemoryGiB: 0.5, State: "active", SecurityGroups: []string{"web"},
						KeyName: "me", PublicKey: "ssh-ed25519 AAAA me@example.org", RawUserData: got.RawUserData,
						UserData: "#cloud-config\npackages: [\"nginx\"]\nmotd: caf\u00e9\n", Address: "10.0.0.2", Volumes: map[string]string{},
					}
					if diff := cmp.Diff(want, got); diff != "" {
						return fmt.Errorf("what reached the cloud (-want +got):\n%s", diff)
					}
					return nil
				}},
				text("title", "it's one, then go; a = b"), text("summary", "it's one of many"),
				text("resource_template", "m1.tiny"),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("cores"), knownvalue.Int64Exact(1)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("memory"), knownvalue.Float64Exact(0.5)),
				text("architecture", "x86"),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("addresses"),
					knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact("10.0.0.2")})),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("links"), knownvalue.SetExact([]knownvalue.Check{
					knownvalue.ObjectExact(map[string]knownvalue.Check{
						"id":     knownvalue.NotNull(),
						"kind":   knownvalue.StringExact("http://schemas.ogf.org/occi/infrastructure#networkinterface"),
						"target": knownvalue.StringExact("/network/admin"),
					}),
				})),
				statecheck.ExpectSensitiveValue(address, tfjsonpath.New("console_url")),
			},
		})
	})
}

func TestCreateMinimal(t *testing.T) {
	t.Parallel()
	onEmulators(t, times(), func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		run(t, cloud, resource.TestStep{
			Config: vm(cloud, set("os_template", cloud.Image)),
			ConfigStateChecks: []statecheck.StateCheck{
				text("power_state", "active"), null("title"), null("summary"), null("user_data"), null("ssh_key"), null("security_groups"),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("hostname"), knownvalue.NotNull()),
				onServer{cloud, func(got occi.ComputeRecord) error {
					if got.Flavor != "m1.small" || got.UserData != "" || got.KeyName != "" {
						return fmt.Errorf("the VM is %+v", got)
					}
					return nil
				}},
			},
		})
	})
}

// TestCreateWithSizes is for servers that take sizes without a template.
func TestCreateWithSizes(t *testing.T) {
	t.Parallel()
	options := times()
	options.Manner = occi.MannerGuide
	cloud := acctest.EmulateOCCI(t, options)
	config := vm(cloud, set("os_template", cloud.Image), set("cores", 2), set("memory", 1.5), set("architecture", "x64"))
	run(t, cloud, resource.TestStep{
		Config: config,
		ConfigStateChecks: []statecheck.StateCheck{
			text("architecture", "x64"),
			onServer{cloud, func(got occi.ComputeRecord) error {
				if got.Cores != 2 || got.MemoryGiB != 1.5 {
					return fmt.Errorf("the VM has %d cores and %v GiB", got.Cores, got.MemoryGiB)
				}
				return nil
			}},
		},
	})
}

func TestReplacements(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	changes := map[string][2]string{
		"hostname":        {set("hostname", "web-1"), set("hostname", "web-2")},
		"user_data":       {set("user_data", "a"), set("user_data", "b")},
		"user_data_added": {"", set("user_data", "b")},
		"ssh_key":         {`ssh_key = { name = "a", public_key = "ssh-ed25519 AAAA" }`, `ssh_key = { name = "b", public_key = "ssh-ed25519 AAAA" }`},
		"security_groups": {"security_groups = [occi_security_group.a.type_identifier]", "security_groups = [occi_security_group.b.type_identifier]"},
	}
	config := func(side int) string {
		config := cloud.Provider + group("a") + group("b")
		for label, arguments := range changes {
			config += fmt.Sprintf("resource \"occi_compute\" %q {\n%s\n%s\n}\n", label, set("os_template", cloud.Image), arguments[side])
		}
		return config
	}
	former := map[string]string{}
	var replaced []plancheck.PlanCheck
	for label := range changes {
		replaced = append(replaced, plancheck.ExpectResourceAction("occi_compute."+label, plancheck.ResourceActionDestroyBeforeCreate))
	}
	run(t, cloud,
		resource.TestStep{Config: config(0), Check: func(state *terraform.State) error {
			for label := range changes {
				former[label] = state.RootModule().Resources["occi_compute."+label].Primary.ID
			}
			return nil
		}},
		resource.TestStep{
			Config: config(1), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: replaced},
			Check: func(state *terraform.State) error {
				for label := range changes {
					id := state.RootModule().Resources["occi_compute."+label].Primary.ID
					_, found := cloud.Cloud.Compute(id)
					if _, left := cloud.Cloud.Compute(former[label]); !found || left || id == former[label] {
						return fmt.Errorf("%s: the VM was %s and is %s; in the cloud: %t, %t", label, former[label], id, left, found)
					}
				}
				return nil
			},
		},
	)
}

// TestOrderOfSecurityGroupsDoesNotMatter has the same groups in another order.
func TestOrderOfSecurityGroupsDoesNotMatter(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := func(groups string) string {
		return vm(cloud, set("os_template", cloud.Image), "security_groups = "+groups) + group("a") + group("b")
	}
	run(t, cloud,
		resource.TestStep{Config: config("[occi_security_group.a.type_identifier, occi_security_group.b.type_identifier]")},
		resource.TestStep{
			Config:           config("[occi_security_group.b.type_identifier, occi_security_group.a.type_identifier]"),
			ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
		},
	)
}

package securitygroupassociation_test

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const (
	address = "occi_security_group_association.one"
	machine = "occi_compute.vm"
)

// base is a configuration with two groups, as the server's manner wants them, and a VM.
func base(cloud *acctest.OCCI, arguments string) string {
	config := cloud.Provider + fmt.Sprintf("resource \"occi_compute\" \"vm\" {\nos_template = %q\nresource_template = %q\n%s}\n",
		cloud.Image, cloud.Flavor, arguments)
	for _, name := range []string{"a", "b"} {
		arguments := fmt.Sprintf("title = %q", acctest.NamePrefix+name)
		if cloud.Manner != occi.MannerStandard12 {
			arguments = fmt.Sprintf("term = %q\nscheme = \"http://example.org/sec#\"", acctest.NamePrefix+name)
		}
		config += fmt.Sprintf("resource \"occi_security_group\" %q {\n%s\n}\n", name, arguments)
	}
	return config
}

func association(group string) string {
	return fmt.Sprintf("resource \"occi_security_group_association\" \"one\" {\ncompute_id = %s.id\ngroup_id = %s\n}\n", machine, group)
}

const inA, inB = "occi_security_group.a.id", "occi_security_group.b.id"

// isIn is a check of the groups of the VM in the cloud.
func isIn(cloud *acctest.OCCI, names ...string) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		if cloud.Cloud == nil {
			return nil
		}
		var want []string
		for _, name := range names {
			id := strings.Trim(state.RootModule().Resources["occi_security_group."+name].Primary.ID, "/")
			want = append(want, id[strings.LastIndex(id, "/")+1:])
		}
		record, _ := cloud.Cloud.Compute(state.RootModule().Resources[machine].Primary.ID)
		if !slices.Equal(record.SecurityGroups, want) {
			return fmt.Errorf("the VM is in %v, want %v", record.SecurityGroups, want)
		}
		return nil
	}
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func run(t *testing.T, cloud *acctest.OCCI, steps ...resource.TestStep) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(), CheckDestroy: acctest.NothingLeft(cloud.Server), Steps: steps,
	})
}

// refusals are what a plan says on servers where no running VM joins a group.
var refusals = map[occi.Manner]*regexp.Regexp{
	occi.MannerOcciOS: regexp.MustCompile(`(?s)only\s+when\s+it\s+is\s+made`),
	occi.MannerOOI:    regexp.MustCompile(`(?s)No security groups on this server.*neither\s+the\s+mixin`),
}

func TestLifeSecurityGroupAssociation(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		if refusal := refusals[cloud.Manner]; refusal != nil {
			config := cloud.Provider + "resource \"occi_security_group_association\" \"one\" {\ncompute_id = \"/compute/1\"\ngroup_id = \"/g/\"\n}\n"
			run(t, cloud, resource.TestStep{Config: config, PlanOnly: true, ExpectError: refusal})
			return
		}
		first := base(cloud, "") + association(inA)
		run(t, cloud,
			resource.TestStep{Config: first, Check: isIn(cloud, "a")},
			resource.TestStep{Config: first, PlanOnly: true},
			resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true},
			resource.TestStep{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateIdFunc: func(state *terraform.State) (string, error) {
					association := state.RootModule().Resources[address].Primary.Attributes
					return association["compute_id"] + "|" + association["group_id"], nil
				},
			},
			resource.TestStep{
				Config: base(cloud, "") + association(inB), ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
				Check: isIn(cloud, "b"),
			},
			resource.TestStep{Config: base(cloud, ""), Check: isIn(cloud)},
		)
	})
}

// onBoth runs a test in both forms of groups.
func onBoth(t *testing.T, test func(t *testing.T, cloud *acctest.OCCI)) {
	t.Helper()
	for _, manner := range []occi.Manner{occi.MannerGuide, occi.MannerStandard12} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			test(t, acctest.EmulateOCCI(t, occi.Options{Manner: manner}))
		})
	}
}

// Somebody takes the VM out of the group, then deletes the VM: the association is made again.
func TestAssociationDisappears(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, cloud *acctest.OCCI) {
		config := base(cloud, "") + association(inA)
		var id, vm, group string
		keep := resource.ComposeTestCheckFunc(acctest.KeepID(address, &id), acctest.KeepID(machine, &vm),
			acctest.KeepID("occi_security_group.a", &group))
		leave := func() {
			if cloud.Manner == occi.MannerStandard12 {
				if err := cloud.Cloud.Vanish(id); err != nil {
					t.Error(err)
				}
				return
			}
			cloud.Send(t, http.MethodDelete, group, http.Header{"Content-Type": {"text/occi"}, "X-OCCI-Location": {cloud.Server.URL + vm}}, "")
		}
		run(t, cloud,
			resource.TestStep{Config: config, Check: keep},
			resource.TestStep{
				PreConfig: leave, Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
				Check: resource.ComposeTestCheckFunc(keep, isIn(cloud, "a")),
			},
			resource.TestStep{
				PreConfig: func() {
					if err := cloud.Cloud.Vanish(vm); err != nil {
						t.Error(err)
					}
				},
				Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
				Check: resource.ComposeTestCheckFunc(keep, isIn(cloud, "a")),
			},
			resource.TestStep{PreConfig: func() { leave() }, Config: config, Destroy: true},
		)
	})
}

// A VM that is in the group already, by its argument, is told; so is a VM that does not exist.
func TestAssociationRefused(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, cloud *acctest.OCCI) {
		named := base(cloud, "security_groups = [occi_security_group.a.id]\n")
		missing := "resource \"occi_security_group_association\" \"one\" {\ncompute_id = \"/compute/gone\"\ngroup_id = " + inA + "\n}\n"
		run(t, cloud,
			resource.TestStep{
				Config:      named + association(inA),
				ExpectError: regexp.MustCompile(`(?s)in\s+the\s+group\s+already.*security_groups.*import`),
			},
			resource.TestStep{Config: named + missing, ExpectError: regexp.MustCompile(`(?s)Could not take the VM.*/compute/gone.*404`)},
			resource.TestStep{
				Config: named + association(inB), ResourceName: address, ImportState: true, ImportStateId: "/compute/gone|/nogroup",
				ExpectError: regexp.MustCompile(`(?s)Cannot import`),
			},
		)
	})
}

// The answer is lost, to joining and to leaving: there is one membership, then none.
func TestAssociationLostAnswer(t *testing.T) {
	t.Parallel()
	for manner, path := range map[occi.Manner]string{occi.MannerGuide: "^/tf-acc-a/$", occi.MannerStandard12: "^/securitygrouplink/"} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner})
			for _, method := range []string{http.MethodPost, http.MethodDelete} {
				if err := cloud.Server.Faults.Add(emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: method, Path: path, Times: 1}); err != nil {
					t.Fatal(err)
				}
			}
			run(t, cloud,
				resource.TestStep{Config: base(cloud, "") + association(inA), Check: isIn(cloud, "a")},
				resource.TestStep{Config: base(cloud, ""), Check: isIn(cloud)},
			)
		})
	}
}

func TestAssociationInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "occi_security_group_association", []acctest.Invalid{
		{Name: "no path", Arguments: "compute_id = \"4a7c\"\ngroup_id = \"/g/\"", Line: `compute_id = "4a7c"`, Says: "be the id of an entity"},
		{Name: "no group", Arguments: "compute_id = \"/compute/1\"\ngroup_id = \" \"", Line: `group_id = " "`, Says: "must not be empty"},
	})
}

package compute_test

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
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// secured is a configuration with the groups a and b, as the server's manner wants them, and a VM in some of them.
func secured(cloud *acctest.OCCI, groups string) string {
	config := vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor), groups)
	for _, name := range []string{"a", "b"} {
		arguments := fmt.Sprintf("title = %q", acctest.NamePrefix+name)
		if cloud.Manner != occi.MannerStandard12 {
			arguments = fmt.Sprintf("term = %q\nscheme = \"http://example.org/sec#\"", acctest.NamePrefix+name)
		}
		config += fmt.Sprintf("resource \"occi_security_group\" %q {\n%s\n}\n", name, arguments)
	}
	return config
}

const (
	inA    = "security_groups = [occi_security_group.a.id]"
	inB    = "security_groups = [occi_security_group.b.id]"
	inBoth = "security_groups = [occi_security_group.a.id, occi_security_group.b.id]"
	inNone = "security_groups = []"
)

// isIn is a check of the groups of the VM in the cloud.
func isIn(cloud *acctest.OCCI, names ...string) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		if cloud.Cloud == nil {
			return nil
		}
		var want []string
		for _, name := range names {
			id := state.RootModule().Resources["occi_security_group."+name].Primary.ID
			id = strings.Trim(id, "/")
			want = append(want, id[strings.LastIndex(id, "/")+1:])
		}
		record, _ := cloud.Cloud.Compute(state.RootModule().Resources[address].Primary.ID)
		got := slices.Sorted(slices.Values(record.SecurityGroups))
		slices.Sort(want)
		if !slices.Equal(got, want) {
			return fmt.Errorf("the VM is in %v, want %v", got, want)
		}
		return nil
	}
}

// TestLifeSecurityGroupsOfVM: a VM is made in groups, and joins and leaves others in place where the server lets it.
func TestLifeSecurityGroupsOfVM(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		if cloud.Manner == occi.MannerOOI {
			run(t, cloud, resource.TestStep{
				Config:   vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor), `security_groups = ["web"]`),
				PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)No security groups on this server.*security_groups`),
			})
			return
		}
		change := plancheck.ResourceActionUpdate
		if cloud.Manner == occi.MannerOcciOS {
			change = plancheck.ResourceActionDestroyBeforeCreate
		}
		run(t, cloud,
			resource.TestStep{Config: secured(cloud, inA), Check: isIn(cloud, "a")},
			resource.TestStep{Config: secured(cloud, inA), PlanOnly: true},
			resource.TestStep{Config: secured(cloud, inB), ConfigPlanChecks: planned(change), Check: isIn(cloud, "b")},
			resource.TestStep{Config: secured(cloud, inBoth), ConfigPlanChecks: planned(change), Check: isIn(cloud, "a", "b")},
		)
	})
}

// onMembershipManners runs a test on servers that show which groups a VM is in.
func onMembershipManners(t *testing.T, test func(t *testing.T, cloud *acctest.OCCI)) {
	t.Helper()
	for _, manner := range []occi.Manner{occi.MannerGuide, occi.MannerStandard12} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			test(t, acctest.EmulateOCCI(t, occi.Options{Manner: manner}))
		})
	}
}

// changeMembership does what another client would.
func changeMembership(t *testing.T, cloud *acctest.OCCI, method, group, vm string) {
	t.Helper()
	if cloud.Manner == occi.MannerGuide {
		cloud.Send(t, method, group, http.Header{"Content-Type": {"text/occi"}, "X-OCCI-Location": {cloud.Server.URL + vm}}, "")
		return
	}
	if method == http.MethodPost {
		cloud.Send(t, method, "/securitygrouplink/", http.Header{"Content-Type": {"application/occi+json"}}, fmt.Sprintf(
			`{"kind": "http://schemas.ogf.org/occi/infrastructure#securitygrouplink", "source": {"location": %q}, "target": {"location": %q}}`, vm, group))
		return
	}
	for _, item := range cloud.Server.Inventory() {
		if item.Kind == "securitygrouplink" {
			cloud.Send(t, method, item.ID, http.Header{}, "")
		}
	}
}

// TestDriftOfSecurityGroups: somebody takes the VM out of its only group, and into another one.
func TestDriftOfSecurityGroups(t *testing.T) {
	t.Parallel()
	onMembershipManners(t, func(t *testing.T, cloud *acctest.OCCI) {
		var vm, a, b string
		run(t, cloud,
			resource.TestStep{Config: secured(cloud, inA), Check: resource.ComposeTestCheckFunc(
				acctest.KeepID(address, &vm), acctest.KeepID("occi_security_group.a", &a), acctest.KeepID("occi_security_group.b", &b))},
			resource.TestStep{
				PreConfig: func() { changeMembership(t, cloud, http.MethodDelete, a, vm) },
				Config:    secured(cloud, inA), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: isIn(cloud, "a"),
			},
			resource.TestStep{
				PreConfig: func() { changeMembership(t, cloud, http.MethodPost, b, vm) },
				Config:    secured(cloud, inA), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: isIn(cloud, "a"),
			},
			resource.TestStep{Config: secured(cloud, inNone), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: isIn(cloud)},
		)
	})
}

// TestLeaveSecurityGroups: when the argument goes, the VM leaves the groups that it named, and no others.
func TestLeaveSecurityGroups(t *testing.T) {
	t.Parallel()
	onMembershipManners(t, func(t *testing.T, cloud *acctest.OCCI) {
		var vm, b string
		keep := resource.ComposeTestCheckFunc(acctest.KeepID(address, &vm), acctest.KeepID("occi_security_group.b", &b))
		after := secured(cloud, "depends_on = [occi_security_group.a, occi_security_group.b]")
		run(t, cloud,
			resource.TestStep{Config: secured(cloud, inA), Check: resource.ComposeTestCheckFunc(keep, isIn(cloud, "a"))},
			resource.TestStep{
				PreConfig: func() { changeMembership(t, cloud, http.MethodPost, b, vm) },
				Config:    after, ConfigPlanChecks: planned(plancheck.ResourceActionUpdate), Check: isIn(cloud, "b"),
			},
			// From now on the groups are left to others.
			resource.TestStep{Config: after, ConfigPlanChecks: planned(plancheck.ResourceActionNoop), Check: isIn(cloud, "b")},
		)
	})
}

// TestRequestsOfSecurityGroups: joining and leaving a group are one request each.
func TestRequestsOfSecurityGroups(t *testing.T) {
	t.Parallel()
	for manner, want := range map[occi.Manner][]string{
		occi.MannerGuide:      {"POST ^/tf-acc-b/$", "DELETE ^/tf-acc-a/$"},
		occi.MannerStandard12: {"POST ^/securitygrouplink/$", "DELETE ^/securitygrouplink/.+"},
	} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner})
			run(t, cloud,
				resource.TestStep{Config: secured(cloud, inA)},
				resource.TestStep{
					PreConfig: cloud.Server.Log.Reset, Config: secured(cloud, inB),
					Check: func(*terraform.State) error {
						log := cloud.Server.Log
						for _, request := range want {
							method, path, _ := strings.Cut(request, " ")
							if log.Count(method, path) != 1 || log.Count(method, "") != 1 {
								return fmt.Errorf("want %s once, got %+v", request, log.All())
							}
						}
						return nil
					},
				},
			)
		})
	}
}

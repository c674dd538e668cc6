package securityrule_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const (
	address = "occi_security_rule.ssh"
	scheme  = "http://www.mystuff.org/sec#"
	byID    = "occi_security_group.ssh.id"
)

func group(cloud *acctest.OCCI) string {
	return cloud.Provider + fmt.Sprintf(`
resource "occi_security_group" "ssh" {
  term     = "my_grp"
  scheme   = %q
  location = "/mygroups/"
}
`, scheme)
}

// rule is a configuration with a group and a rule of it.
func rule(cloud *acctest.OCCI, groupID, protocol string, from, to int, addresses string) string {
	return group(cloud) + fmt.Sprintf(`
resource "occi_security_rule" "ssh" {
  group_id   = %s
  protocol   = %q
  from_port  = %d
  to_port    = %d
  range      = %q
  depends_on = [occi_security_group.ssh]
}
`, groupID, protocol, from, to, addresses)
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func expectText(attribute, text string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), knownvalue.StringExact(text))
}

// hasRules is a check of the rules that the cloud enforces.
func hasRules(cloud *acctest.OCCI, want ...occi.RuleRecord) resource.TestCheckFunc {
	return func(*terraform.State) error {
		record, _ := cloud.Cloud.Group("my_grp")
		if diff := cmp.Diff(want, record.Rules, cmpopts.IgnoreFields(occi.RuleRecord{}, "ID")); diff != "" {
			return fmt.Errorf("the rules of the cloud differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

func TestRuleLifeCycle(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var id string
		config := rule(cloud, byID, "TCP", 22, 22, "192.0.2.0/24")
		steps := []resource.TestStep{
			{
				Config: config,
				Check: resource.ComposeTestCheckFunc(acctest.KeepID(address, &id),
					hasRules(cloud, occi.RuleRecord{Protocol: "tcp", FromPort: 22, ToPort: 22, CIDR: "192.0.2.0/24"})),
				ConfigStateChecks: []statecheck.StateCheck{expectText("group_id", "/mygroups/"), expectText("protocol", "TCP")},
			},
			{
				PreConfig: cloud.Server.Log.Reset, RefreshState: true,
				Check: func(*terraform.State) error {
					// The two other requests are for the group.
					if log := cloud.Server.Log; log.Count("", "") != 3 || log.Count(http.MethodGet, "^"+id+"$") != 1 {
						return fmt.Errorf("a refresh took %+v", log.All())
					}
					return nil
				},
			},
		}
		for _, form := range []func() string{
			func() string { return id },
			func() string { return cloud.Server.URL + id },
			func() string { return id[strings.LastIndex(id, "/")+1:] },
		} {
			steps = append(steps, resource.TestStep{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateIdFunc: func(*terraform.State) (string, error) { return form(), nil },
			})
		}
		steps = append(steps,
			resource.TestStep{
				Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			},
			resource.TestStep{
				// Other names of the same are no change.
				Config:           rule(cloud, `"`+scheme+`my_grp"`, "tcp", 22, 22, "192.0.2.0/24"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop),
			},
			resource.TestStep{
				Config:           rule(cloud, `"my_grp"`, "UDP", 53, 53, "192.0.2.0/24"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
				Check:            hasRules(cloud, occi.RuleRecord{Protocol: "udp", FromPort: 53, ToPort: 53, CIDR: "192.0.2.0/24"}),
			})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(), CheckDestroy: acctest.NothingLeft(cloud.Server), Steps: steps,
		})
	})
}

// A range of ports is opened by a conforming server. occi-os would open its last port alone: it is refused in
// the plan, also of a change.
func TestRulePortRange(t *testing.T) {
	t.Parallel()
	t.Run("guide", func(t *testing.T) {
		t.Parallel()
		cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config: rule(cloud, byID, "tcp", 8000, 8080, "0.0.0.0/0"),
				Check:  hasRules(cloud, occi.RuleRecord{Protocol: "tcp", FromPort: 8000, ToPort: 8080, CIDR: "0.0.0.0/0"}),
			}},
		})
	})
	t.Run("occi-os", func(t *testing.T) {
		t.Parallel()
		cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
		refused := regexp.MustCompile(`(?s)single ports only.*from_port  = 8000.*would\s+open\s+port\s+8080`)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{Config: rule(cloud, byID, "tcp", 8000, 8080, "0.0.0.0/0"), PlanOnly: true, ExpectError: refused},
				{Config: rule(cloud, byID, "tcp", 8080, 8080, "0.0.0.0/0")},
				{Config: rule(cloud, byID, "tcp", 8000, 8080, "0.0.0.0/0"), PlanOnly: true, ExpectError: refused},
			},
		})
	})
}

func TestRuleDisappears(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	var id string
	config := rule(cloud, byID, "tcp", 22, 22, "0.0.0.0/0")
	vanish := func() {
		if err := cloud.Cloud.Vanish(id); err != nil {
			t.Error(err)
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config, Check: acctest.KeepID(address, &id)},
			{
				PreConfig: vanish, Config: config,
				ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
				Check: resource.ComposeTestCheckFunc(acctest.KeepID(address, &id),
					hasRules(cloud, occi.RuleRecord{Protocol: "tcp", FromPort: 22, ToPort: 22, CIDR: "0.0.0.0/0"})),
			},
			{PreConfig: vanish, Config: config, Destroy: true},
		},
	})
}

// Somebody deletes the group, and its rules with it. occi-os goes on showing the rule: it is made again all
// the same.
func TestRuleOfDeletedGroup(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		config := rule(cloud, byID, "tcp", 22, 22, "0.0.0.0/0")
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{
				{Config: config},
				{
					PreConfig: func() { deleteGroup(t, cloud) }, Config: config,
					ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
					Check:            hasRules(cloud, occi.RuleRecord{Protocol: "tcp", FromPort: 22, ToPort: 22, CIDR: "0.0.0.0/0"}),
				},
			},
		})
	})
}

// deleteGroup does what another client would.
func deleteGroup(t *testing.T, cloud *acctest.OCCI) {
	t.Helper()
	cloud.Send(t, http.MethodDelete, "/-/", http.Header{
		"Content-Type": {"text/occi"}, "Category": {fmt.Sprintf("my_grp; scheme=%q; class=\"mixin\"", scheme)},
	}, "")
}

// A restart of occi-os makes rules unreachable and their groups unusable: what remains is to say so.
func TestRuleAfterRestart(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := rule(cloud, byID, "tcp", 22, 22, "0.0.0.0/0")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: cloud.Cloud.Restart, Config: config,
				ExpectError: regexp.MustCompile(`(?s)Could not create the security group.*already\s+exists`),
			},
			{Config: cloud.Provider},
		},
	})
}

// The server refuses a second rule that says the same, in its words.
func TestRuleTwice(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := rule(cloud, byID, "tcp", 22, 22, "0.0.0.0/0") + `
resource "occi_security_rule" "again" {
  group_id  = occi_security_rule.ssh.group_id
  protocol  = "TCP"
  from_port = 22
  to_port   = 22
  range     = "0.0.0.0/0"
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: config,
			ExpectError: regexp.MustCompile(`(?s)POST\s+http://127\.0\.0\.1:\d+/network/security/rule/:\s+400\s+Bad\s+` +
				`Request:\s+This\s+rule\s+already\s+exists.*with occi_security_rule\.again|with occi_security_rule\.again.*` +
				`/network/security/rule/:\s+400\s+Bad\s+Request:\s+This\s+rule\s+already\s+exists`),
		}},
	})
}

func TestRuleOfUnknownGroup(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:      rule(cloud, `"/nogroup/"`, "tcp", 22, 22, "0.0.0.0/0"),
			ExpectError: regexp.MustCompile(`(?s)Unknown security group.*group_id   = "/nogroup/".*"/nogroup/"`),
		}},
	})
}

func TestRuleLostAnswer(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedGuideOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/network/security/rule/$", Times: 1}
		if err := cloud.Server.Faults.Add(fault); err != nil {
			t.Fatal(err)
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: rule(cloud, byID, "TCP", 22, 22, "0.0.0.0/0"),
				Check:  hasRules(cloud, occi.RuleRecord{Protocol: "tcp", FromPort: 22, ToPort: 22, CIDR: "0.0.0.0/0"}),
			}},
		})
	})
}

func TestRuleInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	rule := func(group, protocol string, from, to int, addresses string) string {
		return fmt.Sprintf("group_id = %q\nprotocol = %q\nfrom_port = %d\nto_port = %d\nrange = %q", group, protocol, from, to, addresses)
	}
	acctest.ExpectInvalid(t, cloud.Provider, "occi_security_rule", []acctest.Invalid{
		{Name: "empty group", Arguments: rule("", "tcp", 22, 22, "0.0.0.0/0"), Line: `group_id = ""`, Says: "must not be empty"},
		{Name: "empty protocol", Arguments: rule("/g/", "", 22, 22, "0.0.0.0/0"), Line: `protocol = ""`, Says: "must not be empty"},
		{Name: "newline", Arguments: rule("/g/", "tcp\nX: y", 22, 22, "0.0.0.0/0"), Line: `protocol = "tcp\nX: y"`, Says: "a line break"},
		{Name: "port zero", Arguments: rule("/g/", "tcp", 0, 22, "0.0.0.0/0"), Line: "from_port = 0", Says: "between 1 and 65535"},
		{Name: "port too high", Arguments: rule("/g/", "tcp", 22, 65536, "0.0.0.0/0"), Line: "to_port = 65536", Says: "between 1 and 65535"},
		{
			Name: "ports the wrong way round", Arguments: rule("/g/", "tcp", 23, 22, "0.0.0.0/0"),
			Line: "from_port = 23", Says: "must not be above to_port (22)",
		},
		{Name: "no CIDR", Arguments: rule("/g/", "tcp", 22, 22, "192.0.2.1"), Line: `range = "192.0.2.1"`, Says: "an address range like"},
		{Name: "bad mask", Arguments: rule("/g/", "tcp", 22, 22, "192.0.2.0/33"), Line: `range = "192.0.2.0/33"`, Says: "an address range like"},
	})
}

// An import of another kind must not end in its deletion.
func TestRuleImportOfAnotherKind(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:       rule(cloud, byID, "tcp", 22, 22, "0.0.0.0/0"),
			ResourceName: address, ImportState: true, ImportStateId: "/network/public",
			ExpectError: regexp.MustCompile(`/network/public\s+is\s+of\s+the\s+kind\s+\S+#network,\s+not\s+\S+#rule`),
		}},
	})
}

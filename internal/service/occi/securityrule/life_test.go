package securityrule_test

import (
	"encoding/json"
	"errors"
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

// anyGroup is the name of the group in it.
const anyGroup = acctest.NamePrefix + "rules"

// anyRule is a configuration with a group as the server's manner wants it, and rules of it by their arguments.
func anyRule(cloud *acctest.OCCI, rules map[string]string) string {
	group := fmt.Sprintf("term = %q\nscheme = %q\n", anyGroup, scheme)
	if cloud.Manner == occi.MannerStandard12 {
		group = fmt.Sprintf("title = %q\n", anyGroup)
	}
	config := cloud.Provider + "resource \"occi_security_group\" \"ssh\" {\n" + group + "}\n"
	for name, arguments := range rules {
		config += fmt.Sprintf("resource \"occi_security_rule\" %q {\ngroup_id = %s\n%s}\n", name, byID, arguments)
	}
	return config
}

func says(protocol string, from, to int, addresses string) string {
	return fmt.Sprintf("protocol = %q\nfrom_port = %d\nto_port = %d\nrange = %q\n", protocol, from, to, addresses)
}

// rulesInCloud is a check of the rules that the cloud enforces in the only group of the state.
func rulesInCloud(cloud *acctest.OCCI, want ...occi.RuleRecord) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		if cloud.Cloud == nil {
			return nil
		}
		name := anyGroup
		if cloud.Manner == occi.MannerStandard12 {
			name = lastSegment(state.RootModule().Resources["occi_security_group.ssh"].Primary.ID)
		}
		record, _ := cloud.Cloud.Group(name)
		options := []cmp.Option{
			cmpopts.IgnoreFields(occi.RuleRecord{}, "ID"), cmpopts.EquateEmpty(),
			cmpopts.SortSlices(func(a, b occi.RuleRecord) bool { return a.FromPort < b.FromPort }),
		}
		if diff := cmp.Diff(want, record.Rules, options...); diff != "" {
			return fmt.Errorf("the rules of the cloud differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

func lastSegment(path string) string { return path[strings.LastIndex(path, "/")+1:] }

func TestLifeSecurityRule(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		first := anyRule(cloud, map[string]string{"ssh": says("TCP", 22, 22, "192.0.2.0/24")})
		if cloud.Manner == occi.MannerOOI {
			noGroups := regexp.MustCompile(`(?s)No security groups on this server.*neither\s+the\s+mixin`)
			alone := cloud.Provider + "resource \"occi_security_rule\" \"ssh\" {\ngroup_id = \"/g/\"\n" + says("tcp", 22, 22, "0.0.0.0/0") + "}\n"
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps:                    []resource.TestStep{{Config: alone, PlanOnly: true, ExpectError: noGroups}},
			})
			return
		}
		look := "data \"occi_security_rule\" \"ssh\" {\nid = occi_security_rule.ssh.id\n}\n"
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: first + look,
					Check:  rulesInCloud(cloud, occi.RuleRecord{Protocol: "tcp", FromPort: 22, ToPort: 22, CIDR: "192.0.2.0/24"}),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue("data."+address, tfjsonpath.New("to_port"), knownvalue.Int64Exact(22)),
						statecheck.ExpectKnownValue("data."+address, tfjsonpath.New("range"), knownvalue.StringExact("192.0.2.0/24")),
					},
				},
				{Config: first + look, PlanOnly: true},
				{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					// Where groups are a kind, the id has the protocol in lower case.
					ImportStateVerifyIgnore: []string{"protocol"},
				},
				{
					Config:           anyRule(cloud, map[string]string{"ssh": says("UDP", 53, 53, "192.0.2.0/24")}),
					ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
					Check:            rulesInCloud(cloud, occi.RuleRecord{Protocol: "udp", FromPort: 53, ToPort: 53, CIDR: "192.0.2.0/24"}),
				},
			},
		})
	})
}

// Rules of one group are made and removed side by side without loss, drift is repaired, and what others added is
// left alone.
func TestRulesInAttribute(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	rules := map[string]string{"ping": "protocol = \"icmp\"\nrange = \"0.0.0.0/0\"\n", "ssh": says("tcp", 22, 22, "0.0.0.0/0")}
	want := []occi.RuleRecord{
		{Protocol: "icmp", CIDR: "0.0.0.0/0"}, {Protocol: "tcp", FromPort: 22, ToPort: 22, CIDR: "0.0.0.0/0"},
	}
	for port := range 6 {
		rules[fmt.Sprintf("more_%d", port)] = says("tcp", 8000+10*port, 8001+10*port, "10.0.0.0/8")
		want = append(want, occi.RuleRecord{Protocol: "tcp", FromPort: 8000 + 10*port, ToPort: 8001 + 10*port, CIDR: "10.0.0.0/8"})
	}
	var id string
	post := func(rules string) {
		cloud.Send(t, http.MethodPost, strings.Split(id, "#")[0], http.Header{"Content-Type": {"application/occi+json"}},
			`{"attributes": {"occi.securitygroup.rules": `+rules+`}}`)
	}
	const foreign = `{"type": "outbound", "protocol": "tcp", "port": "25", "range": "0.0.0.0/0"}`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: anyRule(cloud, rules),
				Check:  resource.ComposeTestCheckFunc(acctest.KeepID(address, &id), rulesInCloud(cloud, want...)),
			},
			{
				// Somebody removes all but one rule and adds another.
				PreConfig: func() { post(`[` + foreign + `, {"type": "inbound", "protocol": "icmp"}]`) },
				Config:    anyRule(cloud, rules),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
					plancheck.ExpectResourceAction("occi_security_rule.ping", plancheck.ResourceActionNoop),
				}},
				Check: rulesInCloud(cloud, append(want, occi.RuleRecord{Protocol: "tcp", FromPort: 25, ToPort: 25, CIDR: "0.0.0.0/0"})...),
			},
			{
				Config: anyRule(cloud, nil),
				Check: func(*terraform.State) error {
					log := cloud.Server.Log.All()
					for i := len(log) - 1; i >= 0; i-- {
						if log[i].Method == http.MethodPost {
							return onlyForeign(log[i].Body)
						}
					}
					return errors.New("nothing was sent")
				},
			},
		},
	})
}

func onlyForeign(body string) error {
	var sent struct {
		Attributes map[string][]map[string]any
	}
	if err := json.Unmarshal([]byte(body), &sent); err != nil {
		return err
	}
	if left := sent.Attributes["occi.securitygroup.rules"]; len(left) != 1 || left[0]["type"] != "outbound" {
		return fmt.Errorf("the last request left %v", left)
	}
	return nil
}

// Two rules that say the same are an error that names the import; so is a rule in a group that is gone.
func TestRuleInAttributeRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	twice := anyRule(cloud, map[string]string{"ssh": says("tcp", 22, 22, "0.0.0.0/0")}) + `
resource "occi_security_rule" "again" {
  group_id  = occi_security_rule.ssh.group_id
  protocol  = "TCP"
  from_port = 22
  to_port   = 22
  range     = "0.0.0.0/0"
}
`
	gone := cloud.Provider + "resource \"occi_security_rule\" \"ssh\" {\ngroup_id = \"/securitygroup/gone\"\n" + says("tcp", 22, 22, "0.0.0.0/0") + "}\n"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: twice, ExpectError: regexp.MustCompile(`(?s)with occi_security_rule\.again.*import\s+<address>\s+'\S+#tcp:22-22:0\.0\.0\.0/0'`)},
			{Config: gone, ExpectError: regexp.MustCompile(`(?s)Could not create the security rule.*/securitygroup/gone.*404`)},
			{
				Config: gone, ResourceName: address, ImportState: true, ImportStateId: "/securitygroup/1#tcp:22",
				ExpectError: regexp.MustCompile(`(?s)Cannot import the security rule.*is\s+not\s+of\s+the\s+form`),
			},
		},
	})
}

// The answer to a change of the rules is lost: it is sent again, and there is one rule.
func TestRuleInAttributeLostAnswer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/securitygroup/.+", Times: 1}
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: anyRule(cloud, map[string]string{"ssh": says("tcp", 22, 22, "0.0.0.0/0")}),
			Check:  rulesInCloud(cloud, occi.RuleRecord{Protocol: "tcp", FromPort: 22, ToPort: 22, CIDR: "0.0.0.0/0"}),
		}},
	})
}

// A rule that was made is in the state, though the group could not be read after that, and is deleted with it.
func TestRuleInAttributeUnconfirmed(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	fault := emulator.Fault{
		Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/securitygroup/.+", Times: 2,
	}
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Fatal(err)
	}
	config := anyRule(cloud, map[string]string{"ssh": says("tcp", 22, 22, "0.0.0.0/0")})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config, ExpectError: regexp.MustCompile("Could not create the security rule")},
			{
				Config: config,
				Check:  rulesInCloud(cloud, occi.RuleRecord{Protocol: "tcp", FromPort: 22, ToPort: 22, CIDR: "0.0.0.0/0"}),
			},
		},
	})
}

// What a plan can tell where rules are entities: missing ports.
func TestRuleNeedsPorts(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:   anyRule(cloud, map[string]string{"ssh": "protocol = \"icmp\"\nrange = \"0.0.0.0/0\"\n"}),
			PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)Missing ports.*also\s+for\s+ICMP`),
		}},
	})
}

func TestRuleNotFound(t *testing.T) {
	t.Parallel()
	for id, manner := range map[string]occi.Manner{
		"/network/security/rule/none": occi.MannerOcciOS, "/securitygroup/none#tcp:22-22:0.0.0.0/0": occi.MannerStandard12,
	} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:      cloud.Provider + fmt.Sprintf("data \"occi_security_rule\" \"none\" {\nid = %q\n}\n", id),
					ExpectError: regexp.MustCompile(`(?s)Cannot find the security rule.*id = "` + id + `".*has\s+no\s+rule`),
				}},
			})
		})
	}
}

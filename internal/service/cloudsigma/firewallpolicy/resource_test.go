package firewallpolicy_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const address = "cloudsigma_firewall_policy.test"

// rules has what the last documentation of firewall policies shows (request_fwpolicy_create_full).
const rules = `rules = [
    { action = "drop", direction = "out", dst_ip = "23.0.0.0", comment = "not this one" },
    { action = "accept", direction = "in", ip_proto = "tcp", dst_port = "22", src_ip = "172.66.32.0/24" },
    { action = "drop", direction = "in", ip_proto = "tcp", dst_port = "22" },
    { action = "drop", direction = "both", ip_proto = "udp", src_ip = "!172.66.32.55", src_port = "53" },
    { action = "drop", direction = "in", ip_proto = "tcp", dst_port = "!1:1024" },
  ]`

// config is a policy with further lines.
func config(cloud *acctest.CloudSigma, name, lines string) string {
	return cloud.Provider + fmt.Sprintf("resource \"cloudsigma_firewall_policy\" \"test\" {\n  name = %q\n  %s\n}\n", name, lines)
}

// updates wants a plan that changes these attributes and no others.
func updates(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

func unchanged() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}
}

// onlyPolicy returns the policy of the emulator, which must have exactly one.
func onlyPolicy(t *testing.T, cloud *acctest.CloudSigma) cloudsigma.FirewallPolicy {
	t.Helper()
	items := cloud.Server.Inventory()
	if len(items) != 1 {
		t.Fatalf("the cloud has %+v, want one policy", items)
	}
	policy, _ := cloud.Cloud.FirewallPolicy(items[0].ID)
	return policy
}

// lastBody returns the JSON of the last request with this method.
func lastBody(cloud *acctest.CloudSigma, method string) (map[string]any, error) {
	sent := cloud.Server.Log.Matching(method, "/fwpolicies/")
	if len(sent) == 0 {
		return nil, fmt.Errorf("no %s was sent", method)
	}
	var body map[string]any
	err := json.Unmarshal([]byte(sent[len(sent)-1].Body), &body)
	return body, err
}

func TestFirewallPolicyLifeCycle(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("policy")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, name, rules),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("rules"), knownvalue.ListSizeExact(5)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("rules").AtSliceIndex(3), knownvalue.ObjectExact(
						map[string]knownvalue.Check{
							"action": knownvalue.StringExact("drop"), "direction": knownvalue.StringExact("both"),
							"ip_proto": knownvalue.StringExact("udp"), "src_ip": knownvalue.StringExact("!172.66.32.55"),
							"src_port": knownvalue.StringExact("53"), "dst_ip": knownvalue.Null(),
							"dst_port": knownvalue.Null(), "comment": knownvalue.Null(),
						})),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				// As the server spells them.
				ImportStateVerifyIgnore: []string{"rules.0.dst_ip", "rules.3.src_ip"},
			},
			{
				// Another order is another policy.
				Config: config(cloud, name+"-renamed", `rules = [
    { action = "drop", direction = "in" },
    { action = "drop", direction = "out", dst_ip = "23.0.0.0", comment = "not this one" },
  ]`),
				ConfigPlanChecks: updates("name", "rules"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("rules"), knownvalue.ListSizeExact(2)),
				},
			},
		},
	})
}

func TestFirewallPolicyOrderReachesServer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: config(cloud, "policy", rules),
			Check: func(*terraform.State) error {
				want := []cloudsigma.FirewallRule{
					{Action: "drop", Direction: "out", DestinationIP: "23.0.0.0/32", Comment: "not this one"},
					{Action: "accept", Direction: "in", Protocol: "tcp", DestinationPort: "22", SourceIP: "172.66.32.0/24"},
					{Action: "drop", Direction: "in", Protocol: "tcp", DestinationPort: "22"},
					{Action: "drop", Direction: "both", Protocol: "udp", SourceIP: "!172.66.32.55/32", SourcePort: "53"},
					{Action: "drop", Direction: "in", Protocol: "tcp", DestinationPort: "!1:1024"},
				}
				if diff := cmp.Diff(want, onlyPolicy(t, cloud).Rules); diff != "" {
					return fmt.Errorf("the rules differ (-want +got):\n%s", diff)
				}
				return nil
			},
		}},
	})
}

// TestFirewallPolicyWithoutRules clears the rules in both ways, which has to be said to the server.
func TestFirewallPolicyWithoutRules(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string]string{"empty": "rules = []", "not set": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{Config: config(cloud, "policy", rules)},
					{
						Config:           config(cloud, "policy", lines),
						ConfigPlanChecks: updates("rules"),
						Check: func(*terraform.State) error {
							body, err := lastBody(cloud, http.MethodPut)
							if err != nil {
								return err
							}
							if sent, ok := body["rules"].([]any); !ok || len(sent) != 0 {
								return fmt.Errorf("the rules were sent as %v, want []", body["rules"])
							}
							if left := onlyPolicy(t, cloud).Rules; len(left) != 0 {
								return fmt.Errorf("the policy has %v", left)
							}
							return nil
						},
					},
					// Rules of somebody else are drift.
					{
						PreConfig: func() {
							body := `{"name": "policy", "rules": [{"action": "accept", "direction": "both"}]}`
							cloud.Send(t, http.MethodPut, "fwpolicies/"+onlyPolicy(t, cloud).UUID+"/", json.RawMessage(body))
						},
						Config:           config(cloud, "policy", lines),
						ConfigPlanChecks: updates("rules"),
					},
				},
			})
		})
	}
}

func TestFirewallPolicyImported(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	var uuid string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, "policy", rules),
				Check: func(*terraform.State) error {
					uuid = onlyPolicy(t, cloud).UUID
					return nil
				},
			},
			{Config: cloud.Provider + "removed {\n from = cloudsigma_firewall_policy.test\n lifecycle { destroy = false }\n}"},
			{
				ResourceName: address, ImportState: true, ImportStatePersist: true,
				Config:            config(cloud, "policy", rules),
				ImportStateIdFunc: func(*terraform.State) (string, error) { return uuid, nil },
			},
			{Config: config(cloud, "policy", rules), ConfigPlanChecks: unchanged()},
			// One rule is changed, the spelling of the others does not matter. What somebody else gives the policy between
			// plan and apply stays.
			{
				Config: config(cloud, "policy", strings.Replace(rules, `"!1:1024"`, `"!1:1023"`, 1)),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectUpdate(address, "rules"),
					acctest.BetweenPlanAndApply(func() {
						cloud.Send(t, http.MethodPut, "fwpolicies/"+uuid+"/", map[string]any{
							"name": "policy", "rules": []any{}, "meta": map[string]string{"theirs": "x"},
						})
					}),
				}},
				Check: func(*terraform.State) error {
					if policy := onlyPolicy(t, cloud); policy.Meta["theirs"] != "x" || len(policy.Rules) != 5 {
						return fmt.Errorf("the policy is %+v", policy)
					}
					return nil
				},
			},
		},
	})
}

func TestFirewallPolicyMetaAndVanished(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, "policy", `meta = { a = "1" }`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapSizeExact(1)),
				},
			},
			{Config: config(cloud, "policy", ""), ConfigPlanChecks: unchanged()},
			{
				Config:           config(cloud, "policy", `meta = {}`),
				ConfigPlanChecks: updates("meta"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapSizeExact(0)),
				},
			},
			{
				PreConfig: func() {
					if err := cloud.Cloud.Vanish("fwpolicies", onlyPolicy(t, cloud).UUID); err != nil {
						t.Fatal(err)
					}
				},
				Config: config(cloud, "policy", ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
		},
	})
}

func TestFirewallPolicyRequests(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	sent := func(want map[string]int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			got := map[string]int{}
			for _, request := range cloud.Server.Log.All() {
				got[request.Method]++
			}
			if diff := cmp.Diff(want, got); diff != "" {
				return fmt.Errorf("the requests sent differ (-want +got):\n%s", diff)
			}
			return nil
		}
	}
	empty := func() { cloud.Server.Log.Reset() }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(cloud, "policy", rules), Check: sent(map[string]int{"POST": 1})},
			{PreConfig: empty, RefreshState: true, Check: sent(map[string]int{"GET": 1})},
			// One GET to refresh, one of the edit.
			{PreConfig: empty, Config: config(cloud, "renamed", rules), Check: sent(map[string]int{"GET": 2, "PUT": 1})},
			{PreConfig: empty, Config: cloud.Provider, Check: sent(map[string]int{"GET": 1, "DELETE": 1})},
		},
	})
}

func TestFirewallPolicyLostAnswer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	if err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Times: 1,
	}); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: config(cloud, "policy", rules),
			Check: func(state *terraform.State) error {
				if id := state.RootModule().Resources[address].Primary.ID; id != onlyPolicy(t, cloud).UUID {
					return fmt.Errorf("the state has the policy %s", id)
				}
				return nil
			},
		}},
	})
}

func TestFirewallPolicyPlanErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	rules := func(name, rules, says string) acctest.Invalid {
		return acctest.Invalid{Name: name, Arguments: "name = \"policy\"\nrules = [" + rules + "]", Line: "resource", Says: says}
	}
	rule := func(name, member, says string) acctest.Invalid {
		return rules(name, `{ action = "drop", direction = "in", `+member+` }`, "rules[0]."+says)
	}
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_firewall_policy", []acctest.Invalid{
		{Name: "empty name", Arguments: `name = " "`, Line: "name =", Says: "name must not be empty"},
		rules("action", `{ action = "allow", direction = "in" }`, `rules[0].action value must be one of: ["accept" "drop"]`),
		rules("direction", `{ action = "drop", direction = "up" }`, `rules[0].direction value must be one of: ["in" "out" "both"]`),
		rules("null rule", `null`, "null"),
		rule("protocol", `ip_proto = "icmp"`, `ip_proto value must be one of: ["tcp" "udp"]`),
		rule("no address", `src_ip = "office"`, "src_ip must be an IP address"),
		rule("long prefix", `dst_ip = "192.0.2.0/33"`, "dst_ip must be an IP address"),
		rule("negated twice", `dst_ip = "!!192.0.2.0"`, "dst_ip must be"),
		rule("range from above", `dst_port = "1024:1"`, "dst_port must be a port like 22 or a range like 1:1024, or all others like !1:1024: "+
			"the range is from 1024 to 1"),
		rule("port 0", `src_port = "0"`, "src_port must be"),
		rule("port too high", `src_port = "65536"`, "src_port must be a port like 22 or a range like 1:1024, or all others like !1:1024: "+
			`"65536" is no port from 1 to 65535`),
		rule("range with -", `src_port = "1-1024"`, "src_port must be a port like 22 or a range like 1:1024"),
		rule("empty port", `src_port = ""`, "src_port must be"),
	})
	// Terraform itself misses what is required.
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_firewall_policy", []acctest.Invalid{
		{Name: "no direction", Arguments: "name = \"policy\"\nrules = [{ action = \"drop\" }]", Line: "rules =", Says: `"direction" is required`},
	})
}

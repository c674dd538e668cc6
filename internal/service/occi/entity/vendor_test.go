package entity_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// contract is an agreement; region, cpu and mixins are what the steps of a test change.
func contract(region, cpu, mixins string) string {
	return fmt.Sprintf(`
resource "occi_entity" "data" {
  kind   = "http://example.org/occi/sla#agreement"
  mixins = [for term in [%s] : "http://example.org/occi/sla#${term}"]
  attributes = merge({
    "sla.cpu"    = %q
    "sla.gold"   = "true"
    "sla.name"   = "7"
    "sla.region" = %q
  }, %t ? { "sla.premium.price" = "9.5" } : {})
  actions = {
    create = [{
      action     = "http://example.org/occi/sla/action#sign"
      attributes = { days = "30" }
      wait_for   = { attribute = "sla.state", value = "signed" }
    }]
    update  = [{ action = "http://example.org/occi/sla/action#sign" }]
    destroy = [{ action = "http://example.org/occi/sla/action#sign", attributes = { days = "0" } }]
  }
}
`, mixins, cpu, region, strings.Contains(mixins, "premium"))
}

// TestVendorKind manages an entity of a kind that no standard knows. The server refuses values of other types than
// those that it tells; without JSON it tells none, then the form counts in which it shows them.
func TestVendorKind(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		json      bool
		rendering string
		// created are the attributes as the create brings them.
		created string
	}{
		"types told, text sent": {true, "auto", `sla.cpu=2 sla.gold=true sla.name="7" sla.region="eu"`},
		"types told, all JSON":  {true, occi.RenderingJSON, `sla.cpu=2 sla.gold=true sla.name="7" sla.region="eu"`},
		"text only":             {false, "auto", `sla.cpu="2" sla.gold="true" sla.name="7" sla.region="eu"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newVendor(t, test.json)
			days := func(number string) string {
				if !test.json {
					return `days="` + number + `"`
				}
				return "days=" + number
			}
			price := "sla.premium.price=9.5"
			if !test.json {
				price = `sla.premium.price="9.5"`
			}
			step := func(action plancheck.ResourceActionType, config string, requests ...string) resource.TestStep {
				return resource.TestStep{
					Config: server.provider(test.rendering) + config, ConfigPlanChecks: expectAction(action),
					Check: func(*terraform.State) error {
						if seen := server.seen(); !slices.Equal(seen, requests) {
							return fmt.Errorf("sent:\n%s\nwant:\n%s", strings.Join(seen, "\n"), strings.Join(requests, "\n"))
						}
						return nil
					},
				}
			}
			const resign = "POST /agreement/1?action=sign sign"
			create := step(plancheck.ResourceActionCreate, contract("eu", "2", ""),
				"POST /agreement/ agreement "+test.created, resign+" "+days("30"))
			create.ConfigStateChecks = []statecheck.StateCheck{
				expectMap("all_attributes", "sla.state", "signed"), expectMap("attributes", "sla.cpu", "2"),
				expect("title", knownvalue.Null()),
			}
			drift := step(plancheck.ResourceActionUpdate, contract("eu", "2.50", `"audited", "premium"`),
				"POST /agreement/1 sla.cpu=2.5", resign)
			drift.PreConfig = func() {
				server.change(func(entity *occi.Entity) { entity.Attributes["sla.cpu"] = occi.Number(8) })
			}
			removed := step(plancheck.ResourceActionUpdate, contract("eu", "2.5", `"audited", "premium"`), "POST /audited/", resign)
			removed.PreConfig = func() {
				server.change(func(entity *occi.Entity) { entity.Mixins = []occi.Category{premium} })
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy: func(*terraform.State) error {
					if len(server.entities) > 0 {
						return fmt.Errorf("there still is %v", server.entities)
					}
					return nil
				},
				Steps: []resource.TestStep{
					create,
					step(plancheck.ResourceActionNoop, contract("eu", "2.0", "")),
					step(plancheck.ResourceActionUpdate, contract("eu", "2.5", ""), "POST /agreement/1 sla.cpu=2.5", resign),
					step(plancheck.ResourceActionUpdate, contract("eu", "2.5", `"audited", "premium"`),
						"POST /audited/", "POST /agreement/1 premium "+price, resign),
					drift,
					removed,
					step(plancheck.ResourceActionUpdate, contract("eu", "2.5", `"audited"`), "DELETE /premium/", resign),
					step(plancheck.ResourceActionDestroyBeforeCreate, contract("us", "2.5", ""),
						resign+" "+days("0"), "DELETE /agreement/1",
						"POST /agreement/ agreement "+strings.NewReplacer("cpu=2", "cpu=2.5", `cpu="2"`, `cpu="2.5"`, "eu", "us").Replace(test.created),
						strings.Replace(resign, "/1", "/2", 1)+" "+days("30")),
				},
			})
		})
	}
}

// TestVendorKindPlanErrors: what the server cannot have is an error of the plan, at its argument.
func TestVendorKindPlanErrors(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	const kind = "kind = \"http://example.org/occi/sla#agreement\"\n"
	acctest.ExpectInvalid(t, server.provider("auto"), "occi_entity", []acctest.Invalid{
		{
			Name: "unknown kind", Arguments: `kind = "http://example.org/occi/sla#agrement"`,
			Line: "kind =", Says: `did you mean "http://example.org/occi/sla#agreement"`,
		},
		{Name: "a link", Arguments: `kind = "http://example.org/occi/sla#agreementlink"`, Line: "kind =", Says: "use occi_link"},
		{
			Name: "unknown attribute", Arguments: kind + `attributes = { "sla.region" = "eu", "sla.cpus" = "1" }`,
			Line: "attributes =", Says: "has the attribute sla.cpus (they have: ",
		},
		{
			Name: "no number", Arguments: kind + `attributes = { "sla.region" = "eu", "sla.cpu" = "many" }`,
			Line: "resource", Says: `"many" is not a number`,
		},
		{Name: "required", Arguments: kind + `attributes = { "sla.cpu" = "1" }`, Line: "resource", Says: "sla.region"},
		{
			Name: "unknown action", Line: "resource", Says: `did you mean "http://example.org/occi/sla/action#sign"`,
			Arguments: kind + "attributes = { \"sla.region\" = \"eu\" }\nactions = { update = [{ action = \"http://example.org/occi/sla/action#sing\" }] }",
		},
		{
			Name: "action's value", Line: "resource", Says: `"x" is not a number`,
			Arguments: kind + "attributes = { \"sla.region\" = \"eu\" }\n" +
				"actions = { create = [{ action = \"http://example.org/occi/sla/action#sign\", attributes = { days = \"x\" } }] }",
		},
	})
	acctest.ExpectInvalid(t, server.provider("auto"), "occi_entity", []acctest.Invalid{
		{
			Name: "title twice", Arguments: kind + `attributes = { "occi.core.title" = "a" }`,
			Line: "attributes =", Says: "there is an argument for occi.core.title",
		},
	})
	if sent := server.seen(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// TestUnknownMixin: a mixin may be made by the same apply, so it is an error of the apply that there is none.
func TestUnknownMixin(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config:      server.provider("auto") + contract("eu", "2", `"auditted"`),
			ExpectError: regexp.MustCompile(`(?s)Could not create the entity.*did\s+you\s+mean\s+"http://example.org/occi/sla#audited"`),
		}},
	})
	if sent := server.seen(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}

// TestDroppedMixin: a server that accepts a mixin and does not keep it is found out.
func TestDroppedMixin(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	dropped := regexp.MustCompile(`(?s)[Tt]he\s+server\s+accepted\s+the\s+mixin\s+http://example.org/occi/sla#ignored\s+but\s+dropped\s+it`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: server.provider("auto") + contract("eu", "2", "")},
			{Config: server.provider("auto") + contract("eu", "2", `"ignored"`), ExpectError: dropped},
			{
				Config: server.provider("auto") + contract("eu", "2", "") + `
resource "occi_mixin_association" "ignored" {
  entity_id = occi_entity.data.id
  mixin     = "http://example.org/occi/sla#ignored"
}
`,
				ExpectError: dropped,
			},
		},
	})
}

// waiting is an agreement that is waited for.
func waiting(waitFor, timeout string) string {
	return fmt.Sprintf(`
resource "occi_entity" "data" {
  kind       = "http://example.org/occi/sla#agreement"
  attributes = { "sla.region" = "eu" }
  wait_for   = { attribute = "sla.state", %s }
  timeouts   = { create = %q }
}
`, waitFor, timeout)
}

// TestEntityWaits: what was made and is not as it should be is tainted, and made anew by the next apply; what
// disappears is made again.
func TestEntityWaits(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	provider := server.provider("auto")
	exists := func(path string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if server.entities[path] == nil || len(server.entities) != 1 {
				return fmt.Errorf("the server has %v, want %s alone", server.entities, path)
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      provider + waiting(`value = "signed", failed = "pending"`, "1m"),
				ExpectError: regexp.MustCompile(`(?s)created\s+but\s+is\s+not\s+ready.*the\s+/agreement/1\s+failed`),
			},
			{
				Config:      provider + waiting(`value = "signed"`, "2s"),
				ExpectError: regexp.MustCompile(`(?s)timed\s+out\s+after\s+.*last\s+state\s+was\s+"pending"`),
			},
			{
				Config: provider + waiting(`value = "pending"`, "1m"), Check: exists("/agreement/3"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
			},
			{
				PreConfig: func() {
					server.mutex.Lock()
					defer server.mutex.Unlock()
					delete(server.entities, "/agreement/3")
				},
				Config: provider + waiting(`value = "pending"`, "1m"), Check: exists("/agreement/4"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
			},
		},
	})
}

// TestForeignTarget links an entity to something that another server has.
func TestForeignTarget(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	config := server.provider("auto") + `
resource "occi_entity" "data" {
  kind       = "http://example.org/occi/sla#agreement"
  attributes = { "sla.region" = "eu" }
}

resource "occi_link" "object" {
  kind      = "http://example.org/occi/sla#agreementlink"
  source_id = occi_entity.data.id
  target_id = "https://cdmi.example.com/volumes/1"
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: config,
			Check: func(*terraform.State) error {
				link := server.entities["/agreementlink/2"]
				if link == nil || link.Attributes["occi.core.target"].Text() != "https://cdmi.example.com/volumes/1" {
					return fmt.Errorf("the server has %v", server.entities)
				}
				return nil
			},
		}},
	})
}

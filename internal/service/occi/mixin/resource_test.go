package mixin_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

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
	address = "occi_mixin.tag"
	scheme  = "http://example.org/tags#"
)

func tag(cloud *acctest.OCCI, term, further string) string {
	return cloud.Provider + fmt.Sprintf("resource \"occi_mixin\" \"tag\" {\nscheme = %q\nterm = %q\n%s\n}\n", scheme, term, further)
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// inCloud checks that the cloud has this mixin and no other.
func inCloud(cloud *acctest.OCCI, term string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		items := slices.DeleteFunc(cloud.Server.Inventory(), func(item emulator.Item) bool { return item.Kind != "mixin" })
		if len(items) != 1 || items[0].ID != scheme+term {
			return fmt.Errorf("the cloud has %v, want %s", items, scheme+term)
		}
		return nil
	}
}

// TestLifeMixin: a mixin is made, removed by somebody else, made again, and replaced. ooi takes none (capture
// ooi/019-mixin-create-refused); occi-os drops the title.
func TestLifeMixin(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		blue, green := acctest.Name("blue"), acctest.Name("green")
		config := tag(cloud, blue, "title = \"Blue\"\nrelation = \"http://schemas.ogf.org/occi/infrastructure#os_tpl\"")
		if cloud.Manner == occi.MannerOOI {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps:                    []resource.TestStep{{Config: config, ExpectError: regexp.MustCompile(`(?s)Could not create the mixin.*400\s+Bad\s+Request`)}},
			})
			return
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: config, Check: inCloud(cloud, blue),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(address, tfjsonpath.New("id"), knownvalue.StringExact(scheme+blue)),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("location"), knownvalue.StringExact("/"+blue+"/")),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("title"), knownvalue.StringExact("Blue")),
					},
				},
				{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					ImportStateVerifyIgnore: []string{"title"},
				},
				{
					PreConfig: func() {
						if err := cloud.Cloud.Vanish(scheme + blue); err != nil {
							t.Fatal(err)
						}
					},
					Config: config, Check: inCloud(cloud, blue), ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
				},
				{
					Config: tag(cloud, green, `location = "/tags/`+green+`/"`), Check: inCloud(cloud, green),
					ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
				},
			},
		})
	})
}

func TestMixinErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "occi_mixin", []acctest.Invalid{
		{Name: "term", Arguments: "scheme = \"http://example.org/a#\"\nterm = \"a b\"", Line: `term = "a b"`, Says: "be a term of letters"},
		{Name: "scheme", Arguments: "scheme = \"http://example.org/a\"\nterm = \"a\"", Line: `scheme = "http://example.org/a"`, Says: "ends with its only #"},
		{
			Name: "location", Arguments: "scheme = \"http://example.org/a#\"\nterm = \"a\"\nlocation = \"/a\"",
			Line: `location = "/a"`, Says: "begins and ends with /",
		},
		{
			Name: "title", Arguments: "scheme = \"http://example.org/a#\"\nterm = \"a\"\ntitle = \"a, b\"",
			Line: `title = "a, b"`, Says: "survive on an OCCI server",
		},
		{
			Name: "relation", Arguments: "scheme = \"http://example.org/a#\"\nterm = \"a\"\nrelation = \"os_tpl\"",
			Line: `relation = "os_tpl"`, Says: "be a type identifier",
		},
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      tag(cloud, "a", `relation = "http://example.org/none#none"`),
				ExpectError: regexp.MustCompile(`(?s)Could not create the mixin.*Related\s+category\s+cannot\s+be\s+found`),
			},
			{
				Config: tag(cloud, "a", ""), ResourceName: address, ImportState: true, ImportStateId: scheme + "none",
				ExpectError: regexp.MustCompile(`does\s+not\s+know\s+the\s+mixin`),
			},
			{
				Config: tag(cloud, "a", ""), ResourceName: address, ImportState: true,
				ImportStateId: "http://schemas.openstack.org/template/os#SmartOS",
				ExpectError:   regexp.MustCompile(`a\s+template\s+of\s+the\s+server`),
			},
		},
	})
}

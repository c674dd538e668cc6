package vlan_test

import (
	"errors"
	"fmt"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const (
	address = "cloudsigma_vlan.test"
	// someUUID is that of nothing.
	someUUID = "00000000-0000-4000-8000-000000000000"
)

// config adopts a VLAN with further lines.
func config(account *acctest.CloudSigma, uuid, lines string) string {
	return account.Provider + fmt.Sprintf(`
resource "cloudsigma_vlan" "test" {
  uuid = %q
  %s
}
`, uuid, lines)
}

// has checks the meta of a VLAN in the cloud, and whether the tag is on anything.
func has(account *acctest.CloudSigma, uuid, tag string, meta map[string]string, tagged bool) resource.TestCheckFunc {
	return func(*terraform.State) error {
		vlan, _ := account.Cloud.VLAN(uuid)
		if diff := cmp.Diff(meta, vlan.Meta); diff != "" {
			return errors.New("meta (-want +got):\n" + diff)
		}
		if found, _ := account.Cloud.Tag(tag); (len(found.Resources) == 1) != tagged {
			return fmt.Errorf("the tag is on %v", found.Resources)
		}
		return nil
	}
}

func planned(check plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{check}}
}

// TestVLANLife adopts a VLAN with what others have set, names, tags and renames it, imports it, moves on to another
// one, and gives it up as it is.
func TestVLANLife(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{ForgetAbsent: true})
	client := account.Client(t, nil)
	vlans := account.Cloud.VLANs(emulated.DefaultUser)
	tag, err := client.Tags.Create(t.Context(), cloudsigma.TagDefinition{Name: "tf-acc-tag"}, "")
	if err != nil {
		t.Fatal(err)
	}
	annotate := func(name string) func() {
		return func() {
			_, err := client.VLANs.Edit(t.Context(), vlans[0], func(annotations *cloudsigma.Annotations) error {
				annotations.Meta.Set(cloudsigma.MetaName, name)
				annotations.Meta.Set("theirs", "kept")
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			account.Server.Log.Reset()
		}
	}
	writes := func(count int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := len(account.Server.Log.Matching("", "/vlans/")) - account.Server.Log.Count("GET", "/vlans/"); got != count {
				return fmt.Errorf("%d writes, want %d", got, count)
			}
			return nil
		}
	}
	theirs := map[string]string{"name": "old", "theirs": "kept"}
	configured := fmt.Sprintf("name = \"backend\"\nmeta = { zone = \"1\" }\ntags = [%q]", tag.UUID)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             has(account, vlans[1], tag.UUID, map[string]string{"name": "other"}, false),
		Steps: []resource.TestStep{
			{
				PreConfig: annotate("old"), Config: config(account, vlans[0], ""),
				Check: resource.ComposeTestCheckFunc(has(account, vlans[0], tag.UUID, theirs, false), writes(0)),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact("old")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapExact(map[string]knownvalue.Check{
						"theirs": knownvalue.StringExact("kept"),
					})),
				},
			},
			{
				Config: config(account, vlans[0], `name = "backend"`), ConfigPlanChecks: planned(acctest.ExpectUpdate(address, "name")),
				Check: has(account, vlans[0], tag.UUID, map[string]string{"name": "backend", "theirs": "kept"}, false),
			},
			{
				Config: config(account, vlans[0], configured),
				Check:  resource.ComposeTestCheckFunc(has(account, vlans[0], tag.UUID, map[string]string{"name": "backend", "zone": "1"}, true), writes(2)),
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			// Somebody renames it and adds to its meta.
			{
				PreConfig: annotate("renamed"), Config: config(account, vlans[0], configured),
				ConfigPlanChecks: planned(acctest.ExpectUpdate(address, "name", "meta")),
				Check:            has(account, vlans[0], tag.UUID, map[string]string{"name": "backend", "zone": "1"}, true),
			},
			{
				Config: config(account, vlans[0], "name = \"\"\nmeta = {}\ntags = []"),
				Check:  has(account, vlans[0], tag.UUID, map[string]string{}, false),
			},
			{
				Config: config(account, vlans[1], `name = "other"`), ConfigPlanChecks: planned(plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace)),
				Check: has(account, vlans[1], tag.UUID, map[string]string{"name": "other"}, false),
			},
		},
	})
}

func TestVLANErrors(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{})
	vlan := account.Cloud.VLANs(emulated.DefaultUser)[0]
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(account, "7", ""), PlanOnly: true, ExpectError: regexp.MustCompile(`uuid\s+must\s+be\s+a\s+UUID`)},
			{
				Config: config(account, vlan, `meta = { name = "x" }`), PlanOnly: true,
				ExpectError: regexp.MustCompile(`must\s+not\s+be\s+name`),
			},
			{Config: config(account, someUUID, `name = "x"`), ExpectError: regexp.MustCompile(`(?s)Could\s+not\s+adopt\s+the\s+VLAN.*404`)},
			{Config: config(account, vlan, `tags = ["`+someUUID+`"]`), ExpectError: regexp.MustCompile(someUUID)},
		},
	})
}

// TestVLANDataSources finds one VLAN in each way that the official provider has, and all.
func TestVLANDataSources(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{})
	vlans := account.Cloud.VLANs(emulated.DefaultUser)
	search := func(lines string) string {
		return account.Provider + "data \"cloudsigma_vlan\" \"one\" {\n" + lines + "\n}\n"
	}
	is := func(name, id string) []statecheck.StateCheck {
		return []statecheck.StateCheck{
			statecheck.ExpectKnownValue(name, tfjsonpath.New("id"), knownvalue.StringExact(id)),
			statecheck.ExpectKnownValue(name, tfjsonpath.New("uuid"), knownvalue.StringExact(id)),
			statecheck.ExpectKnownValue(name, tfjsonpath.New("resource_uri"), knownvalue.StringExact("/api/2.0/vlans/"+id+"/")),
			statecheck.ExpectKnownValue(name, tfjsonpath.New("name"), knownvalue.StringExact("backend")),
		}
	}
	filter := `filter {
  name   = "%s"
  values = ["%s"]
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(account, vlans[1], `name = "backend"`) + fmt.Sprintf(`
data "cloudsigma_vlan" "name" { name = cloudsigma_vlan.test.name }
data "cloudsigma_vlan" "uuid" {
  uuid = cloudsigma_vlan.test.id
  name = "backend"
}
data "cloudsigma_vlan" "filter" {
  `+filter+`
  depends_on = [cloudsigma_vlan.test]
}
data "cloudsigma_vlans" "all" { depends_on = [cloudsigma_vlan.test] }
data "cloudsigma_vlans" "named" {
  `+filter+`
  depends_on = [cloudsigma_vlan.test]
}
data "cloudsigma_vlans" "none" {
  `+filter+`
}
`, "resourceuri", "/api/2.0/vlans/"+vlans[1]+"/", "name", "backend", "name", "nobody"),
				ConfigStateChecks: append(append(is("data.cloudsigma_vlan.name", vlans[1]), append(is("data.cloudsigma_vlan.uuid", vlans[1]),
					is("data.cloudsigma_vlan.filter", vlans[1])...)...),
					statecheck.ExpectKnownValue("data.cloudsigma_vlans.all", tfjsonpath.New("vlans"), knownvalue.ListSizeExact(len(vlans))),
					statecheck.ExpectKnownValue("data.cloudsigma_vlans.named", tfjsonpath.New("vlans").AtSliceIndex(0).AtMapKey("uuid"), knownvalue.StringExact(vlans[1])),
					statecheck.ExpectKnownValue("data.cloudsigma_vlans.none", tfjsonpath.New("vlans"), knownvalue.ListSizeExact(0)),
				),
			},
			{Config: search(fmt.Sprintf(filter, "subscriptions", "1")), ExpectError: regexp.MustCompile(`is\s+not\s+something\s+to\s+filter\s+by`)},
			{Config: search(""), ExpectError: regexp.MustCompile(`At\s+least\s+one\s+of\s+these`)},
			{Config: search(`name = "nobody"`), ExpectError: regexp.MustCompile(`None\s+of\s+the\s+2\s+VLANs\s+matches`)},
			{Config: search(`uuid = "` + someUUID + `"`), ExpectError: regexp.MustCompile(`404`)},
			{
				Config:      search(`uuid = "` + vlans[0] + "\"\n" + `name = "backend"`),
				ExpectError: regexp.MustCompile(`is\s+another\s+one\s+than\s+name\s+and\s+filter\s+say`),
			},
		},
	})
}

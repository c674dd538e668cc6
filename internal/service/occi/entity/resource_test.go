package entity_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const (
	address        = "occi_entity.data"
	infrastructure = "http://schemas.ogf.org/occi/infrastructure#"
)

func entity(cloud *acctest.OCCI, kind, arguments string) string {
	return cloud.Provider + fmt.Sprintf("resource \"occi_entity\" \"data\" {\nkind = %q\n%s\n}\n", infrastructure+kind, arguments)
}

func volume(cloud *acctest.OCCI, title, size string) string {
	return entity(cloud, "storage", fmt.Sprintf(`
title      = %q
attributes = { "occi.storage.size" = %q }
wait_for   = { attribute = "occi.storage.state", value = "online", failed = "error" }
`, title, size))
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func expect(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

func expectMap(attribute, key, text string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute).AtMapKey(key), knownvalue.StringExact(text))
}

// inCloud checks the volume that reached the cloud.
func inCloud(cloud *acctest.OCCI, id *string, title string, size float64) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		if err := acctest.KeepID(address, id)(state); err != nil || cloud.Cloud == nil {
			return err
		}
		record, found := cloud.Cloud.Storage(*id)
		if !found || record.Name != title || record.SizeGB != size {
			return fmt.Errorf("the cloud has %+v, want %q with %v GB", record, title, size)
		}
		return nil
	}
}

// TestLifeEntity manages a volume as an entity of any kind. ooi changes no volume, and occi-os answers 404 to a title
// without a summary (capture occi-os/08-storage-update-title.occi).
func TestLifeEntity(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var id string
		title := acctest.Name("volume")
		update := resource.TestStep{
			Config:           volume(cloud, title+"-new", "1.0"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, "title", "all_attributes"+acctest.KnownAfterApply)}},
			Check:            inCloud(cloud, &id, title+"-new", 1),
		}
		if cloud.Manner == occi.MannerOcciOS {
			update.Check, update.ExpectError = nil, regexp.MustCompile(`(?s)Could not change the entity.*404\s+Not\s+Found:\s+'occi\.core\.summary'`)
		}
		if cloud.Manner == occi.MannerOOI {
			update.Check, update.ExpectError = nil, regexp.MustCompile(`(?s)Could not change the entity.*Updating\s+/storage/.*400\s+Bad\s+Request`)
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: volume(cloud, title, "1"),
					Check:  inCloud(cloud, &id, title, 1),
					ConfigStateChecks: []statecheck.StateCheck{
						expect("title", knownvalue.StringExact(title)),
						expectMap("attributes", "occi.storage.size", "1"),
						expectMap("all_attributes", "occi.storage.state", "online"),
					},
				},
				{Config: volume(cloud, title, "1.0"), ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop)},
				{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					// The attributes are those that the server shows, in its form.
					ImportStateVerifyIgnore: []string{"wait_for", "attributes"},
				},
				update,
			},
		})
	})
}

// TestPlanAfterImport: what the server shows of a volume that somebody else has made is taken for configured, in
// whatever form; then there is nothing to do. ooi tells no attributes of kinds in text, so there it is only recorded.
func TestPlanAfterImport(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		id := existing(t, cloud)
		action := plancheck.ResourceActionNoop
		if cloud.Manner == occi.MannerOOI && strings.Contains(t.Name(), "/text-") {
			action = plancheck.ResourceActionUpdate
		}
		config := entity(cloud, "storage", `attributes = { "occi.storage.size" = "3" }`)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config:           config + fmt.Sprintf("import {\n to = %s\n id = %q\n}\n", address, cloud.Server.URL+cloud.Manner.Path()+id[1:]),
				ConfigPlanChecks: expectAction(action),
				ConfigStateChecks: []statecheck.StateCheck{
					expect("id", knownvalue.StringExact(id)), expect("title", knownvalue.StringExact("theirs")),
				},
			}},
		})
		if posts := cloud.Server.Log.Count(http.MethodPost, "/storage/."); posts > 0 {
			t.Errorf("%d updates were sent", posts)
		}
	})
}

package storage_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// volumes is a configuration with two volumes, one of which the data sources look for.
func volumes(cloud *acctest.OCCI, name string) string {
	return cloud.Provider + fmt.Sprintf(`
resource "occi_storage" "data" {
  title = "%[1]s-data"
  size  = 2
}

resource "occi_storage" "log" {
  title = "%[1]s-log"
  size  = 1
}

data "occi_storage" "by_id" {
  id = occi_storage.data.id
}

data "occi_storage" "by_title" {
  title      = occi_storage.log.title
  depends_on = [occi_storage.data]
}

data "occi_storages" "data" {
  title_regex = "^%[1]s-.*$"
  depends_on  = [occi_storage.data, occi_storage.log]
}
`, name)
}

func TestLifeDataSources(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		name := acctest.Name("volume")
		found := func(source, attribute string, value knownvalue.Check) statecheck.StateCheck {
			return statecheck.ExpectKnownValue("data."+source, tfjsonpath.New(attribute), value)
		}
		item := func(title string, size float64) knownvalue.Check {
			return knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"id": knownvalue.NotNull(), "title": knownvalue.StringExact(title),
				"size": knownvalue.Float64Exact(size), "state": knownvalue.StringExact("online"),
			})
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: volumes(cloud, name),
				ConfigStateChecks: []statecheck.StateCheck{
					found("occi_storage.by_id", "title", knownvalue.StringExact(name+"-data")),
					found("occi_storage.by_id", "size", knownvalue.Float64Exact(2)),
					found("occi_storage.by_title", "size", knownvalue.Float64Exact(1)),
					found("occi_storages.data", "storages", knownvalue.ListSizeExact(2)),
					found("occi_storages.data", "storages", knownvalue.SetExact([]knownvalue.Check{
						item(name+"-data", 2), item(name+"-log", 1),
					})),
				},
			}},
		})
	})
}

// TestDataSourceNotFound: what a data source does not find, or finds twice, is an error at its argument.
func TestDataSourceNotFound(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	twins := volume(cloud, "title = \"twin\"\nsize = 1\ncount = 2")
	for name, test := range map[string]struct{ config, says string }{
		"no such id":    {`id = "/storage/none"`, `(?s)Cannot find the volume.*404`},
		"no such title": {`title = "none"`, `None of 2 entities of the kind storage`},
		"two of them":   {`title = "twin"`, `(?s)2 entities of the kind storage.*/storage/.*,\s+/storage/`},
		"nothing given": {``, `Exactly one of these attributes must be configured`},
	} {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config:      twins + "data \"occi_storage\" \"it\" {\n" + test.config + "\ndepends_on = [occi_storage.data]\n}\n",
					ExpectError: regexp.MustCompile(test.says),
				}},
			})
		})
	}
}

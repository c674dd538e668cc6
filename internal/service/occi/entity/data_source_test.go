package entity_test

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

func TestLifeEntityDataSources(t *testing.T) {
	t.Parallel()
	acctest.OnOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		title := acctest.Name("volume")
		found := func(source string, check knownvalue.Check) statecheck.StateCheck {
			return statecheck.ExpectKnownValue("data.occi_entities."+source, tfjsonpath.New("entities"), check)
		}
		text := knownvalue.StringExact
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{{
				Config: volume(cloud, title, "2") + fmt.Sprintf(`
data "occi_entity" "by_id" {
  id = occi_entity.data.id
}

data "occi_entities" "by_size" {
  kind       = occi_entity.data.kind
  attributes = { "occi.storage.size" = "2.00", "occi.core.title" = %[1]q }
  depends_on = [occi_entity.data]
}

data "occi_entities" "none" {
  kind       = occi_entity.data.kind
  attributes = { "occi.core.title" = "%[1]s-other" }
  depends_on = [occi_entity.data]
}

data "occi_entities" "templates" {
  kind       = occi_entity.data.kind
  mixin      = "%[2]sos_tpl"
  depends_on = [occi_entity.data]
}
`, title, infrastructure),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("data.occi_entity.by_id", tfjsonpath.New("kind"), text(infrastructure+"storage")),
					statecheck.ExpectKnownValue("data.occi_entity.by_id", tfjsonpath.New("attributes").AtMapKey("occi.storage.state"), text("online")),
					statecheck.ExpectKnownValue("data.occi_entity.by_id", tfjsonpath.New("actions"), knownvalue.ListPartial(map[int]knownvalue.Check{
						0: text("http://schemas.ogf.org/occi/infrastructure/storage/action#backup"),
					})),
					found("by_size", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"id": knownvalue.NotNull(), "title": text(title), "kind": text(infrastructure + "storage"),
						"links": knownvalue.ListSizeExact(0), "mixins": knownvalue.ListSizeExact(0),
					})})),
					found("none", knownvalue.ListSizeExact(0)),
					found("templates", knownvalue.ListSizeExact(0)),
				},
			}},
		})
	})
}

func TestEntityDataSourceErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		manner       occi.Manner
		config, says string
	}{
		"no such id":     {occi.MannerGuide, `data "occi_entity" "it" { id = "/storage/none" }`, `(?s)Cannot find the entity.*404`},
		"unknown kind":   {occi.MannerGuide, `data "occi_entities" "it" { kind = "` + infrastructure + `storages" }`, `(?s)kind\s+=.*did\s+you\s+mean`},
		"unknown mixin":  {occi.MannerGuide, `data "occi_entities" "it" { mixin = "http://example.org/a#b" }`, `(?s)mixin\s+=.*does\s+not\s+know\s+the\s+mixin`},
		"no collection":  {occi.MannerOOI, `data "occi_entities" "it" { mixin = "` + infrastructure + `os_tpl" }`, `(?s)no\s+collection\s+of\s+its\s+members,\s+give\s+the\s+kind.*404`},
		"nothing given":  {occi.MannerGuide, `data "occi_entities" "it" {}`, `At least one of these attributes must be configured`},
		"no attribute's": {occi.MannerGuide, "data \"occi_entities\" \"it\" {\nkind = \"" + infrastructure + "storage\"\nattributes = { \"a b\" = \"\" }\n}", `be the name of a further attribute`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: test.manner})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps:                    []resource.TestStep{{Config: cloud.Provider + test.config, ExpectError: regexp.MustCompile(test.says)}},
			})
		})
	}
}

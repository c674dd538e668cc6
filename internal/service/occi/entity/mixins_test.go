package entity_test

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// taggedVolume is a volume with what mixins says, on a cloud with the tags blue and green.
func taggedVolume(cloud *acctest.OCCI, mixins string) string {
	const tag = "resource \"occi_mixin\" %[1]q {\nterm = %[1]q\nscheme = \"http://example.org/tags#\"\n}\n"
	return fmt.Sprintf(tag, "blue") + fmt.Sprintf(tag, "green") +
		entity(cloud, "storage", mixins+"\ntitle = \"tagged\"\nattributes = { \"occi.storage.size\" = \"1\" }")
}

// TestDriftOfMixins: a tag that somebody else gives a volume is shown and taken off, where mixins are configured.
func TestDriftOfMixins(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, emulated.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		if cloud.Manner == emulated.MannerOOI {
			return // It takes no tags at all, see TestLifeMixinAssociation.
		}
		var id string
		tagGreen := func() {
			cloud.Send(t, http.MethodPost, "/green/", http.Header{
				"Content-Type": {"text/occi"}, "X-OCCI-Location": {cloud.Server.URL + id},
			}, "")
		}
		taken := func(times int) resource.TestCheckFunc {
			return func(*terraform.State) error {
				if count := cloud.Server.Log.Count(http.MethodDelete, "/green/$"); count != times {
					return fmt.Errorf("the tag was taken off %d times, want %d", count, times)
				}
				return nil
			}
		}
		blue, shown := taggedVolume(cloud, "mixins = [occi_mixin.blue.id]"), []string{"blue"}
		if cloud.Manner == emulated.MannerOcciOS {
			shown = nil // It drops the mixins of new volumes.
		}
		exactly := func(attribute string, terms ...string) statecheck.StateCheck {
			var tags []knownvalue.Check
			for _, term := range terms {
				tags = append(tags, knownvalue.StringExact("http://example.org/tags#"+term))
			}
			return expect(attribute, knownvalue.SetExact(tags))
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: blue, Check: acctest.KeepID(address, &id)},
				{
					PreConfig: tagGreen, RefreshState: true, ExpectNonEmptyPlan: true,
					Check: resource.ComposeTestCheckFunc(
						resource.TestCheckResourceAttr(address, "mixins.#", "2"),
						resource.TestCheckTypeSetElemAttr(address, "mixins.*", "http://example.org/tags#green")),
				},
				{
					Config: blue, ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate), Check: taken(1),
					ConfigStateChecks: []statecheck.StateCheck{exactly("mixins", "blue"), exactly("all_mixins", shown...)},
				},
				{
					PreConfig: tagGreen,
					Config:    taggedVolume(cloud, "mixins = []"), ConfigPlanChecks: expectAction(plancheck.ResourceActionUpdate), Check: taken(2),
					ConfigStateChecks: []statecheck.StateCheck{exactly("mixins"), exactly("all_mixins")},
				},
				{Config: taggedVolume(cloud, ""), Check: taken(2)},
				{
					PreConfig: tagGreen,
					Config:    taggedVolume(cloud, ""), ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop), Check: taken(2),
					ConfigStateChecks: []statecheck.StateCheck{expect("mixins", knownvalue.Null()), exactly("all_mixins", "green")},
				},
			},
		})
	})
}

// TestMixinsOfServer: what the server itself gives a VM, such as os_vms, is no difference.
func TestMixinsOfServer(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, emulated.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		config := fmt.Sprintf(`
data "occi_os_template" "image" {
  title = %q
}

data "occi_resource_template" "flavor" {
  title = %q
}
`, cloud.Image, cloud.Flavor) + entity(cloud, "compute", `
title  = "web"
mixins = [data.occi_os_template.image.id, data.occi_resource_template.flavor.id]
`)
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: config},
				{
					Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop),
					ConfigStateChecks: []statecheck.StateCheck{expect("mixins", knownvalue.SetSizeExact(2))},
				},
			},
		})
	})
}

// given is a step's preparation: somebody else gives all entities a mixin.
func given(server *vendor, mixin occi.Category) func() {
	return func() {
		server.change(func(entity *occi.Entity) { entity.Mixins = append(entity.Mixins, mixin) })
	}
}

// during is a check of the plan that looks at nothing: something else happens between plan and apply.
type during func()

func (d during) CheckPlan(context.Context, plancheck.CheckPlanRequest, *plancheck.CheckPlanResponse) {
	d()
}

// TestMixinBetweenPlanAndApply: what somebody adds after the plan was made is not taken for the server's own.
func TestMixinBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	provider := server.provider("auto")
	has := func(terms ...string) resource.TestCheckFunc { return hasMixins(server, terms...) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: provider + contract("eu", "2", `"premium"`)},
			{
				Config: provider + contract("eu", "3", `"premium"`), ExpectNonEmptyPlan: true, Check: has("premium", "audited"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{during(given(server, audited))}},
			},
			{Config: provider + contract("eu", "3", `"premium"`), Check: has("premium")},
		},
	})
}

func hasMixins(server *vendor, terms ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		server.mutex.Lock()
		defer server.mutex.Unlock()
		for path, entity := range server.entities {
			var shown []string
			for _, mixin := range entity.Mixins {
				shown = append(shown, mixin.Term)
			}
			if !slices.Equal(shown, terms) {
				return fmt.Errorf("%s has %v, want %v", path, shown, terms)
			}
		}
		return nil
	}
}

// TestMixinThatStays: where the server does not take off a mixin the error says so, and it can be configured instead.
func TestMixinThatStays(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	provider := server.provider("auto")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: provider + contract("eu", "2", `"premium"`)},
			{
				PreConfig: given(server, sealed), Config: provider + contract("eu", "2", `"premium"`),
				ExpectError: regexp.MustCompile(`(?s)Could not change the entity.*#sealed,\s+which\s+is\s+not\s+in\s+.mixins.*no\s+collection`),
			},
			{
				Config: provider + contract("eu", "2", `"premium", "sealed"`), Check: hasMixins(server, "premium", "sealed"),
				ConfigPlanChecks: expectAction(plancheck.ResourceActionNoop),
			},
		},
	})
}

// TestMixinOfStandard: what is related to a mixin of the standards, such as a template, comes and goes with what it
// stands for.
func TestMixinOfStandard(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	config := server.provider("auto") + contract("eu", "2", `"premium"`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: given(server, template), Config: config, Check: hasMixins(server, "premium", "large"),
				ConfigPlanChecks:  expectAction(plancheck.ResourceActionNoop),
				ConfigStateChecks: []statecheck.StateCheck{expect("mixins", knownvalue.SetSizeExact(1))},
			},
		},
	})
}

// TestMixinsAfterImport: what an imported entity has counts as the server's, unless it is configured.
func TestMixinsAfterImport(t *testing.T) {
	t.Parallel()
	server := newVendor(t, true)
	server.entities["/agreement/7"] = &occi.Entity{
		Kind: agreement, Location: "/agreement/7", Mixins: []occi.Category{audited},
		Attributes: occi.Attributes{"sla.region": occi.String("eu")},
	}
	config := func(mixins string) string {
		return server.provider("auto") + fmt.Sprintf(`
resource "occi_entity" "data" {
  kind       = "http://example.org/occi/sla#agreement"
  attributes = { "sla.region" = "eu" }
  mixins     = %s
}

import {
  to = occi_entity.data
  id = "/agreement/7"
}
`, mixins)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(`["http://example.org/occi/sla#premium"]`), Check: hasMixins(server, "audited", "premium")},
			{
				PreConfig: given(server, extra), Config: config(`["http://example.org/occi/sla#premium"]`),
				Check: hasMixins(server, "audited", "premium"),
			},
			{Config: config(`["http://example.org/occi/sla#audited"]`), Check: hasMixins(server, "audited")},
			{Config: config(`[]`), Check: hasMixins(server)},
		},
	})
}

package mixinassociation_test

import (
	"fmt"
	"io"
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
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const (
	address = "occi_mixin_association.tag"
	scheme  = "http://example.org/tags#"
)

// tagged is a volume with one of two tags.
func tagged(cloud *acctest.OCCI, name, tag string) string {
	return cloud.Provider + fmt.Sprintf(`
resource "occi_mixin" "blue" {
  term   = "%[1]s-blue"
  scheme = %[2]q
}

resource "occi_mixin" "green" {
  term     = "%[1]s-green"
  scheme   = %[2]q
  location = "/%[1]s/green/"
}

resource "occi_storage" "data" {
  title = %[1]q
  size  = 1
}

resource "occi_mixin_association" "tag" {
  entity_id = occi_storage.data.id
  mixin     = occi_mixin.%[3]s.id
}

data "occi_entities" "blue" {
  mixin      = occi_mixin.blue.id
  depends_on = [occi_mixin_association.tag]
}
`, name, scheme, tag)
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func blueMembers(count int) []statecheck.StateCheck {
	return []statecheck.StateCheck{
		statecheck.ExpectKnownValue("data.occi_entities.blue", tfjsonpath.New("entities"), knownvalue.ListSizeExact(count)),
	}
}

// send sends a request without Terraform and returns the body of the answer.
func send(t *testing.T, cloud *acctest.OCCI, method, path, location string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, cloud.Server.URL+path, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/plain")
	request.Header.Set("X-Auth-Token", cloud.Keystone.IssueToken(keystone.DefaultUserName))
	if location != "" {
		request.Header.Set("Content-Type", "text/occi")
		request.Header.Set("X-OCCI-Location", cloud.Server.URL+location)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= http.StatusBadRequest {
		t.Fatalf("%s %s: %d, %v: %s", method, path, response.StatusCode, err, body)
	}
	return string(body)
}

// TestLifeMixinAssociation: a tag is given to a volume, taken off by somebody else, given again, and exchanged. ooi
// knows no mixins of users.
func TestLifeMixinAssociation(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		if cloud.Manner == occi.MannerOOI {
			refusedByOOI(t, cloud)
			return
		}
		var id, volume string
		name := acctest.Name("tag")
		shows := func(has, hasNot string) resource.TestCheckFunc {
			return func(state *terraform.State) error {
				volume = state.RootModule().Resources["occi_storage.data"].Primary.ID
				shown := send(t, cloud, http.MethodGet, volume, "")
				if !strings.Contains(shown, name+"-"+has) || strings.Contains(shown, name+"-"+hasNot) {
					return fmt.Errorf("the server shows %s", shown)
				}
				return nil
			}
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{
					Config: tagged(cloud, name, "blue"), ConfigStateChecks: blueMembers(1),
					Check: resource.ComposeTestCheckFunc(shows("blue", "green"), acctest.KeepID(address, &id)),
				},
				{ResourceName: address, ImportState: true, ImportStateVerify: true},
				{ResourceName: "occi_mixin.green", ImportState: true, ImportStateVerify: true},
				{
					PreConfig: func() { send(t, cloud, http.MethodDelete, "/"+name+"-blue/", volume) },
					Config:    tagged(cloud, name, "blue"), ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
					Check: shows("blue", "green"),
				},
				{
					Config: tagged(cloud, name, "green"), ConfigStateChecks: blueMembers(0),
					ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate), Check: shows("green", "blue"),
				},
			},
		})
	})
}

func refusedByOOI(t *testing.T, cloud *acctest.OCCI) {
	t.Helper()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: tagged(cloud, "web", "blue"), ExpectError: regexp.MustCompile(`(?s)Could not create the mixin.*400\s+Bad\s+Request`)},
			{
				Config: cloud.Provider + `
resource "occi_storage" "data" {
  title = "web"
  size  = 1
}

resource "occi_mixin_association" "tag" {
  entity_id = occi_storage.data.id
  mixin     = "http://schemas.openstack.org/compute/instance#user_data"
}
`,
				ExpectError: regexp.MustCompile(`(?s)Could not add the mixin.*/openstack_user_data/.*404`),
			},
		},
	})
}

func TestMixinAssociationErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	const volume = "resource \"occi_storage\" \"data\" {\ntitle = \"data\"\nsize = 1\n}\n"
	for name, test := range map[string]struct{ entity, mixin, says string }{
		"unknown mixin":  {"occi_storage.data.id", scheme + "none", `(?s)Could not add the mixin.*does\s+not\s+know\s+the\s+mixin`},
		"unknown entity": {`"/storage/none"`, "http://schemas.ogf.org/occi/infrastructure#os_tpl", `(?s)Could not add the mixin.*Could\s+not\s+find`},
		"no identifier":  {"occi_storage.data.id", "blue", `be\s+a\s+type\s+identifier`},
		"no path":        {`"storage"`, scheme + "blue", `be\s+the\s+id\s+of\s+an\s+entity`},
	} {
		t.Run(name, func(t *testing.T) {
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: cloud.Provider + volume + fmt.Sprintf(
						"resource \"occi_mixin_association\" \"tag\" {\nentity_id = %s\nmixin = %q\n}\n", test.entity, test.mixin),
					ExpectError: regexp.MustCompile(test.says),
				}},
			})
		})
	}
}

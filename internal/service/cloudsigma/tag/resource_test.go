package tag_test

import (
	"fmt"
	"regexp"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const address = "cloudsigma_tag.test"

// config has a tag with further lines, and two drives: one for resources of the tag, and one that names the tag in
// its own tags.
func config(cloud *acctest.CloudSigma, name, lines string) string {
	return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_tag" "test" {
  name = %[1]q
%[2]s
}

resource "cloudsigma_drive" "listed" {
  name  = "%[1]s-listed"
  media = "disk"
  size  = 1073741824
}

resource "cloudsigma_drive" "naming" {
  name  = "%[1]s-naming"
  media = "disk"
  size  = 1073741824
  tags  = [cloudsigma_tag.test.id]
}

data "cloudsigma_tag" "uuid" {
  uuid       = cloudsigma_tag.test.id
  name       = cloudsigma_tag.test.name
  depends_on = [cloudsigma_drive.naming]
}

data "cloudsigma_tag" "name" {
  name = cloudsigma_tag.test.name
}

data "cloudsigma_tag" "filter" {
  filter {
    name   = "resourceuri"
    values = [cloudsigma_tag.test.resource_uri, "other"]
  }
}

data "cloudsigma_tags" "filter" {
  filter {
    name   = "name"
    values = [cloudsigma_tag.test.name]
  }
}
`, name, lines)
}

// only returns the only tag of the emulator, with its resources by the ends of the names of their drives.
func only(t *testing.T, cloud *acctest.CloudSigma) (cloudsigma.Tag, []string) {
	t.Helper()
	var found cloudsigma.Tag
	for _, item := range cloud.Server.Inventory() {
		if item.Kind == "tag" {
			found, _ = cloud.Cloud.Tag(item.ID)
		}
	}
	ends := []string{}
	for _, uuid := range found.Resources {
		drive, _ := cloud.Cloud.Drive(uuid)
		ends = append(ends, drive.Name[len(drive.Name)-len("-naming"):])
	}
	slices.Sort(ends)
	return found, ends
}

func wantTag(t *testing.T, cloud *acctest.CloudSigma, name string, meta map[string]string, resources ...string) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		if cloud.Cloud == nil {
			return nil
		}
		found, ends := only(t, cloud)
		delete(found.Meta, "occi-provider-create-id")
		if diff := cmp.Diff(resources, ends) + cmp.Diff(meta, found.Meta) + cmp.Diff(name, found.Name); diff != "" {
			return fmt.Errorf("the tag (-want +got):\n%s", diff)
		}
		return nil
	}
}

// TestTagLife tags a drive from either end. Neither end undoes the other: every step ends with an empty plan.
func TestTagLife(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("tag")
	updates := resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		acctest.ExpectUpdate(address, "name", "meta", "resources"),
		// What the tag does to the drive in the same apply is for the next refresh to show.
		acctest.ExpectUpdate("cloudsigma_drive.listed", "name"),
	}}
	listed := "  meta      = { team = \"one\" }\n  resources = [cloudsigma_drive.listed.id]"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, name, listed),
				Check:  wantTag(t, cloud, name, map[string]string{"team": "one"}, "-listed", "-naming"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("resources"), knownvalue.SetSizeExact(1)),
					statecheck.ExpectKnownValue("data.cloudsigma_tag.uuid", tfjsonpath.New("resources"), knownvalue.SetSizeExact(2)),
					statecheck.ExpectKnownValue("data.cloudsigma_tag.uuid", tfjsonpath.New("resources_by_type").AtMapKey("drives"),
						knownvalue.SetSizeExact(2)),
					statecheck.ExpectKnownValue("data.cloudsigma_tag.uuid", tfjsonpath.New("meta"),
						knownvalue.MapExact(map[string]knownvalue.Check{"team": knownvalue.StringExact("one")})),
					statecheck.ExpectKnownValue("data.cloudsigma_tag.name", tfjsonpath.New("id"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue("data.cloudsigma_tag.filter", tfjsonpath.New("name"), knownvalue.StringExact(name)),
					statecheck.ExpectKnownValue("data.cloudsigma_tags.filter", tfjsonpath.New("tags").AtSliceIndex(0).AtMapKey("name"),
						knownvalue.StringExact(name)),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				// Which of them the configuration names cannot be told.
				ImportStateVerifyIgnore: []string{"resources"},
			},
			{
				Config:           config(cloud, name+"-renamed", "  meta      = {}\n  resources = []"),
				ConfigPlanChecks: updates,
				Check:            wantTag(t, cloud, name+"-renamed", map[string]string{}, "-naming"),
			},
			{
				// What the configuration does not name is left alone.
				Config: config(cloud, name+"-renamed", ""),
				Check:  wantTag(t, cloud, name+"-renamed", map[string]string{}, "-naming"),
			},
		},
	})
}

// TestTagDrift mends a tag from which somebody took a resource, and makes one anew that is gone.
func TestTagDrift(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	listed := config(cloud, "drift", "  resources = [cloudsigma_drive.listed.id]")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: listed},
			{
				PreConfig: func() {
					found, _ := only(t, cloud)
					for _, uuid := range found.Resources {
						if err := cloud.Cloud.Untag(uuid); err != nil {
							t.Error(err)
						}
					}
					cloud.Server.Log.Reset()
				},
				Config: listed,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectUpdate(address, "resources"),
					acctest.ExpectUpdate("cloudsigma_drive.naming", "tags"),
				}},
				Check: func(*terraform.State) error {
					if puts := cloud.Server.Log.Count("PUT", "/tags/"); puts != 1 {
						return fmt.Errorf("the tag was written %d times, want once", puts)
					}
					_, ends := only(t, cloud)
					if diff := cmp.Diff([]string{"-listed", "-naming"}, ends); diff != "" {
						return fmt.Errorf("the tag (-want +got):\n%s", diff)
					}
					return nil
				},
			},
			{
				PreConfig: func() {
					found, _ := only(t, cloud)
					if err := cloud.Cloud.Vanish("tags", found.UUID); err != nil {
						t.Error(err)
					}
				},
				Config: listed,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
		},
	})
}

func TestTagErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	tags := cloud.Provider + `
resource "cloudsigma_tag" "twin" {
  count = 2
  name  = "twin"
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      tags + "data \"cloudsigma_tag\" \"none\" {}\n",
				ExpectError: regexp.MustCompile(`At least one of these attributes`),
			},
			{
				Config:      tags + "data \"cloudsigma_tag\" \"odd\" {\n filter {\n name = \"colour\"\n values = [\"red\"]\n }\n}\n",
				ExpectError: regexp.MustCompile(`"colour" is not something`),
			},
			{
				Config:      tags + "data \"cloudsigma_tag\" \"twin\" {\n name = \"twin\"\n depends_on = [cloudsigma_tag.twin]\n}\n",
				ExpectError: regexp.MustCompile(`2 tags match`),
			},
			{
				Config: tags + "data \"cloudsigma_tag\" \"other\" {\n uuid = cloudsigma_tag.twin[0].id\n name = \"other\"\n}\n",
				// The name of the tag with that UUID is another one.
				ExpectError: regexp.MustCompile(`None of the 1 tags\s+matches`),
			},
			{
				Config:      tags + "resource \"cloudsigma_tag\" \"bad\" {\n name = \"bad\"\n resources = [\"192.0.2.99\"]\n}\n",
				ExpectError: regexp.MustCompile(`does\s+not\s+exist`),
			},
		},
	})
}

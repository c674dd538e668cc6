package acl_test

import (
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
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const (
	address = "cloudsigma_acl.test"
	friend  = "friend@example.com"
)

func sharing(t *testing.T) *acctest.CloudSigma {
	t.Helper()
	return acctest.EmulateCloudSigma(t, cloudsigma.Options{Users: map[string]string{
		cloudsigma.DefaultUser: cloudsigma.DefaultPassword, friend: "pw",
	}})
}

// config has an ACL with these lines, for a tag and a drive that has it.
func config(cloud *acctest.CloudSigma, name, lines string) string {
	return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_tag" "shared" {
  name = "%[1]s-tag"
}

resource "cloudsigma_drive" "shared" {
  name  = "%[1]s-drive"
  media = "disk"
  size  = 1073741824
  tags  = [cloudsigma_tag.shared.id]
}

resource "cloudsigma_acl" "test" {
  name = %[1]q
  tags = [cloudsigma_tag.shared.id]
%[2]s
}

data "cloudsigma_acl" "test" {
  name = cloudsigma_acl.test.name
}
`, name, lines)
}

// only returns the only ACL of the emulator.
func only(cloud *acctest.CloudSigma) cloudsigma.ACL {
	for _, item := range cloud.Server.Inventory() {
		if item.Kind == "acl" {
			found, _ := cloud.Cloud.ACL(item.ID)
			return found
		}
	}
	return cloudsigma.ACL{}
}

func TestACLLife(t *testing.T) {
	t.Parallel()
	cloud := sharing(t)
	uuid := cloud.Cloud.AccountUUID(friend)
	lines := fmt.Sprintf("  permissions = [\"LIST\", \"ATTACH\"]\n  grantees = [%q]\n  meta = { why = \"test\" }", uuid)
	wants := func(grantees []string, permissions ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			found := only(cloud)
			if diff := cmp.Diff(grantees, found.Grantees) + cmp.Diff(permissions, found.Permissions); diff != "" || len(found.Tags) != 1 {
				return fmt.Errorf("the ACL %+v (-want +got):\n%s", found, diff)
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, "acl", lines),
				Check:  wants([]string{friend}, "ATTACH", "LIST"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue("data.cloudsigma_acl.test", tfjsonpath.New("owner"),
						knownvalue.StringExact(cloud.Cloud.AccountUUID(cloudsigma.DefaultUser))),
					statecheck.ExpectKnownValue("data.cloudsigma_acl.test", tfjsonpath.New("grantees"),
						knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact(uuid)})),
					statecheck.ExpectKnownValue("data.cloudsigma_acl.test", tfjsonpath.New("permissions"), knownvalue.SetSizeExact(2)),
				},
			},
			{ResourceName: address, ImportState: true, ImportStateVerify: true},
			{
				Config: config(cloud, "renamed", "  permissions = [\"LIST\", \"EDIT\"]\n  grantees = []"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectUpdate(address, "name", "permissions", "grantees"),
				}},
				Check: wants(nil, "EDIT", "LIST"),
			},
			{
				PreConfig: func() {
					if err := cloud.Cloud.Vanish("acls", only(cloud).UUID); err != nil {
						t.Error(err)
					}
				},
				Config: config(cloud, "renamed", "  permissions = [\"LIST\"]\n  grantees = []"),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
				Check: wants(nil, "LIST"),
			},
			{
				// The server decides which permissions there are.
				Config:      config(cloud, "renamed", "  permissions = [\"FLY\"]\n  grantees = []"),
				ExpectError: regexp.MustCompile(`"FLY"\s+is\s+not\s+a\s+valid\s+choice`),
			},
		},
	})
}

func TestACLInvalid(t *testing.T) {
	t.Parallel()
	acctest.ExpectInvalid(t, sharing(t).Provider, "cloudsigma_acl", []acctest.Invalid{
		{
			Name:      "grantee by address",
			Arguments: "  name = \"a\"\n  permissions = []\n  tags = []\n  grantees = [\"friend@example.com\"]",
			Line:      `grantees = ["friend@example.com"]`, Says: "be a UUID",
		},
		{
			Name:      "blank permission",
			Arguments: "  name = \"a\"\n  permissions = [\"\"]\n  tags = []\n  grantees = []",
			Line:      `permissions = [""]`, Says: "not be empty",
		},
	})
}

package storage_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// The id is a path; a URL of any host and the last segment of the path do as well. The plan after the import
// is empty.
func TestStorageImport(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	var id string
	config := volume(cloud, "title = \"data\"\nsize = 3")
	steps := []resource.TestStep{{Config: config, Check: acctest.KeepID(address, &id)}}
	for _, form := range []func() string{
		func() string { return id },
		func() string { return cloud.Server.URL + id },
		func() string { return "http://another.example.org:8787" + id },
		func() string { return id[len("/storage/"):] },
	} {
		steps = append(steps, resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateIdFunc: func(*terraform.State) (string, error) { return form(), nil },
		})
	}
	steps = append(steps, resource.TestStep{
		Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
		ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop),
		}},
	})
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers(), Steps: steps})
}

func TestStorageImportOfNothing(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: volume(cloud, "size = 1"), ResourceName: address, ImportState: true, ImportStateId: "no-such-volume",
				ExpectError: regexp.MustCompile("Cannot import non-existent remote object"),
			},
			{
				Config: volume(cloud, "size = 1"), ResourceName: address, ImportState: true, ImportStateId: "/storage/../compute/1",
				ExpectError: regexp.MustCompile(`(?s)Cannot import.*contains "\." or\s+"\.\."`),
			},
		},
	})
}

// An import of another kind must not end in its deletion.
func TestStorageImportOfAnotherKind(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: volume(cloud, "size = 1"), ResourceName: address, ImportState: true, ImportStateId: "/network/public",
			ExpectError: regexp.MustCompile(`/network/public\s+is\s+of\s+the\s+kind\s+\S+#network,\s+not\s+\S+#storage`),
		}},
	})
}

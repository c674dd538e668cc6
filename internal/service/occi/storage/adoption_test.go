package storage_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestStorageDoesNotAdoptOfEarlierRun: a volume of the same title that an earlier run made belongs to another
// resource, though this run has not made it.
func TestStorageDoesNotAdoptOfEarlierRun(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	const first = `
resource "occi_storage" "first" {
  title = "data"
  size  = 1
}
`
	const second = `
resource "occi_storage" "second" {
  title = "data"
  size  = 1
}
`
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: cloud.Provider + first},
			{
				PreConfig: func() {
					if err := cloud.Server.Faults.Add(emulator.Fault{
						Kind: emulator.FaultDrop, Method: "POST", Path: "^/storage/$", Times: 1,
					}); err != nil {
						t.Fatal(err)
					}
				},
				Config:      cloud.Provider + first + second,
				ExpectError: regexp.MustCompile(`it\s+may\s+be\s+one\s+of\s+/storage/`),
			},
		},
	})
}

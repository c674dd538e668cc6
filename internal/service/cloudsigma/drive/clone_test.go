package drive_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// librarySize is the size of the Ubuntu drives in the emulator's library.
const librarySize = 10 * gibibyte

// clone is a copy of a drive with further lines.
func clone(cloud *acctest.CloudSigma, source string, size int64, lines string) string {
	return config(cloud, size, fmt.Sprintf("clone_drive_id = %q\n%s", source, lines))
}

func TestDriveClonedFromLibrary(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{DriveTime: 200 * time.Millisecond})
	tag := makeTag(t, cloud, "mine")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: clone(cloud, cloudsigma.LatestUbuntuLibraryDrive, librarySize,
					fmt.Sprintf("storage_type = \"nvme\"\nmeta = { a = \"b\" }\ntags = [%q]", tag)),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("unmounted")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapSizeExact(1)),
				},
				Check: func(*terraform.State) error {
					drive := onlyDrive(t, cloud)
					tagged, _ := cloud.Cloud.Tag(tag)
					if drive.ClonedFrom != cloudsigma.LatestUbuntuLibraryDrive || drive.StorageType != "nvme" ||
						drive.Name != "tf-acc-drive" || drive.Size != librarySize || len(tagged.Resources) != 1 {
						return fmt.Errorf("the drive is %+v, the tag is on %v", drive, tagged.Resources)
					}
					return nil
				},
			},
			{
				// Another source replaces the drive; the copy may be smaller than the drive before it.
				Config: clone(cloud, cloudsigma.CDROMLibraryDrive, 2*gibibyte, ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace),
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("id")),
				}},
				Check: func(*terraform.State) error {
					// The media of the source is another one than that of the configuration.
					if drive := onlyDrive(t, cloud); drive.ClonedFrom != cloudsigma.CDROMLibraryDrive || drive.Media != "disk" {
						return fmt.Errorf("the drive is %+v", drive)
					}
					return nil
				},
			},
			{Config: config(cloud, 2*gibibyte, ""), ConfigPlanChecks: replaces()},
		},
	})
}

func TestDriveClonedFromOwnDrive(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{DriveTime: 200 * time.Millisecond})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			// A copy keeps the meta of its source.
			Config: config(cloud, gibibyte, `meta = { os = "linux" }`) + `
resource "cloudsigma_drive" "copy" {
  name           = "tf-acc-copy"
  media          = "disk"
  size           = cloudsigma_drive.test.size
  clone_drive_id = cloudsigma_drive.test.id
}
`,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue("cloudsigma_drive.copy", tfjsonpath.New("status"), knownvalue.StringExact("unmounted")),
				statecheck.ExpectKnownValue("cloudsigma_drive.copy", tfjsonpath.New("meta"),
					knownvalue.MapExact(map[string]knownvalue.Check{"os": knownvalue.StringExact("linux")})),
			},
		}},
	})
}

func TestDriveCloneRequests(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: clone(cloud, cloudsigma.TrustyLibraryDrive, 2*librarySize, `meta = { a = "b" }`),
			// The source and the limits are read by the plan, and by the plan that Terraform makes anew to apply it.
			// Then there is one poll.
			Check: cloud.RequestsSent(map[string]int{
				"GET capabilities/":                   2,
				"POST drives/{uuid}/action/?do=clone": 1, "GET drives/{uuid}/": 2 + 1,
			}),
		}},
	})
}

// TestDriveCloneOfOtherSize has a cloud that does not heed the size of a copy.
func TestDriveCloneOfOtherSize(t *testing.T) {
	t.Parallel()
	const wanted = 12 * gibibyte
	for name, test := range map[string]struct {
		size  int64
		error *regexp.Regexp
	}{
		"smaller": {size: librarySize},
		// Nothing but a warning at first, which tests do not see; then no plan can be made.
		"larger": {size: 20 * gibibyte, error: regexp.MustCompile(`(?s)cannot shrink.*Set\s+size\s+to\s+21474836480\s+or\s+more`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
			uuid := cloud.Send(t, http.MethodPost, "drives/", map[string]any{
				"name": "tf-acc-drive", "media": "disk", "size": test.size,
			})
			addFault(t, cloud, emulator.Fault{
				Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: `/action/$`, Times: 1, Status: http.StatusAccepted,
				Body: fmt.Sprintf(`{"objects": [{"uuid": %q, "status": "cloning_dst"}]}`, uuid),
			})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{{
					Config: clone(cloud, cloudsigma.TrustyLibraryDrive, wanted, ""),
					Check: func(*terraform.State) error {
						if drive := onlyDrive(t, cloud); drive.UUID != uuid || drive.Size != max(wanted, test.size) {
							return fmt.Errorf("the drive is %+v", drive)
						}
						return nil
					},
					ExpectError: test.error,
				}},
			})
		})
	}
}

func TestDriveImportedClone(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	var uuid string
	cloned := clone(cloud, cloudsigma.TrustyLibraryDrive, librarySize, "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				PreConfig: func() {
					uuid = cloud.Send(t, "POST", "libdrives/"+cloudsigma.TrustyLibraryDrive+"/action/?do=clone",
						map[string]any{"name": "tf-acc-drive"})
				},
				ResourceName: address, ImportState: true, ImportStatePersist: true,
				Config:            cloned,
				ImportStateIdFunc: func(*terraform.State) (string, error) { return uuid, nil },
			},
			{
				// The API does not tell the source: it is noted, and nothing is done to the drive.
				PreConfig:        func() { cloud.Server.Log.Reset() },
				Config:           cloned,
				ConfigPlanChecks: updates("clone_drive_id"),
				Check:            cloud.RequestsSent(map[string]int{"GET drives/{uuid}/": 2}),
			},
			{
				// From then on it is known.
				Config:           clone(cloud, cloudsigma.LatestUbuntuLibraryDrive, librarySize, ""),
				ConfigPlanChecks: replaces(),
			},
		},
	})
}

func TestDriveImportErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	for name, test := range map[string]struct{ id, message string }{
		"no UUID":       {"/api/2.0/drives/1/", `imported by its UUID`},
		"none":          {someUUID, `Cannot import non-existent remote object`},
		"library drive": {cloudsigma.TrustyLibraryDrive, `one of the library`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: config(cloud, gibibyte, ""), ResourceName: address,
					ImportState: true, ImportStateId: test.id,
					ExpectError: regexp.MustCompile(test.message),
				}},
			})
		})
	}
}

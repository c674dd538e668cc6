package drive_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
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

// chunkSize is that of the uploads, in bytes.
const chunkSize = 5 << 20

// write writes an image and returns its path.
func write(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "image.raw")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// source is the line for an image with this content.
func source(t *testing.T, content string) string {
	t.Helper()
	return fmt.Sprintf("source = %q", write(t, []byte(content)))
}

// sparse is the line for an image of zeros.
func sparse(t *testing.T, size int64) string {
	t.Helper()
	path := write(t, nil)
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("source = %q", path)
}

func sum(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// imageIs fails unless the only drive has this image.
func imageIs(t *testing.T, cloud *acctest.CloudSigma, content []byte) resource.TestCheckFunc {
	t.Helper()
	return func(*terraform.State) error {
		if drive := onlyDrive(t, cloud); drive.ImageSHA256 != sum(content) || drive.Status != "unmounted" || drive.Size != gibibyte {
			return fmt.Errorf("the drive is %+v", drive)
		}
		return nil
	}
}

func TestDriveWithImage(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{DriveTime: 100 * time.Millisecond})
	image := bytes.Repeat([]byte("0123456789abcdef"), 2*chunkSize/16+1)
	other := bytes.Repeat([]byte("x"), 1000)
	first, moved, second := write(t, image), write(t, image), write(t, other)
	tag := makeTag(t, cloud, "mine")
	configure := func(path string, content []byte) string {
		return config(cloud, gibibyte, fmt.Sprintf(
			"source = %q\nsource_sha256 = %q\nmeta = { a = \"b\" }\ntags = [%q]\nallow_multimount = true\navoid = [%q]",
			path, sum(content), tag, someUUID))
	}
	// One transfer fails, and is repeated without the other.
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: "/upload/", Status: http.StatusBadGateway, Times: 1,
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             func(*terraform.State) error { return nil },
		Steps: []resource.TestStep{
			{
				Config: configure(first, image),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("unmounted")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("size"), knownvalue.Int64Exact(gibibyte)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("tags"), knownvalue.SetSizeExact(1)),
				},
				Check: resource.ComposeTestCheckFunc(imageIs(t, cloud, image), func(*terraform.State) error {
					begun := cloud.Server.Log.Matching(http.MethodPost, "/initupload/$")
					chunks := cloud.Server.Log.Count(http.MethodPost, "/upload/")
					if len(begun) != 1 || begun[0].Query != "avoid="+someUUID || chunks != 2+1 {
						return fmt.Errorf("%d uploads were begun, with %d transfers", len(begun), chunks)
					}
					return nil
				}),
			},
			{
				// The same image elsewhere is the same image.
				PreConfig:        func() { cloud.Server.Log.Reset() },
				Config:           configure(moved, image),
				ConfigPlanChecks: updates("source"),
				Check:            cloud.RequestsSent(map[string]int{"GET drives/{uuid}/": 2}),
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"avoid", "source", "source_sha256"},
			},
			{
				Config:           configure(second, other),
				ConfigPlanChecks: replaces(),
				Check:            imageIs(t, cloud, other),
			},
		},
	})
}

// TestDriveImageWithoutChecksum has another path stand for another image.
func TestDriveImageWithoutChecksum(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	image := []byte("image")
	line := source(t, "image")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(cloud, gibibyte, line), Check: imageIs(t, cloud, image)},
			{
				// To say what the image is does not make another one of it.
				Config:           config(cloud, gibibyte, line+fmt.Sprintf("\nsource_sha256 = %q", sum(image))),
				ConfigPlanChecks: updates("source_sha256"),
			},
			{
				Config:           config(cloud, gibibyte, source(t, "other")),
				ConfigPlanChecks: replaces(),
				Check:            imageIs(t, cloud, []byte("other")),
			},
			{Config: config(cloud, gibibyte, ""), ConfigPlanChecks: replaces()},
		},
	})
}

// TestDriveImageOfImportedDrive takes over a drive that was left without its image, as by a crash.
func TestDriveImageOfImportedDrive(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	image := bytes.Repeat([]byte("x"), 4096)
	configuration := config(cloud, gibibyte, fmt.Sprintf("source = %q", write(t, image)))
	var uuid string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				PreConfig: func() {
					uuid = cloud.Send(t, http.MethodPost, "initupload/", map[string]any{
						"name": "tf-acc-drive", "media": "disk", "size": len(image),
					})
				},
				ResourceName: address, ImportState: true, ImportStatePersist: true, Config: configuration,
				ImportStateIdFunc: func(*terraform.State) (string, error) { return uuid, nil },
			},
			{
				Config: configuration,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectUpdate(address, "size", "source", "status"+acctest.KnownAfterApply),
				}},
				Check: imageIs(t, cloud, image),
			},
		},
	})
}

// TestDriveImageOfAnotherFile has the file be another one of the same size when an upload is resumed: a drive would get
// parts of both.
func TestDriveImageOfAnotherFile(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	begun, other := bytes.Repeat([]byte("x"), 4096), bytes.Repeat([]byte("y"), 4096)
	configuration := config(cloud, gibibyte, fmt.Sprintf("source = %q\nsource_sha256 = %q", write(t, other), sum(begun)))
	var uuid string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				PreConfig: func() {
					uuid = cloud.Send(t, http.MethodPost, "initupload/", map[string]any{
						"name": "tf-acc-drive", "media": "disk", "size": len(begun),
					})
				},
				ResourceName: address, ImportState: true, ImportStatePersist: true, Config: configuration,
				ImportStateIdFunc: func(*terraform.State) (string, error) { return uuid, nil },
			},
			{Config: configuration, ExpectError: regexp.MustCompile(`has\s+the\s+SHA-256\s+checksum`)},
		},
	})
	if sent := cloud.Server.Log.Count(http.MethodPost, "/upload/"); sent != 0 {
		t.Errorf("%d chunks were sent", sent)
	}
}

// TestDriveImageErrors has uploads that do not work out.
func TestDriveImageErrors(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lines   string
		fault   *emulator.Fault
		message string
		// left is the number of drives that are there after it, in the state.
		left int
	}{
		"other checksum": {lines: source(t, "image") + fmt.Sprintf("\nsource_sha256 = %q", sum([]byte("other"))), message: `has\s+the\s+SHA-256\s+checksum`},
		"no file":        {lines: `source = "nowhere.raw"`, message: `no such file`},
		"refused": {
			lines:   source(t, "image"),
			fault:   &emulator.Fault{Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: "/action/$", Status: http.StatusForbidden, Body: `[]`, Times: 1},
			message: `Could not upload\s+the\s+image.*terraform\s+untaint`,
			left:    1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
			if test.fault != nil {
				addFault(t, cloud, *test.fault)
			}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(cloud.Server),
				Steps: []resource.TestStep{
					{Config: config(cloud, gibibyte, test.lines), ExpectError: regexp.MustCompile(`(?s)` + test.message)},
					{
						PreConfig: func() {
							if found := cloud.Server.Inventory(); len(found) != test.left {
								t.Errorf("the cloud has %+v", found)
							}
						},
						Config: config(cloud, gibibyte, source(t, "image")),
						ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
							plancheck.ExpectUnknownValue(address, tfjsonpath.New("id")),
						}},
						Check: imageIs(t, cloud, []byte("image")),
					},
				},
			})
		})
	}
}

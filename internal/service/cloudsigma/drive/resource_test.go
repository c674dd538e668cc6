package drive_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// updates wants a plan that changes these attributes and no others.
func updates(attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

func replaces() resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
		plancheck.ExpectResourceAction(address, plancheck.ResourceActionReplace),
	}}
}

// TestDriveWithWhatIsNotSet has empty texts stand for what is not set, as they do with the official provider.
func TestDriveWithWhatIsNotSet(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	empty := config(cloud, gibibyte, "storage_type = \"\"\nclone_drive_id = \"\"")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: empty},
			{
				PreConfig: cloud.Server.Log.Reset,
				Config:    config(cloud, gibibyte, ""), ConfigPlanChecks: updates("clone_drive_id"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("storage_type"), knownvalue.StringExact("dssd")),
				},
				Check: func(*terraform.State) error {
					if puts := cloud.Server.Log.Count("PUT", "/drives/"); puts > 0 {
						return fmt.Errorf("%d PUTs were sent for nothing", puts)
					}
					return nil
				},
			},
		},
	})
}

func TestDriveLifeCycle(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("drive")
	configure := func(name string, size int64, meta string) string {
		return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_drive" "test" {
  name  = %q
  media = "disk"
  size  = %d
  meta  = { %s }

  timeouts {
    create = "10m"
    update = "10m"
  }
}
`, name, size, meta)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: configure(name, gibibyte, `purpose = "test"`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("size"), knownvalue.Int64Exact(gibibyte)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("unmounted")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("storage_type"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("mounted_on"), knownvalue.ListSizeExact(0)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("tags"), knownvalue.SetSizeExact(0)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapExact(
						map[string]knownvalue.Check{"purpose": knownvalue.StringExact("test")})),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("resource_uri"),
						knownvalue.StringRegexp(regexp.MustCompile(`^/api/2\.0/drives/`))),
					statecheck.CompareValuePairs(address, tfjsonpath.New("id"), address, tfjsonpath.New("uuid"), sameValue{}),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"timeouts"},
			},
			{
				Config:           configure(name+"-renamed", gibibyte, `purpose = "another"`),
				ConfigPlanChecks: updates("name", "meta"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name+"-renamed")),
				},
			},
			{
				Config:           configure(name+"-renamed", 2*gibibyte, ``),
				ConfigPlanChecks: updates("size", "meta"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("size"), knownvalue.Int64Exact(2*gibibyte)),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapSizeExact(0)),
				},
			},
		},
	})
}

// sameValue compares values for equality.
type sameValue struct{}

func (sameValue) CompareValues(values ...any) error {
	for _, value := range values {
		if value != values[0] {
			return fmt.Errorf("the values differ: %v", values)
		}
	}
	return nil
}

func TestDriveTagsAndMeta(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	first, second := makeTag(t, cloud, "first"), makeTag(t, cloud, "second")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, gibibyte, fmt.Sprintf("tags = [%q, %q]\nmeta = { a = \"1\" }", second, first)),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("tags"), knownvalue.SetSizeExact(2)),
				},
			},
			{
				// What is not said is left alone.
				Config: config(cloud, gibibyte, ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectEmptyPlan(),
				}},
			},
			{
				Config:           config(cloud, gibibyte, "tags = []\nmeta = {}"),
				ConfigPlanChecks: updates("meta", "tags"),
				Check: func(*terraform.State) error {
					drive := onlyDrive(t, cloud)
					if _, marked := drive.Meta["occi-provider-create-id"]; len(drive.Meta) != 1 || !marked {
						return fmt.Errorf("the drive has the meta %v, want the marker alone", drive.Meta)
					}
					if tag, _ := cloud.Cloud.Tag(first); len(tag.Resources) != 0 {
						return fmt.Errorf("the tag still is on %v", tag.Resources)
					}
					return nil
				},
			},
			{
				// What somebody else gives the drive between plan and apply stays.
				Config: strings.Replace(config(cloud, gibibyte, ""), "tf-acc-drive", "tf-acc-renamed", 1),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					acctest.ExpectUpdate(address, "name"),
					acctest.BetweenPlanAndApply(func() {
						cloud.Send(t, "PUT", "drives/"+onlyDrive(t, cloud).UUID+"/", map[string]any{
							"name": "tf-acc-drive", "media": "disk", "size": gibibyte, "allow_multimount": true,
							"tags": []string{second}, "meta": map[string]string{"theirs": "x"},
						})
					}),
				}},
				Check: func(*terraform.State) error {
					drive := onlyDrive(t, cloud)
					tag, _ := cloud.Cloud.Tag(second)
					if drive.Name != "tf-acc-renamed" || !drive.AllowMultimount || drive.Meta["theirs"] != "x" || len(tag.Resources) != 1 {
						return fmt.Errorf("the drive is %+v, the tag is on %v", drive, tag.Resources)
					}
					return nil
				},
			},
		},
	})
}

func TestDriveDrift(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config(cloud, gibibyte, "")},
			{
				PreConfig: func() {
					cloud.Send(t, "PUT", "drives/"+onlyDrive(t, cloud).UUID+"/", map[string]any{
						"name": "somebody else's", "media": "cdrom", "size": gibibyte,
					})
				},
				Config:           config(cloud, gibibyte, ""),
				ConfigPlanChecks: updates("media", "name"),
				Check: func(*terraform.State) error {
					if drive := onlyDrive(t, cloud); drive.Name != "tf-acc-drive" || drive.Media != "disk" {
						return fmt.Errorf("the drive is %+v", drive)
					}
					return nil
				},
			},
			{
				PreConfig: func() {
					if err := cloud.Cloud.Vanish("drives", onlyDrive(t, cloud).UUID); err != nil {
						t.Fatal(err)
					}
				},
				Config: config(cloud, gibibyte, ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
		},
	})
}

// TestDriveRoundedSize has a size that the API rounds up (sample drive_clone).
func TestDriveRoundedSize(t *testing.T) {
	t.Parallel()
	const wanted, rounded = 1207959631, 1207975936
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	var uuid string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, wanted, ""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("size"), knownvalue.Int64Exact(wanted)),
				},
				Check: func(*terraform.State) error {
					drive := onlyDrive(t, cloud)
					if uuid = drive.UUID; drive.Size != rounded {
						return fmt.Errorf("the drive has %d bytes, want %d", drive.Size, rounded)
					}
					return nil
				},
			},
			{
				// A little more, which the drive has already.
				Config:           config(cloud, wanted+1000, ""),
				ConfigPlanChecks: updates("size"),
			},
			{
				// Forgotten without being deleted, then imported.
				Config: cloud.Provider + `
removed {
  from = cloudsigma_drive.test
  lifecycle { destroy = false }
}`,
			},
			{
				ResourceName: address, ImportState: true, ImportStatePersist: true,
				Config:            config(cloud, wanted, ""),
				ImportStateIdFunc: func(*terraform.State) (string, error) { return uuid, nil },
			},
			{
				Config: config(cloud, wanted, ""),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectEmptyPlan(),
				}},
			},
		},
	})
}

func TestDriveAsynchronous(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{
		DriveTime: 300 * time.Millisecond, DeleteTime: 300 * time.Millisecond,
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, gibibyte, ""),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("unmounted")),
				},
			},
			{
				Config:           config(cloud, 3*gibibyte, ""),
				ConfigPlanChecks: updates("size"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("unmounted")),
				},
				Check: func(*terraform.State) error {
					if drive := onlyDrive(t, cloud); drive.Size != 3*gibibyte {
						return fmt.Errorf("after the update the drive has %d bytes", drive.Size)
					}
					return nil
				},
			},
		},
	})
}

func TestDriveRequests(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	empty := func() { cloud.Server.Log.Reset() }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, gibibyte, "tags = []"),
				// The limits are read by the plan, and by the one that Terraform makes anew to apply it.
				Check: cloud.RequestsSent(map[string]int{"GET capabilities/": 2, "POST drives/": 1, "GET drives/{uuid}/": 1}),
			},
			{
				PreConfig:    empty,
				RefreshState: true,
				Check:        cloud.RequestsSent(map[string]int{"GET drives/{uuid}/": 1}),
			},
			{
				// One GET to refresh, then the edit reads, changes and writes.
				PreConfig: empty,
				Config:    config(cloud, gibibyte, `meta = { a = "b" }`),
				Check:     cloud.RequestsSent(map[string]int{"GET drives/{uuid}/": 2, "PUT drives/{uuid}/": 1}),
			},
			{
				// One GET to refresh, one of an edit that has nothing to write, one of the resize, and one poll.
				PreConfig: empty,
				Config:    config(cloud, 2*gibibyte, ""),
				Check: cloud.RequestsSent(map[string]int{
					"GET capabilities/": 2, "GET drives/{uuid}/": 4, "POST drives/{uuid}/action/?do=resize": 1,
				}),
			},
			{
				PreConfig: empty,
				Config:    cloud.Provider,
				// One GET to refresh, one that asks which servers have it, one that sees that it is gone.
				Check: cloud.RequestsSent(map[string]int{"DELETE drives/{uuid}/": 1, "GET drives/{uuid}/": 3}),
			},
		},
	})
}

package snapshot_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	client "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

func TestSnapshotLifeCycle(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("snapshot")
	config := func(name, drive, lines string) string {
		return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_drive" "first" {
  name  = "%[1]s-first"
  media = "disk"
  size  = 1024 * 1024 * 1024
}

resource "cloudsigma_drive" "second" {
  name  = "%[1]s-second"
  media = "disk"
  size  = 1024 * 1024 * 1024
}

resource "cloudsigma_snapshot" "test" {
  name  = %[1]q
  drive = cloudsigma_drive.%[2]s.id
%[3]s
}
`, name, drive, lines)
	}
	sameID := statecheck.CompareValue(compare.ValuesSame())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config(name, "first", `meta = { reason = "test" }`),
				ConfigStateChecks: []statecheck.StateCheck{
					sameID.AddStateValue(address, tfjsonpath.New("id")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("available")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("allocated_size"), knownvalue.NotNull()),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("timestamp"), knownvalue.StringRegexp(regexp.MustCompile(`^20\d\d-`))),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("resource_uri"),
						knownvalue.StringRegexp(regexp.MustCompile(`^/api/2\.0/snapshots/`))),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapExact(
						map[string]knownvalue.Check{"reason": knownvalue.StringExact("test")})),
				},
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"timeouts"},
			},
			{
				Config:           config(name+"-renamed", "first", `meta = {}`),
				ConfigPlanChecks: updates(address, "name", "meta"),
				ConfigStateChecks: []statecheck.StateCheck{
					sameID.AddStateValue(address, tfjsonpath.New("id")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("name"), knownvalue.StringExact(name+"-renamed")),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapSizeExact(0)),
				},
			},
			{
				Config:           config(name+"-renamed", "second", ``),
				ConfigPlanChecks: planned(address, plancheck.ResourceActionReplace),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.CompareValuePairs(address, tfjsonpath.New("drive"),
						"cloudsigma_drive.second", tfjsonpath.New("id"), compare.ValuesSame()),
				},
			},
		},
	})
}

// TestSnapshotTagsAndDrift has tags, changes by others, and a snapshot that somebody deletes with its drive.
func TestSnapshotTagsAndDrift(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	drive := makeDrive(t, cloud)
	mine, err := cloud.Client(t, nil).Tags.Create(t.Context(), client.TagDefinition{Name: "mine"}, "")
	if err != nil {
		t.Fatal(err)
	}
	tag := mine.UUID
	tagged := func(want int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if found, _ := cloud.Cloud.Tag(tag); len(found.Resources) != want {
				return fmt.Errorf("the tag is on %v", found.Resources)
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				PreConfig: func() { cloud.Server.Log.Reset() },
				Config:    local(cloud, drive, fmt.Sprintf("tags = [%q]", tag)),
				Check: resource.ComposeTestCheckFunc(tagged(1),
					cloud.RequestsSent(map[string]int{"POST snapshots/": 1, "GET snapshots/{uuid}/": 1})),
			},
			{
				PreConfig: func() {
					_, err := cloud.Client(t, nil).Snapshots.Edit(t.Context(), only(t, cloud).UUID,
						func(definition *client.SnapshotDefinition) error {
							definition.Name = "changed"
							return nil
						})
					if err != nil {
						t.Fatal(err)
					}
				},
				Config:           local(cloud, drive, "tags = []"),
				ConfigPlanChecks: updates(address, "name", "tags"),
				Check: resource.ComposeTestCheckFunc(tagged(0), func(*terraform.State) error {
					if snapshot := only(t, cloud); snapshot.Name != "tf-acc-snapshot" || snapshot.Meta["occi-provider-create-id"] == "" {
						return fmt.Errorf("the snapshot is %+v", snapshot)
					}
					return nil
				}),
			},
			{
				PreConfig: func() {
					deleteDrive(t, cloud, drive)
					drive = makeDrive(t, cloud)
				},
				RefreshState: true, ExpectNonEmptyPlan: true,
				RefreshPlanChecks: resource.RefreshPlanChecks{PostRefresh: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionCreate),
				}},
			},
		},
	})
}

// TestSnapshotNotAvailable has snapshots that do not become available: their id is in the state all the same.
func TestSnapshotNotAvailable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		time    time.Duration
		fault   *emulator.Fault
		message string
	}{
		"time-out": {time: time.Hour, message: `(?s)created\s+but\s+is\s+not\s+available.*timed\s+out\s+after.*last\s+state\s+was\s+"creating"`},
		"unknown state": {
			fault: &emulator.Fault{
				Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: `/snapshots/[^/]+/$`, Status: http.StatusOK, Times: 1,
				Body: `{"uuid": "` + someUUID + `", "status": "broken"}`,
			},
			message: `(?s)last\s+state\s+was\s+"broken".*not\s+known\s+to\s+leave`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{SnapshotTime: test.time})
			drive := makeDrive(t, cloud)
			if test.fault != nil {
				addFault(t, cloud, *test.fault)
			}
			var uuid string
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{
						Config:      local(cloud, drive, `timeouts = { create = "500ms" }`),
						ExpectError: regexp.MustCompile(test.message),
					},
					{PreConfig: func() { uuid = only(t, cloud).UUID }, Config: cloud.Provider, Check: gone(cloud, &uuid)},
				},
			})
		})
	}
}

// TestSnapshotFaults has answers that get lost and refusals that pass.
func TestSnapshotFaults(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"lost answer": {Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: `/snapshots/$`, Times: 1},
		// The drive is still being made, and the API refuses with an error that says nothing about that.
		"busy drive": {
			Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: `/snapshots/$`, Times: 1, Status: http.StatusForbidden,
			Body: `[{"error_type": "permission", "error_point": null, "error_message": "Not now"}]`,
		},
		"new everywhere but here": {
			Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: `/snapshots/[^/]+/$`, Times: 2, Status: http.StatusNotFound,
			Body: `[{"error_type": "notexist", "error_point": null, "error_message": "notfound"}]`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &clock{}
			clock.Run(20 * time.Second)
			cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{DriveTime: time.Minute, Now: clock.Now})
			drive := makeDrive(t, cloud)
			if name != "busy drive" {
				clock.Advance(time.Hour)
			}
			addFault(t, cloud, fault)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: local(cloud, drive, ""),
					Check: func(state *terraform.State) error {
						if id := state.RootModule().Resources[address].Primary.ID; id != only(t, cloud).UUID {
							return fmt.Errorf("the state has the snapshot %s", id)
						}
						return nil
					},
				}},
			})
		})
	}
}

// TestSnapshotRefused has a refusal that stands.
func TestSnapshotRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_snapshot", []acctest.Invalid{
		{Name: "blank name", Arguments: "name = \" \"\n drive = \"" + someUUID + `"`, Line: `name = " "`, Says: "must not be empty"},
		{Name: "no UUID", Arguments: "name = \"n\"\n drive = \"data\"", Line: `drive = "data"`, Says: "must be a UUID"},
		{
			Name:      "long meta key",
			Arguments: "name = \"n\"\n drive = \"" + someUUID + "\"\n meta = { abcdefghijklmnopqrstuvwxyz0123456789 = \"x\" }",
			Line:      "meta = {", Says: "1 to 32 characters",
		},
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: local(cloud, someUUID, ""), ExpectError: regexp.MustCompile(`(?s)400\s+Bad\s+Request.*drive:.*does\s+not\s+exist`)},
			{
				Config: local(cloud, someUUID, ""), ResourceName: address, ImportState: true, ImportStateId: someUUID,
				ExpectError: regexp.MustCompile(`Cannot import non-existent remote object`),
			},
		},
	})
}

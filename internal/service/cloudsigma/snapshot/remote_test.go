package snapshot_test

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

func TestRemoteSnapshotLifeCycle(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{
		SnapshotTime: 100 * time.Millisecond, DeleteTime: 200 * time.Millisecond,
	})
	drive := makeDrive(t, cloud)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: elsewhere(cloud, drive, "ZRH", `meta = { a = "b" }`),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(remote, tfjsonpath.New("status"), knownvalue.StringExact("available")),
					statecheck.ExpectKnownValue(remote, tfjsonpath.New("location"), knownvalue.StringExact("ZRH")),
					statecheck.ExpectKnownValue(remote, tfjsonpath.New("drive_meta"), knownvalue.ObjectExact(map[string]knownvalue.Check{
						"name": knownvalue.StringExact("of somebody"), "media": knownvalue.StringExact("disk"),
						"size": knownvalue.Int64Exact(1 << 30), "storage_type": knownvalue.StringExact("dssd"),
					})),
				},
			},
			{ResourceName: remote, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"timeouts"}},
			{
				// The snapshot outlives its drive, can be changed, and the plan is empty.
				PreConfig:        func() { deleteDrive(t, cloud, drive) },
				Config:           elsewhere(cloud, drive, "ZRH", `meta = { a = "c" }`),
				ConfigPlanChecks: updates(remote, "meta"),
				Check: func(*terraform.State) error {
					if snapshot := only(t, cloud); snapshot.Meta["a"] != "c" || snapshot.Drive != drive {
						return fmt.Errorf("the snapshot is %+v", snapshot)
					}
					return nil
				},
			},
		},
	})
}

// TestRemoteSnapshotReplaced has the API's rule of 30 minutes between two remote snapshots of a drive.
func TestRemoteSnapshotReplaced(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{Now: clock.Now})
	drive := makeDrive(t, cloud)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: elsewhere(cloud, drive, "ZRH", "")},
			{
				Config:           elsewhere(cloud, drive, "FRA", ""),
				ConfigPlanChecks: planned(remote, plancheck.ResourceActionReplace),
				ExpectError:      regexp.MustCompile(`(?s)403\s+Forbidden.*within\s+the\s+last\s+30\s+minutes`),
			},
			{
				PreConfig:        func() { clock.Advance(31 * time.Minute) },
				Config:           elsewhere(cloud, drive, "FRA", ""),
				ConfigPlanChecks: planned(remote, plancheck.ResourceActionCreate),
				Check: func(*terraform.State) error {
					if snapshot := only(t, cloud); snapshot.Location != "FRA" {
						return fmt.Errorf("the snapshot is %+v", snapshot)
					}
					return nil
				},
			},
		},
	})
}

// TestRemoteSnapshotInterrupted has one that is deleted while it is transferred, which the API refuses with an error
// that says nothing about that.
func TestRemoteSnapshotInterrupted(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{SnapshotTime: time.Minute, Now: clock.Now})
	drive := makeDrive(t, cloud)
	var uuid string
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config:      elsewhere(cloud, drive, "ZRH", `timeouts = { create = "300ms" }`),
				ExpectError: regexp.MustCompile(`(?s)timed\s+out\s+after.*last\s+state\s+was\s+"creating"`),
			},
			{
				PreConfig: func() {
					uuid = only(t, cloud).UUID
					clock.Run(30 * time.Second)
					addFault(t, cloud, emulator.Fault{
						Kind: emulator.FaultAnswer, Method: http.MethodDelete, Times: 1, Status: http.StatusForbidden,
						Body: `[{"error_type": "permission", "error_point": null, "error_message": "Not now"}]`,
					})
				},
				Config: cloud.Provider,
				Check:  gone(cloud, &uuid),
			},
		},
	})
}

func TestRemoteSnapshotInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	arguments := "name = \"n\"\n drive = \"" + someUUID + "\"\n "
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_remote_snapshot", []acctest.Invalid{
		{Name: "no location", Arguments: arguments + `location = ""`, Line: `location = ""`, Says: "must not be empty"},
	})
	acctest.ExpectInvalid(t, cloud.Provider, "cloudsigma_remote_snapshot", []acctest.Invalid{
		{Name: "unknown location", Arguments: arguments + `location = "zrh"`, Line: `location = "zrh"`, Says: "GVA, ZRH, FRA"},
	})
}

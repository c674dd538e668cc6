package snapshot_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	client "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const (
	address  = "cloudsigma_snapshot.test"
	remote   = "cloudsigma_remote_snapshot.test"
	someUUID = "00000000-0000-4000-8000-000000000000"
)

// local is a snapshot of a drive that is no part of the configuration, with further lines.
func local(cloud *acctest.CloudSigma, drive, lines string) string {
	return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_snapshot" "test" {
  name  = "tf-acc-snapshot"
  drive = %q
%s
}
`, drive, lines)
}

// elsewhere is a remote snapshot.
func elsewhere(cloud *acctest.CloudSigma, drive, location, lines string) string {
	return strings.Replace(local(cloud, drive, fmt.Sprintf("location = %q\n%s", location, lines)),
		"cloudsigma_snapshot", "cloudsigma_remote_snapshot", 1)
}

// planned wants an action in the plan.
func planned(address string, action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

// updates wants a plan that changes these attributes and no others.
func updates(address string, attributes ...string) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{acctest.ExpectUpdate(address, attributes...)}}
}

// only returns the snapshot of the emulator, which must have exactly one.
func only(t *testing.T, cloud *acctest.CloudSigma) cloudsigma.Snapshot {
	t.Helper()
	var found []string
	for _, item := range cloud.Server.Inventory() {
		if strings.HasSuffix(item.Kind, "snapshot") {
			found = append(found, item.ID)
		}
	}
	if len(found) != 1 {
		t.Fatalf("the cloud has the snapshots %v, want one", found)
	}
	snapshot, _ := cloud.Cloud.Snapshot(found[0])
	return snapshot
}

// makeDrive makes a drive that is no part of a configuration.
func makeDrive(t *testing.T, cloud *acctest.CloudSigma) string {
	t.Helper()
	drive, err := cloud.Client(t, nil).Drives.Create(t.Context(), client.DriveDefinition{
		Name: "of somebody", Media: client.MediaDisk, Size: 1 << 30,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	return drive.UUID
}

// deleteDrive deletes a drive as somebody else would.
func deleteDrive(t *testing.T, cloud *acctest.CloudSigma, uuid string) {
	t.Helper()
	if err := cloud.Client(t, nil).Drives.Delete(t.Context(), uuid); err != nil {
		t.Fatal(err)
	}
}

func addFault(t *testing.T, cloud *acctest.CloudSigma, fault emulator.Fault) {
	t.Helper()
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Fatal(err)
	}
}

// gone fails while a snapshot exists.
func gone(cloud *acctest.CloudSigma, uuid *string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if snapshot, exists := cloud.Cloud.Snapshot(*uuid); exists {
			return fmt.Errorf("there still is %+v", snapshot)
		}
		return nil
	}
}

// clock is one that a test sets forward.
type clock struct {
	ahead, perLook atomic.Int64
}

func (c *clock) Now() time.Time { return time.Now().Add(time.Duration(c.ahead.Add(c.perLook.Load()))) }

// Run makes every look at the clock set it forward: at least once in a request.
func (c *clock) Run(perLook time.Duration) { c.perLook.Store(int64(perLook)) }

func (c *clock) Advance(by time.Duration) { c.ahead.Add(int64(by)) }

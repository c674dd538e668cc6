package snapshot_test

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	client "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

func TestSnapshotDataSources(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{Now: clock.Now})
	clock.Run(time.Second)
	drive, other := makeDrive(t, cloud), makeDrive(t, cloud)
	take := func(drive, name string) string {
		snapshot, err := cloud.Client(t, nil).Snapshots.Create(t.Context(), client.SnapshotDefinition{
			Name: name, Drive: &client.Reference{UUID: drive}, Meta: client.NewMeta(map[string]string{"a": "b"}),
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		return snapshot.UUID
	}
	first, last, foreign := take(drive, "daily"), take(drive, "daily"), take(other, "of another")
	gone, inZurich, inFrankfurt := makeRemote(t, cloud, clock)
	one := func(arguments string) string {
		return cloud.Provider + fmt.Sprintf("data \"cloudsigma_snapshot\" \"one\" {\n%s\n}\n", arguments)
	}
	uuid := func(name string, want string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.cloudsigma_snapshot."+name, tfjsonpath.New("uuid"), knownvalue.StringExact(want))
	}
	several := tfjsonpath.New("snapshots")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: one(`name = "daily"`), ExpectError: regexp.MustCompile(`(?s)2\s+snapshots\s+match:.*say\s+more`)},
			{Config: one(`name = "weekly"`), ExpectError: regexp.MustCompile(`(?s)None\s+of\s+the\s+3\s+snapshots\s+matches.*"daily"`)},
			{Config: one(``), ExpectError: regexp.MustCompile(`(?s)At least one of these attributes must be configured`)},
			{
				PreConfig: func() { cloud.Server.Log.Reset() },
				Config: cloud.Provider + fmt.Sprintf(`
data "cloudsigma_snapshot" "by_uuid" {
  uuid = %[3]q
}
data "cloudsigma_snapshot" "by_name" {
  name = "of another"
}
data "cloudsigma_snapshot" "by_filter" {
  filter {
    name   = "drive"
    values = [%[2]q]
  }
}
data "cloudsigma_snapshot" "last" {
  drive       = %[1]q
  most_recent = true
}
data "cloudsigma_snapshots" "all" {
}
data "cloudsigma_snapshots" "of_drive" {
  drive = %[1]q
  filter {
    name   = "status"
    values = ["available"]
  }
}
data "cloudsigma_snapshots" "none" {
  name = "no such name"
}
data "cloudsigma_remote_snapshot" "by_uuid" {
  uuid = %[5]q
}
data "cloudsigma_remote_snapshot" "last" {
  drive       = %[4]q
  most_recent = true
}
data "cloudsigma_remote_snapshots" "elsewhere" {
  location = "FRA"
  filter {
    name   = "status"
    values = ["available"]
  }
}
data "cloudsigma_remote_snapshots" "all" {
  name_regex = "^by-policy"
}
`, drive, other, first, gone, inZurich),
				ConfigStateChecks: []statecheck.StateCheck{
					uuid("by_uuid", first), uuid("by_name", foreign), uuid("by_filter", foreign), uuid("last", last),
					statecheck.ExpectKnownValue("data.cloudsigma_snapshot.by_uuid", tfjsonpath.New("meta"),
						knownvalue.MapExact(map[string]knownvalue.Check{"a": knownvalue.StringExact("b")})),
					statecheck.ExpectKnownValue("data.cloudsigma_snapshots.all", several, knownvalue.ListSizeExact(3)),
					statecheck.ExpectKnownValue("data.cloudsigma_snapshots.none", several, knownvalue.ListSizeExact(0)),
					statecheck.ExpectKnownValue("data.cloudsigma_snapshots.of_drive", several, knownvalue.ListExact([]knownvalue.Check{
						knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": knownvalue.StringExact(first)}),
						knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": knownvalue.StringExact(last)}),
					})),
					remoteValue("by_uuid", "location", knownvalue.StringExact("ZRH")),
					remoteValue("by_uuid", "drive", knownvalue.StringExact(gone)),
					remoteValue("by_uuid", "drive_meta", knownvalue.ObjectExact(map[string]knownvalue.Check{
						"name": knownvalue.StringExact("of somebody"), "media": knownvalue.StringExact("disk"),
						"size": knownvalue.Int64Exact(1 << 30), "storage_type": knownvalue.StringExact("dssd"),
					})),
					remoteValue("last", "id", knownvalue.StringExact(inFrankfurt)),
					remoteValue("last", "allocated_size", knownvalue.NotNull()),
					remoteIDs("elsewhere", inFrankfurt), remoteIDs("all", inZurich, inFrankfurt),
				},
			},
		},
	})
}

// makeRemote makes two remote snapshots of a drive, as a backup policy does, and deletes the drive.
func makeRemote(t *testing.T, cloud *acctest.CloudSigma, clock *clock) (drive, inZurich, inFrankfurt string) {
	t.Helper()
	drive = makeDrive(t, cloud)
	take := func(location string) string {
		// The API makes no two of a drive within 30 minutes.
		clock.Advance(time.Hour)
		snapshot, err := cloud.Client(t, nil).RemoteSnapshots.Create(t.Context(), client.SnapshotDefinition{
			Name: "by-policy " + location, Drive: &client.Reference{UUID: drive}, Location: location,
		}, "")
		if err != nil {
			t.Fatal(err)
		}
		return snapshot.UUID
	}
	inZurich, inFrankfurt = take("ZRH"), take("FRA")
	deleteDrive(t, cloud, drive)
	return drive, inZurich, inFrankfurt
}

func remoteValue(name, attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.cloudsigma_remote_snapshot."+name, tfjsonpath.New(attribute), value)
}

func remoteIDs(name string, ids ...string) statecheck.StateCheck {
	var listed []knownvalue.Check
	for _, id := range ids {
		listed = append(listed, knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": knownvalue.StringExact(id)}))
	}
	return statecheck.ExpectKnownValue("data.cloudsigma_remote_snapshots."+name, tfjsonpath.New("remote_snapshots"), knownvalue.ListExact(listed))
}

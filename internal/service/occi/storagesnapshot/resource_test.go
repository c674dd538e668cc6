package storagesnapshot_test

import (
	"errors"
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
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const (
	address = "occi_storage_snapshot.before"
	data    = "\nresource \"occi_storage\" \"data\" {\n  title = \"data\"\n  size  = 2\n}\n"
)

// snapshot is a configuration with a volume and a snapshot of it. The arguments are further lines of the snapshot.
func snapshot(cloud *acctest.OCCI, arguments string) string {
	return cloud.Provider + data + fmt.Sprintf(`
resource "occi_storage_snapshot" "before" {
  storage_id = occi_storage.data.id
  %s
}
`, arguments)
}

func expectAction(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, action)}}
}

func expect(attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

// lab is what the tests remember of their entities.
type lab struct {
	cloud            *acctest.OCCI
	volume, snapshot string
}

func (l *lab) keep() resource.TestCheckFunc {
	return resource.ComposeTestCheckFunc(
		acctest.KeepID("occi_storage.data", &l.volume), acctest.KeepID(address, &l.snapshot))
}

// made is a check that the cloud made so many snapshots and backups of the volume.
func (l *lab) made(snapshots, backups int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if record, _ := l.cloud.Cloud.Storage(l.volume); record.Snapshots != snapshots || record.Backups != backups {
			return fmt.Errorf("the cloud has %+v, want %d snapshots and %d backups", record, snapshots, backups)
		}
		return nil
	}
}

// isCopy is a check that the snapshot is a volume, copied from the other one.
func (l *lab) isCopy() resource.TestCheckFunc {
	return func(*terraform.State) error {
		if record, _ := l.cloud.Cloud.Storage(l.snapshot); "/storage/"+record.CopyOf != l.volume || record.Status != "available" {
			return fmt.Errorf("the cloud has %+v, want a copy of %s", record, l.volume)
		}
		if volumes := l.cloud.Server.Inventory(); len(volumes) != 2 {
			return fmt.Errorf("the cloud has %+v", volumes)
		}
		return nil
	}
}

// TestLifeStorageSnapshot: what becomes of a snapshot in each kind of server.
func TestLifeStorageSnapshot(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{BootTime: 100 * time.Millisecond}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		steps := map[occi.Manner]func() []resource.TestStep{
			occi.MannerGuide: lab.notShown, occi.MannerOcciOS: lab.inTheWay,
			occi.MannerOOI: lab.refused, occi.MannerStandard12: lab.shown,
		}
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps:                    steps[cloud.Manner](),
		})
	})
}

// shown: under OCCI 1.2 the snapshot is a volume of its own, which is read and deleted.
func (l *lab) shown() []resource.TestStep {
	config := snapshot(l.cloud, "")
	return []resource.TestStep{
		{
			Config: config,
			Check: resource.ComposeTestCheckFunc(l.keep(), l.isCopy(),
				resource.TestCheckResourceAttrPair(address, "snapshot_id", address, "id")),
			ConfigStateChecks: []statecheck.StateCheck{
				expect("method", knownvalue.StringExact("snapshot")), expect("title", knownvalue.StringExact("snapshot of data")),
				expect("size", knownvalue.Float64Exact(2)),
			},
		},
		{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"storage_id", "method"},
		},
		{
			Config:           snapshot(l.cloud, `triggers = { release = "2" }`),
			ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate),
			Check:            resource.ComposeTestCheckFunc(l.keep(), l.isCopy(), l.made(2, 0)),
		},
	}
}

// notShown: by GFD.184 the volume is in the state snapshot for a while, and that is all.
func (l *lab) notShown() []resource.TestStep {
	null := []statecheck.StateCheck{expect("snapshot_id", knownvalue.Null()), expect("size", knownvalue.Null())}
	return []resource.TestStep{
		{Config: snapshot(l.cloud, ""), Check: resource.ComposeTestCheckFunc(l.keep(), l.made(1, 0)), ConfigStateChecks: null},
		{
			Config:           snapshot(l.cloud, `triggers = { release = "2" }`),
			ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate), Check: l.made(2, 0),
		},
	}
}

// inTheWay: occi-os makes a snapshot that OCCI does not show and that keeps the volume from being deleted.
func (l *lab) inTheWay() []resource.TestStep {
	return append(l.notShown(),
		resource.TestStep{
			Config: snapshot(l.cloud, ""), Destroy: true,
			ExpectError: regexp.MustCompile(`(?s)Could not delete the volume.*Volume\s+still\s+has\s+2\s+dependent\s+snapshots`),
		},
		resource.TestStep{
			PreConfig: func() { _ = l.cloud.Cloud.DropSnapshots(l.volume) },
			Config:    l.cloud.Provider + data,
		})
}

// refused: ooi knows the actions and does none.
func (l *lab) refused() []resource.TestStep {
	return []resource.TestStep{{
		Config:      snapshot(l.cloud, ""),
		ExpectError: regexp.MustCompile(`(?s)Could not make the snapshot.*\?action=snapshot:\s+501\s+Not\s+Implemented:\s+Action\s+not\s+implemented`),
	}}
}

func TestStorageBackup(t *testing.T) {
	t.Parallel()
	for _, manner := range []occi.Manner{occi.MannerGuide, occi.MannerStandard12} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			lab := &lab{cloud: acctest.EmulateOCCI(t, occi.Options{Manner: manner})}
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				CheckDestroy:             acctest.NothingLeft(lab.cloud.Server),
				Steps: []resource.TestStep{
					{Config: snapshot(lab.cloud, `method = "backup"`), Check: resource.ComposeTestCheckFunc(lab.keep(), lab.made(0, 1))},
					{
						Config:           snapshot(lab.cloud, `method = "snapshot"`),
						ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate), Check: lab.made(1, 1),
					},
				},
			})
		})
	}
}

// A snapshot that somebody deleted is made again.
func TestStorageSnapshotDisappears(t *testing.T) {
	t.Parallel()
	lab := &lab{cloud: acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})}
	config := snapshot(lab.cloud, "")
	vanish := func() {
		if err := lab.cloud.Cloud.Vanish(lab.snapshot); err != nil {
			t.Error(err)
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(lab.cloud.Server),
		Steps: []resource.TestStep{
			{Config: config, Check: lab.keep()},
			{
				PreConfig: vanish, Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
				Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isCopy()),
			},
			{PreConfig: vanish, Config: config, Destroy: true},
		},
	})
}

// Snapshot and link of one volume are made side by side: each waits for the other.
func TestStorageSnapshotWhileAttaching(t *testing.T) {
	t.Parallel()
	for _, manner := range []occi.Manner{occi.MannerGuide, occi.MannerOcciOS, occi.MannerStandard12} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			const step = 500 * time.Millisecond
			cloud := acctest.EmulateOCCI(t, occi.Options{
				Manner: manner, Times: map[occi.Change]time.Duration{occi.ChangeAttach: step, occi.ChangeVolume: step},
			})
			lab := &lab{cloud: cloud}
			config := snapshot(cloud, "") + fmt.Sprintf(`
resource "occi_compute" "vm" {
  os_template       = %q
  resource_template = %q
}

resource "occi_storage_link" "data" {
  source_id = occi_compute.vm.id
  target_id = occi_storage.data.id
}
`, cloud.Image, cloud.Flavor)
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{
						Config: config,
						Check: resource.ComposeTestCheckFunc(lab.keep(), lab.made(1, 0), func(*terraform.State) error {
							if record, _ := cloud.Cloud.Storage(lab.volume); record.Status != "in-use" {
								return fmt.Errorf("the cloud has %+v", record)
							}
							return nil
						}),
					},
					{PreConfig: func() { _ = cloud.Cloud.DropSnapshots(lab.volume) }, Config: config},
				},
			})
		})
	}
}

// An action whose answer was lost is not repeated: the error says to look.
func TestStorageSnapshotLostAnswer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	fault := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Path: "^/storage/.+", Times: 1}
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(*terraform.State) error {
			var err error
			if count := cloud.Server.Log.Count(http.MethodPost, "^/storage/.+"); count != 1 {
				err = fmt.Errorf("%d actions were sent", count)
			}
			return errors.Join(err, acctest.NothingLeft(cloud.Server)(nil))
		},
		Steps: []resource.TestStep{{
			Config:      snapshot(cloud, ""),
			ExpectError: regexp.MustCompile(`(?s)may\s+have\s+been\s+carried\s+out\s+all\s+the\s+same:\s+look\s+for\s+a\s+new\s+snapshot`),
		}},
	})
}

// A server that does not know the action is told at plan time.
func TestStorageSnapshotOfServerWithoutActions(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: "/-/$", Status: http.StatusOK, Header: map[string]string{"Content-Type": "text/plain"},
		Body: `Category: storage; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"; location="/storage/"` + "\n" +
			`Category: backup; scheme="http://schemas.ogf.org/occi/infrastructure/storage/action#"; class="action"` + "\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	lab := &lab{cloud: cloud}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: snapshot(cloud, `method = "snapshot"`), PlanOnly: true,
				ExpectError: regexp.MustCompile(`(?s)method = "snapshot".*does\s+not\s+know\s+the\s+action\s+\S+#snapshot`),
			},
			{Config: snapshot(cloud, `method = "backup"`), Check: resource.ComposeTestCheckFunc(lab.keep(), lab.made(0, 1))},
		},
	})
}

func TestStorageSnapshotInvalid(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "occi_storage_snapshot", []acctest.Invalid{
		{Name: "bare id", Arguments: `storage_id = "1"`, Line: `storage_id = "1"`, Says: "be the id of an entity"},
		{
			Name: "method", Arguments: "storage_id = \"/storage/1\"\nmethod = \"copy\"", Line: `method = "copy"`,
			Says: `value must be one of: ["snapshot" "backup"]`,
		},
	})
}

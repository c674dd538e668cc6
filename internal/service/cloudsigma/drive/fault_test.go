package drive_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

func addFault(t *testing.T, cloud *acctest.CloudSigma, fault emulator.Fault) {
	t.Helper()
	if err := cloud.Server.Faults.Add(fault); err != nil {
		t.Fatal(err)
	}
}

// TestDriveLostAnswer has a connection that breaks after the drive was made: it is found, not made twice.
func TestDriveLostAnswer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	addFault(t, cloud, emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Times: 1})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: config(cloud, gibibyte, ""),
			Check: func(state *terraform.State) error {
				if id := state.RootModule().Resources[address].Primary.ID; id != onlyDrive(t, cloud).UUID {
					return fmt.Errorf("the state has the drive %s", id)
				}
				return nil
			},
		}},
	})
}

// TestDriveLostAnswerOfClone has a copy that nothing tells from another of its name: it is not made twice, and
// can be imported.
func TestDriveLostAnswerOfClone(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	addFault(t, cloud, emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: http.MethodPost, Times: 1})
	cloned := clone(cloud, cloudsigma.TrustyLibraryDrive, librarySize, "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: cloned, ExpectError: regexp.MustCompile(`(?s)it\s+may\s+be\s+one\s+of:\s+[0-9a-f-]{36};\s+import`)},
			{
				ResourceName: address, ImportState: true, ImportStatePersist: true, Config: cloned,
				ImportStateIdFunc: func(*terraform.State) (string, error) { return onlyDrive(t, cloud).UUID, nil },
			},
			{Config: cloned},
		},
	})
}

// TestDriveBusyCreation has an API that never has time: the pauses between the tries end with the time-out.
func TestDriveBusyCreation(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodPost, Status: http.StatusServiceUnavailable,
		Header: map[string]string{"Retry-After": "5"},
	})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config:      config(cloud, gibibyte, "timeouts {\n create = \"500ms\"\n }"),
			ExpectError: regexp.MustCompile(`(?s)deadline\s+exceeded.*503\s+Service\s+Unavailable`),
		}},
	})
	if count := cloud.Server.Log.Count(http.MethodPost, ""); count != 1 {
		t.Errorf("%d creations were sent, want 1", count)
	}
}

// TestDriveFailedWait has a drive that does not become ready: it is in the state all the same, and replaced.
func TestDriveFailedWait(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   *emulator.Fault
		options cloudsigma.Options
		lines   string
		message string
	}{
		"unknown state": {
			fault: &emulator.Fault{
				Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: `/drives/[^/]+/$`, Status: http.StatusOK,
				Body: `{"uuid": "` + someUUID + `", "owner": {"uuid": "` + someUUID + `"}, "status": "broken"}`, Times: 1,
			},
			message: `(?s)is not ready.*last\s+state\s+was\s+"broken".*not\s+known\s+to\s+leave`,
		},
		"time-out": {
			options: cloudsigma.Options{DriveTime: time.Hour},
			lines:   "timeouts {\n create = \"500ms\"\n }",
			message: `(?s)timed\s+out\s+after.*last\s+state\s+was\s+"creating"`,
		},
		"refused": {
			fault: &emulator.Fault{
				Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: `/drives/[^/]+/$`, Status: http.StatusForbidden, Times: 1,
				Body: `[{"error_type": "permission", "error_point": null, "error_message": "Not\u0020yours"}]`,
			},
			message: `(?s)403\s+Forbidden.*Not\s+yours`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateCloudSigma(t, test.options)
			if test.fault != nil {
				addFault(t, cloud, *test.fault)
			}
			var first string
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{
					{
						Config:      config(cloud, gibibyte, test.lines),
						ExpectError: regexp.MustCompile(test.message),
					},
					{
						PreConfig: func() {
							first = onlyDrive(t, cloud).UUID
							// What the time-out waits for.
							if err := cloud.Cloud.SetDriveStatus(first, ""); err != nil {
								t.Fatal(err)
							}
						},
						// A tainted drive is the only one that is destroyed here.
						Config: cloud.Provider,
						Check: func(*terraform.State) error {
							if drive, exists := cloud.Cloud.Drive(first); exists {
								return fmt.Errorf("the drive %+v was not in the state", drive)
							}
							return nil
						},
					},
				},
			})
		})
	}
}

func replaceMedia(configuration string) string {
	return regexp.MustCompile(`media = "disk"`).ReplaceAllString(configuration, `media = "cdrom"`)
}

// TestDriveConcurrency has writes that the API refuses for another one: they are repeated.
func TestDriveConcurrency(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: config(cloud, gibibyte, "")},
			{
				PreConfig: func() { cloud.Cloud.Conflict("drives", onlyDrive(t, cloud).UUID, 2) },
				Config:    config(cloud, 2*gibibyte, ""),
			},
		},
	})
}

// TestDriveDeletedWhileBusy has a drive that is refused for longer than the client repeats, as one is whose
// copying was interrupted by Ctrl-C.
func TestDriveDeletedWhileBusy(t *testing.T) {
	t.Parallel()
	const triesOfClient = 8
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(cloud, gibibyte, "")},
			{
				PreConfig: func() { cloud.Cloud.Conflict("drives", onlyDrive(t, cloud).UUID, triesOfClient) },
				Config:    cloud.Provider,
				Check:     acctest.NothingLeft(cloud.Server),
			},
		},
	})
}

package drive_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestDriveOptions sets what few drives have, and changes it in place.
func TestDriveOptions(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	drive := func(multimount bool, affinities int, iops int64) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if drive := onlyDrive(t, cloud); drive.AllowMultimount != multimount || len(drive.Affinities) != affinities || drive.IOPS != iops {
				return fmt.Errorf("the drive is %+v", drive)
			}
			return nil
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{
				Config: config(cloud, gibibyte, fmt.Sprintf("allow_multimount = true\naffinities = [\"ssd\"]\niops = 500\navoid = [%q]", someUUID)),
				Check: resource.ComposeTestCheckFunc(drive(true, 1, 500), func(*terraform.State) error {
					if sent := cloud.Server.Log.Matching(http.MethodPost, "/drives/$"); len(sent) != 1 || sent[0].Query != "avoid="+someUUID {
						return fmt.Errorf("sent %+v", sent)
					}
					return nil
				}),
			},
			{
				ResourceName: address, ImportState: true, ImportStateVerify: true,
				ImportStateVerifyIgnore: []string{"avoid"},
			},
			{
				// What is not said is left alone, and the others are not avoided any more.
				PreConfig:        func() { cloud.Server.Log.Reset() },
				Config:           config(cloud, gibibyte, ""),
				ConfigPlanChecks: updates("avoid"),
				Check: resource.ComposeTestCheckFunc(drive(true, 1, 500),
					cloud.RequestsSent(map[string]int{"GET drives/{uuid}/": 2})),
			},
			{
				Config:           config(cloud, gibibyte, "allow_multimount = false\naffinities = []\niops = 60000"),
				ConfigPlanChecks: updates("affinities", "allow_multimount", "iops"),
				Check:            drive(false, 0, 60000),
			},
		},
	})
}

// TestDriveCloneOptions has a copy, which the API makes without allow_multimount: it gets that afterwards.
func TestDriveCloneOptions(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	license := tfjsonpath.New("licenses").AtSliceIndex(0)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: clone(cloud, cloudsigma.LicensedLibraryDrive, 60*gibibyte,
				fmt.Sprintf("allow_multimount = true\naffinities = [\"ssd\"]\niops = 500\navoid = [%q]", someUUID)),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, license.AtMapKey("name"), knownvalue.StringExact("msft_7nq_00302")),
				statecheck.ExpectKnownValue(address, license.AtMapKey("amount"), knownvalue.Int64Exact(1)),
				statecheck.ExpectKnownValue(address, license.AtMapKey("burstable"), knownvalue.Bool(false)),
			},
			Check: func(*terraform.State) error {
				drive := onlyDrive(t, cloud)
				sent := cloud.Server.Log.Matching(http.MethodPost, "/action/$")
				if !drive.AllowMultimount || len(drive.Affinities) != 1 || drive.IOPS != 500 || len(sent) != 1 || sent[0].Query != "avoid="+someUUID+"&do=clone" {
					return fmt.Errorf("the drive is %+v, sent was %+v", drive, sent)
				}
				return nil
			},
		}},
	})
}

// TestDriveLimitsAreReadOnce has many drives, for which the limits are read as often as for one.
func TestDriveLimitsAreReadOnce(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: config(cloud, gibibyte, "count = 8"), PlanOnly: true, ExpectNonEmptyPlan: true,
		}},
	})
	if read := cloud.Server.Log.Count(http.MethodGet, "/capabilities/$"); read == 0 || read > 2 {
		t.Errorf("the limits were read %d times", read)
	}
}

// TestDriveLimitsOfOthers has a location that sets other limits, and one that does not tell them: then the API refuses.
func TestDriveLimitsOfOthers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status  int
		body    string
		message string
	}{
		"not told": {
			http.StatusForbidden, `[{"error_type": "permission", "error_message": "not for you"}]`,
			`(?s)Could not create the drive.*greater\s+than\s+or\s+equal\s+to\s+536870912`,
		},
		"others": {
			http.StatusOK, `{"default_storage_type": "tape", "drives": {"tape": {"size": {"min": 1.0, "max": 10}}}}`,
			`(?s)storage\s+type\s+"tape"\s+has\s+1\s+to\s+10\s+bytes`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
			addFault(t, cloud, emulator.Fault{
				Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: "/capabilities/$", Status: test.status, Body: test.body,
			})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: config(cloud, 1024, ""), ExpectError: regexp.MustCompile(test.message),
				}},
			})
		})
	}
}

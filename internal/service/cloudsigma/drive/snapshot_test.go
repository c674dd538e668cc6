package drive_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestDriveOfSnapshot has drives that are made of snapshots, and get what the API does not let them have at once.
func TestDriveOfSnapshot(t *testing.T) {
	t.Parallel()
	for attribute, test := range map[string]struct{ collection, location, tooSmall string }{
		"clone_snapshot_id":        {collection: "snapshots"},
		"clone_remote_snapshot_id": {collection: "remotesnapshots", location: "ZRH", tooSmall: `1073741824 or more`},
	} {
		t.Run(attribute, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
			source := cloud.Send(t, http.MethodPost, "drives/", map[string]any{
				"name": "source", "media": "disk", "size": gibibyte, "storage_type": "nvme",
			})
			snapshot := cloud.Send(t, http.MethodPost, test.collection+"/", map[string]any{
				"name": "before", "drive": source, "location": test.location,
			})
			of := func(size int64, lines string) string {
				return config(cloud, size, fmt.Sprintf("%s = %q\n%s", attribute, snapshot, lines))
			}
			fails := func(configuration, message string) resource.TestStep {
				return resource.TestStep{
					Config: configuration, PlanOnly: true,
					ExpectError: regexp.MustCompile(`(?s)` + strings.ReplaceAll(message, " ", `\s+`)),
				}
			}
			steps := []resource.TestStep{
				fails(strings.ReplaceAll(of(2*gibibyte, ""), snapshot, someUUID), `no such drive or snapshot`),
				fails(of(2*gibibyte, `storage_type = "dssd"`), `is of the type "nvme", "dssd" is configured`),
				fails(of(2*gibibyte, fmt.Sprintf("clone_drive_id = %q", source)), `cannot be configured together`),
				{
					Config: of(2*gibibyte, fmt.Sprintf("meta = { a = \"b\" }\nallow_multimount = true\navoid = [%q]", source)),
					ConfigStateChecks: []statecheck.StateCheck{
						statecheck.ExpectKnownValue(address, tfjsonpath.New("storage_type"), knownvalue.StringExact("nvme")),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("unmounted")),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("resource_uri"), knownvalue.StringRegexp(regexp.MustCompile("^/api/2.0/drives/"))),
					},
					Check: func(state *terraform.State) error {
						drive, _ := cloud.Cloud.Drive(state.RootModule().Resources[address].Primary.ID)
						sent := cloud.Server.Log.Matching(http.MethodPost, test.collection+"/"+snapshot+"/action/$")
						if drive.ClonedFrom != snapshot || drive.Size != 2*gibibyte || !drive.AllowMultimount || drive.Meta["a"] != "b" ||
							len(sent) != 1 || sent[0].Query != "avoid="+source+"&do=clone" {
							return fmt.Errorf("the drive is %+v, sent was %+v", drive, sent)
						}
						return nil
					},
				},
				{
					ResourceName: address, ImportState: true, ImportStateVerify: true,
					ImportStateVerifyIgnore: []string{"avoid", attribute},
				},
				{Config: config(cloud, gibibyte, ""), ConfigPlanChecks: replaces()},
			}
			if test.tooSmall != "" {
				steps = append([]resource.TestStep{fails(of(gibibyte-1, ""), test.tooSmall)}, steps...)
			}
			resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: acctest.Providers(), Steps: steps})
		})
	}
}

package drive_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// changesSent wants these requests that are no reads since the log was last emptied, as "POST servers do=stop" with the
// name of a server that has one, and empties the log.
func changesSent(cloud *acctest.CloudSigma, names map[string]string, want ...string) error {
	sent := []string{}
	for _, request := range cloud.Server.Log.All() {
		if request.Method == http.MethodGet {
			continue
		}
		parts := strings.Split(strings.TrimPrefix(request.Path, "/api/2.0/"), "/")
		line := request.Method + " " + parts[0]
		if name := names[parts[1]]; name != "" {
			line += " " + name
		}
		sent = append(sent, strings.TrimSpace(line+" "+request.Query))
	}
	cloud.Server.Log.Reset()
	if diff := cmp.Diff(want, sent); diff != "" {
		return fmt.Errorf("the changes sent (-want +got):\n%s", diff)
	}
	return nil
}

// running starts two servers with the drive, and one that is stopped. Their names are in the order of their UUIDs.
func running(t *testing.T, cloud *acctest.CloudSigma) (names map[string]string) {
	t.Helper()
	drive := onlyDrive(t, cloud).UUID
	servers := []string{runOn(t, cloud, drive), runOn(t, cloud, drive)}
	slices.Sort(servers)
	stopped := runOn(t, cloud, drive)
	if err := cloud.Cloud.StopServer(stopped); err != nil {
		t.Fatal(err)
	}
	return map[string]string{servers[0]: "a", servers[1]: "b", stopped: "stopped"}
}

// runAsBefore wants what running made to be as it made it.
func runAsBefore(cloud *acctest.CloudSigma, names map[string]string) error {
	for uuid, name := range names {
		server, _ := cloud.Cloud.Server(uuid)
		if want := map[bool]string{true: "stopped", false: "running"}[name == "stopped"]; server.Status != want {
			return fmt.Errorf("the server %s is %s, want %s", name, server.Status, want)
		}
	}
	return nil
}

// TestDriveOnRunningServers changes and destroys a drive that two running servers have, and one that is stopped.
func TestDriveOnRunningServers(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	var names map[string]string
	shared := func(size int64, lines string) string {
		return config(cloud, size, "allow_multimount = true\nmeta = { changed = \"all the same\" }\n"+lines)
	}
	sent := func(want ...string) error {
		return errors.Join(changesSent(cloud, names, want...), runAsBefore(cloud, names))
	}
	refused := regexp.MustCompile(`(?s)is\s+"running",\s+and\s+CloudSigma\s+does\s+this\s+only\s+while.*or\s+set\s+stop_for_update\s+=\s+true`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(cloud, gibibyte, "allow_multimount = true")},
			{
				PreConfig: func() {
					names = running(t, cloud)
					cloud.Server.Log.Reset()
				},
				Config: shared(2*gibibyte, "stop_for_update = false"), ExpectError: refused,
			},
			{
				// The state has what was done before the refusal, so that the meta is not written again.
				Config: shared(gibibyte, "stop_for_update = false"), ConfigPlanChecks: updates("stop_for_update"),
				Check: func(*terraform.State) error { return sent("PUT drives") },
			},
			{Config: cloud.Provider, ExpectError: refused},
			{
				PreConfig: func() {
					addFault(t, cloud, emulator.Fault{
						Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: "/drives/[^/]+/action/$", Status: http.StatusForbidden, Times: 1,
						Body: `[{"error_type": "billing", "error_point": null, "error_message": "Not enough credit"}]`,
					})
				},
				Config: shared(2*gibibyte, ""), ExpectError: regexp.MustCompile(`(?s)Could not update the drive.*Not\s+enough\s+credit`),
			},
			{
				PreConfig: func() {
					err := sent("POST servers a do=shutdown", "POST servers b do=shutdown", "POST drives do=resize",
						"POST servers b do=start", "POST servers a do=start")
					if err != nil {
						t.Errorf("after the failure: %v", err)
					}
				},
				Config:           replaceMedia(shared(2*gibibyte, "affinities = [\"ssd\"]\nshutdown_timeout = \"0s\"")),
				ConfigPlanChecks: updates("affinities", "media", "shutdown_timeout", "size", "stop_for_update"),
				Check: func(*terraform.State) error {
					drive := onlyDrive(t, cloud)
					if drive.Size != 2*gibibyte || drive.Media != "cdrom" || len(drive.Affinities) != 1 || drive.Status != "mounted" {
						return fmt.Errorf("the drive is %+v", drive)
					}
					// Of the first edit the API takes what can be changed at once.
					return sent("PUT drives", "POST servers a do=stop", "POST servers b do=stop", "PUT drives", "POST drives do=resize",
						"POST servers b do=start", "POST servers a do=start")
				},
			},
			{
				Config: cloud.Provider,
				Check: func(*terraform.State) error {
					return sent("POST servers a do=stop", "POST servers b do=stop", "DELETE drives",
						"POST servers b do=start", "POST servers a do=start")
				},
			},
		},
	})
}

// TestDriveOfServer has a drive and its server in one configuration: the drive grows, is replaced, and taken away. All
// of it is destroyed without a start.
func TestDriveOfServer(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	server := func(block string) string {
		return fmt.Sprintf(`
resource "cloudsigma_server" "test" {
  name         = "tf-acc-server"
  cpu          = 2000
  memory       = 1073741824
  vnc_password = "t0p-5ecret"
%s
}
`, block)
	}
	attached := server("drive {\n uuid = cloudsigma_drive.test.id\n }")
	sent := func(want ...string) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if err := changesSent(cloud, nil, want...); err != nil {
				return err
			}
			for _, item := range cloud.Server.Inventory() {
				if item.Kind == "server" && item.State != "running" {
					return fmt.Errorf("the server is %s", item.State)
				}
			}
			return nil
		}
	}
	const shutdown, start = "POST servers do=shutdown", "POST servers do=start"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy: func(state *terraform.State) error {
			return errors.Join(sent(shutdown, "DELETE servers")(state), acctest.NothingLeft(cloud.Server)(state))
		},
		Steps: []resource.TestStep{
			{Config: config(cloud, gibibyte, "") + attached, Check: sent("POST drives", "POST servers", start)},
			{
				Config: config(cloud, 2*gibibyte, "") + attached, ConfigPlanChecks: updates("size"),
				Check: sent(shutdown, "POST drives do=resize", start),
			},
			{
				// The server is changed after the old drive is gone.
				Config: clone(cloud, cloudsigma.TrustyLibraryDrive, librarySize, "") + attached,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, plancheck.ResourceActionDestroyBeforeCreate),
				}},
				Check: sent(shutdown, "DELETE drives", start, "POST drives do=clone", shutdown, "PUT servers", start),
			},
			{
				Config: cloud.Provider + server(""),
				Check:  sent(shutdown, "DELETE drives", start, shutdown, start),
			},
		},
	})
}

package drive_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const (
	address  = "cloudsigma_drive.test"
	gibibyte = 1 << 30
	// someUUID is that of nothing.
	someUUID = "00000000-0000-4000-8000-000000000000"
)

// config is a drive with further lines.
func config(cloud *acctest.CloudSigma, size int64, lines string) string {
	return cloud.Provider + fmt.Sprintf(`
resource "cloudsigma_drive" "test" {
  name  = "tf-acc-drive"
  media = "disk"
  size  = %d
%s
}
`, size, lines)
}

// onlyDrive returns the drive of the emulator, which must have exactly one.
func onlyDrive(t *testing.T, cloud *acctest.CloudSigma) cloudsigma.Drive {
	t.Helper()
	var found []emulator.Item
	for _, item := range cloud.Server.Inventory() {
		if item.Kind == "drive" {
			found = append(found, item)
		}
	}
	if len(found) != 1 {
		t.Fatalf("the cloud has the drives %+v, want one", found)
	}
	drive, _ := cloud.Cloud.Drive(found[0].ID)
	return drive
}

// api sends a request as somebody else would, and returns the UUID in the answer, if it has one.
func api(t *testing.T, cloud *acctest.CloudSigma, method, path string, body map[string]any) string {
	t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, cloud.Server.URL+"/api/2.0/"+path, bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(cloudsigma.DefaultUser, cloudsigma.DefaultPassword)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode >= http.StatusBadRequest {
		t.Fatalf("%s %s: %s", method, path, response.Status)
	}
	var answer struct {
		Objects []struct{ UUID string }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || len(answer.Objects) == 0 {
		return ""
	}
	return answer.Objects[0].UUID
}

// runOn starts a server that has the drive, and returns its UUID.
func runOn(t *testing.T, cloud *acctest.CloudSigma, drive string) string {
	t.Helper()
	server := api(t, cloud, http.MethodPost, "servers/", map[string]any{
		"name": "other", "cpu": 1000, "mem": 536870912, "vnc_password": "secret",
		"drives": []any{map[string]any{"drive": drive, "device": "virtio", "dev_channel": "0:0", "boot_order": 1}},
	})
	api(t, cloud, http.MethodPost, "servers/"+server+"/action/?do=start", map[string]any{})
	return server
}

// makeTag makes a tag that is no part of a configuration.
func makeTag(t *testing.T, cloud *acctest.CloudSigma, name string) string {
	t.Helper()
	return api(t, cloud, http.MethodPost, "tags/", map[string]any{"objects": []any{map[string]any{"name": name}}})
}

var anyUUID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// requestsSent fails unless exactly these requests were sent since the log was last emptied, as in
// "GET drives/{uuid}/".
func requestsSent(cloud *acctest.CloudSigma, want map[string]int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		got := map[string]int{}
		for _, request := range cloud.Server.Log.All() {
			path := strings.TrimPrefix(anyUUID.ReplaceAllString(request.Path, "{uuid}"), "/api/2.0/")
			if request.Query != "" {
				path += "?" + request.Query
			}
			got[request.Method+" "+path]++
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("the requests sent differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

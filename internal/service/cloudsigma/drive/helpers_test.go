package drive_test

import (
	"fmt"
	"net/http"
	"testing"

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

// runOn starts a server that has the drive, and returns its UUID.
func runOn(t *testing.T, cloud *acctest.CloudSigma, drive string) string {
	t.Helper()
	server := cloud.Send(t, http.MethodPost, "servers/", map[string]any{
		"name": "other", "cpu": 1000, "mem": 536870912, "vnc_password": "secret",
		"drives": []any{map[string]any{"drive": drive, "device": "virtio", "dev_channel": "0:0", "boot_order": 1}},
	})
	cloud.Send(t, http.MethodPost, "servers/"+server+"/action/?do=start", map[string]any{})
	return server
}

// makeTag makes a tag that is no part of a configuration.
func makeTag(t *testing.T, cloud *acctest.CloudSigma, name string) string {
	t.Helper()
	return cloud.Send(t, http.MethodPost, "tags/", map[string]any{"objects": []any{map[string]any{"name": name}}})
}

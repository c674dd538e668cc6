package drive_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestDriveInterrupted interrupts the growth of a drive on a running server, which cannot be started while the drive is
// being resized.
func TestDriveInterrupted(t *testing.T) {
	t.Parallel()
	const shutdown, resize, start = "POST servers do=shutdown", "POST drives do=resize", "POST servers do=start"
	for name, test := range map[string]struct {
		driveTime time.Duration
		// cancelled is the request after which the run is cancelled; "": it times out.
		cancelled string
		sent      []string
		size      int64
	}{
		"timed out while it is resized": {driveTime: 31 * time.Minute, sent: []string{shutdown, resize, start}, size: 2 * gibibyte},
		"cancelled while it is resized": {driveTime: time.Minute, cancelled: resize, sent: []string{shutdown, resize, start}, size: 2 * gibibyte},
		"cancelled before":              {cancelled: shutdown, sent: []string{shutdown, start}, size: gibibyte},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := acctest.NewBubble(t, emulated.Options{DriveTime: test.driveTime, ShutdownTime: 20 * time.Second})
				made, err := account.Client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{
					Name: "data", Media: cloudsigma.MediaDisk, Size: gibibyte,
				}, "")
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(test.driveTime)
				server := account.RunningServer(t, made.UUID)
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				account.Answered = func(sent string) {
					if sent == test.cancelled {
						cancel()
					}
				}
				resized := newDirect(t, account.Client)
				state := resized.object(map[string]any{"id": made.UUID, "name": "data", "media": "disk", "size": gibibyte})
				plan := resized.object(map[string]any{"id": made.UUID, "name": "data", "media": "disk", "size": 2 * gibibyte})
				response := resource.UpdateResponse{State: tfsdk.State{Schema: resized.schema, Raw: state}}
				resized.Update(ctx, resource.UpdateRequest{
					Plan: tfsdk.Plan{Schema: resized.schema, Raw: plan}, State: response.State,
				}, &response)
				if !response.Diagnostics.HasError() {
					t.Error("there is no error")
				}
				if diff := cmp.Diff(test.sent, account.Sent); diff != "" {
					t.Errorf("the requests (-want +got):\n%s", diff)
				}
				if found, _ := account.Cloud.Server(server); found.Status != cloudsigma.ServerRunning {
					t.Errorf("the server is %s: %v", found.Status, response.Diagnostics)
				}
				if found, _ := account.Cloud.Drive(made.UUID); found.Size != test.size {
					t.Errorf("the drive has %d bytes, want %d", found.Size, test.size)
				}
			})
		})
	}
}

package driveattachment_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestDriveAttachmentLife attaches a drive to a stopped server, changes how, imports it, detaches it behind
// Terraform's back, replaces it, and detaches it.
func TestDriveAttachmentLife(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{ForgetAbsent: true})
	other := `
resource "cloudsigma_drive" "other" {
  name  = "tf-acc-other"
  media = "disk"
  size  = 1073741824
}
`
	ide := emulated.Attachment{Device: "ide", DevChannel: "1:0", BootOrder: 1}
	replaced := ide
	configured := attachment("device = \"ide\"\ndev_channel = \"1:0\"\nboot_order = 1")
	f.test(t,
		resource.TestStep{
			Config: f.config(stopped, attachment("")),
			Check: resource.ComposeTestCheckFunc(
				f.has("stopped", emulated.Attachment{Device: "virtio", DevChannel: "0:0"}), f.sent("POST ", "PUT ")),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("dev_channel"), knownvalue.StringExact("0:0")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("boot_order"), knownvalue.Null()),
			},
		},
		resource.TestStep{
			Config:           f.config(stopped, attachment(`device = "ide"`)),
			ConfigPlanChecks: updates("device", newChannel),
			Check:            f.has("stopped", emulated.Attachment{Device: "ide", DevChannel: "0:0"}),
		},
		resource.TestStep{
			PreConfig: f.emptyLog, Config: f.config(stopped, configured),
			ConfigPlanChecks: updates("boot_order", "dev_channel"),
			Check:            resource.ComposeTestCheckFunc(f.has("stopped", ide), f.sent("PUT ")),
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"shutdown_timeout"},
		},
		resource.TestStep{
			// Somebody detaches it: it is attached again.
			PreConfig: func() {
				_, err := f.client.Servers.Edit(t.Context(), f.server, func(definition *cloudsigma.ServerDefinition) error {
					definition.Drives = []cloudsigma.ServerDrive{}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			},
			Config: f.config(stopped, configured), ConfigPlanChecks: actionIs(plancheck.ResourceActionCreate), Check: f.has("stopped", ide),
		},
		resource.TestStep{
			Config: f.config(stopped, other+`
resource "cloudsigma_drive_attachment" "test" {
  server_uuid = cloudsigma_server.test.id
  drive_uuid  = cloudsigma_drive.other.id
  device      = "ide"
  dev_channel = "1:0"
  boot_order  = 1
}`),
			ConfigPlanChecks: actionIs(plancheck.ResourceActionReplace),
			Check: resource.ComposeTestCheckFunc(
				resource.TestCheckResourceAttrWith("cloudsigma_drive.other", "id", func(id string) error {
					replaced.Drive = id
					return nil
				}),
				func(state *terraform.State) error { return f.has("stopped", replaced)(state) }),
		},
		resource.TestStep{Config: f.config(stopped, other), Check: f.has("stopped")},
	)
}

// TestDriveAttachmentRunningServer stops a server that runs for each change, and starts it again.
func TestDriveAttachmentRunningServer(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	cycle := []string{"POST do=stop", "PUT ", "POST do=start"}
	f.test(t,
		resource.TestStep{
			Config:      f.config("", attachment("stop_for_update = false")),
			ExpectError: regexp.MustCompile(`is\s+"running",\s+and\s+CloudSigma\s+does\s+this\s+only\s+while\s+it\s+is\s+stopped`),
		},
		resource.TestStep{
			PreConfig: f.emptyLog, Config: f.config("", attachment("")),
			Check: resource.ComposeTestCheckFunc(
				f.has("running", emulated.Attachment{Device: "virtio", DevChannel: "0:0"}), f.sent(cycle...)),
		},
		// Nothing of the server changes: it goes on running.
		resource.TestStep{
			PreConfig: f.emptyLog, Config: f.config("", attachment("stop_for_update = true")),
			Check: f.sent([]string{}...),
		},
		resource.TestStep{
			PreConfig: f.emptyLog, Config: f.config("", ""),
			Check: resource.ComposeTestCheckFunc(f.has("running"), f.sent(cycle...)),
		},
	)
}

// TestDriveAttachmentFailures proves that a server that was stopped for a change which fails is started again,
// and that nothing of others is taken over.
func TestDriveAttachmentFailures(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	second := `
resource "cloudsigma_drive_attachment" "second" {
  server_uuid      = cloudsigma_drive_attachment.test.server_uuid
  drive_uuid       = cloudsigma_drive_attachment.test.drive_uuid
  shutdown_timeout = "0s"
}
`
	virtio := emulated.Attachment{Device: "virtio", DevChannel: "0:0"}
	f.test(t,
		resource.TestStep{
			Config: f.config("", attachment(`device = "floppy"`)), ExpectError: regexp.MustCompile(`(?s)device.*floppy`),
		},
		resource.TestStep{
			Config: f.config("", attachment(`dev_channel = "0"`)), ExpectError: regexp.MustCompile(`want\s+controller:unit`),
		},
		resource.TestStep{Config: f.config("", attachment("")), Check: f.has("running", virtio)},
		resource.TestStep{
			Config:      f.config("", attachment("")+second),
			ExpectError: regexp.MustCompile(`(?s)is\s+attached\s+to\s+the\s+server\s+already;\s+import\s+it`),
		},
		resource.TestStep{Config: f.config("", attachment("")), ConfigPlanChecks: emptyPlan(), Check: f.has("running", virtio)},
		// The server is deleted behind Terraform's back, and with it the attachment.
		resource.TestStep{
			PreConfig: func() {
				if err := f.Cloud.Vanish("servers", f.server); err != nil {
					t.Fatal(err)
				}
			},
			Config: f.config(stopped, attachment("")), Check: f.has("stopped", virtio),
		},
	)
}

// TestDriveAttachmentAndBlocks proves that drives are not managed in two ways: neither for a server that is
// made in the same run, nor for one that exists, and that the server then has what it had.
func TestDriveAttachmentAndBlocks(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	block := stopped + `
  drive { uuid = cloudsigma_drive.block.id }
`
	drive := `
resource "cloudsigma_drive" "block" {
  name  = "tf-acc-block"
  media = "disk"
  size  = 1073741824
}
`
	told := regexp.MustCompile(`(?s)Managed in two ways.*The\s+drives\s+of\s+server.*(drive\s+blocks|cloudsigma_drive_attachment)`)
	virtio := emulated.Attachment{Device: "virtio", DevChannel: "0:0"}
	f.test(t,
		resource.TestStep{Config: f.config(block, drive+attachment("")), ExpectError: told},
		resource.TestStep{Config: f.config(block, drive+attachment("")), PlanOnly: true, ExpectError: told},
		// Without blocks the attachment is left alone, also by an update of the server.
		resource.TestStep{Config: f.config(stopped, drive+attachment("")), Check: f.has("stopped", virtio)},
		resource.TestStep{
			Config: f.config(stopped+"\nenclave_page_caches = []\n", drive+attachment("")), ConfigPlanChecks: emptyPlan(),
		},
		resource.TestStep{
			Config: f.config(stopped+"\nssh_keys = []\ntags = []\nmeta = { a = \"b\" }\n", drive+attachment("")),
			Check:  f.has("stopped", virtio),
		},
	)
}

// TestDriveAttachmentImportedWithServer imports a server and its attachment: the drive stays where it is.
func TestDriveAttachmentImportedWithServer(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	drive, err := f.client.Drives.Create(t.Context(), cloudsigma.DriveDefinition{
		Name: "tf-acc-drive", Media: cloudsigma.MediaDisk, Size: 1 << 30,
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	server, err := f.client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "tf-acc-server", CPU: 2000, Memory: 1 << 30, VNCPassword: "t0p-5ecret",
		NICs:   []cloudsigma.NIC{{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}}},
		Drives: []cloudsigma.ServerDrive{{Device: "virtio", DevChannel: "0:3", Drive: cloudsigma.Reference{UUID: drive.UUID}}},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Cloud.SetServerStatus(server.UUID, "running"); err != nil {
		t.Fatal(err)
	}
	whole, attached := f.config("", attachment("")), emulated.Attachment{Device: "virtio", DevChannel: "0:3"}
	f.test(t,
		resource.TestStep{
			PreConfig: f.emptyLog,
			Config: whole + fmt.Sprintf(`
import {
  to = cloudsigma_server.test
  id = %[1]q
}
import {
  to = cloudsigma_drive.test
  id = %[2]q
}
import {
  to = cloudsigma_drive_attachment.test
  id = "%[1]s/%[2]s"
}
`, server.UUID, drive.UUID),
			Check: resource.ComposeTestCheckFunc(f.has("running", attached), f.sent([]string{}...)),
		},
	)
}

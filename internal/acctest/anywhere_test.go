package acctest_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
)

// machines are an image that is uploaded, what is copied of it, and a server that stays off. %[1]s is the name of all,
// %[2]q the file of the image.
const machines = `
resource "cloudsigma_tag" "test" {
  name = "%[1]s"
}

resource "cloudsigma_drive" "image" {
  name   = "%[1]s-image"
  media  = "disk"
  size   = 1073741824
  source = %[2]q
  tags   = [cloudsigma_tag.test.id]
}

resource "cloudsigma_drive" "copy" {
  name           = "%[1]s-copy"
  media          = "disk"
  size           = 1073741824
  clone_drive_id = cloudsigma_drive.image.id
}

resource "cloudsigma_server" "test" {
  name             = "%[1]s"
  cpu              = 1000
  memory           = 536870912
  vnc_password     = "t0p-5ecret"
  power_state      = "stopped"
  shutdown_timeout = "0s"

  network {
    type = "dhcp"
  }
}
`

// attachments are a drive of the server, a clone of it with a copy of the drive, and a policy for the NIC of the clone,
// which no block manages.
const attachments = `
resource "cloudsigma_drive_attachment" "test" {
  server_uuid = cloudsigma_server.test.id
  drive_uuid  = cloudsigma_drive.copy.id
}

resource "cloudsigma_server" "clone" {
  name            = "%[1]s-clone"
  cpu             = 1000
  memory          = 536870912
  power_state     = "stopped"
  clone_server_id = cloudsigma_server.test.id
  delete_drives   = "disks"

  depends_on = [cloudsigma_drive_attachment.test]
}

resource "cloudsigma_firewall_policy" "test" {
  name = "%[1]s"
}

resource "cloudsigma_firewall_policy_attachment" "test" {
  server_uuid          = cloudsigma_server.clone.id
  firewall_policy_uuid = cloudsigma_firewall_policy.test.id
  nic_index            = 0
}
`

// others are what only some accounts have, by the part of the account that it needs.
func others(cloud *acctest.CloudSigma, name string) string {
	text := new(strings.Builder)
	add := func(needs, block string) {
		if needs != "" {
			fmt.Fprintf(text, block, name, needs)
		}
	}
	add(cloud.VLAN, "resource \"cloudsigma_vlan\" \"test\" {\n  uuid = %[2]q\n  name = %[1]q\n  tags = [cloudsigma_tag.test.id]\n}\n")
	add(cloud.IP, "resource \"cloudsigma_ip\" \"test\" {\n  uuid = %[2]q\n  name = %[1]q\n}\n")
	add(cloud.Grantee, `
resource "cloudsigma_acl" "test" {
  name        = %[1]q
  permissions = ["LIST"]
  grantees    = [%[2]q]
  tags        = [cloudsigma_tag.test.id]
}
`)
	add(cloud.RemoteLocation, `
resource "cloudsigma_remote_snapshot" "test" {
  name     = %[1]q
  drive    = cloudsigma_drive.image.id
  location = %[2]q
}

data "cloudsigma_remote_snapshot" "test" {
  drive      = cloudsigma_drive.image.id
  depends_on = [cloudsigma_remote_snapshot.test]
}
`)
	return text.String()
}

// TestCloudSigmaAnywhere makes one of each type that costs little, on the real cloud where the environment names an
// account. What it does in detail, the tests on the emulator show.
func TestCloudSigmaAnywhere(t *testing.T) {
	t.Parallel()
	cloud := acctest.StartCloudSigma(t)
	name := acctest.Name("all")
	image := filepath.Join(t.TempDir(), "image.raw")
	if err := os.WriteFile(image, bytes.Repeat([]byte("tf-acc"), 1<<17), 0o600); err != nil {
		t.Fatal(err)
	}
	base := cloud.Provider + fmt.Sprintf(machines, name, image)
	value := func(address, attribute string, check knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), check)
	}
	checks := []statecheck.StateCheck{
		value("cloudsigma_drive.image", "status", knownvalue.StringExact("unmounted")),
		value("cloudsigma_drive_attachment.test", "dev_channel", knownvalue.StringExact("0:0")),
		value("cloudsigma_firewall_policy_attachment.test", "mac", knownvalue.NotNull()),
		value("cloudsigma_server.clone", "attached_drives", knownvalue.ListSizeExact(1)),
	}
	if cloud.VLAN != "" {
		checks = append(checks, value("cloudsigma_vlan.test", "tags", knownvalue.SetSizeExact(1)))
	}
	if cloud.IP != "" {
		checks = append(checks, value("cloudsigma_ip.test", "gateway", knownvalue.NotNull()))
	}
	if cloud.Grantee != "" {
		checks = append(checks, value("cloudsigma_acl.test", "grantees", knownvalue.SetExact(
			[]knownvalue.Check{knownvalue.StringExact(cloud.Grantee)})))
	}
	if cloud.RemoteLocation != "" {
		found := "data.cloudsigma_remote_snapshot.test"
		checks = append(checks, value(found, "location", knownvalue.StringExact(cloud.RemoteLocation)),
			value(found, "name", knownvalue.StringExact(name)))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{Config: base + fmt.Sprintf(attachments, name) + others(cloud, name), ConfigStateChecks: checks},
			{
				// What is attached comes off again, and the clone goes with its disk.
				Config: base,
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction("cloudsigma_drive_attachment.test", plancheck.ResourceActionDestroy),
					plancheck.ExpectResourceAction("cloudsigma_server.clone", plancheck.ResourceActionDestroy),
					plancheck.ExpectResourceAction("cloudsigma_server.test", plancheck.ResourceActionNoop),
				}},
			},
		},
	})
}

package server_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// macs are the MAC addresses of the server by the network that a NIC is on.
func macs(server emulated.Server) map[string]string {
	addresses := map[string]string{}
	for _, nic := range server.NICs {
		network := nic.VLAN
		if nic.IPv4 != nil {
			network = nic.IPv4.Conf
		}
		addresses[network] = nic.MAC
	}
	return addresses
}

func TestServerNICsKeepTheirIdentity(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{ForgetAbsent: true})
	vlans := f.Cloud.VLANs(emulated.DefaultUser)
	dhcp := "network {\n  type = \"dhcp\"\n}"
	guarded := fmt.Sprintf("network {\n  type = \"dhcp\"\n  firewall_policy_uuid = %q\n}", f.policy(t))
	static := fmt.Sprintf("network {\n  type = \"static\"\n  ipv4_address = %q\n}", f.Cloud.StaticIPs(emulated.DefaultUser)[0])
	first, second := fmt.Sprintf("network {\n  vlan_uuid = %q\n}", vlans[0]), fmt.Sprintf("network {\n  vlan_uuid = %q\n}", vlans[1])
	var before map[string]string
	remember := f.checkServer(func(server emulated.Server) error {
		before = macs(server)
		return nil
	})
	keeps := func(networks ...string) resource.TestCheckFunc {
		return f.checkServer(func(server emulated.Server) error {
			after := macs(server)
			for _, network := range networks {
				if before[network] == "" || after[network] != before[network] {
					return fmt.Errorf("NIC on %s: its MAC was %q and is %q", network, before[network], after[network])
				}
			}
			before = after
			return nil
		})
	}
	f.test(t,
		resource.TestStep{Config: f.config(dhcp, first), Check: remember},
		resource.TestStep{Config: f.config(guarded, first), Check: keeps("dhcp", vlans[0])},
		resource.TestStep{Config: f.config(first, guarded), Check: keeps("dhcp", vlans[0])},
		resource.TestStep{Config: f.config(static, first, guarded), Check: keeps("dhcp", vlans[0])},
		resource.TestStep{Config: f.config(static, second, guarded), Check: resource.ComposeTestCheckFunc(
			func(*terraform.State) error {
				before[vlans[1]] = before[vlans[0]]
				return nil
			}, keeps("dhcp", "static", vlans[1]))},
		resource.TestStep{Config: f.config(second), Check: keeps(vlans[1])},
		// Without any block the NICs are left alone, also when the last block goes.
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(),
			Check: resource.ComposeTestCheckFunc(f.expectActions(), keeps(vlans[1])),
		},
	)
}

func TestServerDrivesInBootOrder(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	drives := f.drives(t, 3)
	config := func(numbers ...int) string {
		var blocks []string
		for _, number := range numbers {
			blocks = append(blocks, fmt.Sprintf("drive {\n  uuid = %q\n}", drives[number]))
		}
		return f.config(append(blocks, `power_state = "stopped"`)...)
	}
	attached := func(wanted ...emulated.Attachment) resource.TestCheckFunc {
		return f.checkServer(func(server emulated.Server) error {
			if diff := cmp.Diff(wanted, server.Drives); diff != "" {
				return errors.New("drives (-want +got):\n" + diff)
			}
			return nil
		})
	}
	virtio := func(number int, channel string, order int64) emulated.Attachment {
		return emulated.Attachment{Drive: drives[number], Device: "virtio", DevChannel: channel, BootOrder: order}
	}
	f.test(t,
		resource.TestStep{Config: config(0, 1), Check: attached(virtio(0, "0:0", 1), virtio(1, "0:1", 2))},
		// The order of boot changes; the channels, and so the names in the server, stay.
		resource.TestStep{Config: config(1, 2, 0), Check: attached(virtio(0, "0:0", 3), virtio(1, "0:1", 1), virtio(2, "0:2", 2))},
		resource.TestStep{
			PreConfig: func() {
				f.edit(t, func(definition *cloudsigma.ServerDefinition) { definition.Drives = definition.Drives[:1] })
			},
			Config: config(1, 2, 0), ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate),
			Check: attached(virtio(0, "0:0", 3), virtio(1, "0:1", 1), virtio(2, "0:2", 2)),
		},
		resource.TestStep{Config: config(2), Check: attached(virtio(2, "0:2", 1))},
		resource.TestStep{Config: config(), Check: attached()},
	)
}

// TestServerDriveKnownAfterApply has drives that are made in the same run: their UUIDs are not known when
// the channels are planned.
func TestServerDriveKnownAfterApply(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	drives := f.drives(t, 2)
	later := func(number int) string {
		return fmt.Sprintf("resource \"terraform_data\" \"drive%d\" {\n  input = %q\n}\n", number, drives[number])
	}
	one := "drive {\n  uuid = terraform_data.drive0.output\n}"
	two := "drive {\n  uuid = terraform_data.drive1.output\n}"
	channel := func(block int, wanted string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address,
			tfjsonpath.New("drive").AtSliceIndex(block).AtMapKey("dev_channel"), knownvalue.StringExact(wanted))
	}
	f.test(t,
		resource.TestStep{
			Config:            f.config(one, `power_state = "stopped"`) + later(0),
			ConfigStateChecks: []statecheck.StateCheck{channel(0, "0:0")},
		},
		resource.TestStep{
			Config:            f.config(two, one, `power_state = "stopped"`) + later(0) + later(1),
			ConfigStateChecks: []statecheck.StateCheck{channel(0, "0:1"), channel(1, "0:0")},
		},
		resource.TestStep{
			Config:           f.config(two, one, `power_state = "stopped"`) + later(0) + later(1),
			ConfigPlanChecks: emptyPlan(),
		},
	)
}

// TestServerDriveKeepsItsDevice changes a server whose drive is attached with a device that is not
// configured (any more).
func TestServerDriveKeepsItsDevice(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	drive := f.drives(t, 1)[0]
	bare := fmt.Sprintf("drive {\n  uuid = %q\n}", drive)
	f.test(t,
		resource.TestStep{Config: f.config(fmt.Sprintf("drive {\n  uuid = %q\n  device = \"ide\"\n}", drive))},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(bare, `name = "renamed"`),
			Check: resource.ComposeTestCheckFunc(f.expectActions(), f.checkServer(func(server emulated.Server) error {
				if got := server.Drives[0]; got.Device != "ide" || got.DevChannel != "0:0" || server.Name != "renamed" {
					return fmt.Errorf("%s has the drive %+v", server.Name, got)
				}
				return nil
			})),
		},
	)
}

// TestServerDeviceKnownAfterApply has a device that is not known when the channels are planned.
func TestServerDeviceKnownAfterApply(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	drives := f.drives(t, 2)
	later := "resource \"terraform_data\" \"device\" {\n  input = \"ide\"\n}\n"
	config := f.config(
		fmt.Sprintf("drive {\n  uuid = %q\n  device = terraform_data.device.output\n}", drives[0]),
		fmt.Sprintf("drive {\n  uuid = %q\n}", drives[1]), `power_state = "stopped"`) + later
	place := func(block int, attribute, wanted string) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address,
			tfjsonpath.New("drive").AtSliceIndex(block).AtMapKey(attribute), knownvalue.StringExact(wanted))
	}
	f.test(t,
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{
			place(0, "device", "ide"), place(0, "dev_channel", "0:0"), place(1, "device", "virtio"), place(1, "dev_channel", "0:0"),
		}},
	)
}

// TestServerDriveGivesWay configures the channel of an attached drive for a new one.
func TestServerDriveGivesWay(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	drives := f.drives(t, 2)
	old := fmt.Sprintf("drive {\n  uuid = %q\n}", drives[0])
	added := fmt.Sprintf("drive {\n  uuid = %q\n  dev_channel = \"0:0\"\n}", drives[1])
	f.test(t,
		resource.TestStep{Config: f.config(old, `power_state = "stopped"`)},
		resource.TestStep{
			Config: f.config(old, added, `power_state = "stopped"`),
			Check: f.checkServer(func(server emulated.Server) error {
				wanted := map[string]string{drives[0]: "0:1", drives[1]: "0:0"}
				got := map[string]string{}
				for _, drive := range server.Drives {
					got[drive.Drive] = drive.DevChannel
				}
				if diff := cmp.Diff(wanted, got); diff != "" {
					return errors.New("channels (-want +got):\n" + diff)
				}
				return nil
			}),
		},
	)
}

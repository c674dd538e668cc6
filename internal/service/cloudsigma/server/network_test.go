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

// networks makes blocks of lines.
func networks(blocks ...string) string {
	var text string
	for _, block := range blocks {
		text += "network {\n" + block + "\n}\n"
	}
	return text
}

// nics is a check of the NICs of the server, but for their MACs and addresses.
func (f *fixture) nics(wanted ...emulated.NIC) resource.TestCheckFunc {
	return f.checkServer(func(server emulated.Server) error {
		for i := range server.NICs {
			server.NICs[i].MAC, server.NICs[i].Address, server.NICs[i].IPv6Address = "", "", ""
		}
		if diff := cmp.Diff(wanted, server.NICs); diff != "" {
			return errors.New("NICs (-want +got):\n" + diff)
		}
		return nil
	})
}

// TestServerWithWhatIsNotSet has empty texts, and 0 for a number, stand for what is not set, as they do with the official
// provider.
func TestServerWithWhatIsNotSet(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	vlan := f.Cloud.VLANs(emulated.DefaultUser)[0]
	empty := f.config("power_state = \"stopped\"\nsmp = 0", networks("type = \"dhcp\"\nipv4_address = \"\"\nvlan_uuid = \"\"",
		fmt.Sprintf("ipv4_address = \"\"\nvlan_uuid = %q", vlan)))
	f.test(t,
		resource.TestStep{
			Config: empty,
			Check: f.checkServer(func(server emulated.Server) error {
				if server.SMP != 1 || len(server.NICs) != 2 || server.NICs[0].VLAN != "" || server.NICs[1].VLAN != vlan {
					return fmt.Errorf("got %+v", server)
				}
				return nil
			}),
		},
		resource.TestStep{PreConfig: f.resetLog, Config: empty, ConfigPlanChecks: emptyPlan()},
		resource.TestStep{
			Config: f.config("power_state = \"stopped\"", networks("type = \"dhcp\"", fmt.Sprintf("vlan_uuid = %q", vlan))),
			Check: func(*terraform.State) error {
				if puts := f.Server.Log.Count("PUT", "/servers/"); puts > 0 {
					return fmt.Errorf("%d PUTs were sent for nothing", puts)
				}
				return nil
			},
		},
	)
}

// TestServerNIC sets all that a NIC can have, and takes it off again. The spelling of an IPv6 address is of no matter.
func TestServerNIC(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	policy := f.policy(t)
	const static = "ipv6_type = \"static\"\nipv6_address = %q"
	full := f.config(networks(fmt.Sprintf(
		"type = \"dhcp\"\nipv6_type = \"manual\"\nmodel = \"e1000\"\nboot_order = 2\nfirewall_policy_uuid = %q", policy),
		`ipv6_type = "dhcp"`, fmt.Sprintf(static, "2001:DB8:1:0::10")))
	none := f.config(networks("type = \"dhcp\"\nboot_order = 0", `ipv6_type = "dhcp"`, fmt.Sprintf(static, "2001:DB8:1:0::10")))
	respelled := f.config(networks("type = \"dhcp\"\nboot_order = 0", `ipv6_type = "dhcp"`, fmt.Sprintf(static, "2001:db8:1::0010")))
	turned := f.config(networks(fmt.Sprintf(static, "2001:db8:1::10"), `ipv6_type = "dhcp"`))
	dhcp, manual := &emulated.IPConfiguration{Conf: "dhcp"}, &emulated.IPConfiguration{Conf: "manual"}
	second := emulated.NIC{Model: "virtio", IPv6: dhcp}
	third := emulated.NIC{Model: "virtio", IPv6: &emulated.IPConfiguration{Conf: "static", IP: "2001:db8:1::10"}}
	nicAt := func(index int, attribute string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue(address, tfjsonpath.New("nics").AtSliceIndex(index).AtMapKey(attribute), value)
	}
	nic := func(attribute string, value knownvalue.Check) statecheck.StateCheck {
		return nicAt(0, attribute, value)
	}
	var staticMAC string
	f.test(t,
		resource.TestStep{
			Config: full,
			Check:  f.nics(emulated.NIC{Model: "e1000", BootOrder: 2, FirewallPolicy: policy, IPv4: dhcp, IPv6: manual}, second, third),
			ConfigStateChecks: []statecheck.StateCheck{
				nic("model", knownvalue.StringExact("e1000")), nic("boot_order", knownvalue.Int64Exact(2)),
				nic("ipv6_type", knownvalue.StringExact("manual")), nic("ipv6_address", knownvalue.Null()),
				nicAt(1, "ipv6_address", knownvalue.StringExact("2001:db8:2::2")), nicAt(2, "ipv6_address", knownvalue.StringExact("2001:db8:1::10")),
				nicAt(1, "ipv4_address", knownvalue.Null()),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("network").AtSliceIndex(2).AtMapKey("ipv6_address"),
					knownvalue.StringExact("2001:DB8:1:0::10")),
			},
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, // Imported is the spelling of the server.
			ImportStateVerifyIgnore: []string{"shutdown_timeout", "network.2.ipv6_address"},
		},
		// The model, which the block does not speak of any more, is left alone: there is no NIC without one.
		resource.TestStep{Config: none, Check: f.nics(emulated.NIC{Model: "e1000", IPv4: dhcp}, second, third)},
		resource.TestStep{
			PreConfig: f.resetLog, Config: respelled, ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate),
			Check: f.checkServer(func(server emulated.Server) error {
				staticMAC = server.NICs[2].MAC
				if puts := f.Server.Log.Count("PUT", `/servers/`); puts > 0 || len(f.actions()) > 0 {
					return fmt.Errorf("%d PUTs, actions %v", puts, f.actions())
				}
				return nil
			}),
		},
		// The NIC is known by its address in any spelling, and moves.
		resource.TestStep{
			Config: turned,
			Check: resource.ComposeTestCheckFunc(f.nics(third, second), f.checkServer(func(server emulated.Server) error {
				if got := server.NICs[0].MAC; got != staticMAC {
					return fmt.Errorf("the NIC has the MAC %s, want %s", got, staticMAC)
				}
				return nil
			})),
		},
	)
}

// TestServerNICOfOthers leaves alone what other tools have set on a NIC and blocks do not speak of.
func TestServerNICOfOthers(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	policy, vlan := f.policy(t), f.Cloud.VLANs(emulated.DefaultUser)[0]
	config := f.config(networks(`type = "dhcp"`), `power_state = "stopped"`)
	dhcp := &emulated.IPConfiguration{Conf: "dhcp"}
	theirs := emulated.NIC{Model: "rtl8139", BootOrder: 1, FirewallPolicy: policy, IPv4: dhcp, IPv6: dhcp}
	f.test(t,
		resource.TestStep{Config: config, Check: f.remember},
		resource.TestStep{
			PreConfig: func() {
				f.edit(t, func(definition *cloudsigma.ServerDefinition) {
					order := int64(1)
					nic := &definition.NICs[0]
					nic.Model, nic.BootOrder, nic.FirewallPolicy = "rtl8139", &order, &cloudsigma.Reference{UUID: policy}
					nic.IPv6 = &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}
				})
			},
			Config: config, ConfigPlanChecks: emptyPlan(),
		},
		resource.TestStep{
			Config: f.config(networks(fmt.Sprintf("vlan_uuid = %q", vlan), `type = "dhcp"`), `power_state = "stopped"`),
			Check:  f.nics(emulated.NIC{Model: "virtio", VLAN: vlan}, theirs),
		},
	)
}

// TestServerBlockThatOnlyDescribes adds a block for the NIC that the server has without one, as those do who come
// from the official provider: nothing is stopped, and nothing sent.
func TestServerBlockThatOnlyDescribes(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	config := f.config(networks(`type = "dhcp"`))
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		resource.TestStep{
			PreConfig: f.resetLog, Config: config, ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate),
			Check: f.checkServer(func(emulated.Server) error {
				if puts := f.Server.Log.Count("PUT", `/servers/`); puts > 0 || len(f.actions()) > 0 {
					return fmt.Errorf("%d PUTs, actions %v", puts, f.actions())
				}
				return nil
			}),
		},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(networks(`type = "manual"`)), Check: f.expectActions("shutdown", "start"),
		},
	)
}

// TestServerBootOrders sets boot orders otherwise than the blocks are.
func TestServerBootOrders(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	drives := f.drives(t, 3)
	block := func(number int, order string) string {
		return fmt.Sprintf("drive {\n  uuid = %q\n%s\n}", drives[number], order)
	}
	config := func(blocks ...string) string { return f.config(append(blocks, `power_state = "stopped"`)...) }
	booted := func(wanted ...int64) resource.TestCheckFunc {
		return f.checkServer(func(server emulated.Server) error {
			var got []int64
			for _, uuid := range drives {
				for _, drive := range server.Drives {
					if drive.Drive == uuid {
						got = append(got, drive.BootOrder)
					}
				}
			}
			if diff := cmp.Diff(wanted, got); diff != "" {
				return errors.New("boot orders (-want +got):\n" + diff)
			}
			return nil
		})
	}
	explicit := config(block(0, "boot_order = 0"), block(1, "boot_order = 2"), block(2, ""))
	f.test(t,
		resource.TestStep{Config: explicit, Check: booted(0, 2, 1)},
		// Without a number in the same sequence they keep their places; in another they are as the blocks are.
		resource.TestStep{Config: config(block(0, ""), block(1, ""), block(2, "")), ConfigPlanChecks: emptyPlan()},
		resource.TestStep{Config: config(block(2, ""), block(0, ""), block(1, "")), Check: booted(2, 3, 1)},
		// Somebody else changes the order: the blocks win.
		resource.TestStep{
			PreConfig: func() {
				f.edit(t, func(definition *cloudsigma.ServerDefinition) {
					for i := range definition.Drives {
						order := int64(3 - i)
						definition.Drives[i].BootOrder = &order
					}
				})
			},
			Config: config(block(2, ""), block(0, ""), block(1, "")), Check: booted(2, 3, 1),
		},
		resource.TestStep{
			Config: explicit, ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate), Check: booted(0, 2, 1),
		},
	)
}

package server_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

func TestServerRefusesAtPlanTime(t *testing.T) {
	t.Parallel()
	const uuid = "5d4bbf7b-8f5b-4a6a-9a9a-3c1a6d3c0f10"
	drive := fmt.Sprintf("drive {\n  uuid = %q\n}\n", uuid)
	tests := []struct {
		name, lines, wanted string
	}{
		{"empty name", `name = " "`, `(?s)name = " ".*must not be empty`},
		{"no cpu", `cpu = 0`, `(?s)cpu = 0.*at least 1`},
		{"negative memory", `memory = -1`, `(?s)memory = -1.*at least 1`},
		{"too many cores", "cpu = 3000\nsmp = 4", `(?s)smp = 4.*750 MHz for each of 4 cores`},
		{"cpu beyond the location", `cpu = 96001`, `(?s)cpu = 96001.*from 250 to 96000\s+MHz`},
		{"memory below the location", `memory = 1024`, `(?s)memory = 1024.*from 268435456`},
		{"unknown power_state", `power_state = "paused"`, `(?s)power_state = "paused"`},
		{"bad shutdown_timeout", `shutdown_timeout = "soon"`, `(?s)shutdown_timeout = "soon"`},
		{"NIC on two networks", "network {\n  type = \"dhcp\"\n  vlan_uuid = \"" + uuid + "\"\n}", `(?s)vlan_uuid = .*Two networks|Two networks.*vlan_uuid = `},
		{"NIC on no network", "network {\n}", `(?s)No network for the NIC`},
		{"static NIC without address", "network {\n  type = \"static\"\n}", `(?s)static NIC needs its`},
		{"dhcp NIC with address", "network {\n  type = \"dhcp\"\n  ipv4_address = \"192.0.2.1\"\n}", `(?s)only for NICs of type\s+static`},
		{"VLAN NIC with address", "network {\n  vlan_uuid = \"" + uuid + "\"\n  ipv4_address = \"192.0.2.1\"\n}", `(?s)only for NICs of type\s+static`},
		{"address that is none", "network {\n  type = \"static\"\n  ipv4_address = \"::1\"\n}", `(?s)must be an IPv4 address`},
		{"unknown network type", "network {\n  type = \"bridge\"\n}", `(?s)type = "bridge"`},
		{"drive twice", drive + drive, `(?s)attached twice.*uuid = `},
		{"channel twice", "drive {\n  uuid = \"" + uuid + "\"\n  dev_channel = \"0:1\"\n}\ndrive {\n  uuid = \"6" + uuid[1:] + "\"\n  dev_channel = \"0:1\"\n}", `(?s)channel is taken`},
		{"IDE channel that does not exist", "drive {\n  uuid = \"" + uuid + "\"\n  device = \"ide\"\n  dev_channel = \"0:2\"\n}", `(?s)No such channel`},
		{"user data twice", "user_data = \"x\"\nmeta = { cloudinit-user-data = \"y\" }", `(?s)Two ways of saying the same thing`},
		{"user data called base64 twice", "user_data = \"x\"\nmeta = { base64_fields = \"motd, cloudinit-user-data\" }", `(?s)Two ways of saying the same thing`},
		{"ssh_public_key in meta", `meta = { ssh_public_key = "ssh-ed25519 AAAA" }`, `(?s)Use ssh_keys`},
		{"long key in meta", `meta = { a23456789012345678901234567890123 = "x" }`, `(?s)key of 1 to\s+32 characters`},
		{"null among the SSH keys", `ssh_keys = [null]`, `(?s)Null Set Value.*ssh_keys = \[null\]`},
		{"null among the tags", `tags = [null]`, `(?s)Null Set Value.*tags = \[null\]`},
		{"null among the enclaves", `enclave_page_caches = [null]`, `(?s)Null List Value.*enclave_page_caches = \[null\]`},
		{"no VNC password", `vnc_password = null`, `(?s)No VNC password`},
		{"two VNC passwords", "vnc_password_wo = \"x\"\nvnc_password_wo_version = 1", `(?s)Several VNC passwords`},
		{"random VNC password of no clone", "vnc_password = null\nrandom_vnc_password = true", `(?s)Only for clones`},
		{"drives of a clone", "clone_server_id = \"" + uuid + "\"\n" + drive, `(?s)copies of the disks`},
		{"IPv6 address without a type", "network {\n  type = \"dhcp\"\n  ipv6_address = \"2001:db8::1\"\n}", `(?s)only for NICs of\s+ipv6_type\s+static`},
		{"VLAN with IPv6", "network {\n  ipv6_type = \"dhcp\"\n  vlan_uuid = \"" + uuid + "\"\n}", `(?s)Two networks`},
		{"SSH key that is no UUID", `ssh_keys = ["mine"]`, `(?s)must be a UUID`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, emulated.Options{})
			f.test(t, resource.TestStep{
				Config: f.config(test.lines), PlanOnly: true, ExpectError: regexp.MustCompile(test.wanted),
			})
			if sent := f.requests(); len(sent) > 0 {
				t.Errorf("requests were sent: %v", sent)
			}
		})
	}
}

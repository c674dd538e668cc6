package server_test

import (
	"fmt"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

func TestServerRefusesAtPlanTime(t *testing.T) {
	t.Parallel()
	const uuid = "5d4bbf7b-8f5b-4a6a-9a9a-3c1a6d3c0f10"
	drive := fmt.Sprintf("drive {\n  uuid = %q\n}\n", uuid)
	refused := func(name, lines, line, says string) acctest.Invalid {
		return acctest.Invalid{Name: name, Arguments: arguments(lines), Line: line, Says: says}
	}
	f := newFixture(t, emulated.Options{})
	acctest.ExpectInvalid(t, f.Provider, "cloudsigma_server", []acctest.Invalid{
		refused("empty name", `name = " "`, `name = " "`, "must not be empty"),
		refused("no cpu", `cpu = 0`, "cpu = 0", "at least 1"),
		refused("negative memory", `memory = -1`, "memory = -1", "at least 1"),
		refused("unknown power_state", `power_state = "paused"`, `power_state = "paused"`, "must be one of"),
		refused("bad shutdown_timeout", `shutdown_timeout = "soon"`, `shutdown_timeout = "soon"`, "must be a duration"),
		refused("NIC on two networks", "network {\n  type = \"dhcp\"\n  vlan_uuid = \""+uuid+"\"\n}", "vlan_uuid =", "Two networks"),
		refused("NIC on no network", "network {\n}", "resource", "No network for the NIC"),
		refused("static NIC without address", "network {\n  type = \"static\"\n}", "resource", "static NIC needs its"),
		refused("dhcp NIC with address", "network {\n  type = \"dhcp\"\n  ipv4_address = \"192.0.2.1\"\n}", "resource", "only for NICs of type static"),
		refused("VLAN NIC with address", "network {\n  vlan_uuid = \""+uuid+"\"\n  ipv4_address = \"192.0.2.1\"\n}", "resource", "only for NICs of type static"),
		refused("address that is none", "network {\n  type = \"static\"\n  ipv4_address = \"::1\"\n}", "resource", "must be an IPv4 address"),
		refused("unknown network type", "network {\n  type = \"bridge\"\n}", `type = "bridge"`, "must be one of"),
		refused("drive twice", drive+drive, "uuid =", "attached twice"),
		refused("IDE channel that does not exist", "drive {\n  uuid = \""+uuid+"\"\n  device = \"ide\"\n  dev_channel = \"0:2\"\n}", "resource", "No such channel"),
		refused("user data twice", "user_data = \"x\"\nmeta = { cloudinit-user-data = \"y\" }", "resource", "Two ways of saying the same thing"),
		refused("user data called base64 twice", "user_data = \"x\"\nmeta = { base64_fields = \"motd, cloudinit-user-data\" }", "resource", "Two ways of saying the same thing"),
		refused("ssh_public_key in meta", `meta = { ssh_public_key = "ssh-ed25519 AAAA" }`, "resource", "Use ssh_keys"),
		refused("long key in meta", `meta = { a23456789012345678901234567890123 = "x" }`, "resource", "key of 1 to 32 characters"),
		refused("null among the SSH keys", `ssh_keys = [null]`, "ssh_keys = [null]", "Null Set Value"),
		refused("null among the tags", `tags = [null]`, "tags = [null]", "Null Set Value"),
		refused("null among the enclaves", `enclave_page_caches = [null]`, "enclave_page_caches = [null]", "Null List Value"),
		refused("two VNC passwords", "vnc_password_wo = \"x\"\nvnc_password_wo_version = 1", "resource", "Several VNC passwords"),
		refused("random VNC password of no clone", "vnc_password = null\nrandom_vnc_password = true", "resource", "Only for clones"),
		refused("drives of a clone", "clone_server_id = \""+uuid+"\"\n"+drive, "resource", "copies of the disks"),
		refused("IPv6 address without a type", "network {\n  type = \"dhcp\"\n  ipv6_address = \"2001:db8::1\"\n}", "resource", "only for NICs of ipv6_type static"),
		refused("VLAN with IPv6", "network {\n  ipv6_type = \"dhcp\"\n  vlan_uuid = \""+uuid+"\"\n}", "resource", "Two networks"),
		refused("IPv6 address twice", "network {\n  ipv6_type = \"static\"\n  ipv6_address = \"2001:db8::1\"\n}\nnetwork {\n  ipv6_type = \"static\"\n  ipv6_address = \"2001:DB8:0::1\"\n}", "resource", "given twice"),
		refused("IPv6 address of a zone", "network {\n  ipv6_type = \"static\"\n  ipv6_address = \"fe80::1%eth0\"\n}", "resource", "must be an IPv6 address"),
		refused("SSH key that is no UUID", `ssh_keys = ["mine"]`, "resource", "must be a UUID"),
	})
	// These are told only of what is valid; the limits are those of the location.
	acctest.ExpectInvalid(t, f.Provider, "cloudsigma_server", []acctest.Invalid{
		refused("too many cores", "cpu = 3000\nsmp = 4", "smp = 4", "750 MHz for each of 4 cores"),
		refused("channel twice", "drive {\n  uuid = \""+uuid+"\"\n  dev_channel = \"0:1\"\n}\ndrive {\n  uuid = \"6"+uuid[1:]+"\"\n  dev_channel = \"0:1\"\n}", "resource", "channel is taken"),
		refused("no VNC password", `vnc_password = null`, "resource", "No VNC password"),
		refused("cpu beyond the location", `cpu = 96001`, "cpu = 96001", "from 250 to 96000 MHz"),
		refused("memory below the location", `memory = 1024`, "memory = 1024", "from 268435456"),
	})
	if sent := f.requests(); len(sent) > 0 {
		t.Errorf("requests were sent: %v", sent)
	}
}

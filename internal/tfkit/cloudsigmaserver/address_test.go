package cloudsigmaserver_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// TestAddresses finds the addresses of NICs in the places where the API shows them: of IPv6 as a text (server_schema), or as a
// reference like those of IPv4.
func TestAddresses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ nic, runtime, ipv4, ipv6 string }{
		"in the NIC": {
			nic:  `{"runtime": {"ip_v4": {"uuid": "203.0.113.2"}, "ip_v6": "2001:db8:2::2"}, "ip_v4_conf": {"conf": "dhcp"}, "ip_v6_conf": {"conf": "dhcp"}}`,
			ipv4: "203.0.113.2", ipv6: "2001:db8:2::2",
		},
		"in the server": {
			nic:     `{"mac": "22:00", "ip_v6_conf": {"conf": "dhcp"}}`,
			runtime: `{"mac": "22:01", "ip_v6": "2001:db8:2::3"}, {"mac": "22:00", "ip_v6": {"uuid": "2001:db8:2::2", "resource_uri": "/api/2.0/ips/2001:db8:2::2/"}}`,
			ipv6:    "2001:db8:2::2",
		},
		"static, of a stopped server": {
			nic:  `{"runtime": null, "ip_v6_conf": {"conf": "static", "ip": {"uuid": "2001:db8:1::10"}}, "ip_v4_conf": {"conf": "static", "ip": {"uuid": "198.51.100.10"}}}`,
			ipv4: "198.51.100.10", ipv6: "2001:db8:1::10",
		},
		"not yet": {nic: `{"runtime": {"ip_v4": null, "ip_v6": null}, "ip_v6_conf": {"conf": "dhcp", "ip": null}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var server cloudsigma.Server
			text := `{"nics": [` + test.nic + `], "runtime": {"nics": [` + test.runtime + `]}}`
			if err := json.Unmarshal([]byte(text), &server); err != nil {
				t.Fatal(err)
			}
			nic := server.Definition.NICs[0]
			if ipv4, ipv6 := cloudsigmaserver.AddressOf(&server, nic), cloudsigmaserver.IPv6AddressOf(&server, nic); ipv4 != test.ipv4 || ipv6 != test.ipv6 {
				t.Errorf("got %q and %q, want %q and %q", ipv4, ipv6, test.ipv4, test.ipv6)
			}
		})
	}
}

// TestRunWaitsForAllAddresses has a server that runs before its NIC has the address of IPv6.
func TestRunWaitsForAllAddresses(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{})
	client := account.Client(t, nil)
	dhcp := &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}
	made, err := client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "web", CPU: 2000, Memory: 1 << 30, VNCPassword: "t0p-5ecret", NICs: []cloudsigma.NIC{{IPv4: dhcp, IPv6: dhcp}},
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	err = account.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: `/servers/[^/]+/$`, Status: http.StatusOK, Times: 1,
		Header: map[string]string{"Content-Type": "application/json"},
		Body: `{"uuid": "` + made.UUID + `", "status": "running", "nics": [{"ip_v4_conf": {"conf": "dhcp"}, "ip_v6_conf": {"conf": "dhcp"},
			"runtime": {"ip_v4": {"uuid": "203.0.113.2"}, "ip_v6": null}}]}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	server, err := cloudsigmaserver.Starter{Client: client, ID: made.UUID}.Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := cloudsigmaserver.IPv6AddressOf(server, server.Definition.NICs[0]); got != "2001:db8:2::2" {
		t.Errorf("the address is %q", got)
	}
}

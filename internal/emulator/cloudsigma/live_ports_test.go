package cloudsigma

import (
	"encoding/base64"
	"fmt"
	"net"
	"net/http"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// TestLivePorts: a server listens as long as it runs, at its dynamic address.
func TestLivePorts(t *testing.T) {
	t.Parallel()
	ports := emulator.NewLivePorts(func(err error) { t.Error(err) })
	t.Cleanup(ports.Close)
	b := newBench(t, Options{LivePorts: ports})
	userData := "#!/bin/sh\n# live-ports: 10022/ssh\n"
	meta := map[string]string{
		"plain":  fmt.Sprintf(`{"cloudinit-user-data": %q}`, userData),
		"base64": fmt.Sprintf(`{"cloudinit-user-data": %q, "base64_fields": "x, cloudinit-user-data"}`, base64.StdEncoding.EncodeToString([]byte(userData))),
	}
	for name, meta := range meta {
		id := b.create("servers", fmt.Sprintf(`{"name": %q, "cpu": 1000, "mem": 268435456, "vnc_password": "p4ssp4ss", "meta": %s,
			"nics": [{"ip_v4_conf": {"conf": "dhcp"}}]}`, name, meta))
		start := func() string {
			t.Helper()
			b.act(http.StatusAccepted, "servers", id, "start")
			address, _ := at(b.get("servers", id), "nics", 0, "runtime", "ip_v4", "uuid").(string)
			return address
		}
		expect := func(address string, want bool) {
			t.Helper()
			connection, err := new(net.Dialer).DialContext(t.Context(), "tcp", address+":10022")
			if err == nil {
				connection.Close()
			}
			if (err == nil) != want {
				t.Errorf("%s: %q listens: %t, want %t", name, address, err == nil, want)
			}
		}
		breaks := func(how emulator.Breakage) {
			t.Helper()
			if err := b.Break(id, how); err != nil {
				t.Error(err)
			}
		}
		address := start()
		expect(address, true)
		breaks(emulator.BreakMute)
		expect(address, false)
		breaks(emulator.BreakStop)
		address = start()
		expect(address, true)
		b.act(http.StatusAccepted, "servers", id, "stop")
		expect(address, false)
		address = start()
		breaks(emulator.BreakError)
		expect(address, false)
		breaks(emulator.BreakVanish)
	}
	if err := b.Break("none", emulator.BreakMute); err == nil {
		t.Error("there is none, and it was muted")
	}
}

package cloudsigma

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// syncPorts opens the ports of the servers that run, and closes those of all others.
func (c *Cloud) syncPorts() {
	if c.options.LivePorts == nil {
		return
	}
	running := map[string]emulator.LiveMachine{}
	for _, s := range c.servers.all() {
		if s.Status != serverRunning {
			continue
		}
		machine := emulator.LiveMachine{UserData: s.userData()}
		for _, nic := range s.NICs {
			// A static address is one of the cloud, where nobody listens.
			if isLive(nic.Address) {
				machine.Addresses = append(machine.Addresses, nic.Address)
			}
		}
		running[s.UUID] = machine
	}
	c.options.LivePorts.Sync(running)
}

// userData is what cloud-init in the server gets to see (server_context.rst).
func (s *server) userData() []byte {
	text := s.Meta["cloudinit-user-data"]
	fields := strings.FieldsFunc(s.Meta["base64_fields"], func(r rune) bool { return r == ',' || r == ' ' })
	if slices.Contains(fields, "cloudinit-user-data") {
		if decoded, err := base64.StdEncoding.DecodeString(text); err == nil {
			return decoded
		}
	}
	return []byte(text)
}

// isLive tells the addresses of live ports.
func isLive(address string) bool { return strings.HasPrefix(address, "127.") }

// Mute has a server stop answering on its live ports, until it is restarted.
func (c *Cloud) Mute(uuid string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advance()
	if c.options.LivePorts == nil {
		return fmt.Errorf("muting %s: the cloud has no live ports", uuid)
	}
	return c.options.LivePorts.Mute(uuid)
}

// Break implements emulator.Breakable.
func (c *Cloud) Break(uuid string, how emulator.Breakage) error {
	switch how {
	case emulator.BreakMute:
		return c.Mute(uuid)
	case emulator.BreakError:
		return c.SetServerStatus(uuid, "unavailable")
	case emulator.BreakStop:
		return c.StopServer(uuid)
	default:
		return c.Vanish("servers", uuid)
	}
}

package occi

import (
	"encoding/base64"
	"fmt"
	"slices"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// syncPorts opens the ports of the instances that run, and closes those of all others.
func (n *nova) syncPorts() {
	if n.options.LivePorts == nil {
		return
	}
	running := map[string]emulator.LiveMachine{}
	for _, i := range n.instances {
		if !i.isUp() {
			continue
		}
		// It was checked when the instance was created.
		userData, _ := base64.StdEncoding.DecodeString(i.userData)
		running[i.id] = emulator.LiveMachine{Addresses: n.addressesOf(i), UserData: userData}
	}
	n.options.LivePorts.Sync(running)
}

// isUp tells whether the guest runs: also while a picture of it is taken, but not during a reboot.
func (i *instance) isUp() bool {
	return slices.Contains([]string{stateActive, stateResized, stateVerifyResize}, i.state) &&
		slices.Contains([]string{"", "image_snapshot", "confirming_resize"}, i.task)
}

func (n *nova) addressesOf(i *instance) []string {
	addresses := []string{i.address}
	for _, f := range i.floating {
		addresses = append(addresses, f.address)
	}
	for _, p := range n.portsOf(i) {
		addresses = append(addresses, p.address)
		if r := n.reservationOn(p); r != nil {
			addresses = append(addresses, r.address)
		}
	}
	return addresses
}

// Mute has a compute stop answering on its live ports, until it is restarted. id is the identifier or the OCCI path.
func (c *Cloud) Mute(id string) error {
	c.lock()
	defer c.mu.Unlock()
	if c.options.LivePorts == nil {
		return fmt.Errorf("muting %s: the cloud has no live ports", id)
	}
	return c.options.LivePorts.Mute(lastSegment(id))
}

// Break implements emulator.Breakable.
func (c *Cloud) Break(id string, how emulator.Breakage) error {
	switch how {
	case emulator.BreakMute:
		return c.Mute(id)
	case emulator.BreakError:
		return c.SetState(id, stateError)
	case emulator.BreakStop:
		return c.SetState(id, stateStopped)
	default:
		return c.Vanish(id)
	}
}

package occi

import (
	"fmt"
	"slices"
	"strings"
)

// FailNextBoot lets the next compute that is created end in error instead of active. Computes whose
// hostname begins with "error" always do.
func (c *Cloud) FailNextBoot() {
	c.lock()
	defer c.mu.Unlock()
	c.nova.failures++
}

// SetState puts a compute, a volume or a network into a state at once, as somebody else would who works on the
// cloud without OCCI: a state of Nova ("active", "stopped", "suspended", "paused", "error") or Cinder
// ("available", "error", and "offline" for one that OCCI took offline), or "active" or "inactive" for a network.
// What was under way is dropped. id is the identifier or the OCCI path; an unknown one is an error.
func (c *Cloud) SetState(id, state string) error {
	c.lock()
	defer c.unlock()
	for _, i := range c.nova.instances {
		if i.id == lastSegment(id) {
			i.timeline.Clear()
			i.task, i.state = "", state
			return nil
		}
	}
	for _, v := range c.nova.volumes {
		if v.id == lastSegment(id) {
			v.timeline.Clear()
			v.status, v.offline = state, false
			if state == volumeAvailable || state == volumeOffline {
				v.free()
				v.offline = state == volumeOffline
			}
			return nil
		}
	}
	for _, n := range c.nova.neutron.networks {
		if n.id == lastSegment(id) {
			n.down = state != "active"
			return nil
		}
	}
	return fmt.Errorf("setting the state of %s: no such compute, volume or network", id)
}

// DropSnapshots removes the snapshots and backups of a volume that OCCI does not show, as somebody else would who
// works on the cloud without OCCI. id is the identifier or the OCCI path; an unknown one is an error.
func (c *Cloud) DropSnapshots(id string) error {
	c.lock()
	defer c.mu.Unlock()
	for _, v := range c.nova.volumes {
		if v.id == lastSegment(id) {
			v.snapshots, v.backups = 0, 0
			return nil
		}
	}
	return fmt.Errorf("removing the snapshots of %s: no such volume", id)
}

// Vanish removes a compute, a volume, a link, a rule, a group, a network, a floating IP, a flavor or an image at
// once, as somebody else would. id is the identifier or the OCCI path, of a group its scheme and term, of a
// floating IP that was allocated for a compute its address; an unknown one is an error. Computes keep flavors and images that are gone.
func (c *Cloud) Vanish(id string) error {
	c.lock()
	defer c.unlock()
	for _, m := range c.mixins {
		if m.String() == id {
			c.vanishMixin(m)
			return nil
		}
	}
	id = lastSegment(id)
	for _, i := range slices.Clone(c.nova.instances) {
		if i.id == id {
			c.nova.removeInstance(i)
			return nil
		}
	}
	for _, v := range slices.Clone(c.nova.volumes) {
		if v.id == id {
			c.nova.removeVolume(v)
			return nil
		}
	}
	if c.vanishFromNeutron(id) || c.vanishAddress(id) {
		return nil
	}
	for _, key := range slices.Clone(c.registry.keys) {
		if e := c.registry.entities[key]; e.id() == id && (e.isLink() || e.kind == ruleKind || e.kind == groupKind) {
			c.vanish(e)
			c.registry.remove(key.path, key.tenant)
			return nil
		}
	}
	return fmt.Errorf("removing %s: no such compute, volume, link, rule, group, network, floating IP, flavor or image", id)
}

// vanishFromNeutron tells whether there was a network, a floating IP, a flavor or an image with that
// identifier, or a link that is made of two (ooi has no others).
func (c *Cloud) vanishFromNeutron(id string) bool {
	n := c.nova
	for _, gone := range n.neutron.networks {
		if gone.id == id {
			n.deleteNetwork(gone)
			return true
		}
	}
	for _, r := range n.neutron.reservations {
		if r.id == id {
			n.release(r)
			return true
		}
	}
	if source, target, found := strings.Cut(id, "_"); found {
		return c.vanishLink(source, target)
	}
	flavors, images := len(n.flavors), len(n.images)
	n.flavors = slices.DeleteFunc(n.flavors, func(f *flavor) bool { return f.id == id && id != "" })
	n.images = slices.DeleteFunc(n.images, func(i *image) bool { return i.id == id })
	return len(n.flavors) < flavors || len(n.images) < images
}

// vanishAddress tells whether a compute had that floating IP.
func (c *Cloud) vanishAddress(address string) bool {
	return slices.ContainsFunc(c.nova.instances, func(i *instance) bool {
		return c.nova.removeFloatingAddress(i, address) == nil
	})
}

// vanishLink removes the link between a compute and a volume or an address.
func (c *Cloud) vanishLink(source, target string) bool {
	for _, v := range c.nova.volumes {
		if v.instance == source && v.id == target {
			v.timeline.Clear()
			v.free()
			return true
		}
	}
	for _, p := range slices.Clone(c.nova.neutron.ports) {
		r := c.nova.reservationOn(p)
		switch {
		case p.instance != source:
		case p.address == target:
			c.nova.removePort(p)
			return true
		case r != nil && r.address == target:
			r.port = nil
			return true
		}
	}
	return false
}

func (c *Cloud) vanishMixin(m *category) {
	c.mixins = slices.DeleteFunc(c.mixins, func(other *category) bool { return other == m })
	c.nova.groups = slices.DeleteFunc(c.nova.groups, func(g *securityGroup) bool {
		return m.isGroup() && g.tenant == m.tenant && g.name == m.term
	})
}

// vanish undoes in the cloud what a link, a rule or a group stands for.
func (c *Cloud) vanish(e *entity) {
	switch e.kind {
	case ruleKind:
		c.nova.removeRule(e.tenant, e.attributes[coreID])
		return
	case groupKind:
		c.nova.groups = slices.DeleteFunc(c.nova.groups, func(g *securityGroup) bool { return g.name == e.id() })
		return
	case groupLinkKind:
		c.nova.leaveGroup(e)
	case storageLinkKind:
		c.nova.detachForeign(e)
	}
	e.source.unlink(e)
	if e.kind == networkInterfaceKind && c.traits.neutron {
		c.vanishLink(e.source.id(), e.attributes[addressAttribute])
	}
	if v := c.nova.volume(e.tenant, e.target.id()); v != nil && v.instance == e.source.id() {
		v.timeline.Clear()
		v.free()
	}
	if r := c.nova.reservation(e.tenant, e.target.id()); r != nil {
		r.port = nil
	}
	if i := c.nova.instance(e.tenant, e.source.id()); i != nil && e.target.path == publicNetworkPath {
		// An address that is not there any more is what was asked for.
		_ = c.nova.removeFloatingAddress(i, e.attributes[addressAttribute])
	}
}

// NetworkAddress is the address of a compute in its network, "" while it has none. id is the identifier or
// the OCCI path.
func (c *Cloud) NetworkAddress(id string) string {
	record, _ := c.Compute(id)
	return record.Address
}

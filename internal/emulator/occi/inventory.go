package occi

import (
	"slices"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// Inventory lists computes, volumes, links, groups, rules, networks, floating IPs and key pairs that users made. A group that a restart
// made unreachable is listed by its number.
func (c *Cloud) Inventory() []emulator.Item {
	c.lock()
	defer c.mu.Unlock()
	var items []emulator.Item
	for _, i := range c.nova.instances {
		items = append(items, emulator.Item{
			Kind: "compute", ID: computeKind.location + i.id, Name: i.hostname, Owner: i.tenant, State: i.state,
		})
	}
	for _, v := range c.nova.volumes {
		items = append(items, emulator.Item{
			Kind: "storage", ID: storageKind.location + v.id, Name: v.name, Owner: v.tenant, State: v.status,
		})
	}
	for _, key := range c.registry.keys {
		if e := c.registry.entities[key]; e != nil && c.madeByUser(e) {
			items = append(items, emulator.Item{Kind: e.kind.term, ID: e.path, Owner: e.tenant})
		}
	}
	items = append(items, c.neutronItems()...)
	for _, g := range c.nova.groups {
		if g.id == 1 {
			continue
		}
		if c.traits.standard12 {
			items = append(items, emulator.Item{
				Kind: groupKind.term, ID: groupKind.location + g.name, Name: g.description, Owner: g.tenant,
			})
			continue
		}
		items = append(items, emulator.Item{Kind: "group", ID: c.groupIdentifier(g), Name: g.name, Owner: g.tenant})
	}
	for _, m := range c.mixins {
		if !m.isGroup() {
			items = append(items, emulator.Item{Kind: "mixin", ID: m.String(), Name: m.title, Owner: m.tenant})
		}
	}
	return items
}

// madeByUser is true for rules and links that stand for something in the cloud: not for the link to the
// admin network, which is part of its compute, nor for what occi-os shows though it is gone.
func (c *Cloud) madeByUser(e *entity) bool {
	switch e.kind {
	case ruleKind:
		_, rule := c.nova.rule(e.tenant, e.attributes[coreID])
		return rule != nil
	case storageLinkKind:
		if e.target.isForeign() {
			i := c.nova.instance(e.tenant, e.source.id())
			return i != nil && slices.Contains(i.foreignVolumes, e.target.path)
		}
		v := c.nova.volume(e.tenant, e.target.id())
		return v != nil && v.instance == e.source.id() && v.status != volumeDetaching
	case groupLinkKind:
		i := c.nova.instance(e.tenant, e.source.id())
		return i != nil && slices.Contains(i.groups, e.target.id())
	case networkInterfaceKind:
		if c.traits.neutron {
			return c.portMadeByUser(e)
		}
		return e.target.path == publicNetworkPath && c.nova.instance(e.tenant, e.source.id()) != nil
	default:
		return false
	}
}

// portMadeByUser tells whether the link was made after its compute.
func (c *Cloud) portMadeByUser(link *entity) bool {
	address := link.attributes[addressAttribute]
	for _, p := range c.nova.neutron.ports {
		r := c.nova.reservationOn(p)
		if p.instance == link.source.id() && (p.address == address && p.byUser || r != nil && r.address == address) {
			return true
		}
	}
	return false
}

func (c *Cloud) groupIdentifier(g *securityGroup) string {
	for _, m := range c.numberedGroups(g.tenant, c.mixins) {
		if m.title == "Security group: "+g.name {
			return m.String()
		}
	}
	index := slices.IndexFunc(c.mixins, func(m *category) bool { return m.tenant == g.tenant && m.term == g.name })
	return c.mixins[index].String()
}

// neutronItems are what users made where networks are Neutron's. Links are listed here in the ooi manner
// only, which has no registry.
func (c *Cloud) neutronItems() []emulator.Item {
	var items []emulator.Item
	for _, made := range c.nova.neutron.networks {
		if made.tenant != "" {
			items = append(items, emulator.Item{
				Kind: networkKind.term, ID: networkKind.location + made.id, Name: made.name, Owner: made.tenant,
			})
		}
	}
	for _, r := range c.nova.neutron.reservations {
		items = append(items, emulator.Item{
			Kind: ooiReservation.term, ID: ooiReservation.location + r.id, Name: r.address, Owner: r.tenant,
		})
	}
	for _, k := range c.nova.keyPairs {
		items = append(items, emulator.Item{Kind: "keypair", ID: k.name, Name: k.name, Owner: k.tenant})
	}
	if !c.traits.ooi {
		return items
	}
	for _, v := range c.nova.volumes {
		if v.instance != "" {
			items = append(items, emulator.Item{Kind: ooiStorageLink.term, ID: ooiStorageLinkOf(v).path, Owner: v.tenant, State: v.status})
		}
	}
	for _, p := range c.nova.neutron.ports {
		if p.byUser {
			items = append(items, emulator.Item{Kind: ooiInterface.term, ID: ooiPortLink(p).path})
		}
		if r := c.nova.reservationOn(p); r != nil {
			items = append(items, emulator.Item{Kind: ooiInterface.term, ID: ooiFloatingLink(r).path, Owner: r.tenant})
		}
	}
	return items
}

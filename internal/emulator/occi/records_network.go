package occi

import (
	"slices"
	"strings"
)

// NetworkRecord is what the cloud knows of a network, in the manners ooi and standard-1.2.
type NetworkRecord struct {
	ID, Name string
	// Tenant is "" for a network that everybody sees.
	Tenant string
	// CIDR and Gateway are those of its subnet, "" without one.
	CIDR, Gateway string
	// Label, VLAN and Allocation are what a client asked for. ooi drops them.
	Label, VLAN, Allocation string
	// Down tells that a client took it down.
	Down bool
	// ComputeIDs are the computes with an interface on it.
	ComputeIDs []string
}

// Network tells about a network. id is the identifier or the OCCI path; "PUBLIC" is the external one.
func (c *Cloud) Network(id string) (NetworkRecord, bool) {
	c.lock()
	defer c.mu.Unlock()
	for _, found := range c.nova.neutron.networks {
		if found.id != lastSegment(id) && (!found.external || lastSegment(id) != ooiPublic) {
			continue
		}
		record := NetworkRecord{
			ID: found.id, Name: found.name, Tenant: found.tenant, CIDR: found.cidr, Gateway: found.gateway,
			Label: found.label, VLAN: found.vlan, Allocation: found.allocation, Down: found.down,
		}
		for _, p := range c.nova.neutron.ports {
			if p.network == found && !slices.Contains(record.ComputeIDs, p.instance) {
				record.ComputeIDs = append(record.ComputeIDs, p.instance)
			}
		}
		return record, true
	}
	return NetworkRecord{}, false
}

// FloatingIPRecord is what the cloud knows of a floating IP. One without an ID was not reserved but allocated for its
// compute, in the manners guide and occi-os.
type FloatingIPRecord struct {
	ID, Tenant, Pool, Address string
	// ComputeID is the compute that it is on, "" for none.
	ComputeID string
}

// FloatingIP tells about a floating IP. id is the identifier, the OCCI path or the address.
func (c *Cloud) FloatingIP(id string) (FloatingIPRecord, bool) {
	c.lock()
	defer c.mu.Unlock()
	for _, r := range c.nova.neutron.reservations {
		if r.id != lastSegment(id) && r.address != id {
			continue
		}
		record := FloatingIPRecord{ID: r.id, Tenant: r.tenant, Pool: r.pool, Address: r.address}
		if r.port != nil {
			record.ComputeID = r.port.instance
		}
		return record, true
	}
	for _, i := range c.nova.instances {
		for _, f := range i.floating {
			if f.address == id {
				return FloatingIPRecord{Tenant: i.tenant, Pool: f.pool, Address: f.address, ComputeID: i.id}, true
			}
		}
	}
	return FloatingIPRecord{}, false
}

// KeyPairs are the names of the keys that a tenant has registered, in alphabetical order.
func (c *Cloud) KeyPairs(tenant string) []string {
	c.lock()
	defer c.mu.Unlock()
	var names []string
	for _, k := range c.nova.keyPairs {
		if k.tenant == tenant {
			names = append(names, k.name)
		}
	}
	slices.SortFunc(names, strings.Compare)
	return names
}

// AddKeyPair registers a key as somebody else would who works on the cloud without OCCI.
func (c *Cloud) AddKeyPair(tenant, name, publicKey string) {
	c.lock()
	defer c.mu.Unlock()
	c.nova.keyPairs = append(c.nova.keyPairs, &keyPair{tenant: tenant, name: name, publicKey: publicKey})
}

package cloudsigma

import (
	"slices"
	"strings"
)

// ipCollection is the IPs of an account: those it owns by subscription, and those its running servers
// were given for the time being, which have no subscription (networking.rst).
func (c *Cloud) ipCollection() *collection {
	return &collection{
		name:    "ips",
		listed:  []string{"owner", "resource_uri", "server", "uuid"},
		filters: c.named(),
		list: func(a *account) []object {
			objects := []object{}
			for _, i := range c.addressesOf(a) {
				objects = append(objects, c.renderIP(i))
			}
			return objects
		},
		render: func(a *account, id string) object {
			for _, i := range c.addressesOf(a) {
				if i.UUID == id {
					return c.renderIP(i)
				}
			}
			return nil
		},
		edit: func(a *account, id string, definition object) error {
			owned := c.ips.get(id)
			if owned == nil {
				return forbidden("IP %s is not owned by the user", id)
			}
			return c.annotate(a, owned, definition)
		},
	}
}

func (c *Cloud) addressesOf(a *account) []*property {
	var addresses []*property
	for _, i := range c.ips.all() {
		if i.Owner == a.user {
			addresses = append(addresses, i)
		}
	}
	for _, s := range c.servers.all() {
		for _, nic := range s.NICs {
			for _, address := range []string{nic.Address, nic.IPv6Address} {
				if s.Owner == a.user && isDynamic(address) {
					addresses = append(addresses, &property{Entity: Entity{UUID: address, Owner: a.user, Meta: map[string]string{}}})
				}
			}
		}
	}
	return addresses
}

// holderOf returns the server that an address is assigned to, nil if none.
func (c *Cloud) holderOf(address string) *server {
	for _, s := range c.servers.all() {
		if slices.ContainsFunc(s.NICs, func(nic NIC) bool {
			return nic.Address == address || nic.IPv6Address == address || nic.IPv4.has(address) || nic.IPv6.has(address)
		}) {
			return s
		}
	}
	return nil
}

func (i *IPConfiguration) has(address string) bool { return i != nil && i.IP == address }

func (c *Cloud) renderIP(i *property) object {
	var holder, subscription any
	if s := c.holderOf(i.UUID); s != nil {
		holder = link("servers", s.UUID)
	}
	if i.subscription != 0 {
		subscription = i.subscriptionLink()
	}
	network, netmask := i.UUID[:strings.LastIndexAny(i.UUID, ".:")+1], 24
	if isIPv6(i.UUID) {
		netmask = 64
	}
	return object{
		"uuid": i.UUID, "resource_uri": uri("ips", i.UUID), "owner": c.owner(i.Owner), "meta": i.Meta,
		"tags": c.tagLinks(i.UUID), "server": holder, "subscription": subscription,
		"gateway": network + "1", "netmask": netmask, "nameservers": []string{"192.0.2.53", "192.0.2.54", "192.0.2.55"},
		"grantees": []any{}, "permissions": []any{},
	}
}

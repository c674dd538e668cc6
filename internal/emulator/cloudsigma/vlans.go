package cloudsigma

import (
	"maps"
	"slices"
	"strconv"
)

// vlanCollection is the VLANs: bought by subscription, so they can be read and annotated only.
func (c *Cloud) vlanCollection() *collection {
	return &collection{
		name:    "vlans",
		listed:  []string{"owner", "resource_uri", "uuid"},
		filters: c.named(),
		list: func(a *account) []object {
			objects := []object{}
			for _, v := range c.vlans.all() {
				if v.Owner == a.user {
					objects = append(objects, c.renderVLAN(v))
				}
			}
			return objects
		},
		render: func(a *account, id string) object {
			if v := c.vlans.get(id); v != nil && v.Owner == a.user {
				return c.renderVLAN(v)
			}
			return nil
		},
		edit: func(a *account, id string, definition object) error {
			return c.annotate(a, c.vlans.get(id), definition)
		},
	}
}

// annotate changes the meta and the tags of an IP or VLAN; all else is read-only (networking.rst).
func (c *Cloud) annotate(a *account, p *property, definition object) error {
	f := newForm(definition)
	meta := maps.Clone(p.Meta)
	f.meta(&meta)
	tags, retag := f.references("tags", c.tagExists(a))
	if err := f.result(); err != nil {
		return err
	}
	p.Meta = meta
	if retag {
		c.setTags(p.UUID, tags)
	}
	return nil
}

func (c *Cloud) renderVLAN(v *property) object {
	servers := []object{}
	for _, s := range c.servers.all() {
		if slices.ContainsFunc(s.NICs, func(nic NIC) bool { return nic.VLAN == v.UUID }) {
			servers = append(servers, link("servers", s.UUID))
		}
	}
	return object{
		"uuid": v.UUID, "resource_uri": uri("vlans", v.UUID), "owner": c.owner(v.Owner), "meta": v.Meta,
		"tags": c.tagLinks(v.UUID), "servers": servers, "subscription": v.subscriptionLink(),
		"bottom_vlan_tag": nil, "grantees": []any{}, "permissions": []any{},
	}
}

func (p *property) subscriptionLink() object {
	return object{"id": p.subscription, "resource_uri": uri("subscriptions", strconv.Itoa(p.subscription))}
}

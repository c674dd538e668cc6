package cloudsigma

import (
	"maps"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// fwpolicyCollection is the firewall policies. The documentation dropped their page and samples in
// 2022 (commit 965cd8e of cloudsigma-docs); the rules here are from the last version before.
func (c *Cloud) fwpolicyCollection() *collection {
	return &collection{
		name:    "fwpolicies",
		listed:  []string{"meta", "name", "owner", "resource_uri", "uuid"},
		filters: c.named(),
		list: func(a *account) []object {
			objects := []object{}
			for _, p := range c.fwpolicies.all() {
				if p.Owner == a.user {
					objects = append(objects, c.renderPolicy(p))
				}
			}
			return objects
		},
		render: func(a *account, id string) object {
			if p := c.fwpolicies.get(id); p != nil && p.Owner == a.user {
				return c.renderPolicy(p)
			}
			return nil
		},
		prepare: c.preparePolicy,
		edit:    c.editPolicy,
		remove:  func(_ *account, id, _ string) error { return c.removePolicy(id) },
	}
}

// preparePolicy takes any definition, even an empty one: the name is optional.
func (c *Cloud) preparePolicy(a *account, definition object) (func() string, error) {
	made := FirewallPolicy{Entity: Entity{Owner: a.user, Meta: map[string]string{}}}
	f := newForm(definition)
	tags, _ := f.references("tags", c.tagExists(a))
	readPolicy(f, &made)
	if err := f.result(); err != nil {
		return nil, err
	}
	return func() string {
		made.UUID = c.newUUID()
		c.fwpolicies.put(made.UUID, &made)
		c.setTags(made.UUID, tags)
		return made.UUID
	}, nil
}

func (c *Cloud) editPolicy(a *account, id string, definition object) error {
	p := c.fwpolicies.get(id)
	edited := *p
	edited.Meta = maps.Clone(p.Meta)
	f := newForm(definition)
	tags, retag := f.references("tags", c.tagExists(a))
	if c.options.ForgetAbsent {
		edited = FirewallPolicy{Entity: Entity{UUID: id, Owner: a.user, Meta: map[string]string{}}}
		retag = true
	}
	readPolicy(f, &edited)
	if err := f.result(); err != nil {
		return err
	}
	*p = edited
	if retag {
		c.setTags(id, tags)
	}
	return nil
}

func readPolicy(f form, into *FirewallPolicy) {
	f.text("name", &into.Name)
	f.meta(&into.Meta)
	definitions, sent := f.forms("rules")
	if !sent {
		return
	}
	into.Rules = nil
	for _, definition := range definitions {
		into.Rules = append(into.Rules, readRule(definition))
	}
}

func readRule(f form) FirewallRule {
	var rule FirewallRule
	f.require("action", "direction")
	f.choice("action", &rule.Action, "drop", "accept")
	f.choice("direction", &rule.Direction, "in", "out", "both")
	f.choice("ip_proto", &rule.Protocol, "tcp", "udp")
	f.text("comment", &rule.Comment)
	f.network("src_ip", &rule.SourceIP)
	f.network("dst_ip", &rule.DestinationIP)
	f.ports("src_port", &rule.SourcePort)
	f.ports("dst_port", &rule.DestinationPort)
	return rule
}

// network reads an address or network, perhaps negated, and completes it as the API does: "23" becomes
// "23.0.0.0/32". Bits below the prefix stay.
func (f form) network(name string, into *string) {
	f.text(name, into)
	if *into == "" {
		return
	}
	network, negated := strings.CutPrefix(*into, "!")
	address, bits, hasBits := strings.Cut(network, "/")
	for strings.Count(address, ".") < 3 {
		address += ".0"
	}
	if !hasBits {
		bits = "32"
	}
	prefix, err := netip.ParsePrefix(address + "/" + bits)
	if err != nil || !prefix.Addr().Is4() {
		f.invalid(name, "%q is not an IPv4 address or network", *into)
		return
	}
	*into = prefix.String()
	if negated {
		*into = "!" + *into
	}
}

// ports reads a port or range of ports, perhaps negated: "22", "1:1024", "!1:1024".
func (f form) ports(name string, into *string) {
	f.text(name, into)
	if *into == "" {
		return
	}
	first, last, isRange := strings.Cut(strings.TrimPrefix(*into, "!"), ":")
	if !isRange {
		last = first
	}
	from, errFrom := strconv.ParseUint(first, 10, 16)
	to, errTo := strconv.ParseUint(last, 10, 16)
	if errFrom != nil || errTo != nil || from == 0 || from > to {
		f.invalid(name, "%q is not a port or range of ports", *into)
	}
}

// serversWith returns the servers that have the policy on a NIC.
func (c *Cloud) serversWith(policy string) []*server {
	return slices.DeleteFunc(c.servers.all(), func(s *server) bool {
		return !slices.ContainsFunc(s.NICs, func(nic NIC) bool { return nic.FirewallPolicy == policy })
	})
}

// removePolicy takes the policy off the NICs; their servers have to be stopped.
func (c *Cloud) removePolicy(id string) error {
	for _, s := range c.serversWith(id) {
		if s.Status != serverStopped {
			return forbidden("Cannot delete policy %s, it is attached to guest %s in state %q", id, s.UUID, s.state())
		}
	}
	c.dropPolicy(id)
	return nil
}

func (c *Cloud) dropPolicy(id string) {
	for _, s := range c.serversWith(id) {
		for i := range s.NICs {
			if s.NICs[i].FirewallPolicy == id {
				s.NICs[i].FirewallPolicy = ""
			}
		}
	}
	c.fwpolicies.remove(id)
	c.setTags(id, nil)
}

func (c *Cloud) renderPolicy(p *FirewallPolicy) object {
	rules, servers := []object{}, []object{}
	for _, rule := range p.Rules {
		rules = append(rules, object{
			"action": rule.Action, "comment": orNull(rule.Comment), "direction": rule.Direction,
			"ip_proto": orNull(rule.Protocol), "src_ip": orNull(rule.SourceIP), "src_port": orNull(rule.SourcePort),
			"dst_ip": orNull(rule.DestinationIP), "dst_port": orNull(rule.DestinationPort),
		})
	}
	for _, s := range c.serversWith(p.UUID) {
		servers = append(servers, link("servers", s.UUID))
	}
	return object{
		"uuid": p.UUID, "resource_uri": uri("fwpolicies", p.UUID), "owner": c.owner(p.Owner),
		"name": orNull(p.Name), "meta": p.Meta, "tags": c.tagLinks(p.UUID), "rules": rules, "servers": servers,
	}
}

package occi

import (
	"slices"
	"strconv"
)

// securityGroup is a group of rules. id 1 is the default group, which every tenant has.
type securityGroup struct {
	id                        int
	tenant, name, description string
	rules                     []*securityRule
}

type securityRule struct {
	id, protocol     string
	fromPort, toPort int
	cidr             string
}

func (n *nova) groupsOf(tenant string) []*securityGroup {
	if !slices.ContainsFunc(n.groups, func(g *securityGroup) bool { return g.tenant == tenant }) {
		n.groups = append(n.groups, &securityGroup{id: 1, tenant: tenant, name: "default", description: "default"})
	}
	var groups []*securityGroup
	for _, g := range n.groups {
		if g.tenant == tenant {
			groups = append(groups, g)
		}
	}
	return groups
}

func (n *nova) group(tenant, name string) (*securityGroup, error) {
	for _, g := range n.groupsOf(tenant) {
		if g.name == name {
			return g, nil
		}
	}
	return nil, crash("SecurityGroupNotFoundForProject: Security group %s not found for project %s.", name, tenant)
}

func (n *nova) createGroup(tenant, name, description string) error {
	if _, err := n.group(tenant, name); err == nil {
		return crash("Invalid: Security group %s already exists", name)
	}
	n.lastGroup++
	n.groups = append(n.groups, &securityGroup{id: n.lastGroup, tenant: tenant, name: name, description: description})
	return nil
}

func (n *nova) groupInUse(g *securityGroup) bool {
	for _, i := range n.instances {
		if i.tenant == g.tenant && slices.Contains(i.groups, g.name) {
			return true
		}
	}
	return false
}

func (n *nova) deleteGroup(g *securityGroup) {
	n.groups = slices.DeleteFunc(n.groups, func(other *securityGroup) bool { return other == g })
}

// addRule adds the rule and gives it a number; false if the group has an equal one.
func (n *nova) addRule(g *securityGroup, rule *securityRule) bool {
	for _, r := range g.rules {
		if r.protocol == rule.protocol && r.fromPort == rule.fromPort && r.toPort == rule.toPort && r.cidr == rule.cidr {
			return false
		}
	}
	rule.id = strconv.Itoa(n.random.IntN(99999999))
	g.rules = append(g.rules, rule)
	return true
}

// rule is the tenant's rule with its group; nil if there is none.
func (n *nova) rule(tenant, id string) (*securityGroup, *securityRule) {
	for _, g := range n.groupsOf(tenant) {
		for _, r := range g.rules {
			if r.id == id {
				return g, r
			}
		}
	}
	return nil, nil
}

// removeRule tells whether there was such a rule.
func (n *nova) removeRule(tenant, id string) bool {
	g, rule := n.rule(tenant, id)
	if g == nil {
		return false
	}
	g.rules = slices.DeleteFunc(g.rules, func(r *securityRule) bool { return r == rule })
	return true
}

package occi

import (
	"encoding/json"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// jsonRule is a rule of a security group as the attribute of the kind has it. The port is one or a range.
type jsonRule struct {
	Type     string `json:"type"`
	Protocol string `json:"protocol"`
	Port     any    `json:"port,omitempty"`
	Range    string `json:"range,omitempty"`
}

func parseGroupRules(text string) ([]*securityRule, error) {
	var listed []jsonRule
	if err := json.Unmarshal([]byte(text), &listed); err != nil {
		return nil, refuse("%s is a list of objects: %s", groupRulesAttribute, err)
	}
	var rules []*securityRule
	for _, r := range listed {
		rule := &securityRule{protocol: strings.ToLower(r.Protocol), cidr: r.Range}
		if rule.cidr == "" {
			rule.cidr = "0.0.0.0/0"
		}
		if _, err := netip.ParsePrefix(rule.cidr); err != nil {
			return nil, refuse("%s is no address range.", rule.cidr)
		}
		if r.Type != "inbound" && r.Type != "outbound" {
			return nil, refuse("A rule is inbound or outbound, not %q.", r.Type)
		}
		var err error
		if rule.fromPort, rule.toPort, err = portRange(r.Port); err != nil {
			return nil, err
		}
		rules = append(rules, rule)
	}
	return rules, nil
}

// portRange reads 22, "22", "8000-8100" or nothing.
func portRange(value any) (from, to int, err error) {
	text := ""
	switch value := value.(type) {
	case nil:
		return 0, 0, nil
	case float64:
		text = strconv.FormatFloat(value, 'f', -1, 64)
	case string:
		text = value
	}
	first, last, isRange := strings.Cut(text, "-")
	if !isRange {
		last = first
	}
	from, errFrom := strconv.Atoi(first)
	to, errTo := strconv.Atoi(last)
	if errFrom != nil || errTo != nil || from < 0 || to > 65535 || from > to {
		return 0, 0, refuse("%v is no port and no range of ports.", value)
	}
	return from, to, nil
}

// createSecurityGroup makes a group whose name in the cloud is its identifier, so that titles may be equal.
func (x *exchange) createSecurityGroup(e *entity) error {
	rules, err := parseGroupRules(e.attributes[groupRulesAttribute])
	if err != nil {
		return err
	}
	id := x.nova.newID()
	if err := x.nova.createGroup(x.tenant, id, e.attributes[titleAttribute]); err != nil {
		return err
	}
	g, err := x.nova.group(x.tenant, id)
	if err != nil {
		return err
	}
	for _, rule := range rules {
		x.nova.addRule(g, rule)
	}
	e.path = groupKind.location + id
	return nil
}

func (x *exchange) updateSecurityGroup(e, change *entity) error {
	g, err := x.nova.group(x.tenant, e.id())
	if err != nil {
		return x.tamed(err)
	}
	if text, ok := change.attributes[groupRulesAttribute]; ok {
		rules, err := parseGroupRules(text)
		if err != nil {
			return err
		}
		g.rules = nil
		for _, rule := range rules {
			x.nova.addRule(g, rule)
		}
		e.attributes[groupRulesAttribute] = text
	}
	copyCore(e, change)
	return nil
}

// copyCore takes over title and summary.
func copyCore(e, change *entity) {
	for _, name := range []string{titleAttribute, summaryAttribute} {
		if value, ok := change.attributes[name]; ok {
			e.attributes[name] = value
		}
	}
}

func (x *exchange) removeSecurityGroup(e *entity) error {
	g, err := x.nova.group(x.tenant, e.id())
	if err != nil {
		return x.tamed(err)
	}
	if x.nova.groupInUse(g) {
		return clash("Security group %s is in use.", e.id())
	}
	x.nova.deleteGroup(g)
	return nil
}

func (x *exchange) createGroupLink(link *entity) error {
	i := x.nova.instance(x.tenant, link.source.id())
	if i == nil || link.target.kind != groupKind {
		return refuse("A security group is linked to a compute.")
	}
	if slices.Contains(i.groups, link.target.id()) {
		return clash("The compute has this security group.")
	}
	i.groups = append(i.groups, link.target.id())
	link.path = groupLinkKind.location + x.nova.newID()
	link.attributes["occi.securitygrouplink.state"] = "active"
	return nil
}

func (n *nova) leaveGroup(link *entity) {
	if i := n.instance(link.tenant, link.source.id()); i != nil {
		i.groups = slices.DeleteFunc(i.groups, func(name string) bool { return name == link.target.id() })
	}
}

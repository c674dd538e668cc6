package occi

import (
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Attributes of security rules.
const (
	protocolAttribute = "occi.network.security.protocol"
	fromAttribute     = "occi.network.security.from"
	toAttribute       = "occi.network.security.to"
	rangeAttribute    = "occi.network.security.range"
)

func (x *exchange) createRule(e *entity) error {
	g, err := x.groupOf(e)
	if err != nil {
		return err
	}
	rule, err := x.parseRule(e.attributes)
	if err != nil {
		return x.tamed(err)
	}
	if !x.nova.addRule(g, rule) {
		return refuse("This rule already exists in group. <nova.db.sqlalchemy.models.SecurityGroup object at 0x7f8a331ca250>")
	}
	e.path = ruleKind.location + x.nova.newID()
	e.attributes[coreID] = rule.id
	return nil
}

// groupOf is the group of a rule: exactly one mixin that is a group.
func (x *exchange) groupOf(e *entity) (*securityGroup, error) {
	groups := slices.DeleteFunc(slices.Clone(e.mixins), func(m *category) bool { return !m.isGroup() })
	switch len(groups) {
	case 0:
		return nil, refuse("No security group mixin was found")
	case 1:
		g, err := x.nova.group(x.tenant, groups[0].term)
		return g, x.tamed(err)
	default:
		return nil, refuse("More than one security group mixin was found")
	}
}

// parseRule reads the attributes of a rule. occi-os uses "to" for both ports.
func (x *exchange) parseRule(attributes map[string]string) (*securityRule, error) {
	required := []string{protocolAttribute, toAttribute, rangeAttribute}
	if !x.traits.onePort {
		required = append(required, fromAttribute)
	}
	values := map[string]string{}
	for _, name := range required {
		value, ok := attributes[name]
		if !ok {
			return nil, crash("KeyError: '%s'", name)
		}
		values[name] = strings.TrimSpace(value)
	}
	rule := &securityRule{protocol: strings.ToLower(values[protocolAttribute]), cidr: values[rangeAttribute]}
	if !slices.Contains([]string{"tcp", "udp", "icmp"}, rule.protocol) {
		return nil, refuse("Invalid protocol defined:%s", rule.protocol)
	}
	if rule.cidr == "" {
		rule.cidr = "0.0.0.0/0"
	}
	if x.traits.onePort {
		values[fromAttribute] = values[toAttribute]
	} else if _, err := netip.ParsePrefix(rule.cidr); err != nil {
		return nil, refuse("No valid CIDR defined.")
	}
	var err error
	if rule.fromPort, err = x.port(values[fromAttribute], rule.protocol, "from"); err != nil {
		return nil, err
	}
	if rule.toPort, err = x.port(values[toAttribute], rule.protocol, "to"); err != nil {
		return nil, err
	}
	if rule.fromPort > rule.toPort {
		return nil, refuse("From port is bigger than to port defined.")
	}
	return rule, nil
}

// port reads a port number. For ICMP it is a type or code, -1 for all, but occi-os wants a port then too.
func (x *exchange) port(text, protocol, name string) (int, error) {
	number, err := strconv.Atoi(text)
	if err != nil {
		return 0, crash("ValueError: invalid literal for int() with base 10: '%s'", text)
	}
	lowest := 1
	if protocol == "icmp" && !x.traits.onePort {
		lowest = -1
	}
	if number < lowest || number > 65535 {
		return 0, refuse("No valid %s port defined.", name)
	}
	return number, nil
}

// removeRule fails for ever when the group is gone already (24-rule-delete-of-deleted-group).
func (x *exchange) removeRule(e *entity) error {
	id := e.attributes[coreID]
	if !x.nova.removeRule(x.tenant, id) {
		return fail(http.StatusInternalServerError, "Security group with rule "+id+" not found.")
	}
	return nil
}

package occientity

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// GroupRule is a rule in the attribute occi.securitygroup.rules that lets connections in.
type GroupRule struct {
	// Protocol is in lower case, or all.
	Protocol string
	// From and To are the first and the last port; 0 stands for all ports.
	From, To int64
	// Range is in CIDR notation.
	Range string
}

// AllProtocols is the protocol of a rule that does not name one.
const AllProtocols = "all"

// What a rule says that leaves a member out.
const (
	all       = AllProtocols
	anywhere  = "0.0.0.0/0"
	inbound   = "inbound"
	groupMark = "#"
)

// String is the rule as it is in the id of an occi_security_rule: tcp:22-22:0.0.0.0/0, or icmp:all:0.0.0.0/0.
func (r GroupRule) String() string {
	ports := all
	if r.To != 0 {
		ports = fmt.Sprintf("%d-%d", r.From, r.To)
	}
	return r.Protocol + ":" + ports + ":" + r.Range
}

// ID is the id of the rule in a group.
func (r GroupRule) ID(group string) string { return group + groupMark + r.String() }

// ParseGroupRuleID splits the id of a rule into the path or URL of its group and the rule. ok tells whether it
// has the form of one: ids of rules that are entities have not.
func ParseGroupRuleID(id string) (group string, rule GroupRule, ok bool, err error) {
	group, text, ok := strings.Cut(id, groupMark)
	if !ok {
		return "", GroupRule{}, false, nil
	}
	parts := strings.SplitN(text, ":", 3)
	if group == "" || len(parts) != 3 || parts[0] == "" || parts[2] == "" {
		return "", GroupRule{}, true, fmt.Errorf("%q is not of the form <group>#<protocol>:<from>-<to>:<range>, like "+
			"/securitygroup/4a7c#tcp:22-22:0.0.0.0/0", id)
	}
	rule = GroupRule{Protocol: strings.ToLower(parts[0]), Range: parts[2]}
	if parts[1] != all {
		rule.From, rule.To, err = parsePorts(parts[1])
	}
	return group, rule, true, err
}

// parsePorts reads 22 or 8000-8100.
func parsePorts(text string) (from, to int64, err error) {
	first, last, isRange := strings.Cut(text, "-")
	if !isRange {
		last = first
	}
	from, errFrom := strconv.ParseInt(first, 10, 32)
	to, errTo := strconv.ParseInt(last, 10, 32)
	if errFrom != nil || errTo != nil {
		return 0, 0, fmt.Errorf("%q is neither a port nor a range of ports", text)
	}
	return from, to, nil
}

// GroupRules are the rules of a group as its server shows them. What the provider does not know of a rule, and
// rules for what goes out, are kept as they are.
type GroupRules []json.RawMessage

// GroupRulesOf reads the rules of a group.
func GroupRulesOf(group *occi.Entity) (GroupRules, error) {
	value, shown := group.Attributes[infrastructure.AttributeSecurityGroupRules]
	if !shown || value.Text() == "" {
		return nil, nil
	}
	var rules GroupRules
	if err := value.Unmarshal(&rules); err != nil {
		return nil, fmt.Errorf("the rules of %s: %w", group.Location, err)
	}
	return rules, nil
}

// Inbound are the rules that let connections in. One that cannot be read is left out.
func (r GroupRules) Inbound() []GroupRule {
	var rules []GroupRule
	for _, raw := range r {
		if rule, err := parseGroupRule(raw); err == nil {
			rules = append(rules, rule)
		}
	}
	return rules
}

// Contains tells whether there is a rule that says the same.
func (r GroupRules) Contains(rule GroupRule) bool { return slices.Contains(r.Inbound(), rule) }

// With are the rules and one more.
func (r GroupRules) With(rule GroupRule) (GroupRules, error) {
	sent := struct {
		Type     string `json:"type"`
		Protocol string `json:"protocol,omitempty"`
		Port     string `json:"port,omitempty"`
		Range    string `json:"range"`
	}{Type: inbound, Range: rule.Range}
	if rule.Protocol != all {
		sent.Protocol = rule.Protocol
	}
	switch {
	case rule.To == 0:
	case rule.From == rule.To:
		sent.Port = strconv.FormatInt(rule.To, 10)
	default:
		sent.Port = fmt.Sprintf("%d-%d", rule.From, rule.To)
	}
	raw, err := json.Marshal(sent)
	if err != nil {
		return nil, fmt.Errorf("writing a rule: %w", err)
	}
	return append(slices.Clone(r), raw), nil
}

// Without are the rules that say something else.
func (r GroupRules) Without(rule GroupRule) GroupRules {
	return slices.DeleteFunc(slices.Clone(r), func(raw json.RawMessage) bool {
		parsed, err := parseGroupRule(raw)
		return err == nil && parsed == rule
	})
}

// Value is the attribute to send.
func (r GroupRules) Value() (occi.Value, error) {
	if len(r) == 0 {
		return occi.Structure("[]")
	}
	text, err := json.Marshal([]json.RawMessage(r))
	if err != nil {
		return occi.Value{}, fmt.Errorf("writing the rules: %w", err)
	}
	return occi.Structure(string(text))
}

var errOutbound = errors.New("the rule is not for what comes in")

// parseGroupRule reads a rule. A port is "22", "8000-8100", in ooi also 22; null and what is left out stand for
// all (captures 342-sg-routed-get-default-json, 347-sg-routed-get-json of ooi).
func parseGroupRule(raw json.RawMessage) (GroupRule, error) {
	var shown struct {
		Type, Protocol, Range string
		Port                  any
	}
	if err := json.Unmarshal(raw, &shown); err != nil {
		return GroupRule{}, fmt.Errorf("reading a rule: %w", err)
	}
	if cmp.Or(shown.Type, inbound) != inbound {
		return GroupRule{}, errOutbound
	}
	rule := GroupRule{Protocol: strings.ToLower(cmp.Or(shown.Protocol, all)), Range: cmp.Or(shown.Range, anywhere)}
	if shown.Port == nil || shown.Port == "" {
		return rule, nil
	}
	var err error
	rule.From, rule.To, err = parsePorts(strings.TrimSpace(fmt.Sprint(shown.Port)))
	return rule, err
}

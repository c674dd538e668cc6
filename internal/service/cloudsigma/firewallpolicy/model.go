package firewallpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID          types.String `tfsdk:"id"`
	UUID        types.String `tfsdk:"uuid"`
	ResourceURI types.String `tfsdk:"resource_uri"`
	Name        types.String `tfsdk:"name"`
	Rules       []ruleModel  `tfsdk:"rules"`
	Meta        types.Map    `tfsdk:"meta"`
	Tags        types.Set    `tfsdk:"tags"`
}

type ruleModel struct {
	Action          types.String `tfsdk:"action"`
	Direction       types.String `tfsdk:"direction"`
	Protocol        types.String `tfsdk:"ip_proto"`
	SourceIP        types.String `tfsdk:"src_ip"`
	SourcePort      types.String `tfsdk:"src_port"`
	DestinationIP   types.String `tfsdk:"dst_ip"`
	DestinationPort types.String `tfsdk:"dst_port"`
	Comment         types.String `tfsdk:"comment"`
}

// Identifier implements cloudsigmaentity.PlainModel.
func (m *model) Identifier() string { return m.ID.ValueString() }

// Apply implements cloudsigmaentity.PlainModel. The API takes the list of rules as a whole.
func (m *model) Apply(ctx context.Context, _ *model, definition *cloudsigma.FirewallPolicyDefinition) {
	definition.Name = m.Name.ValueString()
	definition.Rules = []cloudsigma.FirewallRule{}
	for _, rule := range m.Rules {
		definition.Rules = append(definition.Rules, rule.definition())
	}
	cloudsigmaentity.ChangeMeta(ctx, &definition.Meta, m.Meta)
	cloudsigmaentity.ChangeTags(ctx, &definition.Tags, m.Tags)
}

func (r *ruleModel) definition() cloudsigma.FirewallRule {
	return cloudsigma.FirewallRule{
		Action:          r.Action.ValueString(),
		Direction:       r.Direction.ValueString(),
		Protocol:        r.Protocol.ValueString(),
		SourceIP:        r.SourceIP.ValueString(),
		SourcePort:      r.SourcePort.ValueString(),
		DestinationIP:   r.DestinationIP.ValueString(),
		DestinationPort: r.DestinationPort.ValueString(),
		Comment:         r.Comment.ValueString(),
	}
}

// Show implements cloudsigmaentity.PlainModel. No rules stay null if they were.
func (m *model) Show(policy *cloudsigma.FirewallPolicy) {
	m.ID = types.StringValue(policy.UUID)
	m.UUID = types.StringValue(policy.UUID)
	m.ResourceURI = types.StringValue(policy.ResourceURI)
	m.Name = types.StringValue(policy.Definition.Name)
	m.Meta = cloudsigmaentity.ShownMeta(policy.Definition.Meta)
	m.Tags = cloudsigmaentity.ShownReferences(policy.Definition.Tags)
	if len(policy.Definition.Rules) == 0 && m.Rules == nil {
		return
	}
	shown := make([]ruleModel, 0, len(policy.Definition.Rules))
	for _, rule := range policy.Definition.Rules {
		shown = append(shown, shownRule(rule))
	}
	keepSpelling(shown, m.Rules)
	m.Rules = shown
}

func shownRule(rule cloudsigma.FirewallRule) ruleModel {
	return ruleModel{
		Action:          types.StringValue(rule.Action),
		Direction:       types.StringValue(rule.Direction),
		Protocol:        cloudsigmaentity.TextOrNull(rule.Protocol),
		SourceIP:        cloudsigmaentity.TextOrNull(rule.SourceIP),
		SourcePort:      cloudsigmaentity.TextOrNull(rule.SourcePort),
		DestinationIP:   cloudsigmaentity.TextOrNull(rule.DestinationIP),
		DestinationPort: cloudsigmaentity.TextOrNull(rule.DestinationPort),
		Comment:         cloudsigmaentity.TextOrNull(rule.Comment),
	}
}

// keepSpelling gives rules the spelling that the former rules in the same place have, where that means the
// same: the server completes 192.0.2.7 to 192.0.2.7/32.
func keepSpelling(rules, former []ruleModel) {
	for i := range min(len(rules), len(former)) {
		rule, prior := &rules[i], &former[i]
		keepIfSame(&rule.SourceIP, prior.SourceIP, parseNetwork)
		keepIfSame(&rule.DestinationIP, prior.DestinationIP, parseNetwork)
		keepIfSame(&rule.SourcePort, prior.SourcePort, parsePorts)
		keepIfSame(&rule.DestinationPort, prior.DestinationPort, parsePorts)
	}
}

func keepIfSame[T comparable](value *types.String, former types.String, parse func(string) (T, error)) {
	if cloudsigmaentity.IsSet(*value) && cloudsigmaentity.IsSet(former) &&
		sameRange(parse, value.ValueString(), former.ValueString()) {
		*value = former
	}
}

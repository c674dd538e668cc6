package securityrule

import (
	"cmp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID       types.String   `tfsdk:"id"`
	GroupID  types.String   `tfsdk:"group_id"`
	Protocol types.String   `tfsdk:"protocol"`
	FromPort types.Int64    `tfsdk:"from_port"`
	ToPort   types.Int64    `tfsdk:"to_port"`
	Range    types.String   `tfsdk:"range"`
	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// blueprint is what to create. Nova refuses two rules that are the same, so a rule of this group that says
// the same is ours.
func (m *model) blueprint(group occi.TypeID) occientity.Blueprint {
	return occientity.Blueprint{
		Kind:   infrastructure.KindSecurityRule,
		Mixins: []occi.TypeID{group},
		Attributes: occi.Attributes{
			infrastructure.AttributeSecurityProtocol: occi.String(m.Protocol.ValueString()),
			infrastructure.AttributeSecurityFrom:     occi.Number(float64(m.FromPort.ValueInt64())),
			infrastructure.AttributeSecurityTo:       occi.Number(float64(m.ToPort.ValueInt64())),
			infrastructure.AttributeSecurityRange:    occi.String(m.Range.ValueString()),
		},
		IsOurs: func(rule *occi.Entity) bool {
			shown := *m
			shown.show(rule)
			return rule.HasMixin(group) && shown.FromPort.Equal(m.FromPort) && shown.ToPort.Equal(m.ToPort) &&
				shown.Protocol.Equal(m.Protocol) && shown.Range.Equal(m.Range)
		},
	}
}

// show writes what the server says into the model. Blanks around values are those of whoever made the rule
// (capture 22-rule-get.guide shows " TCP"); the protocol's case makes no difference.
func (m *model) show(rule *occi.Entity) {
	m.ID = types.StringValue(rule.Location)
	if group, shown := rule.Mixin(infrastructure.MixinSecurityGroup); shown && !means(m.GroupID, group) {
		m.GroupID = types.StringValue(cmp.Or(group.Location, group.TypeID.String()))
	}
	if protocol := text(rule, infrastructure.AttributeSecurityProtocol); !strings.EqualFold(protocol, m.Protocol.ValueString()) {
		m.Protocol = shownText(protocol, m.Protocol)
	}
	m.Range = shownText(text(rule, infrastructure.AttributeSecurityRange), m.Range)
	m.FromPort = shownPort(rule, infrastructure.AttributeSecurityFrom, m.FromPort)
	m.ToPort = shownPort(rule, infrastructure.AttributeSecurityTo, m.ToPort)
}

// means tells whether the configuration names this group.
func means(configured types.String, group occi.Category) bool {
	alone := &occi.QueryInterface{Mixins: []occi.Category{group}}
	_, found := occientity.FindSecurityGroup(alone, configured.ValueString())
	return found
}

func text(rule *occi.Entity, name string) string {
	return strings.TrimSpace(rule.Attributes[name].Text())
}

func shownText(text string, prior types.String) types.String {
	if text == "" {
		return prior
	}
	return types.StringValue(text)
}

func shownPort(rule *occi.Entity, name string, prior types.Int64) types.Int64 {
	number, err := occi.String(text(rule, name)).Float64()
	if err != nil {
		return prior
	}
	return types.Int64Value(int64(number))
}

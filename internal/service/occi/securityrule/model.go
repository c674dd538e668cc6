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

// rule is what a rule says.
type rule struct {
	ID       types.String `tfsdk:"id"`
	GroupID  types.String `tfsdk:"group_id"`
	Protocol types.String `tfsdk:"protocol"`
	FromPort types.Int64  `tfsdk:"from_port"`
	ToPort   types.Int64  `tfsdk:"to_port"`
	Range    types.String `tfsdk:"range"`
}

// model is the resource as Terraform sees it.
type model struct {
	rule

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

// blueprint is what to create. Nova refuses two rules that are the same, so a rule of this group that says
// the same is ours.
func (r *rule) blueprint(group occi.TypeID) occientity.Blueprint {
	return occientity.Blueprint{
		Kind:   infrastructure.KindSecurityRule,
		Mixins: []occi.TypeID{group},
		Attributes: occi.Attributes{
			infrastructure.AttributeSecurityProtocol: occi.String(r.Protocol.ValueString()),
			infrastructure.AttributeSecurityFrom:     occi.Number(float64(r.FromPort.ValueInt64())),
			infrastructure.AttributeSecurityTo:       occi.Number(float64(r.ToPort.ValueInt64())),
			infrastructure.AttributeSecurityRange:    occi.String(r.Range.ValueString()),
		},
		IsOurs: func(found *occi.Entity) bool {
			shown := *r
			shown.show(found)
			return found.HasMixin(group) && shown.FromPort.Equal(r.FromPort) && shown.ToPort.Equal(r.ToPort) &&
				shown.Protocol.Equal(r.Protocol) && shown.Range.Equal(r.Range)
		},
	}
}

// show writes what the server says into the model. Blanks around values are those of whoever made the rule
// (capture 22-rule-get.guide shows " TCP"); the protocol's case makes no difference.
func (r *rule) show(entity *occi.Entity) {
	r.ID = types.StringValue(entity.Location)
	if group, shown := entity.Mixin(infrastructure.MixinSecurityGroup); shown && !means(r.GroupID, group) {
		r.GroupID = types.StringValue(cmp.Or(group.Location, group.TypeID.String()))
	}
	if protocol := text(entity, infrastructure.AttributeSecurityProtocol); !strings.EqualFold(protocol, r.Protocol.ValueString()) {
		r.Protocol = shownText(protocol, r.Protocol)
	}
	r.Range = shownText(text(entity, infrastructure.AttributeSecurityRange), r.Range)
	r.FromPort = shownPort(entity, infrastructure.AttributeSecurityFrom, r.FromPort)
	r.ToPort = shownPort(entity, infrastructure.AttributeSecurityTo, r.ToPort)
}

// means tells whether the configuration names this group.
func means(configured types.String, group occi.Category) bool {
	alone := &occi.QueryInterface{Mixins: []occi.Category{group}}
	_, found := occientity.SecurityGroupMixin(alone, configured.ValueString())
	return found
}

func text(entity *occi.Entity, name string) string {
	return strings.TrimSpace(entity.Attributes[name].Text())
}

func shownText(text string, prior types.String) types.String {
	if text == "" {
		return prior
	}
	return types.StringValue(text)
}

func shownPort(entity *occi.Entity, name string, prior types.Int64) types.Int64 {
	number, err := occi.String(text(entity, name)).Float64()
	if err != nil {
		return prior
	}
	return types.Int64Value(int64(number))
}

// inGroup is the rule as an element of the attribute of a group that is an entity.
func (r *rule) inGroup() occientity.GroupRule {
	return occientity.GroupRule{
		Protocol: strings.ToLower(r.Protocol.ValueString()),
		From:     r.FromPort.ValueInt64(), To: r.ToPort.ValueInt64(),
		Range: r.Range.ValueString(),
	}
}

// showInGroup writes an element of the attribute of a group into the model.
func (r *rule) showInGroup(group string, shown occientity.GroupRule) {
	r.ID = types.StringValue(shown.ID(group))
	r.GroupID = types.StringValue(group)
	if !strings.EqualFold(shown.Protocol, r.Protocol.ValueString()) {
		r.Protocol = types.StringValue(shown.Protocol)
	}
	r.FromPort, r.ToPort = types.Int64Null(), types.Int64Null()
	if shown.To != 0 {
		r.FromPort, r.ToPort = types.Int64Value(shown.From), types.Int64Value(shown.To)
	}
	r.Range = types.StringValue(shown.Range)
}

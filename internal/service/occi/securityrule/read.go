package securityrule

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// read shows the rule with the id of the model. It tells whether it exists.
func (r *rule) read(ctx context.Context, client *occi.Client) (exists bool, err error) {
	group, element, isElement, err := occientity.ParseGroupRuleID(r.ID.ValueString())
	switch {
	case err != nil:
		return false, err
	case isElement:
		return r.readElement(ctx, client, group, element)
	default:
		return r.readEntity(ctx, client)
	}
}

func (r *rule) readElement(
	ctx context.Context, client *occi.Client, group string, element occientity.GroupRule,
) (exists bool, err error) {
	entity, err := occientity.Read(ctx, client, group, infrastructure.KindSecurityGroup)
	if occi.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	rules, err := occientity.GroupRulesOf(entity)
	if err != nil || !rules.Contains(element) {
		return false, err
	}
	r.showInGroup(group, element)
	return true, nil
}

func (r *rule) readEntity(ctx context.Context, client *occi.Client) (exists bool, err error) {
	entity, err := occientity.Read(ctx, client, r.ID.ValueString(), infrastructure.KindSecurityRule)
	if occi.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	dead, err := isDead(ctx, client, entity, r.GroupID.ValueString())
	if err != nil || dead {
		return false, err
	}
	r.show(entity)
	return true, nil
}

// isDead tells whether the group of a rule is gone, and the rule with it: occi-os goes on showing it, without
// its group (capture 24-rule-get-of-deleted-group).
func isDead(ctx context.Context, client *occi.Client, entity *occi.Entity, group string) (bool, error) {
	if _, shown := entity.Mixin(infrastructure.MixinSecurityGroup); shown {
		return false, nil
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return false, err
	}
	_, exists := occientity.SecurityGroupMixin(known, group)
	return !exists, nil
}

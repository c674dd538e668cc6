package occientity

import (
	"context"
	"fmt"
	"sync"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// groupLocks has a lock for each group of each client: the rules of a group are one attribute, which is read,
// changed and written as a whole.
var groupLocks sync.Map

type groupKey struct {
	client *occi.Client
	path   string
}

// lockGroup returns what unlocks the group.
func lockGroup(client *occi.Client, group string) func() {
	found, _ := groupLocks.LoadOrStore(groupKey{client, group}, &sync.Mutex{})
	lock, ok := found.(*sync.Mutex)
	if !ok {
		return func() {}
	}
	lock.Lock()
	return lock.Unlock
}

// AddGroupRule adds a rule to a group where groups are a kind. A rule that says the same is an error, as on servers
// where rules are entities: it belongs to somebody else. After an error it tells whether the rule may be there all the
// same.
func AddGroupRule(ctx context.Context, client *occi.Client, group string, rule GroupRule) (mayBeThere bool, err error) {
	defer lockGroup(client, group)()
	rules, err := readGroupRules(ctx, client, group)
	if err != nil {
		return false, err
	}
	if rules.Contains(rule) {
		return false, fmt.Errorf("the group has a rule that says the same: to manage that one, import it with `terraform import <address> '%s'`",
			rule.ID(group))
	}
	if rules, err = rules.With(rule); err != nil {
		return false, err
	}
	if err := writeGroupRules(ctx, client, group, rules); err != nil {
		return AnswerLost(err), err
	}
	if rules, err = readGroupRules(context.WithoutCancel(ctx), client, group); err != nil {
		return true, err
	}
	if !rules.Contains(rule) {
		return false, fmt.Errorf("the server took the rule %s, but does not show it among those of %s", rule, group)
	}
	return false, nil
}

// RemoveGroupRule removes a rule from a group. That the rule or the group is gone is a success.
func RemoveGroupRule(ctx context.Context, client *occi.Client, group string, rule GroupRule) error {
	defer lockGroup(client, group)()
	rules, err := readGroupRules(ctx, client, group)
	if occi.IsNotFound(err) || err == nil && !rules.Contains(rule) {
		return nil
	}
	if err != nil {
		return err
	}
	return writeGroupRules(ctx, client, group, rules.Without(rule))
}

func readGroupRules(ctx context.Context, client *occi.Client, group string) (GroupRules, error) {
	entity, err := Read(ctx, client, group, infrastructure.KindSecurityGroup)
	if err != nil {
		return nil, err
	}
	return GroupRulesOf(entity)
}

// writeGroupRules replaces all rules, so it may be repeated if the answer was lost.
func writeGroupRules(ctx context.Context, client *occi.Client, group string, rules GroupRules) error {
	value, err := rules.Value()
	if err != nil {
		return err
	}
	changed := occi.Attributes{infrastructure.AttributeSecurityGroupRules: value}
	err = client.Update(transport.WithUninterrupted(ctx), group, nil, changed)
	if AnswerLost(err) {
		err = client.Update(transport.WithUninterrupted(ctx), group, nil, changed)
	}
	return err
}

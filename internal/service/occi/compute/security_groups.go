package compute

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

const securityGroupsAttribute = "security_groups"

// securityGroupNames are the names in a set, in which there may be unknown ones.
func securityGroupNames(set types.Set) (names []string, known bool) {
	known = !set.IsUnknown()
	for _, element := range set.Elements() {
		name, ok := element.(types.String)
		if !ok || name.IsUnknown() {
			known = false
			continue
		}
		names = append(names, name.ValueString())
	}
	slices.Sort(names)
	return names, known
}

// securityGroups are the groups to create the VM with: mixins, or links where groups are a kind.
func (m *model) securityGroups(
	ctx context.Context, client *occi.Client, diagnostics *diag.Diagnostics,
) (mixins []occi.TypeID, links []occi.Link) {
	names, _ := securityGroupNames(m.SecurityGroups)
	for _, name := range names {
		group, err := occientity.FindSecurityGroup(ctx, client, name)
		switch {
		case err != nil:
			tfkit.ReportAttributeError(diagnostics, path.Root(securityGroupsAttribute), "Unknown security group", err)
		case group.Mixin.IsZero():
			links = append(links, occi.Link{
				Target: group.ID, Relations: []occi.TypeID{infrastructure.KindSecurityGroup},
				Categories: []occi.TypeID{infrastructure.KindSecurityGroupLink},
			})
		default:
			mixins = append(mixins, group.Mixin)
		}
	}
	return mixins, links
}

// planSecurityGroups tells what a change of the groups does: it is made in place where a running VM can join and
// leave groups, else it replaces the VM.
func (r *Resource) planSecurityGroups(
	ctx context.Context, plan, state *model, imported bool, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse,
) {
	if plan.SecurityGroups.Equal(state.SecurityGroups) || plan.SecurityGroups.IsNull() && state.SecurityGroups.IsNull() {
		return
	}
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "No OCCI cloud to talk to", err)
	}
	if client == nil || err != nil {
		return
	}
	attribute := path.Root(securityGroupsAttribute)
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, attribute, "Could not ask the server for its types", err)
		return
	}
	if occientity.SecurityGroupsOf(known) == occientity.NoSecurityGroups {
		if !plan.SecurityGroups.IsNull() {
			tfkit.ReportAttributeError(&response.Diagnostics, attribute, "No security groups on this server", occientity.ErrNoSecurityGroups)
		}
		return
	}
	former, _ := securityGroupNames(state.SecurityGroups)
	names, _ := securityGroupNames(plan.SecurityGroups)
	for _, name := range names {
		if !slices.Contains(former, name) {
			occientity.CheckSecurityGroupName(known, name, attribute, &response.Diagnostics)
		}
	}
	if sameSecurityGroups(known, plan.SecurityGroups, state.SecurityGroups) {
		plan.SecurityGroups = state.SecurityGroups
	}
	if response.Diagnostics.HasError() || state.ID.IsNull() || plan.SecurityGroups.Equal(state.SecurityGroups) {
		return
	}
	if applied := occientity.LoadTexts(ctx, request.Private, appliedGroupsKey, &response.Diagnostics); !plan.SecurityGroups.IsNull() {
		tellForeignGroups(applied, former, names, &response.Diagnostics)
	}
	notShown := imported && state.SecurityGroups.IsNull()
	switch {
	case occientity.SecurityGroupsOf(known) == occientity.SecurityGroupKind:
		plan.Links = types.SetUnknown(linkType())
	case !notShown && !occientity.ShowsMembership(known):
		response.RequiresReplace = append(response.RequiresReplace, attribute)
	}
}

// appliedGroupsKey is the private-state key of the groups that the configuration had when it was applied last.
const appliedGroupsKey = "applied_security_groups"

func (m *model) keepAppliedGroups(ctx context.Context, private occientity.PrivateState, diagnostics *diag.Diagnostics) {
	names, _ := securityGroupNames(m.SecurityGroups)
	occientity.SaveTexts(ctx, private, appliedGroupsKey, append([]string{}, names...), diagnostics)
}

// tellForeignGroups warns before the VM is taken out of groups that the configuration never had: an association may want
// it in there, and the two would undo each other in turn.
func tellForeignGroups(applied, former, planned []string, diagnostics *diag.Diagnostics) {
	var foreign []string
	for _, name := range former {
		if applied != nil && !slices.Contains(applied, name) && !slices.Contains(planned, name) {
			foreign = append(foreign, name)
		}
	}
	if len(foreign) == 0 {
		return
	}
	diagnostics.AddAttributeWarning(path.Root(securityGroupsAttribute), "The VM leaves groups that somebody else took it into",
		fmt.Sprintf("Where security_groups is set the VM is in no other groups, so it leaves %s. If an occi_security_group_association "+
			"took it in, the next apply takes it in again: use either this argument or associations for a VM.", strings.Join(foreign, ", ")))
}

// sameSecurityGroups tells whether two sets name the same groups.
func sameSecurityGroups(known *occi.QueryInterface, one, other types.Set) bool {
	first, firstKnown := securityGroupNames(one)
	second, secondKnown := securityGroupNames(other)
	if !firstKnown || !secondKnown || one.IsNull() != other.IsNull() || len(first) != len(second) {
		return false
	}
	for _, name := range first {
		second = slices.DeleteFunc(second, func(named string) bool { return occientity.SameSecurityGroup(known, name, named) })
	}
	return len(second) == 0
}

// showSecurityGroups writes the groups that the VM is in, where the server shows them and the configuration names
// any: those that somebody else took the VM into, and not those that it was taken out of.
func (m *model) showSecurityGroups(
	ctx context.Context, client *occi.Client, entity *occi.Entity, diagnostics *diag.Diagnostics,
) {
	if m.SecurityGroups.IsNull() || m.SecurityGroups.IsUnknown() {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not ask the server for its types", err)
		return
	}
	if !occientity.ShowsMembership(known) {
		return
	}
	names, _ := securityGroupNames(m.SecurityGroups)
	shown := []string{}
	for _, group := range occientity.MembershipsOf(entity) {
		name := group.ID
		if index := slices.IndexFunc(names, func(name string) bool { return group.Means(known, name) }); index >= 0 {
			name = names[index]
		}
		shown = append(shown, name)
	}
	var problems diag.Diagnostics
	m.SecurityGroups, problems = types.SetValueFrom(ctx, types.StringType, shown)
	diagnostics.Append(problems...)
}

// setSecurityGroups takes the VM into the groups that it is to be in, and out of the others. Groups of an imported
// VM that the server does not show are only recorded. When the argument goes, the VM leaves those that it named.
func (u *update) setSecurityGroups(ctx context.Context) error {
	known, err := u.client.QueryInterface(ctx)
	if err != nil {
		return err
	}
	if u.plan.SecurityGroups.Equal(u.done.SecurityGroups) || !occientity.ShowsMembership(known) {
		return nil
	}
	names, _ := securityGroupNames(u.plan.SecurityGroups)
	wanted, err := u.findSecurityGroups(ctx, names)
	if err != nil {
		return err
	}
	leaving := occientity.MembershipsOf(u.entity)
	if u.plan.SecurityGroups.IsNull() {
		if leaving, err = u.findSecurityGroups(ctx, u.appliedGroups); err != nil {
			return err
		}
	}
	for _, group := range wanted {
		if err := u.join(ctx, group); err != nil {
			return err
		}
	}
	for _, group := range leaving {
		if err := u.leave(ctx, group, wanted); err != nil {
			return err
		}
	}
	u.done.SecurityGroups = u.plan.SecurityGroups
	return nil
}

func (u *update) findSecurityGroups(ctx context.Context, names []string) ([]occientity.SecurityGroup, error) {
	var groups []occientity.SecurityGroup
	for _, name := range names {
		group, err := occientity.FindSecurityGroup(ctx, u.client, name)
		if err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	return groups, nil
}

func (u *update) join(ctx context.Context, group occientity.SecurityGroup) error {
	if slices.Contains(occientity.MembershipsOf(u.entity), group) {
		return nil
	}
	return u.carryOut(ctx, change{
		name: "the security group " + group.ID, goal: "be in the security group " + group.ID,
		send: func(ctx context.Context) error {
			_, err := occientity.JoinSecurityGroup(ctx, u.client, group, u.done.ID.ValueString())
			return err
		},
		reached: func(vm *occi.Entity) bool { return slices.Contains(occientity.MembershipsOf(vm), group) },
	})
}

func (u *update) leave(ctx context.Context, group occientity.SecurityGroup, unless []occientity.SecurityGroup) error {
	if slices.Contains(unless, group) || !slices.Contains(occientity.MembershipsOf(u.entity), group) {
		return nil
	}
	return u.carryOut(ctx, change{
		name: "to leave the security group " + group.ID, goal: "leave the security group " + group.ID,
		send: func(ctx context.Context) error {
			return occientity.LeaveSecurityGroup(ctx, u.client, group, u.entity)
		},
		reached: func(vm *occi.Entity) bool { return !slices.Contains(occientity.MembershipsOf(vm), group) },
	})
}

package securitygroupassociation

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID        types.String   `tfsdk:"id"`
	ComputeID types.String   `tfsdk:"compute_id"`
	GroupID   types.String   `tfsdk:"group_id"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

// separator stands between VM and group in an id. No path contains it.
const separator = "|"

// idWithoutLink is the id where no link stands for the membership.
func idWithoutLink(vm string, group occientity.SecurityGroup) string {
	return vm + separator + group.ID
}

// create takes the VM into the group and returns the id. To be in it already is an error: that belongs to somebody
// else, such as the argument security_groups of the VM.
func (m *model) create(ctx context.Context, client *occi.Client, group occientity.SecurityGroup) (string, error) {
	vm, err := occientity.Read(ctx, client, m.ComputeID.ValueString(), infrastructure.KindCompute)
	if err != nil {
		return "", err
	}
	if slices.Contains(occientity.MembershipsOf(vm), group) {
		return "", fmt.Errorf("the VM is in the group already: leave it to security_groups of the VM if these name it, or import it "+
			"with `terraform import <address> '%s'`", idWithoutLink(vm.Location, group))
	}
	link, err := occientity.JoinSecurityGroup(ctx, client, group, vm.Location)
	if err != nil || link != "" {
		return link, err
	}
	return idWithoutLink(vm.Location, group), nil
}

// confirm looks whether the VM shows the group.
func confirm(ctx context.Context, client *occi.Client, vm string, group occientity.SecurityGroup) error {
	shown, err := client.Get(ctx, vm)
	if err == nil && !slices.Contains(occientity.MembershipsOf(shown), group) {
		err = fmt.Errorf("the server took %s into the group %s, but the VM does not show it", vm, group.ID)
	}
	return err
}

// read shows the membership. It tells whether it exists.
func (m *model) read(ctx context.Context, client *occi.Client) (exists bool, err error) {
	if !strings.Contains(m.ID.ValueString(), separator) {
		return m.readLink(ctx, client)
	}
	vm, err := occientity.Read(ctx, client, m.ComputeID.ValueString(), infrastructure.KindCompute)
	if occi.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(occientity.MembershipsOf(vm), func(group occientity.SecurityGroup) bool {
		return group.Means(known, m.GroupID.ValueString())
	}), nil
}

func (m *model) readLink(ctx context.Context, client *occi.Client) (exists bool, err error) {
	link, err := occientity.Read(ctx, client, m.ID.ValueString(), infrastructure.KindSecurityGroupLink)
	if occi.IsNotFound(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	source, target := occientity.Ends(client, link)
	m.ComputeID, m.GroupID = types.StringValue(source), types.StringValue(target)
	return true, nil
}

// delete takes the VM out of the group. That the VM or the group is gone is a success.
func (m *model) delete(ctx context.Context, client *occi.Client) error {
	if !strings.Contains(m.ID.ValueString(), separator) {
		return occientity.Delete(ctx, client, m.ID.ValueString())
	}
	exists, err := m.read(ctx, client)
	if err != nil || !exists {
		return err
	}
	group, err := occientity.FindSecurityGroup(ctx, client, m.GroupID.ValueString())
	if err != nil {
		return err
	}
	return occientity.LeaveSecurityGroup(ctx, client, group, &occi.Entity{Location: m.ComputeID.ValueString()})
}

// find makes the model of an id of the form <compute>|<group>, in which each may be a path or a URL, and the group
// any name of it.
func find(ctx context.Context, client *occi.Client, id string) (*model, error) {
	reference, name, _ := strings.Cut(id, separator)
	location, err := client.Path(reference)
	if err != nil {
		return nil, err
	}
	if path, err := client.Path(name); err == nil && strings.Contains(name, "://") && !strings.Contains(name, "#") {
		name = path
	}
	group, err := occientity.FindSecurityGroup(ctx, client, name)
	if err != nil {
		return nil, err
	}
	found := &model{
		ID: types.StringValue(idWithoutLink(location, group)), ComputeID: types.StringValue(location), GroupID: types.StringValue(group.ID),
	}
	if !group.Mixin.IsZero() {
		return found, nil
	}
	vm, err := occientity.Read(ctx, client, location, infrastructure.KindCompute)
	if err != nil {
		return nil, err
	}
	link := occientity.LinkToSecurityGroup(vm, group.ID)
	if link == "" {
		return nil, fmt.Errorf("%s shows no link to the security group %s", location, group.ID)
	}
	found.ID = types.StringValue(link)
	return found, nil
}

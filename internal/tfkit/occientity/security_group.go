package occientity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// SecurityGroups is how a server has security groups.
type SecurityGroups int

const (
	// NoSecurityGroups is a server that has none, such as ooi as it is shipped.
	NoSecurityGroups SecurityGroups = iota
	// SecurityGroupMixins is a server whose groups are mixins that users define, and whose rules are a kind: the
	// servers of the OpenStack guide.
	SecurityGroupMixins
	// SecurityGroupKind is a server whose groups are entities with their rules in an attribute, to which VMs are
	// linked: OCCI 1.2 with the extension for security groups.
	SecurityGroupKind
)

// ErrNoSecurityGroups says that a server has no security groups.
var ErrNoSecurityGroups = errors.New("the query interface of this server has neither the mixin " +
	infrastructure.MixinSecurityGroup.String() + " nor the kind " + infrastructure.KindSecurityGroup.String() +
	", so it has no security groups that OCCI could manage")

// SecurityGroupsOf tells from the query interface how a server has security groups.
func SecurityGroupsOf(types *occi.QueryInterface) SecurityGroups {
	if _, known := types.Mixin(infrastructure.MixinSecurityGroup); known {
		return SecurityGroupMixins
	}
	if _, known := types.Kind(infrastructure.KindSecurityGroup); known {
		return SecurityGroupKind
	}
	return NoSecurityGroups
}

// SecurityGroup is a group that an entity can be in.
type SecurityGroup struct {
	// ID is that of an occi_security_group: the location of the mixin, or the path of the entity.
	ID string
	// Mixin is the mixin that the group is; zero where groups are a kind.
	Mixin occi.TypeID
}

// Means tells whether a name in a configuration means the group.
func (g SecurityGroup) Means(types *occi.QueryInterface, name string) bool {
	mixin, found := SecurityGroupMixin(types, name)
	return g.ID == name || found && mixin.TypeID == g.Mixin
}

// FindSecurityGroup finds the group that a configuration means by a name: its id or, where groups are mixins, its
// type identifier or a term that is unique among the groups of the server. The server is asked again if it did not
// know the mixin before: it may have been made meanwhile. Whether an entity exists is for its use to tell.
func FindSecurityGroup(ctx context.Context, client *occi.Client, name string) (SecurityGroup, error) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return SecurityGroup{}, err
	}
	switch SecurityGroupsOf(types) {
	case SecurityGroupMixins:
		return findGroupMixin(ctx, client, types, name)
	case SecurityGroupKind:
		return SecurityGroup{ID: name}, checkGroupPath(name)
	default:
		return SecurityGroup{}, ErrNoSecurityGroups
	}
}

func findGroupMixin(
	ctx context.Context, client *occi.Client, types *occi.QueryInterface, name string,
) (SecurityGroup, error) {
	mixin, found := SecurityGroupMixin(types, name)
	if !found {
		var err error
		if types, err = client.RefreshQueryInterface(ctx); err != nil {
			return SecurityGroup{}, err
		}
		mixin, found = SecurityGroupMixin(types, name)
	}
	if !found {
		return SecurityGroup{}, fmt.Errorf("no security group has the location, type identifier or term %q", name)
	}
	return groupOfMixin(mixin), nil
}

func groupOfMixin(mixin occi.Category) SecurityGroup {
	return SecurityGroup{ID: cmp.Or(mixin.Location, mixin.TypeID.String()), Mixin: mixin.TypeID}
}

// SecurityGroupMixin finds the mixin of a security group by its location, type identifier or unique term.
func SecurityGroupMixin(types *occi.QueryInterface, name string) (occi.Category, bool) {
	if name == "" {
		return occi.Category{}, false
	}
	var named []occi.Category
	for _, group := range types.MixinsRelatedTo(infrastructure.MixinSecurityGroup) {
		if group.Location == name || group.TypeID.String() == name {
			return group, true
		}
		if group.Term == name {
			named = append(named, group)
		}
	}
	if len(named) == 1 {
		return named[0], true
	}
	return occi.Category{}, false
}

// SameSecurityGroup tells whether two names mean the same group, as far as the query interface knows.
func SameSecurityGroup(types *occi.QueryInterface, one, other string) bool {
	first, foundFirst := SecurityGroupMixin(types, one)
	second, foundSecond := SecurityGroupMixin(types, other)
	return one == other || foundFirst && foundSecond && first.TypeID == second.TypeID
}

// ShowsMembership tells whether a server shows which groups a VM is in, and lets a running VM join and leave them.
// A server on pyssf does neither: it takes VMs into the collections of its mixins, but occi-os never hears of it
// (captures 25-group-members-with-vm and 25-group-add-vm). No type of the query interface tells that.
func ShowsMembership(types *occi.QueryInterface) bool {
	switch SecurityGroupsOf(types) {
	case SecurityGroupMixins:
		return !strings.HasPrefix(types.Server, "pyssf")
	case SecurityGroupKind:
		return true
	default:
		return false
	}
}

// MembershipsOf are the groups that a VM shows to be in.
func MembershipsOf(vm *occi.Entity) []SecurityGroup {
	var groups []SecurityGroup
	for _, mixin := range vm.Mixins {
		if mixin.IsRelatedTo(infrastructure.MixinSecurityGroup) {
			groups = append(groups, groupOfMixin(mixin))
		}
	}
	for _, link := range vm.Links {
		if slices.Contains(link.Categories, infrastructure.KindSecurityGroupLink) {
			groups = append(groups, SecurityGroup{ID: link.Target})
		}
	}
	return groups
}

// LinkToSecurityGroup is the link that a VM shows to a group; "" if there is none.
func LinkToSecurityGroup(vm *occi.Entity, group string) string {
	for _, link := range vm.Links {
		if link.Target == group && slices.Contains(link.Categories, infrastructure.KindSecurityGroupLink) {
			return link.Self
		}
	}
	return ""
}

// JoinSecurityGroup takes a VM into a group. It returns the path of the link that was made, "" where groups are
// mixins.
func JoinSecurityGroup(ctx context.Context, client *occi.Client, group SecurityGroup, vm string) (string, error) {
	if !group.Mixin.IsZero() {
		err := client.AddToMixin(ctx, group.ID, vm)
		if AnswerLost(err) {
			// Who is a member already stays one.
			err = client.AddToMixin(ctx, group.ID, vm)
		}
		return "", err
	}
	return Create(ctx, client, Blueprint{
		Kind: infrastructure.KindSecurityGroupLink,
		Attributes: occi.Attributes{
			infrastructure.AttributeSource: occi.String(client.URL(vm)),
			infrastructure.AttributeTarget: occi.String(client.URL(group.ID)),
		},
		IsOurs: func(link *occi.Entity) bool {
			source, target := Ends(client, link)
			return source == vm && target == group.ID
		},
	})
}

// LeaveSecurityGroup takes a VM, as it was just read, out of a group. Not to be in it is a success.
func LeaveSecurityGroup(ctx context.Context, client *occi.Client, group SecurityGroup, vm *occi.Entity) error {
	if !group.Mixin.IsZero() {
		err := client.RemoveFromMixin(ctx, group.ID, vm.Location)
		if AnswerLost(err) {
			err = client.RemoveFromMixin(ctx, group.ID, vm.Location)
		}
		return err
	}
	link := LinkToSecurityGroup(vm, group.ID)
	if link == "" {
		return nil
	}
	return Delete(ctx, client, link)
}

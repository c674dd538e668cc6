package securitygroup

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// identity is what a group is known by.
type identity struct {
	ID             types.String `tfsdk:"id"`
	Term           types.String `tfsdk:"term"`
	Scheme         types.String `tfsdk:"scheme"`
	Title          types.String `tfsdk:"title"`
	Location       types.String `tfsdk:"location"`
	TypeIdentifier types.String `tfsdk:"type_identifier"`
}

// contents is what belongs to a group.
type contents struct {
	Rules   types.Set `tfsdk:"rules"`
	Members types.Set `tfsdk:"members"`
}

// model is the resource as Terraform sees it.
type model struct {
	identity
	contents

	Timeouts timeouts.Value `tfsdk:"timeouts"`
}

func (i *identity) typeID() occi.TypeID {
	return occi.TypeID{Scheme: i.Scheme.ValueString(), Term: i.Term.ValueString()}
}

// mixin is the group to create where groups are mixins.
func (i *identity) mixin() occi.Category {
	group := occi.Category{
		TypeID:    i.typeID(),
		Title:     i.Title.ValueString(),
		Relations: []occi.TypeID{infrastructure.MixinSecurityGroup},
		Location:  i.Location.ValueString(),
	}
	if group.Location == "" {
		group.Location = "/" + group.Term + "/"
	}
	return group
}

// blueprint is the group to create where groups are a kind. Rules come later, each by a resource of its own.
func (i *identity) blueprint() (occientity.Blueprint, error) {
	none, err := occientity.GroupRules(nil).Value()
	attributes := occi.Attributes{infrastructure.AttributeSecurityGroupRules: none}
	occientity.SetText(attributes, infrastructure.AttributeTitle, i.Title)
	title := i.Title.ValueString()
	return occientity.Blueprint{
		Kind: infrastructure.KindSecurityGroup, Attributes: attributes,
		IsOurs: func(group *occi.Entity) bool {
			rules, err := occientity.GroupRulesOf(group)
			return err == nil && len(rules) == 0 && title != "" &&
				group.Attributes[infrastructure.AttributeTitle].Text() == title
		},
		MayBeOurs: func(group *occi.Entity) bool {
			return group.Attributes[infrastructure.AttributeTitle].Text() == title
		},
	}, err
}

// showMixin writes what the query interface says.
func (i *identity) showMixin(group occi.Category) {
	i.Term = types.StringValue(group.Term)
	i.Scheme = types.StringValue(group.Scheme)
	i.Location = types.StringValue(group.Location)
	i.ID = i.Location
	i.TypeIdentifier = types.StringValue(group.TypeID.String())
	switch {
	case group.Title != "":
		i.Title = types.StringValue(group.Title)
	case i.Title.IsUnknown():
		i.Title = types.StringNull()
	}
}

// showEntity writes what the entity says. It is no mixin, so it has nothing of one.
func (i *identity) showEntity(group *occi.Entity) {
	i.ID = types.StringValue(group.Location)
	i.Title = occientity.ShownText(group, infrastructure.AttributeTitle, i.Title)
	i.dropMixin()
}

func (i *identity) dropMixin() {
	i.Term, i.Scheme = types.StringNull(), types.StringNull()
	i.Location, i.TypeIdentifier = types.StringNull(), types.StringNull()
}

// show writes the rules and members. Members that are nil are not told.
func (c *contents) show(ctx context.Context, rules, members []string, diagnostics *diag.Diagnostics) {
	var problems diag.Diagnostics
	c.Rules, problems = types.SetValueFrom(ctx, types.StringType, append([]string{}, rules...))
	diagnostics.Append(problems...)
	c.Members = types.SetNull(types.StringType)
	if members != nil {
		c.Members, problems = types.SetValueFrom(ctx, types.StringType, members)
		diagnostics.Append(problems...)
	}
}

// sortMembers tells the rules from the VMs in the list of what has a mixin.
func sortMembers(known *occi.QueryInterface, paths []string) (rules, members []string) {
	members = []string{}
	for _, path := range paths {
		switch {
		case isBelow(known, infrastructure.KindSecurityRule, path):
			rules = append(rules, path)
		case isBelow(known, infrastructure.KindCompute, path):
			members = append(members, path)
		}
	}
	return rules, members
}

func isBelow(known *occi.QueryInterface, kind occi.TypeID, path string) bool {
	category, found := known.Kind(kind)
	return found && category.Location != "" && strings.HasPrefix(path, strings.TrimSuffix(category.Location, "/")+"/")
}

// ruleIDs are the ids of the rules in the entity of a group, each once.
func ruleIDs(group *occi.Entity) ([]string, error) {
	rules, err := occientity.GroupRulesOf(group)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, rule := range rules.Inbound() {
		if id := rule.ID(group.Location); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

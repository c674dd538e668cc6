package securitygroup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// DataSource is the data source occi_security_group.
type DataSource struct{ occientity.DataSourceBase }

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// shown is a group as the data source shows it.
type shown struct {
	identity
	contents
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_security_group"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	selector := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: description, Optional: true, Computed: true, Validators: []validator.String{tfkit.NotBlank()},
		}
	}
	attributes := identityAttributes()
	attributes["id"] = selector(idDescription + " Where groups are mixins, a type identifier does as well.")
	attributes["term"] = selector("Name within its scheme that no other group has. Null where groups are a kind.")
	attributes["title"] = selector("Name for people that no other group has. occi-os shows none of groups that were made by OCCI.")
	attributes["rules"] = schema.SetAttribute{
		MarkdownDescription: rulesDescription, ElementType: types.StringType, Computed: true,
	}
	attributes["members"] = schema.SetAttribute{
		MarkdownDescription: membersDescription + "Where groups are a kind, this takes a request for each link to a group on the server.",
		ElementType:         types.StringType, Computed: true,
	}
	response.Schema = schema.Schema{
		MarkdownDescription: "One security group with its rules and VMs, by its `id`, or by a `term` or `title` that no other has.",
		Attributes:          attributes,
	}
}

// identityAttributes are those of the identity, computed.
func identityAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, description := range map[string]string{
		"id": idDescription, "term": "Name of the mixin within its scheme; null where groups are a kind.",
		"scheme": "URI that qualifies the term; null where groups are a kind.", "title": "Name for people.",
		"location": locationDescription, "type_identifier": typeIdentifierDescription,
	} {
		attributes[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return attributes
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(
		path.MatchRoot("id"), path.MatchRoot("term"), path.MatchRoot("title"),
	)}
}

// Read implements datasource.DataSource. A group that is not found is an error.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var group shown
	response.Diagnostics.Append(request.Config.Get(ctx, &group)...)
	if response.Diagnostics.HasError() {
		return
	}
	attribute, err := group.find(ctx, client, &response.Diagnostics)
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root(attribute), "Cannot find the security group", err)
		return
	}
	response.Diagnostics.Append(response.State.Set(ctx, &group)...)
}

// find looks the configured group up and shows it. It returns the attribute that says which one is wanted.
func (s *shown) find(ctx context.Context, client *occi.Client, diagnostics *diag.Diagnostics) (attribute string, err error) {
	attribute, name := "id", s.ID.ValueString()
	switch {
	case !s.Term.IsNull():
		attribute, name = "term", s.Term.ValueString()
	case !s.Title.IsNull():
		attribute, name = "title", s.Title.ValueString()
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return attribute, err
	}
	switch occientity.SecurityGroupsOf(known) {
	case occientity.SecurityGroupMixins:
		err = s.findMixin(ctx, client, known, attribute, name, diagnostics)
	case occientity.SecurityGroupKind:
		err = s.findEntity(ctx, client, attribute, name, diagnostics)
	default:
		err = occientity.ErrNoSecurityGroups
	}
	return attribute, err
}

func (s *shown) findMixin(
	ctx context.Context, client *occi.Client, known *occi.QueryInterface, attribute, name string, diagnostics *diag.Diagnostics,
) error {
	// It may have been made by this run, or by somebody else since the types were read.
	group, err := chooseMixin(known, attribute, name)
	if err != nil {
		if known, err = client.RefreshQueryInterface(ctx); err == nil {
			group, err = chooseMixin(known, attribute, name)
		}
	}
	if err != nil {
		return err
	}
	rules, members, err := belongings(ctx, client, group.Location)
	if err != nil {
		return err
	}
	s.showMixin(group)
	s.show(ctx, rules, members, diagnostics)
	return nil
}

// chooseMixin finds the only group that an attribute means.
func chooseMixin(known *occi.QueryInterface, attribute, name string) (occi.Category, error) {
	var found []occi.Category
	var identifiers []string
	for _, group := range known.MixinsRelatedTo(infrastructure.MixinSecurityGroup) {
		is := map[string]bool{
			"id":    group.Location == name || group.TypeID.String() == name,
			"term":  group.Term == name,
			"title": group.Title == name,
		}
		if is[attribute] {
			found = append(found, group)
			identifiers = append(identifiers, group.TypeID.String())
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return occi.Category{}, fmt.Errorf("no security group of the server has the %s %q", attribute, name)
	default:
		return occi.Category{}, fmt.Errorf("%d security groups have the %s %q: give the id, one of %s",
			len(found), attribute, name, strings.Join(identifiers, ", "))
	}
}

func (s *shown) findEntity(
	ctx context.Context, client *occi.Client, attribute, name string, diagnostics *diag.Diagnostics,
) error {
	var group *occi.Entity
	var err error
	switch attribute {
	case "id":
		group, err = occientity.Read(ctx, client, name, infrastructure.KindSecurityGroup)
	case "title":
		group, err = occientity.FindByTitle(ctx, client, infrastructure.KindSecurityGroup, name)
	default:
		err = errors.New("on this server a security group is an entity of a kind and not a mixin, so it has no term: give id or title")
	}
	if err != nil {
		return err
	}
	rules, err := ruleIDs(group)
	if err != nil {
		return err
	}
	members, err := linkedTo(ctx, client, group.Location)
	if err != nil {
		return err
	}
	s.showEntity(group)
	s.show(ctx, rules, members, diagnostics)
	return nil
}

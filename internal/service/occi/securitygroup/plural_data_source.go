package securitygroup

import (
	"cmp"
	"context"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// PluralDataSource is the data source occi_security_groups.
type PluralDataSource struct{ occientity.DataSourceBase }

// NewPluralDataSource returns the data source.
func NewPluralDataSource() datasource.DataSource { return &PluralDataSource{} }

// list is the data source as Terraform sees it.
type list struct {
	NameRegex types.String `tfsdk:"name_regex"`
	Groups    []identity   `tfsdk:"security_groups"`
}

// Metadata implements datasource.DataSource.
func (d *PluralDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_security_groups"
}

// Schema implements datasource.DataSource.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "Every security group that the project can see, also those that were not made by OCCI.",
		Attributes: map[string]schema.Attribute{
			"name_regex": schema.StringAttribute{
				MarkdownDescription: "Regular expression (RE2) that the term or the title is to fit. It may fit a part of it.",
				Optional:            true,
				Validators:          []validator.String{tfkit.Regex()},
			},
			"security_groups": schema.ListNestedAttribute{
				MarkdownDescription: "What was found, ordered by `id`.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: identityAttributes()},
			},
		},
	}
}

// Read implements datasource.DataSource.
func (d *PluralDataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var found list
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("name_regex"), &found.NameRegex)...)
	if response.Diagnostics.HasError() {
		return
	}
	fits, err := regexp.Compile(found.NameRegex.ValueString())
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("name_regex"), "Not a regular expression", err)
		return
	}
	groups, err := all(ctx, client)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Cannot list the security groups", err)
		return
	}
	found.Groups = slices.DeleteFunc(groups, func(group identity) bool {
		return !fits.MatchString(group.Term.ValueString()) && !fits.MatchString(group.Title.ValueString())
	})
	slices.SortFunc(found.Groups, func(a, b identity) int { return cmp.Compare(a.ID.ValueString(), b.ID.ValueString()) })
	response.Diagnostics.Append(response.State.Set(ctx, &found)...)
}

// all are the groups of the server. Mixins may have been made since the types were read, so these are read again.
func all(ctx context.Context, client *occi.Client) ([]identity, error) {
	known, err := client.RefreshQueryInterface(ctx)
	if err != nil {
		return nil, err
	}
	groups := []identity{}
	switch occientity.SecurityGroupsOf(known) {
	case occientity.SecurityGroupMixins:
		for _, mixin := range known.MixinsRelatedTo(infrastructure.MixinSecurityGroup) {
			var group identity
			group.showMixin(mixin)
			groups = append(groups, group)
		}
	case occientity.SecurityGroupKind:
		entities, err := occientity.Entities(ctx, client, infrastructure.KindSecurityGroup)
		if err != nil {
			return nil, err
		}
		for _, entity := range entities {
			var group identity
			group.showEntity(entity)
			groups = append(groups, group)
		}
	default:
		return nil, occientity.ErrNoSecurityGroups
	}
	return groups, nil
}

package cloudsigmaentity

import (
	"context"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// List describes a data source of all entities T that match a regular expression for the name and filters. M is the
// model of one entity: a struct with the fields of Attributes.
type List[T, M any] struct {
	// TypeName is that of the data source, such as cloudsigma_drives; List is its attribute, drives.
	TypeName, List string
	// Description begins with what is listed, in MarkDown.
	Description string
	// Attributes are those of one entity.
	Attributes map[string]schema.Attribute
	// Read lists all entities.
	Read func(context.Context, *cloudsigma.Client) ([]T, error)
	// Name and Fields are what is compared of an entity.
	Name   func(*T) string
	Fields func(*T) Fields
	// Show makes the model of an entity.
	Show func(*T, *diag.Diagnostics) M
}

// NewDataSource returns the data source. The entities are in the order of the API; none is no error.
func (l List[T, M]) NewDataSource() datasource.DataSource { return &listDataSource[T, M]{list: l} }

type listDataSource[T, M any] struct {
	DataSourceBase

	list List[T, M]
}

// Metadata implements datasource.DataSource.
func (d *listDataSource[T, M]) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = d.list.TypeName
}

// Schema implements datasource.DataSource.
func (d *listDataSource[T, M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	var none T
	response.Schema = schema.Schema{
		MarkdownDescription: d.list.Description + " All of them if nothing is said; none is no error. They are in the order of the API.",
		Attributes: map[string]schema.Attribute{
			"name_regex": NameRegexAttribute(),
			d.list.List: schema.ListNestedAttribute{
				MarkdownDescription: "What matches.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: d.list.Attributes},
			},
		},
		Blocks: map[string]schema.Block{"filter": FilterBlock(d.list.Fields(&none))},
	}
}

// Read implements datasource.DataSource.
func (d *listDataSource[T, M]) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var nameRegex types.String
	var filters []Filter
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("name_regex"), &nameRegex)...)
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("filter"), &filters)...)
	if response.Diagnostics.HasError() {
		return
	}
	found, err := d.find(ctx, client, nameRegex.ValueString(), filters)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read "+d.list.TypeName, err)
		return
	}
	shown := make([]M, 0, len(found))
	for _, entity := range found {
		shown = append(shown, d.list.Show(entity, &response.Diagnostics))
	}
	response.State.Raw = request.Config.Raw
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(d.list.List), shown)...)
}

func (d *listDataSource[T, M]) find(ctx context.Context, client *cloudsigma.Client, nameRegex string, filters []Filter) ([]*T, error) {
	expression, err := regexp.Compile(nameRegex)
	if err != nil {
		return nil, fmt.Errorf("name_regex: %w", err)
	}
	all, err := d.list.Read(ctx, client)
	if err != nil {
		return nil, err
	}
	var found []*T
	for i := range all {
		if expression.MatchString(d.list.Name(&all[i])) && d.list.Fields(&all[i]).Meet(filters) {
			found = append(found, &all[i])
		}
	}
	return found, nil
}

// NameRegexAttribute is the attribute "name_regex".
func NameRegexAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Regular expression ([RE2](https://github.com/google/re2/wiki/Syntax)) that matches a part of the " +
			"name, such as `^web-`.",
		Optional:   true,
		Validators: []validator.String{tfkit.Regex()},
	}
}

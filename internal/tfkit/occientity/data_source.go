package occientity

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"regexp"
	"slices"

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
)

// Shown describes the data sources of one kind. M is the model of one entity: a struct with the fields "id",
// "title" and those of Attributes.
type Shown[M any] struct {
	// Kind is what is read.
	Kind occi.TypeID
	// TypeName is that of the data source of one entity, such as occi_storage.
	TypeName string
	// PluralTypeName is that of the data source of all, such as occi_storages; List is its attribute, storages.
	PluralTypeName, List string
	// Noun names an entity in sentences, such as "volume".
	Noun string
	// Attributes are the computed ones besides id and title.
	Attributes map[string]schema.Attribute
	// Show makes the model of an entity.
	Show func(context.Context, *occi.Entity, *diag.Diagnostics) M
}

// NewDataSource returns the data source of one entity, which is given by its id or its title.
func (s Shown[M]) NewDataSource() datasource.DataSource { return &entityDataSource[M]{shown: s} }

// NewPluralDataSource returns the data source of all entities, or of those whose title fits a regular expression.
func (s Shown[M]) NewPluralDataSource() datasource.DataSource { return &listDataSource[M]{shown: s} }

func (s Shown[M]) item(id, title schema.StringAttribute) map[string]schema.Attribute {
	attributes := maps.Clone(s.Attributes)
	id.MarkdownDescription = "Path of the " + s.Noun + " on the endpoint."
	title.MarkdownDescription = "Name for people."
	attributes["id"], attributes["title"] = id, title
	return attributes
}

type entityDataSource[M any] struct {
	DataSourceBase

	shown Shown[M]
}

// Metadata implements datasource.DataSource.
func (d *entityDataSource[M]) Metadata(
	_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse,
) {
	response.TypeName = d.shown.TypeName
}

// Schema implements datasource.DataSource.
func (d *entityDataSource[M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "One " + d.shown.Noun + ", by its `id` or by a `title` that no other has.",
		Attributes: d.shown.item(
			schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{EntityPath()}},
			schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{tfkit.NotBlank()}},
		),
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *entityDataSource[M]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("title"))}
}

// Read implements datasource.DataSource. An entity that is not found is an error.
func (d *entityDataSource[M]) Read(
	ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse,
) {
	client := d.Client(&response.Diagnostics)
	var id, title types.String
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("title"), &title)...)
	if response.Diagnostics.HasError() {
		return
	}
	entity, attribute, err := d.find(ctx, client, id, title)
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, attribute, "Cannot find the "+d.shown.Noun, err)
		return
	}
	model := d.shown.Show(ctx, entity, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &model)...)
}

func (d *entityDataSource[M]) find(
	ctx context.Context, client *occi.Client, id, title types.String,
) (*occi.Entity, path.Path, error) {
	if !id.IsNull() {
		entity, err := Read(ctx, client, id.ValueString(), d.shown.Kind)
		return entity, path.Root("id"), err
	}
	entity, err := FindByTitle(ctx, client, d.shown.Kind, title.ValueString())
	return entity, path.Root("title"), err
}

type listDataSource[M any] struct {
	DataSourceBase

	shown Shown[M]
}

// Metadata implements datasource.DataSource.
func (d *listDataSource[M]) Metadata(
	_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse,
) {
	response.TypeName = d.shown.PluralTypeName
}

const titleRegex = "title_regex"

// Schema implements datasource.DataSource.
func (d *listDataSource[M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	computed := schema.StringAttribute{Computed: true}
	response.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Every %s that the project can see. There may be none.", d.shown.Noun),
		Attributes: map[string]schema.Attribute{
			titleRegex: schema.StringAttribute{
				MarkdownDescription: "Regular expression (RE2) that the titles are to fit. It may fit a part of a title.",
				Optional:            true,
				Validators:          []validator.String{tfkit.Regex()},
			},
			d.shown.List: schema.ListNestedAttribute{
				MarkdownDescription: "What was found, ordered by `id`.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: d.shown.item(computed, computed)},
			},
		},
	}
}

// Read implements datasource.DataSource.
func (d *listDataSource[M]) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var expression types.String
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root(titleRegex), &expression)...)
	if response.Diagnostics.HasError() {
		return
	}
	fits, err := regexp.Compile(expression.ValueString())
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root(titleRegex), "Not a regular expression", err)
		return
	}
	entities, err := Entities(ctx, client, d.shown.Kind)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Cannot list every "+d.shown.Noun, err)
		return
	}
	// Servers list in any order.
	slices.SortFunc(entities, func(a, b *occi.Entity) int { return cmp.Compare(a.Location, b.Location) })
	models := []M{}
	for _, entity := range entities {
		if fits.MatchString(entity.Attributes[infrastructure.AttributeTitle].Text()) {
			models = append(models, d.shown.Show(ctx, entity, &response.Diagnostics))
		}
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(titleRegex), expression)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(d.shown.List), models)...)
}

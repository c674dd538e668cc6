package queryinterface

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is occi_query_interface.
type DataSource struct{ occientity.DataSourceBase }

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

type model struct {
	ID       types.String `tfsdk:"id"`
	Class    types.String `tfsdk:"class"`
	Scheme   types.String `tfsdk:"scheme"`
	Relation types.String `tfsdk:"relation"`

	Server  types.String    `tfsdk:"server"`
	Kinds   []categoryModel `tfsdk:"kinds"`
	Mixins  []categoryModel `tfsdk:"mixins"`
	Actions []categoryModel `tfsdk:"actions"`
}

type categoryModel struct {
	ID         string           `tfsdk:"id"`
	Scheme     string           `tfsdk:"scheme"`
	Term       string           `tfsdk:"term"`
	Title      string           `tfsdk:"title"`
	Relations  []string         `tfsdk:"relations"`
	Location   string           `tfsdk:"location"`
	Attributes []attributeModel `tfsdk:"attributes"`
	Actions    []string         `tfsdk:"actions"`
}

type attributeModel struct {
	Name      string `tfsdk:"name"`
	Immutable bool   `tfsdk:"immutable"`
	Required  bool   `tfsdk:"required"`
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_query_interface"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "All that can be provisioned: the kinds, mixins and actions of the server, ordered by type identifier. " +
			"`class`, `scheme` and `relation` leave out what does not fit all of them.",
		Attributes: map[string]schema.Attribute{
			"class": schema.StringAttribute{
				MarkdownDescription: "`kind`, `mixin` or `action`; the other two lists are then empty.",
				Optional:            true,
				Validators:          []validator.String{stringvalidator.OneOf(string(occi.ClassKind), string(occi.ClassMixin), string(occi.ClassAction))},
			},
			"scheme": schema.StringAttribute{
				MarkdownDescription: "Scheme, with the `#` at its end, such as `http://schemas.ogf.org/occi/infrastructure#`.",
				Optional:            true,
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"relation": schema.StringAttribute{
				MarkdownDescription: "Type identifier that they are related to, such as `http://schemas.ogf.org/occi/core#link` for " +
					"the kinds of links, or `http://schemas.ogf.org/occi/infrastructure#os_tpl` for images.",
				Optional:   true,
				Validators: []validator.String{occientity.TypeIdentifier()},
			},
			"id":      schema.StringAttribute{MarkdownDescription: "Path of the query interface.", Computed: true},
			"server":  schema.StringAttribute{MarkdownDescription: "What the server calls itself, such as `pyssf OCCI/1.1`.", Computed: true},
			"kinds":   categories("Types of entities."),
			"mixins":  categories("Additions to entities: templates, security groups and others."),
			"actions": categories("What can be done with entities."),
		},
	}
}

func categories(description string) schema.ListNestedAttribute {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	texts := func(description string) schema.ListAttribute {
		return schema.ListAttribute{MarkdownDescription: description, ElementType: types.StringType, Computed: true}
	}
	return schema.ListNestedAttribute{
		MarkdownDescription: description,
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"id":        computed("Type identifier, `scheme#term`."),
			"scheme":    computed("Scheme."),
			"term":      computed("Term."),
			"title":     computed("Title as the server writes it."),
			"relations": texts("Type identifiers of what it is related to."),
			"location":  computed("Path of its entities on the endpoint."),
			"actions":   texts("Type identifiers of its actions."),
			"attributes": schema.ListNestedAttribute{
				MarkdownDescription: "Its attributes.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"name":      computed("Name."),
					"immutable": schema.BoolAttribute{MarkdownDescription: "Whether only the server sets it.", Computed: true},
					"required":  schema.BoolAttribute{MarkdownDescription: "Whether it must be given.", Computed: true},
				}},
			},
		}},
	}
}

// Read implements datasource.DataSource. The answer that the provider keeps is filtered, so that no further one is
// asked for; besides, ooi ignores filters (capture ooi/011-query-with-category-filter-ignored).
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the query interface", err)
		return
	}
	config.ID = types.StringValue("/-/")
	config.Server = types.StringValue(known.Server)
	config.Kinds = config.show(occi.ClassKind, known.Kinds)
	config.Mixins = config.show(occi.ClassMixin, known.Mixins)
	config.Actions = config.show(occi.ClassAction, known.Actions)
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

// show orders the categories that fit: servers list them in any order.
func (m *model) show(class occi.Class, categories []occi.Category) []categoryModel {
	shown := []categoryModel{}
	if !m.Class.IsNull() && m.Class.ValueString() != string(class) {
		return shown
	}
	for _, category := range categories {
		if m.fits(category) {
			shown = append(shown, showCategory(category))
		}
	}
	slices.SortFunc(shown, func(a, b categoryModel) int { return cmp.Compare(a.ID, b.ID) })
	return shown
}

func (m *model) fits(category occi.Category) bool {
	if !m.Scheme.IsNull() && m.Scheme.ValueString() != category.Scheme {
		return false
	}
	if m.Relation.IsNull() {
		return true
	}
	relation, err := occi.ParseTypeID(m.Relation.ValueString())
	return err == nil && category.IsRelatedTo(relation)
}

func showCategory(category occi.Category) categoryModel {
	model := categoryModel{
		ID: category.TypeID.String(), Scheme: category.Scheme, Term: category.Term, Title: category.Title,
		Location: category.Location, Relations: identifiers(category.Relations), Actions: identifiers(category.Actions),
		Attributes: make([]attributeModel, 0, len(category.Attributes)),
	}
	for _, attribute := range category.Attributes {
		model.Attributes = append(model.Attributes, attributeModel{
			Name: attribute.Name, Immutable: attribute.Immutable, Required: attribute.Required,
		})
	}
	slices.SortFunc(model.Attributes, func(a, b attributeModel) int { return cmp.Compare(a.Name, b.Name) })
	return model
}

func identifiers(ids []occi.TypeID) []string {
	texts := make([]string, 0, len(ids))
	for _, id := range ids {
		texts = append(texts, id.String())
	}
	slices.Sort(texts)
	return texts
}

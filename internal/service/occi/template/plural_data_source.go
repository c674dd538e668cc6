package template

import (
	"cmp"
	"context"
	"maps"
	"regexp"
	"slices"
	"strings"

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

// item is one template in a list.
type item struct {
	ID       types.String `tfsdk:"id"`
	Term     types.String `tfsdk:"term"`
	Title    types.String `tfsdk:"title"`
	Scheme   types.String `tfsdk:"scheme"`
	Location types.String `tfsdk:"location"`
}

func showItem(template occi.Category) item {
	return item{
		ID: types.StringValue(template.TypeID.String()), Term: types.StringValue(template.Term),
		Title: types.StringValue(title(template)), Scheme: types.StringValue(template.Scheme),
		Location: types.StringValue(template.Location),
	}
}

// sizedItem is a resource template in a list.
type sizedItem struct {
	item

	Cores  types.Float64 `tfsdk:"cores"`
	Memory types.Float64 `tfsdk:"memory"`
}

func showSizedItem(template occi.Category) sizedItem {
	memory := size(template, infrastructure.AttributeComputeMemory)
	if isFlavorOfNova(template) && !memory.IsNull() {
		memory = types.Float64Value(memory.ValueFloat64() / 1024)
	}
	return sizedItem{item: showItem(template), Cores: size(template, infrastructure.AttributeComputeCores), Memory: memory}
}

// size is what VMs get of an attribute by a template, null where the server does not tell.
func size(template occi.Category, attribute string) types.Float64 {
	for _, definition := range template.Attributes {
		if number, err := definition.Default.Float64(); definition.Name == attribute && err == nil {
			return types.Float64Value(number)
		}
	}
	return types.Float64Null()
}

// isFlavorOfNova tells a template that carries a flavor of Nova as it is, with the memory in MiB (capture
// ooi/003-query-json) instead of the GiB of the standard.
func isFlavorOfNova(template occi.Category) bool {
	return slices.ContainsFunc(template.Attributes, func(definition occi.AttributeDefinition) bool {
		return strings.HasPrefix(definition.Name, "org.openstack.flavor.")
	})
}

// pluralDataSource is occi_os_templates or occi_resource_templates. M is the model of one template.
type pluralDataSource[M any] struct {
	occientity.DataSourceBase

	typeName, description string
	relation              occi.TypeID
	// types asks the server: for no more than is needed, because details cost another request.
	types func(context.Context, *occi.Client) (*occi.QueryInterface, error)
	// further are the attributes of a template besides those of item.
	further map[string]schema.Attribute
	show    func(occi.Category) M
}

// NewOSTemplates returns the data source occi_os_templates.
func NewOSTemplates() datasource.DataSource {
	return &pluralDataSource[item]{
		typeName: "occi_os_templates", relation: infrastructure.MixinOSTemplate,
		description: "The images that VMs can be made from (mixins related to `os_tpl`).",
		types: func(ctx context.Context, client *occi.Client) (*occi.QueryInterface, error) {
			return client.QueryInterface(ctx)
		},
		show: showItem,
	}
}

// NewResourceTemplates returns the data source occi_resource_templates.
func NewResourceTemplates() datasource.DataSource {
	return &pluralDataSource[sizedItem]{
		typeName: "occi_resource_templates", relation: infrastructure.MixinResourceTemplate,
		description: "The sizes that VMs can have, flavors (mixins related to `resource_tpl`).",
		types: func(ctx context.Context, client *occi.Client) (*occi.QueryInterface, error) {
			return client.DetailedQueryInterface(ctx)
		},
		further: map[string]schema.Attribute{
			"cores": schema.Float64Attribute{
				MarkdownDescription: "Number of virtual processors, where the server tells it (ooi does in JSON, occi-os does not).",
				Computed:            true,
			},
			"memory": schema.Float64Attribute{
				MarkdownDescription: "Memory in GiB, where the server tells it.",
				Computed:            true,
			},
		},
		show: showSizedItem,
	}
}

// Metadata implements datasource.DataSource.
func (d *pluralDataSource[M]) Metadata(
	_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse,
) {
	response.TypeName = d.typeName
}

// Schema implements datasource.DataSource.
func (d *pluralDataSource[M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	template := map[string]schema.Attribute{
		"id":       computed("Type identifier, `scheme#term`, for `occi_compute`."),
		"term":     computed("Term of the template."),
		"title":    computed("Title, without the server's `Image: ` or `Flavor: `; the term where there is none."),
		"scheme":   computed("Scheme of the template."),
		"location": computed("Path of the template on the endpoint."),
	}
	maps.Copy(template, d.further)
	response.Schema = schema.Schema{
		MarkdownDescription: d.description + " There may be none.",
		Attributes: map[string]schema.Attribute{
			titleRegex: schema.StringAttribute{
				MarkdownDescription: "Regular expression (RE2) that the titles are to fit, such as `^Ubuntu `. It may fit a part of a title.",
				Optional:            true,
				Validators:          []validator.String{tfkit.Regex()},
			},
			"templates": schema.ListNestedAttribute{
				MarkdownDescription: "What was found, ordered by `title`.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: template},
			},
		},
	}
}

const titleRegex = "title_regex"

// Read implements datasource.DataSource.
func (d *pluralDataSource[M]) Read(
	ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse,
) {
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
	known, err := d.types(ctx, client)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the templates of the server", err)
		return
	}
	found := slices.DeleteFunc(known.MixinsRelatedTo(d.relation), func(template occi.Category) bool {
		return !fits.MatchString(title(template))
	})
	slices.SortFunc(found, func(a, b occi.Category) int {
		return cmp.Or(cmp.Compare(title(a), title(b)), cmp.Compare(a.TypeID.String(), b.TypeID.String()))
	})
	shown := make([]M, 0, len(found))
	for _, template := range found {
		shown = append(shown, d.show(template))
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root(titleRegex), expression)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("templates"), shown)...)
}

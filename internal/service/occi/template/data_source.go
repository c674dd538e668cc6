package template

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
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

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
)

// DataSource is occi_os_template or occi_resource_template.
type DataSource struct {
	occientity.DataSourceBase

	typeName, description string
	relation              occi.TypeID
}

// NewOSTemplate returns the data source occi_os_template.
func NewOSTemplate() datasource.DataSource {
	return &DataSource{
		typeName: "occi_os_template", relation: infrastructure.MixinOSTemplate,
		description: "An image that VMs can be made from (a mixin related to `os_tpl`).",
	}
}

// NewResourceTemplate returns the data source occi_resource_template.
func NewResourceTemplate() datasource.DataSource {
	return &DataSource{
		typeName: "occi_resource_template", relation: infrastructure.MixinResourceTemplate,
		description: "A size that VMs can have, a flavor (a mixin related to `resource_tpl`).",
	}
}

type model struct {
	ID         types.String `tfsdk:"id"`
	Term       types.String `tfsdk:"term"`
	Title      types.String `tfsdk:"title"`
	TitleRegex types.String `tfsdk:"title_regex"`
	Scheme     types.String `tfsdk:"scheme"`
	Location   types.String `tfsdk:"location"`
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = d.typeName
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: d.description + " Give one of `term`, `title` and `title_regex`; it must fit exactly one template.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Type identifier, `scheme#term`, for `occi_compute`.",
				Computed:            true,
			},
			"term": schema.StringAttribute{
				MarkdownDescription: "Term of the template. Where the server's terms are identifiers (occi-os), the name serves too.",
				Optional:            true, Computed: true,
				Validators: []validator.String{tfkit.NotBlank()},
			},
			"title": schema.StringAttribute{
				MarkdownDescription: "Title, without the server's `Image: ` or `Flavor: `.",
				Optional:            true, Computed: true,
				Validators: []validator.String{tfkit.NotBlank()},
			},
			titleRegex: schema.StringAttribute{
				MarkdownDescription: "Regular expression (RE2) for the title, such as `^Ubuntu .*LTS$`.",
				Optional:            true,
				Validators:          []validator.String{tfkit.Regex()},
			},
			"scheme":   schema.StringAttribute{MarkdownDescription: "Scheme of the template.", Computed: true},
			"location": schema.StringAttribute{MarkdownDescription: "Path of the template on the endpoint.", Computed: true},
		},
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("term"), path.MatchRoot("title"), path.MatchRoot("title_regex")),
	}
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the templates of the server", err)
		return
	}
	attribute, found, err := d.find(known, &config)
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, attribute, "Exactly one template must fit", err)
		return
	}
	config.show(found)
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

// find returns the template, or an error and the attribute that causes it.
func (d *DataSource) find(known *occi.QueryInterface, config *model) (path.Path, occi.Category, error) {
	switch {
	case !config.Term.IsNull():
		found, err := known.FindTemplate(d.relation, config.Term.ValueString())
		return path.Root("term"), found, err
	case !config.Title.IsNull():
		found, err := known.FindTemplate(d.relation, config.Title.ValueString())
		return path.Root("title"), found, err
	default:
		found, err := findByRegex(known.MixinsRelatedTo(d.relation), config.TitleRegex.ValueString())
		return path.Root(titleRegex), found, err
	}
}

func findByRegex(templates []occi.Category, pattern string) (occi.Category, error) {
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return occi.Category{}, err
	}
	var found []occi.Category
	var names, all []string
	for _, template := range templates {
		title := title(template)
		all = append(all, title)
		if expression.MatchString(title) {
			found = append(found, template)
			names = append(names, title)
		}
	}
	slices.Sort(names)
	slices.Sort(all)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return occi.Category{}, fmt.Errorf("no title matches %q (available: %s)", pattern, strings.Join(all, ", "))
	default:
		return occi.Category{}, fmt.Errorf("several titles match %q: %s", pattern, strings.Join(names, ", "))
	}
}

// title is the template's title without the server's prefix, or its term if it has none.
func title(template occi.Category) string {
	if name := occi.TemplateName(template); name != "" {
		return name
	}
	return template.Term
}

// show keeps what is configured: a name may stand for the term.
func (m *model) show(template occi.Category) {
	m.ID = types.StringValue(template.TypeID.String())
	if m.Term.IsNull() {
		m.Term = types.StringValue(template.Term)
	}
	if m.Title.IsNull() {
		m.Title = types.StringValue(title(template))
	}
	m.Scheme = types.StringValue(template.Scheme)
	m.Location = types.StringValue(template.Location)
}

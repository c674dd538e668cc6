package server

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

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var _ datasource.DataSourceWithConfigure = (*PluralDataSource)(nil)

// PluralDataSource is the data source cloudsigma_servers.
type PluralDataSource struct {
	cloudsigmaentity.DataSourceBase
}

// NewPluralDataSource returns the data source of all servers.
func NewPluralDataSource() datasource.DataSource { return &PluralDataSource{} }

// pluralModel is what servers have to be, null for anything, and those that are so.
type pluralModel struct {
	NameRegex types.String              `tfsdk:"name_regex"`
	Tag       types.String              `tfsdk:"tag"`
	Status    types.String              `tfsdk:"status"`
	Filters   []cloudsigmaentity.Filter `tfsdk:"filter"`
	Servers   []shownModel              `tfsdk:"servers"`
}

// Metadata implements datasource.DataSource.
func (d *PluralDataSource) Metadata(
	_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse,
) {
	response.TypeName = "cloudsigma_servers"
}

// Schema implements datasource.DataSource.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	computed := schema.StringAttribute{Computed: true}
	response.Schema = schema.Schema{
		MarkdownDescription: cloudsigmaentity.DescribeList("The servers of the account"),
		Attributes: map[string]schema.Attribute{
			"name_regex": cloudsigmaentity.NameRegexAttribute(),
			"tag": schema.StringAttribute{
				MarkdownDescription: "UUID of a tag that the servers are to have.",
				Optional:            true, Validators: []validator.String{cloudsigmaentity.UUID()},
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "State that the servers are to be in, such as `running` or `stopped`.",
				Optional:            true, Validators: []validator.String{tfkit.NotBlank()},
			},
			"servers": schema.ListNestedAttribute{
				MarkdownDescription: "What matches, ordered by `uuid`.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: withIdentity(shownDetails(), computed, computed)},
			},
		},
		Blocks: map[string]schema.Block{"filter": cloudsigmaentity.FilterBlock(fields(&cloudsigma.Server{}))},
	}
}

// fields are what filters can ask for.
func fields(server *cloudsigma.Server) cloudsigmaentity.Fields {
	definition := &server.Definition
	var cores int64
	if definition.SMP != nil {
		cores = *definition.SMP
	}
	var gpus []string
	for _, gpu := range definition.GPUs {
		gpus = append(gpus, gpu.Model)
	}
	return cloudsigmaentity.Fields{
		"cpu": definition.CPU, "cpu_model": definition.CPUModel(), "cpu_type": definition.CPUType, "gpus": gpus,
		"hypervisor": definition.Hypervisor, "memory": definition.Memory, "name": definition.Name, "smp": cores,
		"status": server.Status, "tags": cloudsigmaentity.UUIDs(definition.Tags), "uuid": server.UUID,
	}
}

// Read implements datasource.DataSource.
func (d *PluralDataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config pluralModel
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	fits, err := regexp.Compile(config.NameRegex.ValueString())
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("name_regex"), "Not a regular expression", err)
		return
	}
	all, err := client.Servers.List(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not list the servers", err)
		return
	}
	slices.SortFunc(all, func(a, b cloudsigma.Server) int { return cmp.Compare(a.UUID, b.UUID) })
	config.Servers = []shownModel{}
	for i := range all {
		if config.wants(&all[i], fits) {
			config.Servers = append(config.Servers, shown(ctx, &all[i], &response.Diagnostics))
		}
	}
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

// wants tells whether a server is what was asked for.
func (m *pluralModel) wants(server *cloudsigma.Server, name *regexp.Regexp) bool {
	tagged := slices.ContainsFunc(server.Definition.Tags, func(tag cloudsigma.Reference) bool {
		return tag.UUID == m.Tag.ValueString()
	})
	return name.MatchString(server.Definition.Name) && (m.Tag.IsNull() || tagged) &&
		(m.Status.IsNull() || server.Status == m.Status.ValueString()) && fields(server).Meet(m.Filters)
}

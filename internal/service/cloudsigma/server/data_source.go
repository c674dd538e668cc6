package server

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
)

// DataSource is the data source cloudsigma_server.
type DataSource struct {
	cloudsigmaentity.DataSourceBase
}

// NewDataSource returns the data source of one server.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// dataSourceModel is a server with its availability group, which takes a request of its own.
type dataSourceModel struct {
	shownModel

	AvailabilityGroup types.Set                 `tfsdk:"availability_group"`
	Filters           []cloudsigmaentity.Filter `tfsdk:"filter"`
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = typeName
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	attributes := withIdentity(shownDetails(),
		schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{cloudsigmaentity.UUID()}},
		schema.StringAttribute{Optional: true, Computed: true, Validators: []validator.String{tfkit.NotBlank()}})
	attributes["availability_group"] = cloudsigmaentity.ShownTexts(
		"UUIDs of the running servers on the same host, with that of the server itself; empty if it does not run.")
	response.Schema = schema.Schema{
		MarkdownDescription: "A server of CloudSigma." + cloudsigmaentity.DescribeSearch("server", "uuid", "name", "filter"),
		Attributes:          attributes,
		Blocks:              map[string]schema.Block{"filter": cloudsigmaentity.FilterBlock(fields(&cloudsigma.Server{}))},
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.AtLeastOneOf(
		path.MatchRoot("uuid"), path.MatchRoot("name"), path.MatchRoot("filter"))}
}

// Read implements datasource.DataSource. A server that is not found is an error.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config dataSourceModel
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	server, attribute, err := config.find(ctx, client)
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root(attribute), "Could not find the server", err)
		return
	}
	group, err := client.Servers.AvailabilityGroup(ctx, server.UUID)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the availability group of the server", err)
		return
	}
	found := dataSourceModel{shownModel: shown(ctx, server, &response.Diagnostics), Filters: config.Filters}
	found.AvailabilityGroup = cloudsigmaentity.ShownReferences(cloudsigma.References(group...))
	response.Diagnostics.Append(response.State.Set(ctx, &found)...)
}

// find returns the only server that is what the configuration says, and the attribute that says most of it.
func (m *dataSourceModel) find(
	ctx context.Context, client *cloudsigma.Client,
) (server *cloudsigma.Server, attribute string, err error) {
	var all []cloudsigma.Server
	switch {
	case !m.UUID.IsNull():
		attribute = "uuid"
		if server, err = client.Servers.Get(ctx, m.UUID.ValueString()); err != nil {
			return nil, attribute, err
		}
		all = []cloudsigma.Server{*server}
	case !m.Name.IsNull():
		attribute = "name"
		all, err = client.Servers.List(ctx)
	default:
		attribute = "filter"
		all, err = client.Servers.List(ctx)
	}
	if err != nil {
		return nil, attribute, err
	}
	var found []cloudsigma.Server
	for _, one := range all {
		if (m.Name.IsNull() || m.Name.ValueString() == one.Definition.Name) && fields(&one).Meet(m.Filters) {
			found = append(found, one)
		}
	}
	only, err := cloudsigmaentity.Only("servers", found, all, func(server cloudsigma.Server) string {
		return fmt.Sprintf("%q (%s)", server.Definition.Name, server.UUID)
	})
	return &only, attribute, err
}

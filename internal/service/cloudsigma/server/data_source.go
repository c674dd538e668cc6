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

	AvailabilityGroup types.Set `tfsdk:"availability_group"`
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
		MarkdownDescription: "One server of CloudSigma, by its `uuid` or by a `name` that no other has.",
		Attributes:          attributes,
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("uuid"), path.MatchRoot("name"))}
}

// Read implements datasource.DataSource. A server that is not found is an error.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var uuid, name types.String
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("uuid"), &uuid)...)
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if response.Diagnostics.HasError() {
		return
	}
	server, attribute, err := find(ctx, client, uuid.ValueString(), name.ValueString())
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root(attribute), "Could not find the server", err)
		return
	}
	group, err := client.Servers.AvailabilityGroup(ctx, server.UUID)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the availability group of the server", err)
		return
	}
	found := dataSourceModel{shownModel: shown(ctx, server, &response.Diagnostics)}
	found.AvailabilityGroup = cloudsigmaentity.ShownReferences(cloudsigma.References(group...))
	response.Diagnostics.Append(response.State.Set(ctx, &found)...)
}

// find returns the server of a UUID, or else the only one of a name, and the attribute that says which.
func find(
	ctx context.Context, client *cloudsigma.Client, uuid, name string,
) (server *cloudsigma.Server, attribute string, err error) {
	if uuid != "" {
		server, err = client.Servers.Get(ctx, uuid)
		return server, "uuid", err
	}
	all, err := client.Servers.List(ctx)
	if err != nil {
		return nil, "name", err
	}
	var found []cloudsigma.Server
	for _, one := range all {
		if one.Definition.Name == name {
			found = append(found, one)
		}
	}
	only, err := cloudsigmaentity.Only("servers", found, all, func(server cloudsigma.Server) string {
		return fmt.Sprintf("%q (%s)", server.Definition.Name, server.UUID)
	})
	return &only, "name", err
}

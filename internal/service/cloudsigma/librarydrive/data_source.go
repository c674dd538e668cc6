package librarydrive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
)

// DataSource is cloudsigma_library_drive.
type DataSource struct {
	cloudsigmaentity.DataSourceBase
}

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "cloudsigma_library_drive"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = dataSourceSchema()
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	name, nameRegex := path.MatchRoot("name"), path.MatchRoot("name_regex")
	return []datasource.ConfigValidator{
		datasourcevalidator.AtLeastOneOf(path.MatchRoot("uuid"), name, nameRegex, path.MatchRoot("filter")),
		datasourcevalidator.Conflicting(name, nameRegex),
	}
}

// Read implements datasource.DataSource. The library is listed once in a run, however many data sources ask.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	criteria, err := config.criteria()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not search the drive library", err)
		return
	}
	library, err := client.LibraryDrives.List(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not list the drive library", err)
		return
	}
	found, err := criteria.choose(library)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not find the library drive", err)
		return
	}
	config.show(found)
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

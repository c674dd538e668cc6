package librarydrive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var _ datasource.DataSourceWithConfigure = (*PluralDataSource)(nil)

// PluralDataSource is cloudsigma_library_drives.
type PluralDataSource struct {
	cloudsigmaentity.DataSourceBase
}

// NewPluralDataSource returns the data source of several drives.
func NewPluralDataSource() datasource.DataSource { return &PluralDataSource{} }

// pluralModel is the data source as Terraform sees it.
type pluralModel struct {
	cloudsigmaentity.ListFilter

	Drives []shown `tfsdk:"library_drives"`
}

// Metadata implements datasource.DataSource.
func (d *PluralDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "cloudsigma_library_drives"
}

// Schema implements datasource.DataSource.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = pluralSchema()
}

// Read implements datasource.DataSource. The library is listed once in a run, however many data sources ask.
func (d *PluralDataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config pluralModel
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	library, err := client.LibraryDrives.List(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not list the drive library", err)
		return
	}
	name := func(drive *cloudsigma.LibraryDrive) string { return drive.Name }
	matching, err := cloudsigmaentity.Select(config.ListFilter, library, name, fields)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not search the drive library", err)
		return
	}
	config.Drives = make([]shown, len(matching))
	for i := range matching {
		config.Drives[i].show(&matching[i])
	}
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

package drive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var _ datasource.DataSourceWithConfigure = (*PluralDataSource)(nil)

// PluralDataSource is the data source cloudsigma_drives.
type PluralDataSource struct {
	cloudsigmaentity.DataSourceBase
}

// NewPluralDataSource returns the data source of all drives.
func NewPluralDataSource() datasource.DataSource { return &PluralDataSource{} }

// pluralModel is the data source as Terraform sees it.
type pluralModel struct {
	cloudsigmaentity.ListFilter

	Drives []shown `tfsdk:"drives"`
}

// Metadata implements datasource.DataSource.
func (d *PluralDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "cloudsigma_drives"
}

// Schema implements datasource.DataSource.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "The drives of the account that match, in the order of the API; all if nothing is said. No drive is no error.",
		Attributes: map[string]schema.Attribute{
			"name_regex": cloudsigmaentity.NameRegexAttribute(),
			"drives": schema.ListNestedAttribute{
				MarkdownDescription: "The drives.",
				Computed:            true,
				NestedObject:        schema.NestedAttributeObject{Attributes: dataSourceAttributes()},
			},
		},
		Blocks: map[string]schema.Block{"filter": cloudsigmaentity.FilterBlock(fields(&cloudsigma.Drive{}))},
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
	all, err := client.Drives.List(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not list the drives", err)
		return
	}
	name := func(drive *cloudsigma.Drive) string { return drive.Definition.Name }
	matching, err := cloudsigmaentity.Select(config.ListFilter, all, name, fields)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not search the drives", err)
		return
	}
	config.Drives = make([]shown, len(matching))
	for i := range matching {
		config.Drives[i].showWhole(&matching[i], &response.Diagnostics)
	}
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

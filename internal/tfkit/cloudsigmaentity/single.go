package cloudsigmaentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Single describes a data source of something that there is one of, such as the balance of the account. M is the
// data source as Terraform sees it.
type Single[M any] struct {
	// Name is the type without cloudsigma_.
	Name        string
	Description string
	Attributes  map[string]schema.Attribute
	// Read fills in what is computed; what the configuration says is there.
	Read func(ctx context.Context, client *cloudsigma.Client, model *M) error
}

// NewDataSource returns a constructor of the data source.
func (s Single[M]) NewDataSource() datasource.DataSource { return &single[M]{described: &s} }

type single[M any] struct {
	DataSourceBase
	described *Single[M]
}

// Metadata implements datasource.DataSource.
func (d *single[M]) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "cloudsigma_" + d.described.Name
}

// Schema implements datasource.DataSource.
func (d *single[M]) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{MarkdownDescription: d.described.Description, Attributes: d.described.Attributes}
}

// Read implements datasource.DataSource.
func (d *single[M]) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var model M
	response.Diagnostics.Append(request.Config.Get(ctx, &model)...)
	if response.Diagnostics.HasError() {
		return
	}
	if err := d.described.Read(ctx, client, &model); err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read cloudsigma_"+d.described.Name, err)
		return
	}
	response.Diagnostics.Append(response.State.Set(ctx, &model)...)
}

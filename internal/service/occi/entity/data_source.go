package entity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var _ datasource.DataSourceWithConfigure = (*DataSource)(nil)

// DataSource is occi_entity.
type DataSource struct{ occientity.DataSourceBase }

// NewDataSource returns the data source occi_entity.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_entity"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	attributes := shownAttributes()
	attributes["id"] = schema.StringAttribute{
		MarkdownDescription: "Path of the entity on the endpoint, such as `/network/public`.",
		Required:            true,
		Validators:          []validator.String{occientity.EntityPath()},
	}
	response.Schema = schema.Schema{
		MarkdownDescription: "One entity of any kind, also a link, with all that the server shows of it.", Attributes: attributes,
	}
}

// Read implements datasource.DataSource. An entity that is not found is an error.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var id types.String
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	if response.Diagnostics.HasError() {
		return
	}
	entity, err := occientity.Read(ctx, client, id.ValueString(), occi.TypeID{})
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("id"), "Cannot find the entity", err)
		return
	}
	shown := show(entity)
	response.Diagnostics.Append(response.State.Set(ctx, &shown)...)
}

package securityrule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// DataSource is the data source occi_security_rule.
type DataSource struct{ occientity.DataSourceBase }

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_security_rule"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "One rule of a security group, by its `id`.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: idDescription, Required: true, Validators: []validator.String{tfkit.NotBlank()},
			},
			"group_id": schema.StringAttribute{MarkdownDescription: "The `id` of the security group.", Computed: true},
			"protocol": schema.StringAttribute{MarkdownDescription: "Protocol in the server's case of letters.", Computed: true},
			"from_port": schema.Int64Attribute{
				MarkdownDescription: "First port; null for all. occi-os shows what was asked for, and opens `to_port` alone.", Computed: true,
			},
			"to_port": schema.Int64Attribute{MarkdownDescription: "Last port; null for all.", Computed: true},
			"range":   schema.StringAttribute{MarkdownDescription: rangeDescription, Computed: true},
		},
	}
}

// Read implements datasource.DataSource. A rule that is not found is an error.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var found rule
	response.Diagnostics.Append(request.Config.Get(ctx, &found)...)
	if response.Diagnostics.HasError() {
		return
	}
	exists, err := found.read(ctx, client)
	if err == nil && !exists {
		err = fmt.Errorf("the server has no rule %s", found.ID.ValueString())
	}
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("id"), "Cannot find the security rule", err)
		return
	}
	response.Diagnostics.Append(response.State.Set(ctx, &found)...)
}

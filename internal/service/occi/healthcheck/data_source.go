package healthcheck

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/health"
)

var _ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)

// The values of on_failure.
const (
	failureError  = "error"
	failureIgnore = "ignore"
)

// DataSource is occi_health_check.
type DataSource struct{}

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

type model struct {
	health.DataSourceChecks

	Address   types.String `tfsdk:"address"`
	OnFailure types.String `tfsdk:"on_failure"`
	Healthy   types.Bool   `tfsdk:"healthy"`
	Health    types.List   `tfsdk:"health"`
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_health_check"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	attributes := health.DataSourceAttributes()
	attributes["address"] = schema.StringAttribute{
		MarkdownDescription: "IP address or host name of the machine, such as `192.0.2.1`.",
		Required:            true,
		Validators:          []validator.String{tfkit.NotBlank()},
	}
	attributes["on_failure"] = schema.StringAttribute{
		MarkdownDescription: "What happens when the checks do not pass in time: `error` (default), or `ignore`, where `healthy` tells it.",
		Optional:            true,
		Validators:          []validator.String{stringvalidator.OneOf(failureError, failureIgnore)},
	}
	response.Schema = schema.Schema{
		MarkdownDescription: "Waits until the services at an address work: what refers to it waits with it. It serves anything that has an " +
			"address, such as a VM behind a floating IP, or one that another provider made. At least one of `ping`, `ports`, `urls`, `http`, " +
			"`mysql` and `ssh` is needed. The checks run side by side, from where Terraform runs, each time the data source is read.\n\n" +
			"A plan reads it too, unless what it refers to is about to change. So a machine that does not answer holds `terraform plan` up " +
			"for `timeout`, and then fails it; with `on_failure = \"ignore\"` the plan goes on then.",
		Attributes: attributes,
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.AtLeastOneOf(
		path.MatchRoot("ping"), path.MatchRoot("ports"), path.MatchRoot("urls"), path.MatchRoot("http"), path.MatchRoot("mysql"),
		path.MatchRoot("ssh"),
	)}
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	var read model
	response.Diagnostics.Append(request.Config.Get(ctx, &read)...)
	if response.Diagnostics.HasError() {
		return
	}
	var err error
	read.Health, err = read.Wait(ctx, read.Address.ValueString(), &response.Diagnostics)
	if err != nil && (ctx.Err() != nil || read.OnFailure.ValueString() != failureIgnore) {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("address"), "The machine is not healthy", err)
		return
	}
	read.Healthy = types.BoolValue(err == nil)
	response.Diagnostics.Append(response.State.Set(ctx, &read)...)
}

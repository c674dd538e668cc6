package drive

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
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

// DataSource is the data source cloudsigma_drive.
type DataSource struct {
	cloudsigmaentity.DataSourceBase
}

// NewDataSource returns the data source of one drive.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// dataSourceModel is the data source as Terraform sees it.
type dataSourceModel struct {
	shown

	Filters []cloudsigmaentity.Filter `tfsdk:"filter"`
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = typeName
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	attributes := dataSourceAttributes()
	attributes["uuid"] = schema.StringAttribute{
		MarkdownDescription: "UUID of the drive, the same as `id`. With it alone, drives of the library are found as well.",
		Optional:            true, Computed: true,
		Validators: []validator.String{cloudsigmaentity.UUID()},
	}
	attributes["name"] = schema.StringAttribute{
		MarkdownDescription: "Name, exactly.",
		Optional:            true, Computed: true,
		Validators: []validator.String{tfkit.NotBlank()},
	}
	response.Schema = schema.Schema{
		MarkdownDescription: "A drive of the account. All that is said has to match, and exactly one drive: none or several are an " +
			"error that names the candidates.",
		Attributes: attributes,
		Blocks:     map[string]schema.Block{"filter": cloudsigmaentity.FilterBlock(fields(&cloudsigma.Drive{}))},
	}
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.AtLeastOneOf(path.MatchRoot("uuid"), path.MatchRoot("name"), path.MatchRoot("filter")),
	}
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config dataSourceModel
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	all, err := config.candidates(ctx, client)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the drive", err)
		return
	}
	found, err := cloudsigmaentity.Only("drives", config.matching(all), all, named)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not find the drive", err)
		return
	}
	config.showWhole(&found, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

// candidates are the drive of the UUID, if one is given, or else all.
func (m *dataSourceModel) candidates(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.Drive, error) {
	if m.UUID.IsNull() {
		return client.Drives.List(ctx)
	}
	drive, err := client.Drives.Get(ctx, m.UUID.ValueString())
	if err != nil {
		return nil, err
	}
	return []cloudsigma.Drive{*drive}, nil
}

// matching returns the drives with the name and the fields that are wanted.
func (m *dataSourceModel) matching(all []cloudsigma.Drive) []cloudsigma.Drive {
	var found []cloudsigma.Drive
	for _, drive := range all {
		if (m.Name.IsNull() || drive.Definition.Name == m.Name.ValueString()) && fields(&drive).Meet(m.Filters) {
			found = append(found, drive)
		}
	}
	return found
}

// showWhole writes all that the server says into the model.
func (m *shown) showWhole(drive *cloudsigma.Drive, diagnostics *diag.Diagnostics) {
	m.show(drive, diagnostics)
	m.Size = types.Int64Value(drive.Definition.Size)
}

// named names a drive for people.
func named(drive cloudsigma.Drive) string {
	return fmt.Sprintf("%q (%s)", drive.Definition.Name, drive.UUID)
}

// fields are what filters can ask for.
func fields(drive *cloudsigma.Drive) cloudsigmaentity.Fields {
	uuids := func(references []cloudsigma.Reference) []string {
		all := []string{}
		for _, reference := range references {
			all = append(all, reference.UUID)
		}
		return all
	}
	definition := &drive.Definition
	return cloudsigmaentity.Fields{
		"affinities":       definition.Affinities,
		"allow_multimount": shownBool(definition.AllowMultimount).ValueBool(),
		"media":            definition.Media,
		"mounted_on":       uuids(drive.MountedOn),
		"name":             definition.Name,
		"resource_uri":     drive.ResourceURI,
		"size":             definition.Size,
		"status":           drive.Status,
		"storage_type":     definition.StorageType,
		"tags":             uuids(definition.Tags),
		"uuid":             drive.UUID,
	}
}

package snapshot

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigure        = (*PluralDataSource)(nil)
)

// DataSource is the data source cloudsigma_snapshot.
type DataSource struct {
	cloudsigmaentity.DataSourceBase
}

// PluralDataSource is the data source cloudsigma_snapshots.
type PluralDataSource struct {
	cloudsigmaentity.DataSourceBase
}

// NewDataSource returns the data source of one snapshot.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// NewPluralDataSource returns the data source of several snapshots.
func NewPluralDataSource() datasource.DataSource { return &PluralDataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "cloudsigma_snapshot"
}

// Metadata implements datasource.DataSource.
func (d *PluralDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "cloudsigma_snapshots"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = dataSourceSchema()
}

// Schema implements datasource.DataSource.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = pluralDataSourceSchema()
}

// ConfigValidators implements datasource.DataSourceWithConfigValidators.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.AtLeastOneOf(
		path.MatchRoot("uuid"), path.MatchRoot("name"), path.MatchRoot("drive"), path.MatchRoot("filter"),
	)}
}

// found is one snapshot as the data source.
type found struct {
	shown
	MostRecent types.Bool                `tfsdk:"most_recent"`
	Filters    []cloudsigmaentity.Filter `tfsdk:"filter"`
}

// several are snapshots as the plural data source.
type several struct {
	Name      types.String              `tfsdk:"name"`
	Drive     types.String              `tfsdk:"drive"`
	Filters   []cloudsigmaentity.Filter `tfsdk:"filter"`
	Snapshots []shown                   `tfsdk:"snapshots"`
}

// criteria say which snapshots are meant; null is met by all.
type criteria struct {
	uuid, name, drive types.String
	filters           []cloudsigmaentity.Filter
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config found
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	all, err := client.Snapshots.List(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not list the snapshots", err)
		return
	}
	wanted := criteria{uuid: config.UUID, name: config.Name, drive: config.Drive, filters: config.Filters}
	candidates := wanted.choose(all)
	if config.MostRecent.ValueBool() && len(candidates) > 0 {
		candidates = candidates[len(candidates)-1:]
	}
	chosen, err := cloudsigmaentity.Only("snapshots", candidates, all, named)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not find the snapshot", err)
		return
	}
	config.show(&chosen)
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

// Read implements datasource.DataSource.
func (d *PluralDataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	var config several
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	all, err := client.Snapshots.List(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not list the snapshots", err)
		return
	}
	config.Snapshots = []shown{}
	for _, snapshot := range (criteria{name: config.Name, drive: config.Drive, filters: config.Filters}).choose(all) {
		var one shown
		one.show(&snapshot)
		config.Snapshots = append(config.Snapshots, one)
	}
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

// choose returns the snapshots that meet the criteria, the oldest first: the order of the server is none.
func (c criteria) choose(all []cloudsigma.Snapshot) []cloudsigma.Snapshot {
	meets := func(wanted types.String, value string) bool { return wanted.IsNull() || wanted.ValueString() == value }
	var chosen []cloudsigma.Snapshot
	for _, snapshot := range all {
		if meets(c.uuid, snapshot.UUID) && meets(c.name, snapshot.Definition.Name) && meets(c.drive, snapshot.DriveUUID()) &&
			fields(&snapshot).Meet(c.filters) {
			chosen = append(chosen, snapshot)
		}
	}
	// Timestamps have all the same form, so that they compare as texts.
	slices.SortFunc(chosen, func(a, b cloudsigma.Snapshot) int {
		return strings.Compare(a.Timestamp+a.UUID, b.Timestamp+b.UUID)
	})
	return chosen
}

// fields are what filters can ask for.
func fields(snapshot *cloudsigma.Snapshot) cloudsigmaentity.Fields {
	return cloudsigmaentity.Fields{
		"drive":        snapshot.DriveUUID(),
		"name":         snapshot.Definition.Name,
		"resource_uri": snapshot.ResourceURI,
		"status":       snapshot.Status,
		"timestamp":    snapshot.Timestamp,
		"uuid":         snapshot.UUID,
	}
}

func named(snapshot cloudsigma.Snapshot) string {
	return fmt.Sprintf("%q (%s, made %s)", snapshot.Definition.Name, snapshot.UUID, snapshot.Timestamp)
}

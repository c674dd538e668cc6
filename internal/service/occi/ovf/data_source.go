package ovf

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/ovf"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

var _ datasource.DataSource = (*DataSource)(nil)

// DataSource is occi_ovf.
type DataSource struct{}

// NewDataSource returns the data source.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_ovf"
}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = dataSourceSchema()
}

// Read implements datasource.DataSource.
func (d *DataSource) Read(ctx context.Context, request datasource.ReadRequest, response *datasource.ReadResponse) {
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	envelope, err := ovf.ReadFile(config.Path.ValueString(), ovf.Options{Configuration: config.Configuration.ValueString()})
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("path"), "Cannot read the OVF file", err)
		return
	}
	system, err := choose(envelope.Systems, config.VirtualSystem.ValueString())
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, path.Root("virtual_system"), "Exactly one virtual system must fit", err)
		return
	}
	config.show(envelope, system)
	response.Diagnostics.Append(response.State.Set(ctx, &config)...)
}

// choose returns the machine that is wanted, or the only one.
func choose(systems []ovf.System, wanted string) (*ovf.System, error) {
	if wanted == "" && len(systems) == 1 {
		return &systems[0], nil
	}
	identifiers := make([]string, 0, len(systems))
	for _, system := range systems {
		identifiers = append(identifiers, system.ID)
	}
	index := slices.Index(identifiers, wanted)
	switch {
	case wanted == "":
		return nil, fmt.Errorf("the file describes %d virtual systems; choose one of %q", len(systems), identifiers)
	case index < 0:
		return nil, fmt.Errorf("the file describes no virtual system %q, only %q", wanted, identifiers)
	default:
		return &systems[index], nil
	}
}

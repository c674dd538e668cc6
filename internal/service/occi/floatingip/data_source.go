package floatingip

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var _ datasource.DataSourceWithConfigure = (*PoolsDataSource)(nil)

// PoolsDataSource is occi_floating_ip_pools.
type PoolsDataSource struct{ occientity.DataSourceBase }

// NewPoolsDataSource returns the data source.
func NewPoolsDataSource() datasource.DataSource { return &PoolsDataSource{} }

type poolsModel struct {
	Pools []poolModel `tfsdk:"pools"`
}

type poolModel struct {
	ID    types.String `tfsdk:"id"`
	Term  types.String `tfsdk:"term"`
	Title types.String `tfsdk:"title"`
}

// Metadata implements datasource.DataSource.
func (d *PoolsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, response *datasource.MetadataResponse) {
	response.TypeName = "occi_floating_ip_pools"
}

// Schema implements datasource.DataSource.
func (d *PoolsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, response *datasource.SchemaResponse) {
	response.Schema = schema.Schema{
		MarkdownDescription: "The pools that `occi_floating_ip` can take addresses from, as the query interface tells them. " +
			"There are none where the server does not tell its pools, which does not mean that it has none: occi-os and OCCI 1.2.",
		Attributes: map[string]schema.Attribute{
			"pools": schema.ListNestedAttribute{
				MarkdownDescription: "The pools, ordered by `id`.",
				Computed:            true,
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"id": schema.StringAttribute{
						MarkdownDescription: "Type identifier, `scheme#term`.",
						Computed:            true,
					},
					"term": schema.StringAttribute{
						MarkdownDescription: "Term, which is the name of the pool, such as `nova`.",
						Computed:            true,
					},
					"title": schema.StringAttribute{
						MarkdownDescription: "Name for people; the term where the server tells none.",
						Computed:            true,
					},
				}},
			},
		},
	}
}

// Read implements datasource.DataSource.
func (d *PoolsDataSource) Read(ctx context.Context, _ datasource.ReadRequest, response *datasource.ReadResponse) {
	client := d.Client(&response.Diagnostics)
	if client == nil {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the floating IP pools of the server", err)
		return
	}
	found := poolsModel{Pools: []poolModel{}}
	for _, pool := range pools(known) {
		found.Pools = append(found.Pools, poolModel{
			ID:    types.StringValue(pool.TypeID.String()),
			Term:  types.StringValue(pool.Term),
			Title: types.StringValue(cmp.Or(occi.TemplateName(pool), pool.Term)),
		})
	}
	slices.SortFunc(found.Pools, func(a, b poolModel) int { return cmp.Compare(a.ID.ValueString(), b.ID.ValueString()) })
	response.Diagnostics.Append(response.State.Set(ctx, &found)...)
}

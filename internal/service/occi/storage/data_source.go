package storage

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// shown is a volume as the data sources show it.
type shown struct {
	ID      types.String  `tfsdk:"id"`
	Title   types.String  `tfsdk:"title"`
	Summary types.String  `tfsdk:"summary"`
	Size    types.Float64 `tfsdk:"size"`
	State   types.String  `tfsdk:"state"`
}

func dataSources() occientity.Shown[shown] {
	return occientity.Shown[shown]{
		Kind: infrastructure.KindStorage, Noun: "volume",
		TypeName: "occi_storage", PluralTypeName: "occi_storages", List: "storages",
		Attributes: map[string]schema.Attribute{
			"summary": schema.StringAttribute{MarkdownDescription: "A sentence about the volume, where the server shows it.", Computed: true},
			"size":    schema.Float64Attribute{MarkdownDescription: "Size in GB; OpenStack means GiB by it.", Computed: true},
			"state":   schema.StringAttribute{MarkdownDescription: "State in the server's words: `online`, `offline`, …", Computed: true},
		},
		Show: func(_ context.Context, entity *occi.Entity, _ *diag.Diagnostics) shown {
			absent := types.StringNull()
			return shown{
				ID:      types.StringValue(entity.Location),
				Title:   occientity.ShownText(entity, infrastructure.AttributeTitle, absent),
				Summary: occientity.ShownSummary(entity, absent),
				Size:    occientity.ShownNumber(entity, infrastructure.AttributeStorageSize, types.Float64Null()),
				State:   occientity.ShownText(entity, infrastructure.AttributeStorageState, absent),
			}
		},
	}
}

// NewDataSource returns the data source occi_storage.
func NewDataSource() datasource.DataSource { return dataSources().NewDataSource() }

// NewPluralDataSource returns the data source occi_storages.
func NewPluralDataSource() datasource.DataSource { return dataSources().NewPluralDataSource() }

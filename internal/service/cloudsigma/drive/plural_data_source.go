package drive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// NewPluralDataSource returns the data source cloudsigma_drives.
func NewPluralDataSource() datasource.DataSource {
	return cloudsigmaentity.List[cloudsigma.Drive, shown]{
		TypeName: "cloudsigma_drives", List: "drives",
		Description: "Drives of the account.",
		Attributes:  dataSourceAttributes(),
		Read: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.Drive, error) {
			return client.Drives.List(ctx)
		},
		Name:   func(drive *cloudsigma.Drive) string { return drive.Definition.Name },
		Fields: fields,
		Show: func(drive *cloudsigma.Drive, diagnostics *diag.Diagnostics) (m shown) {
			m.showWhole(drive, diagnostics)
			return m
		},
	}.NewDataSource()
}

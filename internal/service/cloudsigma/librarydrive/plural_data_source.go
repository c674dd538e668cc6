package librarydrive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// NewPluralDataSource returns the data source cloudsigma_library_drives. The library is listed once in a run, however
// many data sources ask.
func NewPluralDataSource() datasource.DataSource {
	return cloudsigmaentity.List[cloudsigma.LibraryDrive, shown]{
		TypeName: "cloudsigma_library_drives", List: "library_drives",
		Description: "Ready-made drives of CloudSigma's library.",
		Attributes:  itemAttributes(),
		Read: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.LibraryDrive, error) {
			return client.LibraryDrives.List(ctx)
		},
		Name:   func(drive *cloudsigma.LibraryDrive) string { return drive.Name },
		Fields: fields,
		Show: func(drive *cloudsigma.LibraryDrive, _ *diag.Diagnostics) (m shown) {
			m.show(drive)
			return m
		},
	}.NewDataSource()
}

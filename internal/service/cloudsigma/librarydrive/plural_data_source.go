package librarydrive

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// NewPluralDataSource is a constructor of the data source cloudsigma_library_drives. The library is listed once in a
// run, however many data sources ask.
var NewPluralDataSource = cloudsigmaentity.Kind[cloudsigma.LibraryDrive, shown]{
	Name: "library_drive", Plural: "library_drives", Nouns: "library drives",
	PluralDescription: "The ready-made drives of CloudSigma's library",
	Attributes:        itemAttributes(),
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.LibraryDrive, error) {
		return client.LibraryDrives.List(ctx)
	},
	Show: func(drive *cloudsigma.LibraryDrive) (m shown) {
		m.show(drive)
		return m
	},
	Fields: fields,
}.NewPluralDataSource

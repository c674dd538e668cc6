package drive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// kind is what both data sources are made from.
var kind = cloudsigmaentity.Kind[cloudsigma.Drive, shown]{
	Name: "drive", Plural: "drives",
	Description:       "A drive of the account, or by its `uuid` also one of the library.",
	PluralDescription: "The drives of the account",
	Keys:              []string{"uuid", "name"},
	Attributes:        dataAttributes(),
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.Drive, error) {
		return client.Drives.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.Drive, error) {
		return client.Drives.Get(ctx, uuid)
	},
	Show: func(drive *cloudsigma.Drive) (found shown) {
		found.set(drive)
		found.Size = types.Int64Value(drive.Definition.Size)
		return found
	},
	Fields: func(drive *cloudsigma.Drive) cloudsigmaentity.Fields {
		return cloudsigmaentity.Fields{"mounted_on": cloudsigmaentity.UUIDs(drive.MountedOn)}
	},
	Warn: warn,
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)

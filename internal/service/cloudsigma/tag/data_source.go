package tag

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// kind is what both data sources are made from.
var kind = cloudsigmaentity.Kind[cloudsigma.Tag, dataModel]{
	Name: "tag", Plural: "tags",
	Description:       "A tag, and what has it.",
	PluralDescription: "The tags of the account, and what has them",
	Keys:              []string{"uuid", "name"},
	Attributes:        dataAttributes(),
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.Tag, error) {
		return client.Tags.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.Tag, error) {
		return client.Tags.Get(ctx, uuid)
	},
	Show: showData,
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)

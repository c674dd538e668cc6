package subscription

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// kind is what both data sources are made from.
var kind = cloudsigmaentity.Kind[cloudsigma.AccountSubscription, dataModel]{
	Name: "subscription", Plural: "subscriptions",
	Description:       "A subscription of the account, also one that has ended.",
	PluralDescription: "The subscriptions of the account, also those that have ended",
	Keys:              []string{"uuid"},
	Attributes:        dataAttributes(),
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.AccountSubscription, error) {
		return client.Subscriptions.List(ctx)
	},
	Show: showData,
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)

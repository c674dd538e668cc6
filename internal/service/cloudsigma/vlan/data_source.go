package vlan

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmasubscribed"
)

// kind is what both data sources are made from.
var kind = cloudsigmaentity.Kind[cloudsigma.VLAN, model]{
	Name: "vlan", Plural: "vlans", Noun: "VLAN", Nouns: "VLANs",
	Description:       "A VLAN of the account: a private network.",
	PluralDescription: "The VLANs of the account",
	Keys:              []string{"uuid", "name"},
	Attributes: cloudsigmasubscribed.ShownAttributes("VLAN", "UUID of the VLAN", cloudsigmaentity.UUID(), map[string]schema.Attribute{
		"servers": cloudsigmaentity.ShownTexts(describedServers),
	}),
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.VLAN, error) {
		return client.VLANs.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.VLAN, error) {
		return client.VLANs.Get(ctx, uuid)
	},
	Show: func(vlan *cloudsigma.VLAN) (shown model) {
		shown.Show(vlan)
		return shown
	},
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)

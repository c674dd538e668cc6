package ip

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmasubscribed"
)

// kind is what both data sources are made from.
var kind = cloudsigmaentity.Kind[cloudsigma.IP, model]{
	Name: "ip", Plural: "ips", Noun: "IP address", Nouns: "IP addresses",
	Description:       "A public IP address of the account: one that it has by subscription, or one that a server has for the time being.",
	PluralDescription: "The public IP addresses of the account, by subscription or of a server for the time being",
	Keys:              []string{"uuid", "name"},
	Attributes: cloudsigmasubscribed.ShownAttributes("IP address", describedAddress, tfkit.IPAddress(), map[string]schema.Attribute{
		"gateway": cloudsigmaentity.ShownText(describedGateway),
		"netmask": cloudsigmaentity.ShownNumber(describedNetmask),
		"nameservers": schema.ListAttribute{
			MarkdownDescription: describedNameservers, ElementType: types.StringType, Computed: true,
		},
		"server_uuid": cloudsigmaentity.ShownText(describedServer),
	}),
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.IP, error) {
		return client.IPs.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, address string) (*cloudsigma.IP, error) {
		return client.IPs.Get(ctx, address)
	},
	Show: func(address *cloudsigma.IP) (shown model) {
		shown.Show(address)
		return shown
	},
	Fields: func(address *cloudsigma.IP) cloudsigmaentity.Fields {
		if address.Server == nil {
			return cloudsigmaentity.Fields{"server": ""}
		}
		return cloudsigmaentity.Fields{"server": address.Server.UUID}
	},
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)

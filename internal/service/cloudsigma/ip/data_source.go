package ip

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmasubscribed"
)

func dataSources() cloudsigmaentity.Shown[cloudsigma.IP, model] {
	return cloudsigmaentity.Shown[cloudsigma.IP, model]{
		TypeName: "cloudsigma_ip", PluralTypeName: "cloudsigma_ips", List: "ips", Noun: "IP address", Plural: "IP addresses",
		Identifier: "The address, such as `198.51.100.10`", ValidIdentifier: tfkit.IPAddress(),
		Attributes: cloudsigmasubscribed.ShownAttributes("IP address", map[string]schema.Attribute{
			"gateway": schema.StringAttribute{MarkdownDescription: describedGateway, Computed: true},
			"netmask": schema.Int64Attribute{MarkdownDescription: describedNetmask, Computed: true},
			"nameservers": schema.ListAttribute{
				MarkdownDescription: describedNameservers, ElementType: types.StringType, Computed: true,
			},
			"server_uuid": schema.StringAttribute{MarkdownDescription: describedServer, Computed: true},
		}),
		Entities: func(client *cloudsigma.Client) *cloudsigma.Reader[cloudsigma.IP] { return client.IPs.Reader },
		Fields:   fields,
		Show: func(_ context.Context, address *cloudsigma.IP, _ *diag.Diagnostics) (shown model) {
			shown.Show(address)
			return shown
		},
	}
}

func fields(address *cloudsigma.IP) cloudsigmaentity.Fields {
	server := ""
	if address.Server != nil {
		server = address.Server.UUID
	}
	return cloudsigmaentity.Fields{
		"uuid": address.UUID, "name": address.Annotations.Name(), "resource_uri": address.ResourceURI, "server": server,
		"gateway": address.Gateway, "netmask": address.Netmask, "nameservers": address.Nameservers,
		"tags": cloudsigmaentity.UUIDs(address.Annotations.Tags),
	}
}

// NewDataSource returns the data source cloudsigma_ip.
func NewDataSource() datasource.DataSource { return dataSources().NewDataSource() }

// NewPluralDataSource returns the data source cloudsigma_ips.
func NewPluralDataSource() datasource.DataSource { return dataSources().NewPluralDataSource() }

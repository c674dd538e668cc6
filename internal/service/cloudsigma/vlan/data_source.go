package vlan

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmasubscribed"
)

func dataSources() cloudsigmaentity.Shown[cloudsigma.VLAN, model] {
	return cloudsigmaentity.Shown[cloudsigma.VLAN, model]{
		TypeName: "cloudsigma_vlan", PluralTypeName: "cloudsigma_vlans", List: "vlans", Noun: "VLAN", Plural: "VLANs",
		Identifier: "UUID of the VLAN", ValidIdentifier: cloudsigmaentity.UUID(),
		Attributes: cloudsigmasubscribed.ShownAttributes("VLAN", map[string]schema.Attribute{
			"servers": schema.SetAttribute{MarkdownDescription: describedServers, ElementType: types.StringType, Computed: true},
		}),
		Entities: func(client *cloudsigma.Client) *cloudsigma.Reader[cloudsigma.VLAN] { return client.VLANs.Reader },
		Fields: func(vlan *cloudsigma.VLAN) cloudsigmaentity.Fields {
			return cloudsigmaentity.Fields{
				"uuid": vlan.UUID, "name": vlan.Annotations.Name(), "resource_uri": vlan.ResourceURI,
				"servers": cloudsigmaentity.UUIDs(vlan.Servers), "tags": cloudsigmaentity.UUIDs(vlan.Annotations.Tags),
			}
		},
		Show: func(_ context.Context, vlan *cloudsigma.VLAN, _ *diag.Diagnostics) (shown model) {
			shown.Show(vlan)
			return shown
		},
	}
}

// NewDataSource returns the data source cloudsigma_vlan.
func NewDataSource() datasource.DataSource { return dataSources().NewDataSource() }

// NewPluralDataSource returns the data source cloudsigma_vlans.
func NewPluralDataSource() datasource.DataSource { return dataSources().NewPluralDataSource() }

package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// shown is a network as the data sources show it.
type shown struct {
	ID         types.String `tfsdk:"id"`
	Title      types.String `tfsdk:"title"`
	Summary    types.String `tfsdk:"summary"`
	Label      types.String `tfsdk:"label"`
	VLAN       types.String `tfsdk:"vlan"`
	Address    types.String `tfsdk:"address"`
	Gateway    types.String `tfsdk:"gateway"`
	Allocation types.String `tfsdk:"allocation"`
	State      types.String `tfsdk:"state"`
}

func show(_ context.Context, entity *occi.Entity, _ *diag.Diagnostics) shown {
	absent := types.StringNull()
	address, gateway, allocation := shownAddresses(entity, absent, absent, absent)
	return shown{
		ID:      types.StringValue(entity.Location),
		Title:   occientity.ShownText(entity, infrastructure.AttributeTitle, absent),
		Summary: occientity.ShownSummary(entity, absent),
		Label:   occientity.ShownText(entity, infrastructure.AttributeNetworkLabel, absent),
		VLAN:    occientity.ShownText(entity, infrastructure.AttributeNetworkVLAN, absent),
		Address: address, Gateway: gateway, Allocation: allocation,
		State: occientity.ShownText(entity, infrastructure.AttributeNetworkState, absent),
	}
}

func dataSources() occientity.Shown[shown] {
	attributes := map[string]schema.Attribute{}
	for name, description := range map[string]string{
		"summary":    "A sentence about the network, where the server shows it.",
		"label":      "Tag of the network, where the server shows it.",
		"vlan":       "Identifier of the VLAN, where the server shows it: a number, on occi-os a word such as `admin`.",
		"address":    "Range of addresses, such as `192.168.7.0/24`. ooi does not show that of the external network.",
		"gateway":    "Address of the router, where the server shows it.",
		"allocation": "How interfaces get their addresses, where the server shows it: `dynamic` or `static`.",
		"state":      "State in the server's words: `active`, `inactive`, …",
	} {
		attributes[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return occientity.Shown[shown]{
		Kind: infrastructure.KindNetwork, Noun: "network",
		TypeName: "occi_network", PluralTypeName: "occi_networks", List: "networks",
		Attributes: attributes, Show: show,
	}
}

// NewDataSource returns the data source occi_network.
func NewDataSource() datasource.DataSource { return dataSources().NewDataSource() }

// NewPluralDataSource returns the data source occi_networks.
func NewPluralDataSource() datasource.DataSource { return dataSources().NewPluralDataSource() }

package network

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// maxVLAN is the highest identifier of a VLAN (GFD.184, section 3.2).
const maxVLAN = 4095

// text is an attribute that the server may choose, and that it keeps until it is configured otherwise.
func text(description string, more ...planmodifier.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Optional:            true, Computed: true,
		Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
		PlanModifiers: append([]planmodifier.String{stringplanmodifier.UseStateForUnknown()}, more...),
	}
}

// fixedText is a text that no known server changes in place.
func fixedText(description string, valid validator.String) schema.StringAttribute {
	fixed := text(description+" A change replaces the network.", occientity.ReplaceText())
	fixed.Validators = []validator.String{valid}
	return fixed
}

func resourceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A network (OCCI kind `network`, with the mixin `ipnetwork` if it has addresses). The resource is " +
			"created when the network is up.\n\nooi needs `title` and `address`, drops `summary`, `label`, `vlan` and `allocation` " +
			"(they are then kept from the configuration), and changes nothing in place. occi-os has two networks, " +
			"`/network/admin` and `/network/public`, and makes no others.\n\nA network is not deleted as long as there are " +
			"interfaces on it: ooi would take them from running VMs without asking.",
		Attributes: map[string]schema.Attribute{
			"id":      occientity.IDAttribute("network", "/network/4a7c…"),
			"title":   text("Name for people. A change replaces the network on ooi."),
			"summary": text("A sentence about the network. It is kept from the configuration where the server does not show it."),
			"label":   text("Tag of the network, such as `dmz`. It is kept from the configuration where the server does not show it."),
			"vlan": schema.Int64Attribute{
				MarkdownDescription: "802.1q identifier of the VLAN, from 0 to 4095. It is kept from the configuration where the " +
					"server does not show it.",
				Optional: true, Computed: true,
				Validators:    []validator.Int64{int64validator.Between(0, maxVLAN)},
				PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
			},
			"address": fixedText("Range of addresses, such as `192.168.7.0/24`.", tfkit.CIDR()),
			"gateway": fixedText("Address of the router, such as `192.168.7.1`. The server chooses one if it is not set.",
				tfkit.IPAddress()),
			"allocation": text("How interfaces get their addresses: `dynamic` or `static`. It is kept from the configuration where " +
				"the server does not show it."),
			"up": schema.BoolAttribute{
				MarkdownDescription: "Whether the network is up. Default `true`. ooi cannot take networks down.",
				Optional:            true, Computed: true,
				Default: booldefault.StaticBool(true),
			},
			"mixins": occientity.MixinsAttribute("network"),
			"attributes": occientity.FurtherAttributes("network",
				infrastructure.AttributeTitle, infrastructure.AttributeSummary, infrastructure.AttributeNetworkLabel,
				infrastructure.AttributeNetworkVLAN, infrastructure.AttributeNetworkAddress,
				infrastructure.AttributeNetworkGateway, infrastructure.AttributeNetworkAllocation,
				infrastructure.AttributeNetworkState),
			"state": schema.StringAttribute{
				MarkdownDescription: "State in the server's words: `active`, `inactive`, …",
				Computed:            true,
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "Time for the network to come up, such as `5m`. Default `10m`.",
				UpdateDescription: "Time for a change. Default `5m`.",
				DeleteDescription: "Time to delete the network, such as `10s`. Default `5m`; one that is still there half a minute after " +
					"the server accepted it is told before that.",
			}),
		},
	}
}

package networkinterface

import (
	"context"
	"fmt"
	"net"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// end is one of the two resources that an interface links.
func end(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Required:            true,
		Validators:          []validator.String{occientity.EntityPath()},
		PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
	}
}

// wishAttribute is what the server may be asked for, and may choose otherwise.
func wishAttribute(description string, valid validator.String) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description + " The server chooses if it is not set. A change replaces the interface.",
		Optional:            true, Computed: true,
		Validators:    []validator.String{valid},
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), occientity.ReplaceText()},
	}
}

// fact is what the server says.
func fact(description string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: description,
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// macAddress wants a hardware address in its usual form: it is to read back the same.
func macAddress() validator.String {
	return tfkit.TextValidator{Rule: "be a hardware address like fa:16:3e:70:c2:57", Check: func(value string) error {
		if address, err := net.ParseMAC(value); err != nil || value != address.String() {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}

func resourceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A network interface that connects a VM to a network (OCCI kind `networkinterface`). The resource is " +
			"created when the interface is active. All changes replace it.\n\nooi lets nobody choose: it refuses `address`, " +
			"`gateway` and `allocation`, and ignores `mac`. occi-os connects VMs to `/network/public` alone, which allocates a " +
			"floating IP; `occi_floating_ip` is for that. A network with the path `…/PUBLIC` is refused where addresses are " +
			"reserved by the kind `ipreservation`, for such an address would stay allocated after the interface is deleted.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Path of the interface on the endpoint, such as `/networklink/4a7c…`. occi-os gives links new " +
					"paths when it is restarted; the interface is then found again by its ends and its address.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"source_id": end("The `id` of the VM."),
			"target_id": end("The `id` of the network."),
			"address": wishAttribute("IP address to ask for, such as `192.168.7.10`. `actual_address` tells which one it became.",
				tfkit.IPAddress()),
			"gateway": wishAttribute("Address of the router to ask for, such as `192.168.7.1`.", tfkit.IPAddress()),
			"allocation": wishAttribute("How to get the address: `dynamic` or `static`.",
				occientity.Text()),
			"mac":               wishAttribute("Hardware address to ask for, such as `fa:16:3e:70:c2:57`.", macAddress()),
			"actual_address":    fact("IP address that the server gave."),
			"actual_gateway":    fact("Address of the router, where the server shows it."),
			"actual_allocation": fact("How the address is allocated in the server's words."),
			"actual_mac":        fact("Hardware address that the server gave."),
			"interface":         fact("Name of the device in the VM, such as `eth0`. ooi says `eth0` of all of them."),
			"mixins":            occientity.MixinsAttribute("interface"),
			"attributes": occientity.FurtherAttributes("interface",
				infrastructure.AttributeSource, infrastructure.AttributeTarget,
				infrastructure.AttributeNetworkInterfaceAddress, infrastructure.AttributeNetworkInterfaceGateway,
				infrastructure.AttributeNetworkInterfaceAllocation, infrastructure.AttributeNetworkInterfaceMAC,
				infrastructure.AttributeNetworkInterfaceInterface, infrastructure.AttributeNetworkInterfaceState),
			"state": schema.StringAttribute{
				MarkdownDescription: "State in the server's words: `active`, `inactive`, …",
				Computed:            true,
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Delete: true,
				CreateDescription: "Time for the interface to become active, such as `5m`. Default `5m`.",
				DeleteDescription: "Time for the interface to disappear. Default `5m`.",
			}),
		},
	}
}

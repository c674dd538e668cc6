package floatingipassociation

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	return schema.Schema{
		MarkdownDescription: "A reserved floating IP on a VM (OCCI kind `networkinterface`, from the VM to an `ipreservation`). " +
			"Destroying it takes the address off the VM and keeps the reservation. All changes replace the association.\n\n" +
			"It is for servers that reserve addresses (ooi, OCCI 1.2). On others (occi-os) `occi_floating_ip` both allocates an " +
			"address and puts it on a VM.",
		Attributes: map[string]schema.Attribute{
			"id": occientity.IDAttribute("link", "/networklink/4a7c…_203.0.113.7"),
			"floating_ip_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the `occi_floating_ip`.",
				Required:            true,
				Validators:          []validator.String{occientity.EntityPath()},
				PlanModifiers:       replace,
			},
			"compute_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the VM. OpenStack puts the address on the first network interface of the VM, and no " +
					"second one there.",
				Required:      true,
				Validators:    []validator.String{occientity.EntityPath()},
				PlanModifiers: replace,
			},
			"address": schema.StringAttribute{
				MarkdownDescription: "The IP address, such as `203.0.113.7`. Reach the VM by it in what depends on the association.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"state": schema.StringAttribute{
				MarkdownDescription: "State of the link in the server's words.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Delete: true,
				CreateDescription: "Time for the VM to be ready and to get the address, such as `5m`. Default `10m`.",
				DeleteDescription: "Time for the VM to lose the address. Default `10m`.",
			}),
		},
	}
}

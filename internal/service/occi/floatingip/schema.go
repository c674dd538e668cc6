package floatingip

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A public (floating) IP address.\n\n" +
			"On servers that reserve addresses (OCCI kind `ipreservation`: ooi, OCCI 1.2) the resource is the reservation, which " +
			"belongs to no VM; `occi_floating_ip_association` puts it on one. On other servers an address is allocated for a VM " +
			"and released with it, so `compute_id` is needed: by a link to the network `public` on occi-os, where a VM can have " +
			"several, and by the action `alloc_float_ip` on servers that follow the OpenStack OCCI guide, where a VM can have one.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Path of what stands for the address on the endpoint: of the reservation, such as " +
					"`/ipreservation/4a7c…`; of the link, such as `/network/interface/4a7c…`, which is found again by VM and address " +
					"after occi-os gave it a new path; or of the VM where addresses are allocated by the action `alloc_float_ip`.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"pool": schema.StringAttribute{
				MarkdownDescription: "Pool to take the address from: its term, such as `nova`, or its type identifier " +
					"`scheme#term`, see `occi_floating_ip_pools`. The server chooses one if it is not set. occi-os does not tell " +
					"which pools it has; there, give the name of the pool. A change replaces the address.",
				Optional: true, Computed: true,
				Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), occientity.ReplaceText()},
			},
			"compute_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the VM to allocate the address for. Required on servers without the kind " +
					"`ipreservation`, refused on those with it. A change replaces the address.",
				Optional:      true,
				Validators:    []validator.String{occientity.EntityPath()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"address": schema.StringAttribute{
				MarkdownDescription: "The IP address, such as `203.0.113.7`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"associated": schema.BoolAttribute{
				MarkdownDescription: "Whether a VM had the address when it was last looked at. Null if the server does not tell.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Delete: true,
				CreateDescription: "Time for the VM to be ready and the address to be there, such as `5m`. Default `10m`.",
				DeleteDescription: "Time for the address to be released. Default `10m`.",
			}),
		},
	}
}

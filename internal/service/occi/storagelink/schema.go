package storagelink

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown(), occientity.ReplaceText()}
	return schema.Schema{
		MarkdownDescription: "A volume attached to a VM (OCCI kind `storagelink`). The resource is created when the volume is " +
			"attached. All changes replace the link. Any number of volumes can be attached to one VM at once; what is still " +
			"being made or changed is waited for.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Path of the link on the endpoint, such as `/storage/link/4a7c…`. occi-os gives links new " +
					"paths when it is restarted; the link is then found again by source and target.",
				Computed:      true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"source_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the VM.",
				Required:            true,
				Validators:          []validator.String{occientity.EntityPath()},
				PlanModifiers:       replace,
			},
			"target_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the volume.",
				Required:            true,
				Validators:          []validator.String{occientity.EntityPath()},
				PlanModifiers:       replace,
			},
			"device_id": schema.StringAttribute{
				MarkdownDescription: "Device in the VM, such as `/dev/vdc`. The server chooses one if it is not set; occi-os does " +
					"not tell which. A server may choose another one all the same, which `actual_device_id` shows.",
				Optional: true, Computed: true,
				Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers: keep,
			},
			"actual_device_id": schema.StringAttribute{
				MarkdownDescription: "Device in the VM that the server chose.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"mount_point": schema.StringAttribute{
				MarkdownDescription: "Where the guest shall mount the volume, for servers that can do so. It is kept from the " +
					"configuration where the server does not show it.",
				Optional: true, Computed: true,
				Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers: keep,
			},
			"state": schema.StringAttribute{
				MarkdownDescription: "State of the link in the server's words.",
				Computed:            true,
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Delete: true,
				CreateDescription: "Time for the volume to be attached, such as `5m`. Default `10m`.",
				DeleteDescription: "Time for the volume to be detached. Default `10m`.",
			}),
		},
	}
}

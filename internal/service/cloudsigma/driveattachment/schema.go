package driveattachment

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

func resourceSchema(ctx context.Context) schema.Schema {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return cloudsigmaserver.AttachmentSchema(ctx, "A drive on a server of CloudSigma. It is for servers whose "+
		"`cloudsigma_server` has no `drive` blocks: both for one server are an error. The server can be made elsewhere. A drive "+
		"that the server has already is refused; import it. Any number of "+
		"attachments can change one server at the same time. CloudSigma attaches and detaches drives of stopped servers only, so a "+
		"server that runs is stopped and started again, see `stop_for_update`; its dynamic addresses may then be others.",
		"drive_uuid", "drive", map[string]schema.Attribute{
			"drive_uuid": schema.StringAttribute{
				MarkdownDescription: "UUID of the drive (`cloudsigma_drive`, or a CD-ROM of the library). A change replaces the attachment.",
				Required:            true, PlanModifiers: replace,
				Validators: []validator.String{cloudsigmaentity.UUID()},
			},
			"device": schema.StringAttribute{
				MarkdownDescription: "Device emulation: `virtio`, `ide` or `scsi`. If it is not set, a drive that is attached keeps its " +
					"device, and a new one gets `virtio`. It can be changed in place.",
				Optional: true, Computed: true, PlanModifiers: keep,
				Validators: []validator.String{tfkit.NotBlank()},
			},
			"dev_channel": schema.StringAttribute{
				MarkdownDescription: "Channel as `controller:unit`, such as `0:1`, which keeps the drive at its place in the server " +
					"(`/dev/vdb`): at most 2 controllers with 2 units for `ide`, 6 units per controller for `virtio`. If it is not set, a " +
					"drive that is attached keeps its channel, and a new one gets the first free one. It can be changed in place.",
				Optional: true, Computed: true, PlanModifiers: keep,
				Validators: []validator.String{cloudsigmaserver.Channel()},
			},
			"boot_order": schema.Int64Attribute{
				MarkdownDescription: "Place of the drive among those from which the server boots: `1` is the first. If it is not set, the " +
					"server does not boot from the drive. It can be changed in place.",
				Optional:   true,
				Validators: []validator.Int64{int64validator.AtLeast(1)},
			},
		})
}

package storagesnapshot

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/float64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

const description = "A snapshot or a backup of a volume, made by the OCCI action `snapshot` or `backup`.\n\n" +
	"What becomes of it depends on the server. Where the answer shows a volume of its own, as OCCI 1.2 allows, that volume is " +
	"the resource: `snapshot_id` is its path, it is read, can be attached, and is deleted by destroy. Where the answer " +
	"shows nothing, as OCCI 1.1 (GFD.184) and occi-os do, the resource only records that the action was carried out: " +
	"`snapshot_id` is null, nothing can be read, and destroy warns that the snapshot stays. OpenStack does not delete a " +
	"volume that has snapshots: on occi-os delete them with the OpenStack client before the volume is destroyed. ooi knows " +
	"the actions but carries out none: the create fails there."

func resourceSchema(ctx context.Context) schema.Schema {
	keepText := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return schema.Schema{
		MarkdownDescription: description,
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Path of the snapshot on the endpoint, such as `/storage/4a7c…`; where the server shows none, " +
					"that of the volume with the action, such as `/storage/4a7c…?action=snapshot`.",
				Computed: true, PlanModifiers: keepText,
			},
			"storage_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the volume. A change makes another snapshot.",
				Required:            true,
				Validators:          []validator.String{occientity.EntityPath()},
				PlanModifiers:       []planmodifier.String{occientity.ReplaceText()},
			},
			"method": schema.StringAttribute{
				MarkdownDescription: "The action: `snapshot` (default) or `backup`. rOCCI-server has `backup` only. A change makes another one.",
				Optional:            true, Computed: true,
				Default:       stringdefault.StaticString(infrastructure.ActionSnapshot.Term),
				Validators:    []validator.String{stringvalidator.OneOf(infrastructure.ActionSnapshot.Term, infrastructure.ActionBackup.Term)},
				PlanModifiers: []planmodifier.String{occientity.ReplaceText()},
			},
			"triggers": schema.MapAttribute{
				MarkdownDescription: "Any texts, such as `{ release = \"2.1\" }`. A change makes another snapshot; the former is deleted " +
					"if the server shows it.",
				ElementType:   types.StringType,
				Optional:      true,
				PlanModifiers: []planmodifier.Map{occientity.ReplaceMap()},
			},
			"snapshot_id": schema.StringAttribute{
				MarkdownDescription: "Path of the volume that was made, for instance for `target_id` of `occi_storage_link`. Null where the " +
					"server shows none.",
				Computed: true, PlanModifiers: keepText,
			},
			"title": schema.StringAttribute{
				MarkdownDescription: "Name that the server gave the snapshot.",
				Computed:            true, PlanModifiers: keepText,
			},
			"size": schema.Float64Attribute{
				MarkdownDescription: "Size of the snapshot in GB.",
				Computed:            true,
				PlanModifiers:       []planmodifier.Float64{float64planmodifier.UseStateForUnknown()},
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Create: true, Delete: true,
				CreateDescription: "Time for the snapshot to be made, such as `5m`. Default `10m`.",
				DeleteDescription: "Time for the snapshot to disappear. Default `10m`.",
			}),
		},
	}
}

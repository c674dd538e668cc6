package snapshot

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/objectplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		Version: cloudsigmaentity.SuccessorVersion,
		MarkdownDescription: "A snapshot of a drive at CloudSigma, at the same location. `clone_snapshot_id` of a " +
			"`cloudsigma_drive` makes a drive of it. CloudSigma deletes it with its drive: a `cloudsigma_remote_snapshot` stays. " +
			"What was changed on the drive since is billed as drive space.",
		Attributes: attributes(ctx),
	}
}

func remoteSchema(ctx context.Context) schema.Schema {
	all := attributes(ctx)
	maps.Copy(all, remoteAttributes())
	return schema.Schema{
		Version: cloudsigmaentity.SuccessorVersion,
		MarkdownDescription: "A snapshot of a drive at CloudSigma that is kept at another location, as a backup. It stays when " +
			"the drive is deleted. `clone_remote_snapshot_id` of a `cloudsigma_drive` makes a drive of it. CloudSigma makes at most one " +
			"remote snapshot of a drive in 30 minutes, so one that was just made cannot be replaced at once. Not every location " +
			"has remote snapshots.",
		Attributes: all,
	}
}

func attributes(ctx context.Context) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"drive": schema.StringAttribute{
			MarkdownDescription: "UUID of the drive, which may be mounted. A change makes a new snapshot and deletes this one.",
			Required:            true,
			Validators:          []validator.String{cloudsigmaentity.UUID()},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "Name for people; it need not be unique.",
			Required:            true,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"meta":         cloudsigmaentity.MetaAttribute("snapshot"),
		"tags":         cloudsigmaentity.TagsAttribute("snapshot"),
		"id":           cloudsigmaentity.FixedText("UUID of the snapshot."),
		"uuid":         cloudsigmaentity.FixedText("UUID of the snapshot, the same as `id`."),
		"resource_uri": cloudsigmaentity.FixedText("Path of the snapshot in the API."),
		"timestamp":    cloudsigmaentity.FixedText("Time of its creation, such as `2014-06-05 09:52:53.896622+00:00`."),
		"status": schema.StringAttribute{
			MarkdownDescription: "State: `available`, or what is being done, such as `creating`.",
			Computed:            true,
		},
		"allocated_size": schema.Int64Attribute{
			MarkdownDescription: "Bytes that the snapshot takes: what was changed on the drive since.",
			Computed:            true,
		},
		"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
			Create: true, Update: true, Delete: true,
			CreateDescription: "Time for the snapshot to become available, such as `45m`. Default `30m`.",
			UpdateDescription: "Time for a change, which waits until the snapshot is available. Default `30m`.",
			DeleteDescription: "Time for the snapshot to disappear. Default `10m`.",
		}),
	}
}

func remoteAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"location": schema.StringAttribute{
			MarkdownDescription: "Location that keeps the snapshot, in capitals, such as `ZRH`. A change makes a new snapshot and " +
				"deletes this one.",
			Required:      true,
			Validators:    []validator.String{tfkit.NotBlank()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"drive_meta": schema.SingleNestedAttribute{
			MarkdownDescription: "The drive as it was.",
			Computed:            true,
			PlanModifiers:       []planmodifier.Object{objectplanmodifier.UseStateForUnknown()},
			Attributes: map[string]schema.Attribute{
				"name":         text("Name."),
				"media":        text("`disk` or `cdrom`."),
				"size":         schema.Int64Attribute{MarkdownDescription: "Size in bytes.", Computed: true},
				"storage_type": text("Storage type, such as `dssd`."),
			},
		},
	}
}

package drive

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	attributes := configuredAttributes()
	for name, attribute := range shownAttributes() {
		attributes[name] = attribute
	}
	return schema.Schema{
		MarkdownDescription: "A drive at CloudSigma: a blank one, or a copy of a drive of the library (see the data source " +
			"`cloudsigma_library_drive`) or of the account. The resource is created when the drive can be used.",
		Attributes: attributes,
		// A block, because the official provider has one.
		Blocks: map[string]schema.Block{
			"timeouts": timeouts.Block(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "Time for the drive to be made or copied, such as `45m`. Default `30m`.",
				UpdateDescription: "Time for all changes together. Default `30m`.",
				DeleteDescription: "Time for the drive to disappear. Default `10m`.",
			}),
		},
	}
}

func configuredAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "Name for people; it need not be unique.",
			Required:            true,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"media": schema.StringAttribute{
			MarkdownDescription: "`disk` or `cdrom`. The server of the drive has to be stopped for a change.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(cloudsigma.MediaDisk, cloudsigma.MediaCDROM)},
		},
		"size": schema.Int64Attribute{
			MarkdownDescription: "Size in bytes, such as `20 * 1024 * 1024 * 1024` for 20 GiB. CloudSigma rounds it up to whole " +
				"blocks. A drive grows in place, while its server is stopped; the file systems on it do not grow with it. It cannot " +
				"shrink. A copy is at least as large as its source. What is allowed depends on the location; mostly at least " +
				"512 MiB.",
			Required:   true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"storage_type": schema.StringAttribute{
			MarkdownDescription: "Storage type, such as `dssd`, `nvme` or `zadara`, depending on the location. If it is not set, a " +
				"copy has that of its source and a blank drive that of the location. It cannot be changed.",
			Optional: true, Computed: true,
			Validators:    []validator.String{tfkit.NotBlank()},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"clone_drive_id": schema.StringAttribute{
			MarkdownDescription: "UUID of the drive to copy, one of the library or of the account. CloudSigma does not tell the " +
				"source of a drive afterwards, so it is kept from the configuration. A change makes a new drive, and destroys " +
				"this one with its data.",
			Optional:   true,
			Validators: []validator.String{cloudsigmaentity.UUID()},
		},
		"meta": cloudsigmaentity.MetaAttribute("drive"),
		"tags": cloudsigmaentity.TagsAttribute("drive"),
	}
}

func shownAttributes() map[string]schema.Attribute {
	fixed := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return map[string]schema.Attribute{
		"id": schema.StringAttribute{
			MarkdownDescription: "UUID of the drive.",
			Computed:            true, PlanModifiers: fixed,
		},
		"uuid": schema.StringAttribute{
			MarkdownDescription: "UUID of the drive, the same as `id`.",
			Computed:            true, PlanModifiers: fixed,
		},
		"resource_uri": schema.StringAttribute{
			MarkdownDescription: "Path of the drive in the API.",
			Computed:            true, PlanModifiers: fixed,
		},
		"status": schema.StringAttribute{
			MarkdownDescription: "State: `unmounted` or `mounted`, or what is being done to the drive, such as `cloning_src`.",
			Computed:            true,
		},
		"mounted_on": schema.ListNestedAttribute{
			MarkdownDescription: "Servers that have the drive.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"uuid":         schema.StringAttribute{MarkdownDescription: "UUID of the server.", Computed: true},
				"resource_uri": schema.StringAttribute{MarkdownDescription: "Path of the server in the API.", Computed: true},
			}},
		},
	}
}

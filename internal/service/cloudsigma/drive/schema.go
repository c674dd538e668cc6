package drive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/listplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

func resourceSchema(ctx context.Context) schema.Schema {
	attributes := map[string]schema.Attribute{}
	for _, group := range []map[string]schema.Attribute{
		configuredAttributes(), sourceAttributes(), cloudsigmaserver.StopAttributes(cloudsigmaserver.OneStop), shownAttributes(),
	} {
		maps.Copy(attributes, group)
	}
	return schema.Schema{
		Version: cloudsigmaentity.SuccessorVersion,
		MarkdownDescription: "A drive at CloudSigma: a blank one, a copy of a drive of the library (see the data source " +
			"`cloudsigma_library_drive`) or of the account, one of a snapshot, or one with an image that is uploaded. The " +
			"resource is created when the drive can be used. A server that runs with the drive is stopped and started again when the " +
			"drive is destroyed, or changed in `size`, `media`, `affinities` or `iops` (see `stop_for_update`); its dynamic addresses may then be " +
			"others. A server that did not run is not started. Destroying the drive deletes its data and its snapshots " +
			"(`cloudsigma_snapshot`); a `cloudsigma_remote_snapshot` stays. With `create_before_destroy` a server or attachment that " +
			"names the drive gets its replacement before the old one is destroyed.",
		Attributes: attributes,
		// A block, because the official provider has one.
		Blocks: map[string]schema.Block{
			"timeouts": cloudsigmaentity.DescribedTimeouts(timeouts.Block(ctx, timeouts.Opts{
				Create: true, Update: true, Delete: true,
				CreateDescription: "Time for the drive to be made or copied, such as `45m`. Default `30m`.",
				UpdateDescription: "Time for all changes together, stop and start of servers included. Default `30m`.",
				DeleteDescription: "Time for the drive to disappear, stop and start of servers included. Default `20m`.",
			})),
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
			MarkdownDescription: "`disk` or `cdrom`. A server that runs with the drive is stopped for a change.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf(cloudsigma.MediaDisk, cloudsigma.MediaCDROM)},
		},
		"size": schema.Int64Attribute{
			MarkdownDescription: "Size in bytes, such as `20 * 1024 * 1024 * 1024` for 20 GiB. CloudSigma rounds it up to whole " +
				"blocks. A drive grows in place, while its server is stopped; the file systems on it do not grow with it. It cannot " +
				"shrink. A copy is at least as large as its source, and a drive with an image as the image. What is allowed depends " +
				"on the location and the storage type; mostly at least 512 MiB. A plan refuses other sizes.",
			Required:   true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"storage_type": schema.StringAttribute{
			MarkdownDescription: "Storage type, such as `dssd`, `nvme` or `zadara`, depending on the location. If it is not set, a " +
				"copy has that of its source and any other drive the default of the location. It cannot be changed. The data on a " +
				"drive of the type `local_nvme` is lost when its server stops.",
			Optional: true, Computed: true,
			Validators:    []validator.String{tfkit.OrEmpty(tfkit.NotBlank())},
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"allow_multimount": schema.BoolAttribute{
			MarkdownDescription: "Whether several servers can have the drive at once; a CD-ROM can always be on several. If it is not " +
				"set, what is there is left alone; a new drive has `false`.",
			Optional: true, Computed: true,
		},
		"iops": schema.Int64Attribute{
			MarkdownDescription: "The most input and output operations per second, such as `30000`, within what the location allows for " +
				"the storage type: see `drives` of `cloudsigma_capabilities`. If it is not set, what is there is left alone; a new drive has " +
				"no limit of its own. A server that runs with the drive is stopped for a change.",
			Optional: true, Computed: true,
			Validators: []validator.Int64{int64validator.AtLeast(1)},
		},
		"affinities": schema.SetAttribute{
			MarkdownDescription: "Groups that the drive is to belong to, such as `ssd` where the location has it. If it is not set, those " +
				"that are there are left alone; `[]` removes all. A server that runs with the drive is stopped for a change.",
			ElementType: types.StringType,
			Optional:    true, Computed: true,
			Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NotBlank())},
		},
		"meta": cloudsigmaentity.MetaAttribute("drive"),
		"tags": cloudsigmaentity.TagsAttribute("drive"),
	}
}

// sourceAttributes say how the drive is made; the API does not tell them afterwards.
func sourceAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		cloneDrive: schema.StringAttribute{
			MarkdownDescription: "UUID of the drive to copy, one of the library or of the account. CloudSigma does not tell the " +
				"source of a drive afterwards, so it is kept from the configuration, which after an import says what the drive was made " +
				"of. Another UUID makes a new drive, and destroys this one with its data; so does adding or removing it. `media` and " +
				"`size` have to be set for a copy too.",
			Optional:   true,
			Validators: []validator.String{tfkit.OrEmpty(cloudsigmaentity.UUID())},
		},
		cloneSnapshot: schema.StringAttribute{
			MarkdownDescription: "UUID of the `cloudsigma_snapshot` that the drive is made of. The drive has the storage type of the " +
				"drive that the snapshot is of. For the rest it is like `clone_drive_id`, and instead of it.",
			Optional:   true,
			Validators: []validator.String{cloudsigmaentity.UUID()},
		},
		cloneRemoteSnapshot: schema.StringAttribute{
			MarkdownDescription: "UUID of the `cloudsigma_remote_snapshot` that the drive is made of. Like `clone_snapshot_id`, and instead of it.",
			Optional:            true,
			Validators:          []validator.String{cloudsigmaentity.UUID()},
		},
		"source": schema.StringAttribute{
			MarkdownDescription: "File with a raw image that is uploaded to the drive, such as `images/router.raw`. If the " +
				"run is interrupted (Ctrl-C), the next apply uploads the rest. If the upload fails, the drive is tainted: the next apply " +
				"makes another one, or uploads the rest after `terraform untaint`. For a large image, raise `create` of `timeouts`. " +
				"CloudSigma does not tell the source afterwards. Another path makes a new drive, unless the checksum is the same, and " +
				"destroys this one with its data; so does adding or removing it. Instead of `clone_drive_id`.",
			Optional:   true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"source_sha256": schema.StringAttribute{
			MarkdownDescription: "SHA-256 checksum of `source` in hexadecimal: `filesha256(\"images/router.raw\")`. Another checksum " +
				"makes a new drive; without it, other content of the same file is not noticed. The file is compared with it before the upload.",
			Optional: true,
			Validators: []validator.String{
				tfkit.TextValidator{Rule: "be a SHA-256 checksum of 64 digits in lower-case hexadecimal", Check: checkSHA256},
				stringvalidator.AlsoRequires(path.MatchRoot("source")),
			},
		},
		"avoid": schema.ListAttribute{
			MarkdownDescription: "UUIDs of drives and servers, the most important first. If it is possible, the drive is made on other " +
				"storage hosts than those drives and the drives of those servers. It is heeded when the drive is made; a later change " +
				"has no effect on the drive.",
			ElementType: types.StringType,
			Optional:    true,
			Validators:  []validator.List{listvalidator.NoNullValues(), listvalidator.ValueStringsAre(cloudsigmaentity.UUID())},
		},
	}
}

// describedLicenseType is in the words of the data source cloudsigma_license.
const describedLicenseType = "What is paid for, such as `instance`: each running server."

func shownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           cloudsigmaentity.FixedText("UUID of the drive."),
		"uuid":         cloudsigmaentity.FixedText("UUID of the drive, the same as `id`."),
		"resource_uri": cloudsigmaentity.FixedText("Path of the drive in the API."),
		"status": schema.StringAttribute{
			MarkdownDescription: "State: `unmounted` or `mounted`, or what is being done to the drive, such as `cloning_src`.",
			Computed:            true,
		},
		"licenses": schema.ListNestedAttribute{
			MarkdownDescription: "Licences that came with the drive of the library that it is a copy of. A server that runs with the " +
				"drive uses them: by a subscription, or for a price. They cannot be changed.",
			Computed: true, PlanModifiers: []planmodifier.List{listplanmodifier.UseStateForUnknown()},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"amount":       schema.Int64Attribute{MarkdownDescription: "How many.", Computed: true},
				"name":         schema.StringAttribute{MarkdownDescription: "Name in a subscription, such as `msft_7nq_00302`.", Computed: true},
				"long_name":    schema.StringAttribute{MarkdownDescription: "Name for people.", Computed: true},
				"type":         schema.StringAttribute{MarkdownDescription: describedLicenseType, Computed: true},
				"user_metric":  schema.StringAttribute{MarkdownDescription: "What is counted, such as `smp`.", Computed: true},
				"burstable":    schema.BoolAttribute{MarkdownDescription: "Whether it can be used without a subscription.", Computed: true},
				"resource_uri": schema.StringAttribute{MarkdownDescription: "Path of the licence in the API.", Computed: true},
			}},
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

func checkSHA256(value string) error {
	if sum, err := hex.DecodeString(value); err != nil || len(sum) != sha256.Size || value != strings.ToLower(value) {
		return fmt.Errorf("got %q", value)
	}
	return nil
}

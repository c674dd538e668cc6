package backuppolicy

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func resourceSchema() schema.Schema {
	attributes := map[string]schema.Attribute{
		"incremental_backup": incrementalAttribute(),
		"initial_backup":     initialAttribute(),
		"retention_policy":   retentionAttribute(),
		"meta":               cloudsigmaentity.MetaAttribute("policy"),
		"tags":               cloudsigmaentity.TagsAttribute("policy"),
	}
	maps.Copy(attributes, generalAttributes())
	maps.Copy(attributes, shownAttributes())
	return schema.Schema{
		MarkdownDescription: "A backup policy (backup scheduler) at CloudSigma: when snapshots of drives are made, and how long " +
			"they are kept. The policy makes and deletes the snapshots, Terraform does not know them. CloudSigma makes " +
			"snapshots of drives on running servers only. Destroying the policy takes it off its drives; CloudSigma does not document " +
			"what becomes of the snapshots it has made.",
		Attributes: attributes,
	}
}

func generalAttributes() map[string]schema.Attribute {
	flag := func(description string, initially bool) schema.Attribute {
		return schema.BoolAttribute{
			MarkdownDescription: description, Optional: true, Computed: true, Default: booldefault.StaticBool(initially),
		}
	}
	// Without defaults: older samples of the API do not have them.
	notification := func(done string) schema.Attribute {
		return schema.BoolAttribute{
			MarkdownDescription: "Whether to notify by e-mail of snapshots that are " + done + ", if the preferences of the account say so " +
				"too. If it is not set, it is left alone; of a new policy it is `true`.",
			Optional: true, Computed: true,
		}
	}
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "Name for people; it need not be unique.",
			Required:            true,
			Validators:          []validator.String{tfkit.NotBlank()},
		},
		"type": schema.StringAttribute{
			MarkdownDescription: "`snapshot` makes snapshots at the location of the drives, as a `cloudsigma_snapshot` is; `backup` " +
				"makes remote ones, as a `cloudsigma_remote_snapshot` is. The API also has `dr` and `migration`, which its " +
				"documentation does not explain. It is changed in place; CloudSigma may then choose another `remote_location`, if that is " +
				"not set.",
			Required:   true,
			Validators: []validator.String{stringvalidator.OneOf("snapshot", "backup", "dr", "migration")},
		},
		"drives": schema.SetAttribute{
			MarkdownDescription: "UUIDs of the drives that have the policy. A drive has one policy at most: it is taken from the " +
				"former one. If it is not set, the drives that have the policy keep it; with `[]` none has it.",
			ElementType: types.StringType,
			Optional:    true, Computed: true,
			Validators: []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(cloudsigmaentity.UUID())},
		},
		"is_enabled":                            flag("Whether snapshots are made and deleted. Default `true`.", true),
		"is_default":                            flag("For disaster recovery: whether it works continuously (`true`) or at restricted times. Default `false`.", false),
		"enable_backup_policy_notifications":    notification("made"),
		"enable_retention_policy_notifications": notification("deleted"),
		"user_timezone": schema.StringAttribute{
			MarkdownDescription: "Time zone of all times, such as `Etc/UTC` or `Europe/Zurich`. The API documentation lists what " +
				"is allowed.",
			Required:   true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"remote_location": schema.StringAttribute{
			MarkdownDescription: "Location that keeps the snapshots of a `backup` policy, in capitals, such as `ZRH`. If it is not " +
				"set, CloudSigma chooses one.",
			Optional: true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"manual_incremental_backup": schema.StringAttribute{
			MarkdownDescription: "Times of day at which a snapshot is made, such as `02:00,14:00`, in place of `hour`, `minute`, " +
				"`repeat`, `day_of_month` and `month` of `incremental_backup`, which are then an error.",
			Optional: true,
			Validators: []validator.String{
				clockTimes(), stringvalidator.ConflictsWith(otherTimes()...),
			},
		},
	}
}

func shownAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":           cloudsigmaentity.FixedText("UUID of the policy."),
		"uuid":         cloudsigmaentity.FixedText("UUID of the policy, the same as `id`."),
		"resource_uri": cloudsigmaentity.FixedText("Path of the policy in the API."),
	}
}

package librarydrive

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func dataSourceSchema() schema.Schema {
	attributes := searchAttributes()
	for name, attribute := range shownAttributes() {
		attributes[name] = attribute
	}
	return schema.Schema{
		MarkdownDescription: "A ready-made drive of CloudSigma's library. One with `media = \"cdrom\"` can be attached as it is, " +
			"one with `disk` is copied by `clone_drive_id` of a `cloudsigma_drive`." +
			cloudsigmaentity.DescribeSearch("drive", "uuid", "name", "name_regex", "filter") + " `name` and `name_regex` exclude each other.",
		Attributes: attributes,
		Blocks: map[string]schema.Block{
			"filter": cloudsigmaentity.FilterBlock(fields(&cloudsigma.LibraryDrive{})),
		},
	}
}

func searchAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"uuid": schema.StringAttribute{
			MarkdownDescription: "UUID of the drive, the same as `id`.",
			Optional:            true, Computed: true,
			Validators: []validator.String{cloudsigmaentity.UUID()},
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "Name, exactly, such as `Ubuntu 24.04 LTS`.",
			Optional:            true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"name_regex": cloudsigmaentity.NameRegexAttribute(),
		"most_recent": schema.BoolAttribute{
			MarkdownDescription: "Whether to take the highest `version` if several drives match, and of the same version the one " +
				"that was created last. Default `false`.",
			Optional: true,
		},
	}
}

// itemAttributes are those of a drive in a list.
func itemAttributes() map[string]schema.Attribute {
	attributes := shownAttributes()
	attributes["uuid"] = cloudsigmaentity.ShownText("UUID of the drive, the same as `id`.")
	attributes["name"] = cloudsigmaentity.ShownText("Name, such as `Ubuntu 24.04 LTS`.")
	return attributes
}

func shownAttributes() map[string]schema.Attribute {
	text := cloudsigmaentity.ShownText
	return map[string]schema.Attribute{
		"id":           text("UUID of the drive."),
		"arch":         text("Bits of the architecture, `64` or `32`."),
		"created_at":   text("Time of its creation, where the location tells it."),
		"default_user": text("User to log in as, where the location tells it."),
		"description":  text("Description."),
		"distribution": text("Distribution of the operating system, such as `Ubuntu`."),
		"image_type":   text("`preinst` (installed), `install` (installation medium) or `live`."),
		"media":        text("`disk` or `cdrom`."),
		"os":           text("Operating system: `linux`, `windows`, `bsd` or `other`."),
		"paid":         cloudsigmaentity.ShownFlag("Whether a copy costs extra."),
		"size":         cloudsigmaentity.ShownNumber("Size in bytes; a copy is at least as large."),
		"status":       text("State."),
		"storage_type": text("Storage type; empty for most, whose copies can be on any."),
		"version":      text("Version of the distribution, such as `24.04`."),
	}
}

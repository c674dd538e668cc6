package snapshot

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func dataSourceSchema() schema.Schema {
	attributes := shownAttributes()
	maps.Copy(attributes, searchAttributes())
	attributes["uuid"] = schema.StringAttribute{
		MarkdownDescription: "UUID of the snapshot, the same as `id`.",
		Optional:            true, Computed: true,
		Validators: []validator.String{cloudsigmaentity.UUID()},
	}
	attributes["most_recent"] = schema.BoolAttribute{
		MarkdownDescription: "Whether to take the one that was made last if several match. Default `false`.",
		Optional:            true,
	}
	return schema.Schema{
		MarkdownDescription: "A snapshot of a drive at CloudSigma, at the same location. All that is said has to match, and " +
			"exactly one snapshot: none or several are an error that names the candidates.",
		Attributes: attributes,
		Blocks:     filterBlocks(),
	}
}

func pluralDataSourceSchema() schema.Schema {
	attributes := searchAttributes()
	attributes["snapshots"] = schema.ListNestedAttribute{
		MarkdownDescription: "The snapshots that match, the oldest first; there may be none.",
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: shownAttributes()},
	}
	return schema.Schema{
		MarkdownDescription: "Snapshots of drives at CloudSigma, at the same location: all of the account, or those that match " +
			"all that is said.",
		Attributes: attributes,
		Blocks:     filterBlocks(),
	}
}

func filterBlocks() map[string]schema.Block {
	return map[string]schema.Block{"filter": cloudsigmaentity.FilterBlock(fields(&cloudsigma.Snapshot{}))}
}

func searchAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"name": schema.StringAttribute{
			MarkdownDescription: "Name, exactly.",
			Optional:            true, Computed: true,
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"drive": schema.StringAttribute{
			MarkdownDescription: "UUID of the drive.",
			Optional:            true, Computed: true,
			Validators: []validator.String{cloudsigmaentity.UUID()},
		},
	}
}

func shownAttributes() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":           text("UUID of the snapshot."),
		"uuid":         text("UUID of the snapshot, the same as `id`."),
		"resource_uri": text("Path of the snapshot in the API."),
		"name":         text("Name."),
		"drive":        text("UUID of the drive."),
		"status":       text("State: `available`, or what is being done, such as `creating`."),
		"timestamp":    text("Time of its creation, such as `2014-06-05 09:52:53.896622+00:00`."),
		"allocated_size": schema.Int64Attribute{
			MarkdownDescription: "Bytes that the snapshot takes: what was changed on the drive since.",
			Computed:            true,
		},
		"meta": schema.MapAttribute{
			MarkdownDescription: "Arbitrary data.", ElementType: types.StringType, Computed: true,
		},
		"tags": schema.SetAttribute{
			MarkdownDescription: "UUIDs of the tags.", ElementType: types.StringType, Computed: true,
		},
	}
}

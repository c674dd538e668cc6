package drive

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// dataSourceAttributes are what data sources tell of a drive.
func dataSourceAttributes() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":           text("UUID of the drive."),
		"uuid":         text("UUID of the drive, the same as `id`."),
		"resource_uri": text("Path of the drive in the API."),
		"name":         text("Name for people."),
		"media":        text("`disk` or `cdrom`."),
		"size":         schema.Int64Attribute{MarkdownDescription: "Size in bytes.", Computed: true},
		"storage_type": text("Storage type, such as `dssd`."),
		"status":       text("State: `unmounted` or `mounted`, or what is being done to the drive, such as `cloning_src`."),
		"allow_multimount": schema.BoolAttribute{
			MarkdownDescription: "Whether several servers can have the drive at once.", Computed: true,
		},
		"affinities": schema.SetAttribute{
			MarkdownDescription: "Groups that the drive belongs to.", ElementType: types.StringType, Computed: true,
		},
		"meta": schema.MapAttribute{
			MarkdownDescription: "Arbitrary data of the drive.", ElementType: types.StringType, Computed: true,
		},
		"tags": schema.SetAttribute{
			MarkdownDescription: "UUIDs of the tags of the drive.", ElementType: types.StringType, Computed: true,
		},
		"mounted_on": schema.ListNestedAttribute{
			MarkdownDescription: "Servers that have the drive.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"uuid": text("UUID of the server."), "resource_uri": text("Path of the server in the API."),
			}},
		},
		"licenses": schema.ListNestedAttribute{
			MarkdownDescription: "Licences that came with the drive of the library that it is a copy of.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"amount":       schema.Int64Attribute{MarkdownDescription: "How many.", Computed: true},
				"name":         text("Name in a subscription, such as `msft_7nq_00302`."),
				"long_name":    text("Name for people."),
				"type":         text("How it is billed, such as `instance`."),
				"user_metric":  text("What is counted, such as `smp`."),
				"burstable":    schema.BoolAttribute{MarkdownDescription: "Whether it can be used without a subscription.", Computed: true},
				"resource_uri": text("Path of the licence in the API."),
			}},
		},
	}
}

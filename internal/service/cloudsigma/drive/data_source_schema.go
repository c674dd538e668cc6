package drive

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// dataAttributes are what data sources tell of a drive.
func dataAttributes() map[string]schema.Attribute {
	text, number, flag := cloudsigmaentity.ShownText, cloudsigmaentity.ShownNumber, cloudsigmaentity.ShownFlag
	return map[string]schema.Attribute{
		"id": text("UUID of the drive."),
		"uuid": cloudsigmaentity.ShownKey("UUID of the drive, the same as `id`.",
			cloudsigmaentity.UUID()),
		"resource_uri":     text("Path of the drive in the API."),
		"name":             cloudsigmaentity.ShownKey("Name for people.", tfkit.NotBlank()),
		"media":            text("`disk` or `cdrom`."),
		"size":             number("Size in bytes."),
		"storage_type":     text("Storage type, such as `dssd`."),
		"status":           text("State: `unmounted` or `mounted`, or what is being done to the drive, such as `cloning_src`."),
		"allow_multimount": flag("Whether several servers can have the drive at once."),
		"affinities":       cloudsigmaentity.ShownTexts("Groups that the drive belongs to."),
		"iops":             number("The most input and output operations per second; null without a limit of its own."),
		"meta":             cloudsigmaentity.ShownTextMap("Arbitrary data of the drive."),
		"tags":             cloudsigmaentity.ShownTexts("UUIDs of the tags of the drive."),
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
				"amount":       number("How many."),
				"name":         text("Name in a subscription, such as `msft_7nq_00302`."),
				"long_name":    text("Name for people."),
				"type":         text(describedLicenseType),
				"user_metric":  text("What is counted, such as `smp`."),
				"burstable":    flag("Whether it can be used without a subscription."),
				"resource_uri": text("Path of the licence in the API."),
			}},
		},
	}
}

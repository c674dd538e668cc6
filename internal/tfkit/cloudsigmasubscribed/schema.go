package cloudsigmasubscribed

import (
	"errors"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	datasource "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// Schema is the schema of a resource that adopts a noun ("VLAN") by an identifier ("UUID of the VLAN"), with
// attributes of its own.
func Schema(noun, identifier string, valid validator.String, own map[string]schema.Attribute) schema.Schema {
	meta := cloudsigmaentity.MetaAttribute(noun)
	meta.MarkdownDescription += " The name, which the API keeps in the key `name`, is no part of it."
	meta.Validators = append(meta.Validators, mapvalidator.KeysAre(notName()))
	attributes := map[string]schema.Attribute{
		"id": cloudsigmaentity.FixedText("The same as `uuid`."),
		"uuid": schema.StringAttribute{
			MarkdownDescription: identifier + ", as the account has it by subscription. Another one replaces the resource, " +
				"which changes nothing of this one.",
			Required: true, PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplace()},
			Validators: []validator.String{valid},
		},
		"resource_uri": cloudsigmaentity.FixedText("Path of the " + noun + " in the API."),
		"subscription_id": schema.Int64Attribute{
			MarkdownDescription: "Number of the subscription.",
			Computed:            true,
		},
		"name": schema.StringAttribute{
			MarkdownDescription: "Name for people. If it is not set, the name that is there is left alone; `\"\"` removes it.",
			Optional:            true, Computed: true,
		},
		"meta": meta,
		"tags": cloudsigmaentity.TagsAttribute(noun),
	}
	maps.Copy(attributes, own)
	return schema.Schema{
		MarkdownDescription: "Name, meta and tags of the " + noun + " with this `uuid`, which the account has by subscription at CloudSigma. " +
			"The resource adopts it as it is and changes what is configured. Destroying the resource changes nothing: the " + noun + " stays with " +
			"its name, meta and tags until the subscription ends, and is no longer managed.",
		Attributes: attributes,
	}
}

func notName() validator.String {
	return tfkit.TextValidator{Rule: "not be name", Check: func(key string) error {
		if key == cloudsigma.MetaName {
			return errors.New("it is the name, which has an attribute of its own")
		}
		return nil
	}}
}

// ShownAttributes are the attributes of a Model in data sources, with own ones. The rest is as in Schema.
func ShownAttributes(
	noun, identifier string, valid validator.String, own map[string]datasource.Attribute,
) map[string]datasource.Attribute {
	attributes := map[string]datasource.Attribute{
		"id":           cloudsigmaentity.ShownText("The same as `uuid`."),
		"uuid":         cloudsigmaentity.ShownKey(identifier+".", valid),
		"name":         cloudsigmaentity.ShownKey("Name for people; empty if there is none.", tfkit.NotBlank()),
		"resource_uri": cloudsigmaentity.ShownText("Path of the " + noun + " in the API."),
		"subscription_id": cloudsigmaentity.ShownNumber(
			"Number of the subscription by which the account has the " + noun + "; null if there is none."),
		"meta": cloudsigmaentity.ShownTextMap("Arbitrary data of the " + noun + ", without the name."),
		"tags": cloudsigmaentity.ShownTexts("UUIDs of the tags of the " + noun + "."),
	}
	maps.Copy(attributes, own)
	return attributes
}

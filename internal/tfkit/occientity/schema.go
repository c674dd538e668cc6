package occientity

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// IDAttribute is the id of an entity; example is its path on the endpoint, such as /storage/4a7c.
func IDAttribute(noun, example string) schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Path of the " + noun + " on the endpoint, such as `" + example + "`.",
		Computed:            true,
		PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}

// MixinsAttribute are further mixins that an entity is made with.
func MixinsAttribute(noun string) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: "Mixins, as type identifiers `scheme#term`. A change replaces the " + noun + ".",
		ElementType:         types.StringType,
		Optional:            true,
		Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(TypeIdentifier())},
		PlanModifiers:       []planmodifier.Set{ReplaceSet()},
	}
}

// FurtherAttributes are OCCI attributes that have no argument of their own.
func FurtherAttributes(noun string, withArgument ...string) schema.MapAttribute {
	return schema.MapAttribute{
		MarkdownDescription: "Further OCCI attributes. A change replaces the " + noun + ".",
		ElementType:         types.StringType,
		Optional:            true,
		Validators: []validator.Map{
			mapvalidator.NoNullValues(), mapvalidator.ValueStringsAre(Text()), AttributeNames(withArgument...),
		},
		PlanModifiers: []planmodifier.Map{ReplaceMap()},
	}
}

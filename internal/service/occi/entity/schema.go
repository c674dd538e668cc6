package entity

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func linkAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"links": schema.ListNestedAttribute{
			MarkdownDescription: "Links to make in the same request, for kinds that cannot be without. They are not looked at " +
				"later: a link that may change is an `occi_link`. A change replaces the entity.",
			Optional:      true,
			Validators:    []validator.List{listvalidator.SizeAtLeast(1)},
			PlanModifiers: []planmodifier.List{occientity.ReplaceList()},
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"kind": schema.StringAttribute{
					MarkdownDescription: "Type identifier of the kind of link.",
					Required:            true,
					Validators:          []validator.String{occientity.TypeIdentifier()},
				},
				"target_id": schema.StringAttribute{
					MarkdownDescription: "The `id` of what the entity is linked to, or the URL of something that another server has, such as " +
						"storage that is managed by CDMI, where the server takes it.",
					Required:   true,
					Validators: []validator.String{occientity.LinkTarget()},
				},
				"mixins": schema.SetAttribute{
					MarkdownDescription: "Mixins of the link, as type identifiers.",
					ElementType:         types.StringType,
					Optional:            true,
					Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(occientity.TypeIdentifier())},
				},
				"attributes": schema.MapAttribute{
					MarkdownDescription: "Attributes of the link by their names, written as text.",
					ElementType:         types.StringType,
					Optional:            true,
					Validators: []validator.Map{
						mapvalidator.NoNullValues(), mapvalidator.ValueStringsAre(occientity.Text()),
						occientity.AttributeNames(infrastructure.AttributeSource, infrastructure.AttributeTarget),
					},
				},
			}},
		},
	}
}

package tag

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		Version: cloudsigmaentity.SuccessorVersion,
		MarkdownDescription: "A tag: a label for servers, drives, IP addresses, VLANs and firewall policies of CloudSigma, by which they " +
			"are found and shared (`cloudsigma_acl`). An entity gets it by its own `tags`, or by `resources` here. " +
			"Destroying the tag takes it off everything that has it; the entities stay.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name for people; it need not be unique.",
				Required:            true,
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"meta": cloudsigmaentity.MetaAttribute("tag"),
			"resources": schema.SetAttribute{
				MarkdownDescription: "UUIDs of entities (of IP addresses: the address) that shall have the tag. What is taken out " +
					"of the list loses it; others that have the tag, by their own `tags` or otherwise, are left alone and not shown. " +
					"An entity whose own `tags` are set has to have the tag there, else each of the two undoes the other.",
				ElementType: types.StringType,
				Optional:    true,
				Validators:  []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NotBlank())},
			},
			"id":           cloudsigmaentity.FixedText("UUID of the tag."),
			"uuid":         cloudsigmaentity.FixedText("UUID of the tag, the same as `id`."),
			"resource_uri": cloudsigmaentity.FixedText("Its path in the API."),
		},
	}
}

func dataAttributes() map[string]data.Attribute {
	return map[string]data.Attribute{
		"id":           cloudsigmaentity.ShownText("UUID of the tag."),
		"uuid":         cloudsigmaentity.ShownText("UUID of the tag, the same as `id`."),
		"name":         cloudsigmaentity.ShownText("Name for people."),
		"resource_uri": cloudsigmaentity.ShownText("Its path in the API."),
		"owner":        cloudsigmaentity.ShownText("UUID of the account that owns it."),
		"meta":         cloudsigmaentity.ShownTextMap("Arbitrary data of the tag."),
		"resources":    cloudsigmaentity.ShownTexts("UUIDs of what has the tag; of IP addresses the address."),
		"resources_by_type": data.MapAttribute{
			MarkdownDescription: "The same by type: `servers`, `drives`, `ips`, `vlans`, … A type that nothing has is missing.",
			Computed:            true, ElementType: types.SetType{ElemType: types.StringType},
		},
	}
}

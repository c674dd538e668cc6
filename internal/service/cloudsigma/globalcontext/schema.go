package globalcontext

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "The global context of the account: values that all its servers find under `global_context` on their second " +
			"serial port, next to their own definition. An account has one, so it can have one such resource, which manages all of it. " +
			"If there are values already, import it.",
		Attributes: map[string]schema.Attribute{
			"values": schema.MapAttribute{
				MarkdownDescription: "All of the values, as `{ key = \"value\" }`. Keys have at most 32 characters. Do not put secrets " +
					"here: every server can read it.",
				ElementType: types.StringType,
				Required:    true,
				Validators:  []validator.Map{mapvalidator.KeysAre(cloudsigmaentity.MetaKey()), mapvalidator.NoNullValues()},
			},
			"id": cloudsigmaentity.FixedText("Always `global_context`."),
		},
	}
}

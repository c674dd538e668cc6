package acl

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	data "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

const (
	permissions = "What is permitted: `LIST` and `EDIT`, of servers also `START`, `STOP` and `OPEN_VNC`, of drives, IP addresses, " +
		"VLANs and firewall policies `ATTACH`, of servers and drives `CLONE`. Without `LIST` the others are of no use. A permission " +
		"that does not apply to something does no harm."
	grantees = "UUIDs of the accounts that get the permissions. An account finds its own in its profile (`cloudsigma_profile`)."
	tags     = "UUIDs of tags: the permissions are for all that has one of them, now or later."
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "An access control list (ACL): it permits other accounts to use what has one of its tags: servers, drives, IP " +
			"addresses, VLANs, firewall policies. Several ACLs add up.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name for people; it need not be unique.",
				Required:            true,
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"permissions":  texts(permissions, tfkit.NotBlank()),
			"grantees":     texts(grantees, cloudsigmaentity.UUID()),
			"tags":         texts(tags, cloudsigmaentity.UUID()),
			"meta":         cloudsigmaentity.MetaAttribute("ACL"),
			"id":           cloudsigmaentity.FixedText("UUID of the ACL."),
			"uuid":         cloudsigmaentity.FixedText("UUID of the ACL, the same as `id`."),
			"resource_uri": cloudsigmaentity.FixedText("Its path in the API."),
		},
	}
}

func texts(description string, each validator.String) schema.SetAttribute {
	return schema.SetAttribute{
		MarkdownDescription: description + " `[]` is none.",
		ElementType:         types.StringType,
		Required:            true,
		Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(each)},
	}
}

func dataAttributes() map[string]data.Attribute {
	return map[string]data.Attribute{
		"id":           cloudsigmaentity.ShownText("UUID of the ACL."),
		"uuid":         cloudsigmaentity.ShownText("UUID of the ACL, the same as `id`."),
		"name":         cloudsigmaentity.ShownText("Name for people."),
		"resource_uri": cloudsigmaentity.ShownText("Its path in the API."),
		"owner":        cloudsigmaentity.ShownText("UUID of the account that owns it. It may be another one, which grants something to this account."),
		"permissions":  cloudsigmaentity.ShownTexts(permissions),
		"grantees":     cloudsigmaentity.ShownTexts("UUIDs of the accounts that get the permissions."),
		"tags":         cloudsigmaentity.ShownTexts(tags),
		"meta":         cloudsigmaentity.ShownTextMap("Arbitrary data of the ACL."),
	}
}

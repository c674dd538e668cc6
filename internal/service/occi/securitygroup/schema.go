package securitygroup

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema() schema.Schema {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	return schema.Schema{
		MarkdownDescription: "A security group: on OpenStack a user-defined mixin. Rules are `occi_security_rule`. All changes " +
			"replace the group, and with it its rules and the VMs that have it.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Path of the group on the endpoint, the same as `location`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"term": schema.StringAttribute{
				MarkdownDescription: "Name of the group within its scheme, such as `my_grp`; also its name in Nova. Letters, " +
					"digits, `-`, `_` and `.`.",
				Required:      true,
				Validators:    []validator.String{term()},
				PlanModifiers: replace,
			},
			"scheme": schema.StringAttribute{
				MarkdownDescription: "URI of your own that ends with `#`, such as `http://www.mystuff.org/sec#`.",
				Required:            true,
				Validators:          []validator.String{scheme()},
				PlanModifiers:       replace,
			},
			"title": schema.StringAttribute{
				MarkdownDescription: "Name for people; a change replaces the group too. occi-os does not keep it; it is then kept from the configuration.",
				Optional:            true, Computed: true,
				Validators:    []validator.String{tfkit.NotBlank(), title()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), occientity.ReplaceText()},
			},
			"location": schema.StringAttribute{
				MarkdownDescription: "Path for the members of the group, such as `/mygroups/`. Default: `/` + term + `/`.",
				Optional:            true, Computed: true,
				Validators: []validator.String{location()},
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown(),
				},
			},
			"type_identifier": schema.StringAttribute{
				MarkdownDescription: "Type identifier of the group, `scheme#term`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
	}
}

package securitygroup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// What the attributes are, for the resource and the data sources.
const (
	idDescription = "What other resources name the group by: its location where it is a mixin, such as `/mygroups/`, else the " +
		"path of the entity, such as `/securitygroup/4a7c`."
	termDescription = "Name of the group within its scheme, such as `my_grp`; also its name in Nova. Letters, digits, `-`, " +
		"`_` and `.`."
	locationDescription       = "Path where the mixin lists its rules and VMs, such as `/mygroups/`."
	typeIdentifierDescription = "Type identifier of the mixin, `scheme#term`; null where groups are a kind."
	rulesDescription          = "The `id`s of the rules that let connections in, as of the last refresh."
	membersDescription        = "The `id`s of the VMs in the group, as far as the server tells: occi-os does not list VMs that were " +
		"made with the group, but those that others added to the mixin, which have no effect there. "
)

func resourceSchema(ctx context.Context) schema.Schema {
	keep := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	ofMixin := []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown()}
	set := schema.SetAttribute{
		ElementType: types.StringType, Computed: true,
		PlanModifiers: []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
	}
	rules, members := set, set
	rules.MarkdownDescription = rulesDescription
	members.MarkdownDescription = membersDescription + "Null where groups are a kind; there the data source tells them."
	return schema.Schema{
		MarkdownDescription: "A security group, without its rules, which are `occi_security_rule`. On servers of the OpenStack " +
			"guide it is a mixin, which needs `term` and `scheme`. On servers of OCCI 1.2 with the kind `securitygroup` it is an " +
			"entity, of which `title` is all there is to choose. ooi has no security groups in OCCI; a plan says so.\n\n" +
			"VMs join a group by `security_groups` of `occi_compute`, or one by one by `occi_security_group_association`.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{MarkdownDescription: idDescription, Computed: true, PlanModifiers: keep},
			"term": schema.StringAttribute{
				MarkdownDescription: termDescription + " Needed where groups are mixins, refused elsewhere. A change replaces the group.",
				Optional:            true, Computed: true,
				Validators:    []validator.String{term()},
				PlanModifiers: ofMixin,
			},
			"scheme": schema.StringAttribute{
				MarkdownDescription: "URI of your own that ends with `#`, such as `http://www.mystuff.org/sec#`. Needed where groups " +
					"are mixins, refused elsewhere. A change replaces the group.",
				Optional: true, Computed: true,
				Validators:    []validator.String{scheme()},
				PlanModifiers: ofMixin,
			},
			"title": schema.StringAttribute{
				MarkdownDescription: "Name for people. A change replaces a group that is a mixin. occi-os does not keep it; it is then " +
					"kept from the configuration.",
				Optional: true, Computed: true,
				Validators:    []validator.String{tfkit.NotBlank(), title()},
				PlanModifiers: keep,
			},
			"location": schema.StringAttribute{
				MarkdownDescription: locationDescription + " Default: `/` + term + `/`. Refused where groups are a kind. A change " +
					"replaces the group.",
				Optional: true, Computed: true,
				Validators:    []validator.String{location()},
				PlanModifiers: ofMixin,
			},
			"type_identifier": schema.StringAttribute{
				MarkdownDescription: typeIdentifierDescription, Computed: true, PlanModifiers: keep,
			},
			"rules":   rules,
			"members": members,
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Delete: true, DeleteDescription: "Time for the group to disappear, where groups are a kind. Default `5m`.",
			}),
		},
	}
}

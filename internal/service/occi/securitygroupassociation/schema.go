package securitygroupassociation

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	return schema.Schema{
		MarkdownDescription: "That a VM is in a security group, be it running or not. All changes replace the association. Do not use " +
			"it for a VM with the argument `security_groups`: that VM is in the groups which it names and no others, so each apply " +
			"would undo what the other did.\n\nNot for occi-os, which takes a VM into groups only when it is made: a plan says so. " +
			"Use `security_groups` of `occi_compute` there.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the VM, `|`, and the `id` of the group; where groups are a kind, the path of the link.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"compute_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the `occi_compute`.",
				Required:            true,
				Validators:          []validator.String{occientity.EntityPath()},
				PlanModifiers:       replace,
			},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the `occi_security_group`. Where groups are mixins also its type identifier " +
					"`scheme#term`, or a term that is unique.",
				Required:      true,
				Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers: replace,
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Delete: true, DeleteDescription: "Time for a link to disappear. Default `5m`.",
			}),
		},
	}
}

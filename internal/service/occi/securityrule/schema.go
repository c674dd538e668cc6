package securityrule

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema(ctx context.Context) schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A rule of a security group: lets connections in. All changes replace the rule.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Path of the rule on the endpoint.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the `occi_security_group`, its type identifier `scheme#term`, or a term that is unique.",
				Required:            true,
				Validators:          []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"protocol": schema.StringAttribute{
				MarkdownDescription: "Protocol: `TCP`, `UDP` or `ICMP` on OpenStack, in any case.",
				Required:            true,
				Validators:          []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"from_port": port("First port, 1 to 65535."),
			"to_port": port("Last port, 1 to 65535, also for ICMP. occi-os opens this port alone, whatever `from_port` is; a range " +
				"is refused there."),
			"range": schema.StringAttribute{
				MarkdownDescription: "Addresses that may connect, such as `192.0.2.0/24` or `0.0.0.0/0`.",
				Required:            true,
				Validators:          []validator.String{tfkit.CIDR()},
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Delete: true, DeleteDescription: "Time for the rule to disappear. Default `5m`.",
			}),
		},
	}
}

func port(description string) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description,
		Required:            true,
		Validators:          []validator.Int64{int64validator.Between(1, 65535)},
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.RequiresReplace()},
	}
}

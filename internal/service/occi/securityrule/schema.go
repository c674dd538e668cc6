package securityrule

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// What the attributes are, for the resource and the data source.
const (
	idDescription = "Path of the rule on the endpoint, such as `/network/security/rule/4a7c`. Where groups are a kind, a rule is a " +
		"part of its group: the path of that, `#`, and what the rule says, such as `/securitygroup/4a7c#tcp:22-22:0.0.0.0/0` or " +
		"`/securitygroup/4a7c#icmp:all:0.0.0.0/0`."
	rangeDescription = "Addresses that may connect, such as `192.0.2.0/24` or `0.0.0.0/0`."
)

func resourceSchema(ctx context.Context) schema.Schema {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	return schema.Schema{
		MarkdownDescription: "A rule of a security group: lets connections in. All changes replace the rule. Where groups are a kind " +
			"(OCCI 1.2) the rules are an attribute of their group: the provider adds this one to it, and leaves the others alone.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: idDescription, Computed: true,
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"group_id": schema.StringAttribute{
				MarkdownDescription: "The `id` of the `occi_security_group`. Where groups are mixins also its type identifier " +
					"`scheme#term`, or a term that is unique.",
				Required:      true,
				Validators:    []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers: replace,
			},
			"protocol": schema.StringAttribute{
				MarkdownDescription: "Protocol: `TCP`, `UDP` or `ICMP`, in any case. Where groups are a kind, `all` stands for all of them.",
				Required:            true,
				Validators:          []validator.String{tfkit.NotBlank(), occientity.Text()},
				PlanModifiers:       replace,
			},
			"from_port": port("First port, 1 to 65535. Leave both ports out for all ports; only servers where groups are a kind take that.",
				"to_port"),
			"to_port": port("Last port, 1 to 65535. occi-os opens this port alone, whatever `from_port` is; a range is refused there. "+
				"ICMP has no ports: leave them out where groups are a kind. OpenStack takes `from_port` for the type and `to_port` "+
				"for the code of the message; occi-os wants `to_port` from 1 on and uses it for both, so that it cannot let a ping "+
				"(type 8, code 0) in.", "from_port"),
			"range": schema.StringAttribute{
				MarkdownDescription: rangeDescription,
				Required:            true,
				Validators:          []validator.String{tfkit.CIDR()},
				PlanModifiers:       replace,
			},
			"timeouts": timeouts.Attributes(ctx, timeouts.Opts{
				Delete: true, DeleteDescription: "Time for the rule to disappear. Default `5m`.",
			}),
		},
	}
}

func port(description, other string) schema.Int64Attribute {
	return schema.Int64Attribute{
		MarkdownDescription: description,
		Optional:            true,
		Validators:          []validator.Int64{int64validator.Between(1, 65535), int64validator.AlsoRequires(path.MatchRoot(other))},
		PlanModifiers:       []planmodifier.Int64{int64planmodifier.RequiresReplace()},
	}
}

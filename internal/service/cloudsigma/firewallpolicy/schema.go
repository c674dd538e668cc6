package firewallpolicy

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

func resourceSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "A firewall policy at CloudSigma: rules for the public network interfaces that name it in " +
			"`firewall_policy_uuid` of a `cloudsigma_server`. Changes reach running servers within 30 seconds. A policy can be " +
			"deleted only while all servers that have it are stopped. Not every location has firewall policies.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "Name for people; it need not be unique.",
				Required:            true,
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"rules": schema.ListNestedAttribute{
				MarkdownDescription: "Rules, applied in this order. If it is not set or `[]`, the policy has none. CloudSigma does not document what " +
					"becomes of a packet that no rule matches, so close with one that matches all, such as " +
					"`{ action = \"drop\", direction = \"in\" }`.",
				Optional:   true,
				Validators: []validator.List{listvalidator.NoNullValues()},
				NestedObject: schema.NestedAttributeObject{
					Attributes: ruleAttributes(), Validators: []validator.Object{openRule{}},
				},
			},
			"meta":         cloudsigmaentity.MetaAttribute("policy"),
			"tags":         cloudsigmaentity.TagsAttribute("policy"),
			"id":           cloudsigmaentity.FixedText("UUID of the policy."),
			"uuid":         cloudsigmaentity.FixedText("UUID of the policy, the same as `id`."),
			"resource_uri": cloudsigmaentity.FixedText("Path of the policy in the API."),
		},
	}
}

func ruleAttributes() map[string]schema.Attribute {
	const address = "address or range, such as `192.0.2.7` or `192.0.2.0/24`; all others with a leading `!`. If it is not " +
		"set, any."
	const port = "port or range of ports, such as `22` or `1:1024`; all others with a leading `!`. If it is not set, any."
	return map[string]schema.Attribute{
		"action": schema.StringAttribute{
			MarkdownDescription: "`accept` or `drop`.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf("accept", "drop")},
		},
		"direction": schema.StringAttribute{
			MarkdownDescription: "Packets to the server (`in`), from it (`out`) or `both`.",
			Required:            true,
			Validators:          []validator.String{stringvalidator.OneOf("in", "out", "both")},
		},
		"ip_proto": schema.StringAttribute{
			MarkdownDescription: "`tcp` or `udp`. If it is not set, any.",
			Optional:            true,
			Validators:          []validator.String{stringvalidator.OneOf("tcp", "udp")},
		},
		"src_ip": schema.StringAttribute{
			MarkdownDescription: "Source " + address,
			Optional:            true, Validators: []validator.String{network()},
		},
		"src_port": schema.StringAttribute{
			MarkdownDescription: "Source " + port,
			Optional:            true, Validators: []validator.String{ports()},
		},
		"dst_ip": schema.StringAttribute{
			MarkdownDescription: "Destination " + address,
			Optional:            true, Validators: []validator.String{network()},
		},
		"dst_port": schema.StringAttribute{
			MarkdownDescription: "Destination " + port,
			Optional:            true, Validators: []validator.String{ports()},
		},
		"comment": schema.StringAttribute{
			MarkdownDescription: "Remark for people.",
			Optional:            true, Validators: []validator.String{tfkit.NotBlank()},
		},
	}
}

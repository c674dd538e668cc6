package firewallpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// shownModel is a policy as the data sources show it.
type shownModel struct {
	model

	Servers types.Set `tfsdk:"servers"`
}

func show(ctx context.Context, policy *cloudsigma.FirewallPolicy, diagnostics *diag.Diagnostics) shownModel {
	shown := shownModel{Servers: cloudsigmaentity.ShownReferences(policy.Servers)}
	// Other than in a resource no rules are an empty list.
	shown.Rules = types.ListValueMust(ruleType(), []attr.Value{})
	shown.show(ctx, policy, diagnostics)
	return shown
}

func dataSources() cloudsigmaentity.Shown[cloudsigma.FirewallPolicy, shownModel] {
	return cloudsigmaentity.Shown[cloudsigma.FirewallPolicy, shownModel]{
		TypeName: "cloudsigma_firewall_policy", PluralTypeName: "cloudsigma_firewall_policies", List: "firewall_policies",
		Noun: "firewall policy", Plural: "firewall policies",
		Identifier: "UUID of the policy", ValidIdentifier: cloudsigmaentity.UUID(),
		Attributes: shownAttributes(),
		Entities: func(client *cloudsigma.Client) *cloudsigma.Reader[cloudsigma.FirewallPolicy] {
			return &client.FirewallPolicies.Reader
		},
		Fields: func(policy *cloudsigma.FirewallPolicy) cloudsigmaentity.Fields {
			return cloudsigmaentity.Fields{
				"uuid": policy.UUID, "name": policy.Definition.Name, "resource_uri": policy.ResourceURI,
				"servers": cloudsigmaentity.UUIDs(policy.Servers), "tags": cloudsigmaentity.UUIDs(policy.Definition.Tags),
			}
		},
		Show: show,
	}
}

func shownAttributes() map[string]schema.Attribute {
	rule := map[string]schema.Attribute{}
	for name, description := range map[string]string{
		"action":    "`accept` or `drop`.",
		"direction": "Packets to the server (`in`), from it (`out`) or `both`.",
		"ip_proto":  "`tcp` or `udp`; null is any.",
		"src_ip":    "Source address or range, such as `192.0.2.0/24`; all others with a leading `!`; null is any.",
		"src_port":  "Source port or range of ports, such as `1:1024`; all others with a leading `!`; null is any.",
		"dst_ip":    "Destination address or range; all others with a leading `!`; null is any.",
		"dst_port":  "Destination port or range of ports; all others with a leading `!`; null is any.",
		"comment":   "Remark for people.",
	} {
		rule[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	set := func(description string) schema.Attribute {
		return schema.SetAttribute{MarkdownDescription: description, ElementType: types.StringType, Computed: true}
	}
	return map[string]schema.Attribute{
		"rules": schema.ListNestedAttribute{
			MarkdownDescription: "Rules, applied in this order, as CloudSigma shows them: `192.0.2.7` is `192.0.2.7/32`.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: rule},
		},
		"servers": set("UUIDs of the servers with a network interface that has the policy."),
		"tags":    set("UUIDs of the tags of the policy."),
		"meta": schema.MapAttribute{
			MarkdownDescription: "Arbitrary data of the policy.", ElementType: types.StringType, Computed: true,
		},
	}
}

// NewDataSource returns the data source cloudsigma_firewall_policy.
func NewDataSource() datasource.DataSource { return dataSources().NewDataSource() }

// NewPluralDataSource returns the data source cloudsigma_firewall_policies.
func NewPluralDataSource() datasource.DataSource { return dataSources().NewPluralDataSource() }

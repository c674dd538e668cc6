package firewallpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// dataModel is a policy as the data sources show it.
type dataModel struct {
	model

	Servers types.Set `tfsdk:"servers"`
}

func showData(policy *cloudsigma.FirewallPolicy) dataModel {
	shown := dataModel{Servers: cloudsigmaentity.ShownReferences(policy.Servers)}
	// Other than in a resource no rules are an empty list.
	shown.Rules = []ruleModel{}
	shown.Show(policy)
	return shown
}

// kind is what both data sources are made from.
var kind = cloudsigmaentity.Kind[cloudsigma.FirewallPolicy, dataModel]{
	Name: "firewall_policy", Plural: "firewall_policies", Noun: "firewall policy", Nouns: "firewall policies",
	Description:       "A firewall policy of the account: rules for public network interfaces.",
	PluralDescription: "The firewall policies of the account",
	Keys:              []string{"uuid", "name"},
	Attributes:        dataAttributes(),
	List: func(ctx context.Context, client *cloudsigma.Client) ([]cloudsigma.FirewallPolicy, error) {
		return client.FirewallPolicies.List(ctx)
	},
	Get: func(ctx context.Context, client *cloudsigma.Client, uuid string) (*cloudsigma.FirewallPolicy, error) {
		return client.FirewallPolicies.Get(ctx, uuid)
	},
	Show: showData,
}

// Constructors of the data sources.
var (
	NewDataSource       = kind.NewDataSource
	NewPluralDataSource = kind.NewPluralDataSource
)

func dataAttributes() map[string]schema.Attribute {
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
		rule[name] = cloudsigmaentity.ShownText(description)
	}
	return map[string]schema.Attribute{
		"rules": schema.ListNestedAttribute{
			MarkdownDescription: "Rules, applied in this order, as CloudSigma shows them: `192.0.2.7` is `192.0.2.7/32`.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: rule},
		},
		"id":           cloudsigmaentity.ShownText("The same as `uuid`."),
		"uuid":         cloudsigmaentity.ShownKey("UUID of the policy.", cloudsigmaentity.UUID()),
		"name":         cloudsigmaentity.ShownKey("Name for people.", tfkit.NotBlank()),
		"resource_uri": cloudsigmaentity.ShownText("Path of the policy in the API."),
		"servers":      cloudsigmaentity.ShownTexts("UUIDs of the servers with a network interface that has the policy."),
		"tags":         cloudsigmaentity.ShownTexts("UUIDs of the tags of the policy."),
		"meta":         cloudsigmaentity.ShownTextMap("Arbitrary data of the policy."),
	}
}

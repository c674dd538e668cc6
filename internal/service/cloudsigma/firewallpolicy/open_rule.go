package firewallpolicy

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
)

// openRule is a validator that warns of a rule which accepts all that comes in. Terraform drops what it does not know
// in the objects of an attribute, so `protocol = "tcp"` for `ip_proto = "tcp"` would open a server without a word.
type openRule struct{}

// Description implements validator.Describer.
func (openRule) Description(context.Context) string { return "a rule should say what it accepts" }

// MarkdownDescription implements validator.Describer.
func (v openRule) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject implements validator.Object.
func (openRule) ValidateObject(ctx context.Context, request validator.ObjectRequest, response *validator.ObjectResponse) {
	if request.ConfigValue.IsNull() || request.ConfigValue.IsUnknown() {
		return
	}
	var rule ruleModel
	response.Diagnostics.Append(request.ConfigValue.As(ctx, &rule, basetypes.ObjectAsOptions{})...)
	if response.Diagnostics.HasError() || !rule.isOpen() {
		return
	}
	response.Diagnostics.AddAttributeWarning(request.Path, "The rule accepts everything that comes in",
		"It has no ip_proto, src_ip, src_port, dst_ip or dst_port, so no rule after it counts for what comes in. If it should have: "+
			"Terraform drops misspelt names in the rules without a word.")
}

// isOpen tells whether a rule accepts every packet to the server.
func (r *ruleModel) isOpen() bool {
	if r.Action.ValueString() != "accept" || r.Direction.ValueString() != "in" && r.Direction.ValueString() != "both" {
		return false
	}
	return r.Protocol.IsNull() && r.SourceIP.IsNull() && r.SourcePort.IsNull() &&
		r.DestinationIP.IsNull() && r.DestinationPort.IsNull()
}

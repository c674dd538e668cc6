package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// forgetDefaultNIC takes the NIC of a server without network blocks out of a state of the official provider, which
// shows the NICs whether blocks are configured or not. That a single public NIC with dhcp comes from no block is
// as its documentation has it; to a configuration that has one, the next apply adds the block without a request.
func forgetDefaultNIC(ctx context.Context, state *tfsdk.State) diag.Diagnostics {
	var networks types.List
	diagnostics := state.GetAttribute(ctx, path.Root("network"), &networks)
	blocks := networkBlocks(ctx, networks, &diagnostics)
	if len(blocks) == 1 && blocks[0] == (networkModel{Type: types.StringValue(cloudsigma.ConfDHCP)}) {
		diagnostics.Append(state.SetAttribute(ctx, path.Root("network"), []networkModel{})...)
	}
	return diagnostics
}

// blankStays is for attributes that are null if they are not configured, but have the empty text for that in a state of
// the official provider: it stays, so that there is nothing to change. They have to be computed for that.
type blankStays struct{}

// Description implements planmodifier.Describer.
func (blankStays) Description(context.Context) string { return "Not set is null." }

// MarkdownDescription implements planmodifier.Describer.
func (m blankStays) MarkdownDescription(ctx context.Context) string { return m.Description(ctx) }

// PlanModifyString implements planmodifier.String.
func (blankStays) PlanModifyString(_ context.Context, request planmodifier.StringRequest, response *planmodifier.StringResponse) {
	if !request.ConfigValue.IsNull() {
		return
	}
	response.PlanValue = types.StringNull()
	if !request.StateValue.IsNull() && request.StateValue.ValueString() == "" {
		response.PlanValue = request.StateValue
	}
}

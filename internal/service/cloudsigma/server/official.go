package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
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
	blocks := elements[networkModel](ctx, networks, &diagnostics)
	if len(blocks) == 1 && blocks[0] == (networkModel{Type: types.StringValue(cloudsigma.ConfDHCP)}) {
		diagnostics.Append(state.SetAttribute(ctx, path.Root("network"), []networkModel{})...)
	}
	return diagnostics
}

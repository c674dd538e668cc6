package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// claim says what of the server the configuration manages by blocks. What is attached to it by resources of
// their own would be detached again by them, and so on for ever.
func (r *Resource) claim(config *model, id types.String, diagnostics *diag.Diagnostics) {
	if !cloudsigmaentity.IsSet(id) {
		return
	}
	if len(config.Drives.Elements()) > 0 {
		r.Claim(cloudsigmaserver.Drives(id.ValueString()), cloudsigmaserver.DriveBlocks, path.Root("drive"), diagnostics)
	}
	if len(config.Networks.Elements()) > 0 {
		r.Claim(cloudsigmaserver.FirewallPolicies(id.ValueString()), cloudsigmaserver.NetworkBlocks, path.Root("network"), diagnostics)
	}
}

// importedKey is the private-state key that tells that the server was imported and not updated since.
const importedKey = "imported"

// noteImport notes whether the server was imported and not updated since.
func noteImport(ctx context.Context, private privateState, imported bool, diagnostics *diag.Diagnostics) {
	noteFlag(ctx, private, importedKey, imported, diagnostics)
}

// disownBlocks takes the drives of an import for what nobody has configured if the plan has no blocks: they may
// be attached by resources of their own, and stay.
func (m *model) disownBlocks(ctx context.Context, plan *model, private privateState, diagnostics *diag.Diagnostics) {
	if flag(ctx, private, importedKey, diagnostics) && !hasBlocks(plan.Drives) {
		m.Drives = plan.Drives
	}
}

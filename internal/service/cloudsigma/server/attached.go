package server

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
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
func noteImport(ctx context.Context, private tfkit.PrivateState, imported bool, diagnostics *diag.Diagnostics) {
	noteFlag(ctx, private, importedKey, imported, diagnostics)
}

// disownBlocks takes the drives of an import for what nobody has configured if the plan has no blocks: they may
// be attached by resources of their own, and stay.
func (m *model) disownBlocks(ctx context.Context, plan *model, private tfkit.PrivateState, diagnostics *diag.Diagnostics) {
	if flag(ctx, private, importedKey, diagnostics) && !hasBlocks(plan.Drives) {
		m.Drives = plan.Drives
	}
}

// tellOfBlocks tells that what blocks described stays on the server. A plan without them shows all of them as removed,
// which Terraform lets no provider change, and which looks like a detachment.
func (m *model) tellOfBlocks(ctx context.Context, plan *model, private tfkit.PrivateState, diagnostics *diag.Diagnostics) {
	stay := func(what, block string) {
		diagnostics.AddWarning("The "+what+" stay",
			fmt.Sprintf("The plan shows each %[1]s block of the server %[2]s (%[3]s) as removed, because the configuration has none. "+
				"They leave the state only, and nothing is sent: the %[4]s of the server stay as they are.",
				block, m.Name.ValueString(), m.ID.ValueString(), what))
	}
	if hasBlocks(m.Drives) && !hasBlocks(plan.Drives) && flag(ctx, private, importedKey, diagnostics) {
		stay("drives", "drive")
	}
	if hasBlocks(m.Networks) && !hasBlocks(plan.Networks) {
		stay("NICs", "network")
	}
}

package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// definition is what to create.
func (m *model) definition(ctx context.Context, diagnostics *diag.Diagnostics) cloudsigma.ServerDefinition {
	var definition cloudsigma.ServerDefinition
	nothing := model{}
	m.change(ctx, &definition, &nothing, diagnostics)
	if len(m.Networks.Elements()) == 0 {
		definition.NICs = []cloudsigma.NIC{{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}}}
	}
	return definition
}

// change carries the differences between a prior state and the plan over into a definition, and nothing
// else: what somebody else changed meanwhile is not undone.
func (m *model) change(
	ctx context.Context, definition *cloudsigma.ServerDefinition, prior *model, diagnostics *diag.Diagnostics,
) {
	if !m.Name.Equal(prior.Name) {
		definition.Name = m.Name.ValueString()
	}
	if !m.VNCPassword.Equal(prior.VNCPassword) {
		definition.VNCPassword = cloudsigma.Secret(m.VNCPassword.ValueString())
	}
	m.changeSize(ctx, definition, prior, diagnostics)
	definition.Meta = m.changeMeta(ctx, definition.Meta, prior, diagnostics)
	if cloudsigmaentity.IsSet(m.Tags) && !m.Tags.Equal(prior.Tags) {
		definition.Tags = cloudsigmaentity.References(ctx, m.Tags)
	}
	if cloudsigmaentity.IsSet(m.SSHKeys) && !m.SSHKeys.Equal(prior.SSHKeys) {
		definition.PublicKeys = cloudsigmaentity.References(ctx, m.SSHKeys)
	}
	m.changeDrives(ctx, definition, prior, diagnostics)
	if m.changesNetworks(prior) {
		definition.NICs = connect(definition.NICs, blocks[networkModel](ctx, m.Networks, diagnostics))
	}
}

func (m *model) changeSize(
	ctx context.Context, definition *cloudsigma.ServerDefinition, prior *model, diagnostics *diag.Diagnostics,
) {
	if !m.CPU.Equal(prior.CPU) {
		definition.CPU = m.CPU.ValueInt64()
	}
	if !m.Memory.Equal(prior.Memory) {
		definition.Memory = m.Memory.ValueInt64()
	}
	if !m.SMP.Equal(prior.SMP) {
		// Unknown is nil: CloudSigma chooses by cpu.
		definition.SMP = nil
		if cloudsigmaentity.IsSet(m.SMP) {
			definition.SMP = m.SMP.ValueInt64Pointer()
		}
	}
	if cloudsigmaentity.IsSet(m.EnclavePageCaches) && !m.EnclavePageCaches.Equal(prior.EnclavePageCaches) {
		var sizes []int64
		diagnostics.Append(m.EnclavePageCaches.ElementsAs(ctx, &sizes, false)...)
		definition.EnclavePageCaches = []cloudsigma.EnclavePageCache{}
		for _, size := range sizes {
			definition.EnclavePageCaches = append(definition.EnclavePageCaches, cloudsigma.EnclavePageCache{Size: size})
		}
	}
}

func (m *model) changeDrives(
	ctx context.Context, definition *cloudsigma.ServerDefinition, prior *model, diagnostics *diag.Diagnostics,
) {
	if !m.changesDrives(prior) {
		return
	}
	wanted := blocks[driveModel](ctx, m.Drives, diagnostics)
	if len(wanted) == 0 {
		definition.Drives = detach(definition.Drives, blocks[driveModel](ctx, prior.Drives, diagnostics))
		return
	}
	definition.Drives = attach(definition.Drives, wanted)
}

// changesDrives tells whether the plan changes the drives; none before and none after are no change.
func (m *model) changesDrives(prior *model) bool {
	return !m.Drives.Equal(prior.Drives) && (hasBlocks(m.Drives) || hasBlocks(prior.Drives))
}

// changesNetworks tells whether the plan changes the NICs. Without any block they stay as they are.
func (m *model) changesNetworks(prior *model) bool {
	return !m.Networks.Equal(prior.Networks) && hasBlocks(m.Networks)
}

// hasBlocks tells whether there are blocks, or may be.
func hasBlocks(list types.List) bool { return list.IsUnknown() || len(list.Elements()) > 0 }

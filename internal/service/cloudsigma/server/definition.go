package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// apiNames are the attributes that the API calls otherwise.
var apiNames = tfkit.Names{
	"mem": "memory", "epcs": "enclave_page_caches", "pubkeys": "ssh_keys", "meta." + cloudsigma.MetaUserData: "user_data",
	"drives": "drive", "drives.#.drive": "drive.#.uuid",
	"nics": "network", "nics.#.vlan": "network.#.vlan_uuid", "nics.#.firewall_policy": "network.#.firewall_policy_uuid",
	"nics.#.ip_v4_conf": "network.#.type", "nics.#.ip_v4_conf.ip": "network.#.ipv4_address",
	"nics.#.ip_v6_conf": "network.#.ipv6_type", "nics.#.ip_v6_conf.ip": "network.#.ipv6_address",
}

// definition is what to create.
func (m *model) definition(
	ctx context.Context, password cloudsigma.Secret, diagnostics *diag.Diagnostics,
) cloudsigma.ServerDefinition {
	var definition cloudsigma.ServerDefinition
	nothing := model{}
	m.change(ctx, &definition, &nothing, password, diagnostics)
	if len(m.Networks.Elements()) == 0 {
		definition.NICs = []cloudsigma.NIC{{IPv4: &cloudsigma.IPSetup{Conf: cloudsigma.ConfDHCP}}}
	}
	return definition
}

// change carries the differences between a prior state and the plan over into a definition, and nothing
// else: what somebody else changed meanwhile is not undone. The VNC password is changed unless it is "".
func (m *model) change(
	ctx context.Context, definition *cloudsigma.ServerDefinition, prior *model, password cloudsigma.Secret,
	diagnostics *diag.Diagnostics,
) {
	if !m.Name.Equal(prior.Name) {
		definition.Name = m.Name.ValueString()
	}
	if password != "" {
		definition.VNCPassword = password
	}
	m.changeSize(definition, prior)
	m.changeOptions(definition, prior)
	m.changeDevices(ctx, definition, prior, diagnostics)
	definition.Meta = m.changeMeta(ctx, definition.Meta, prior, diagnostics)
	if cloudsigmaentity.IsSet(m.Tags) && !m.Tags.Equal(prior.Tags) {
		definition.Tags = cloudsigmaentity.References(ctx, m.Tags)
	}
	if cloudsigmaentity.IsSet(m.SSHKeys) && !m.SSHKeys.Equal(prior.SSHKeys) {
		definition.PublicKeys = cloudsigmaentity.References(ctx, m.SSHKeys)
	}
	m.changeDrives(ctx, definition, prior, diagnostics)
	m.changeNetworks(ctx, definition, prior, diagnostics)
}

func (m *model) changeSize(definition *cloudsigma.ServerDefinition, prior *model) {
	if !m.CPU.Equal(prior.CPU) {
		definition.CPU = m.CPU.ValueInt64()
	}
	if !m.Memory.Equal(prior.Memory) {
		definition.Memory = m.Memory.ValueInt64()
	}
	if !m.SMP.Equal(prior.SMP) {
		// Unknown is nil, and so is 0: CloudSigma chooses by cpu.
		definition.SMP = nil
		if m.SMP.ValueInt64() > 0 {
			definition.SMP = m.SMP.ValueInt64Pointer()
		}
	}
}

// changeDevices changes enclaves and GPUs.
func (m *model) changeDevices(
	ctx context.Context, definition *cloudsigma.ServerDefinition, prior *model, diagnostics *diag.Diagnostics,
) {
	if cloudsigmaentity.IsSet(m.EnclavePageCaches) && !m.EnclavePageCaches.Equal(prior.EnclavePageCaches) {
		var sizes []int64
		diagnostics.Append(m.EnclavePageCaches.ElementsAs(ctx, &sizes, false)...)
		definition.EnclavePageCaches = []cloudsigma.EnclavePageCache{}
		for _, size := range sizes {
			definition.EnclavePageCaches = append(definition.EnclavePageCaches, cloudsigma.EnclavePageCache{Size: size})
		}
	}
	if cloudsigmaentity.IsSet(m.GPUs) && !m.GPUs.Equal(prior.GPUs) {
		var models []string
		diagnostics.Append(m.GPUs.ElementsAs(ctx, &models, false)...)
		definition.GPUs = []cloudsigma.GPU{}
		for _, model := range models {
			definition.GPUs = append(definition.GPUs, cloudsigma.GPU{Model: model})
		}
	}
}

func (m *model) changeDrives(
	ctx context.Context, definition *cloudsigma.ServerDefinition, prior *model, diagnostics *diag.Diagnostics,
) {
	if !m.changesDrives(prior) {
		return
	}
	wanted := elements[driveModel](ctx, m.Drives, diagnostics)
	if len(wanted) == 0 {
		definition.Drives = detach(definition.Drives, elements[driveModel](ctx, prior.Drives, diagnostics))
		return
	}
	definition.Drives = attach(definition.Drives, wanted)
}

func (m *model) changeNetworks(
	ctx context.Context, definition *cloudsigma.ServerDefinition, prior *model, diagnostics *diag.Diagnostics,
) {
	if m.changesNetworks(ctx, prior) {
		definition.NICs = connect(definition.NICs, prior.networksOf(ctx, definition.NICs, false, diagnostics),
			networkBlocks(ctx, m.Networks, diagnostics))
	}
}

// changesDrives tells whether the plan changes the drives; none before and none after are no change.
func (m *model) changesDrives(prior *model) bool {
	return !m.Drives.Equal(prior.Drives) && (hasBlocks(m.Drives) || hasBlocks(prior.Drives))
}

// hasBlocks tells whether there are blocks, or may be.
func hasBlocks(list types.List) bool { return list.IsUnknown() || len(list.Elements()) > 0 }

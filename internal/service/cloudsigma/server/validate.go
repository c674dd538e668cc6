package server

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// minimumPerCore is what cpu must leave for each core, in MHz (response_capabilities, cpu_per_smp).
const minimumPerCore = 1000

// ValidateConfig implements resource.ResourceWithValidateConfig: what is wrong whatever the location.
func (r *Resource) ValidateConfig(
	ctx context.Context, request resource.ValidateConfigRequest, response *resource.ValidateConfigResponse,
) {
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	config.validateCores(&response.Diagnostics)
	config.validateMeta(&response.Diagnostics)
	config.validateDrives(ctx, &response.Diagnostics)
	config.validateNetworks(ctx, &response.Diagnostics)
}

// validateCores leaves a single core alone: it may have less, down to the least cpu of the location.
func (m *model) validateCores(diagnostics *diag.Diagnostics) {
	if !cloudsigmaentity.IsSet(m.SMP) || !cloudsigmaentity.IsSet(m.CPU) || m.SMP.ValueInt64() <= 1 {
		return
	}
	if m.CPU.ValueInt64()/m.SMP.ValueInt64() < minimumPerCore {
		diagnostics.AddAttributeError(path.Root("smp"), "Too many cores",
			fmt.Sprintf("cpu = %d leaves %d MHz for each of %d cores; the least is %d MHz.",
				m.CPU.ValueInt64(), m.CPU.ValueInt64()/m.SMP.ValueInt64(), m.SMP.ValueInt64(), minimumPerCore))
	}
}

func (m *model) validateMeta(diagnostics *diag.Diagnostics) {
	if _, found := m.Meta.Elements()[cloudsigma.MetaSSHPublicKey]; found {
		diagnostics.AddAttributeError(path.Root("meta").AtMapKey(cloudsigma.MetaSSHPublicKey), "Not a key for meta",
			"Use ssh_keys to give SSH keys to the server.")
	}
	fields, _ := m.Meta.Elements()[cloudsigma.MetaBase64Fields].(types.String)
	if !m.UserData.IsNull() && slices.Contains(base64Fields(fields.ValueString()), cloudsigma.MetaUserData) {
		diagnostics.AddAttributeError(path.Root("meta").AtMapKey(cloudsigma.MetaBase64Fields), "Two ways of saying the same thing",
			fmt.Sprintf("user_data is noted in %s without being named here.", cloudsigma.MetaBase64Fields))
	}
	if !m.UserData.IsNull() && m.writesUserData() {
		diagnostics.AddAttributeError(path.Root("user_data"), "Two ways of saying the same thing",
			fmt.Sprintf("user_data is kept in the key %s of meta. Set only one of them.", cloudsigma.MetaUserData))
	}
}

func (m *model) validateDrives(ctx context.Context, diagnostics *diag.Diagnostics) {
	drives := map[string]bool{}
	for i, drive := range blocks[driveModel](ctx, m.Drives, diagnostics) {
		block := path.Root("drive").AtListIndex(i)
		if cloudsigmaentity.IsSet(drive.UUID) && seen(drives, drive.UUID.ValueString()) {
			diagnostics.AddAttributeError(block.AtName("uuid"), "The drive is attached twice",
				fmt.Sprintf("The drive %s is in another block too.", drive.UUID.ValueString()))
		}
		if !cloudsigmaentity.IsSet(drive.DevChannel) {
			continue
		}
		channel := drive.DevChannel.ValueString()
		ide := []string{"0:0", "0:1", "1:0", "1:1"}
		if drive.Device.ValueString() == deviceIDE && !slices.Contains(ide, channel) {
			diagnostics.AddAttributeError(block.AtName("dev_channel"), "No such channel",
				fmt.Sprintf("The channels of ide are %s; got %s.", strings.Join(ide, ", "), channel))
		}
	}
}

// seen notes a value and tells whether it was noted before.
func seen(values map[string]bool, value string) bool {
	before := values[value]
	values[value] = true
	return before
}

func (m *model) validateNetworks(ctx context.Context, diagnostics *diag.Diagnostics) {
	addresses := map[string]bool{}
	for i, network := range blocks[networkModel](ctx, m.Networks, diagnostics) {
		block := path.Root("network").AtListIndex(i)
		network.validate(block, diagnostics)
		if cloudsigmaentity.IsSet(network.IPv4Address) && seen(addresses, network.IPv4Address.ValueString()) {
			diagnostics.AddAttributeError(block.AtName("ipv4_address"), "The address is given twice",
				fmt.Sprintf("Another NIC has the address %s too.", network.IPv4Address.ValueString()))
		}
	}
}

func (n networkModel) validate(block path.Path, diagnostics *diag.Diagnostics) {
	address := block.AtName("ipv4_address")
	switch {
	case cloudsigmaentity.IsSet(n.Type) && cloudsigmaentity.IsSet(n.VLANUUID):
		diagnostics.AddAttributeError(block.AtName("vlan_uuid"), "Two networks for one NIC",
			"A NIC is public (type) or on a VLAN (vlan_uuid), not both.")
	case n.Type.IsNull() && n.VLANUUID.IsNull():
		diagnostics.AddAttributeError(block, "No network for the NIC", "Set type (dhcp, static or manual) or vlan_uuid.")
	case n.Type.ValueString() == cloudsigma.ConfStatic && n.IPv4Address.IsNull():
		diagnostics.AddAttributeError(address, "No address", "A static NIC needs its ipv4_address.")
	case cloudsigmaentity.IsSet(n.Type) && n.Type.ValueString() != cloudsigma.ConfStatic && cloudsigmaentity.IsSet(n.IPv4Address),
		n.Type.IsNull() && cloudsigmaentity.IsSet(n.IPv4Address):
		diagnostics.AddAttributeError(address, "An address that is not used",
			"ipv4_address is only for NICs of type static.")
	}
}

// changesSize tells whether the plan has to be checked against the limits of the location.
func (m *model) changesSize(state *model) bool {
	return !m.CPU.Equal(state.CPU) || !m.Memory.Equal(state.Memory) || !m.SMP.Equal(state.SMP)
}

// checkLimits tells sizes that no type of host of the location offers. The server checks those of its own
// type. Without an answer nothing is checked: the limits are a convenience.
func (m *model) checkLimits(ctx context.Context, client *cloudsigma.Client, diagnostics *diag.Diagnostics) {
	capabilities, err := client.Capabilities(ctx)
	if err != nil {
		tflog.Warn(ctx, "the limits of the location are not known", map[string]any{"error": err.Error()})
		return
	}
	hosts := slices.Collect(maps.Values(capabilities.Hosts))
	for _, size := range []struct {
		attribute, unit string
		value           types.Int64
		of              func(cloudsigma.HostLimits) cloudsigma.Range
	}{
		{"cpu", " MHz", m.CPU, func(host cloudsigma.HostLimits) cloudsigma.Range { return host.CPU }},
		{"memory", " bytes", m.Memory, func(host cloudsigma.HostLimits) cloudsigma.Range { return host.Memory }},
		{"smp", " cores", m.SMP, func(host cloudsigma.HostLimits) cloudsigma.Range { return host.SMP }},
	} {
		allowed, known := widest(hosts, size.of)
		value := size.value.ValueInt64()
		if known && cloudsigmaentity.IsSet(size.value) && (value < allowed.Min || value > allowed.Max) {
			diagnostics.AddAttributeError(path.Root(size.attribute), "Outside the limits of the location",
				fmt.Sprintf("The location offers from %d to %d%s; got %d.", allowed.Min, allowed.Max, size.unit, value))
		}
	}
}

// widest is the range that all types of hosts cover together; false if none tells its limits.
func widest(
	hosts []cloudsigma.HostLimits, of func(cloudsigma.HostLimits) cloudsigma.Range,
) (allowed cloudsigma.Range, known bool) {
	for _, host := range hosts {
		limits := of(host)
		switch {
		case limits.Max == 0:
		case !known:
			allowed, known = limits, true
		default:
			allowed = cloudsigma.Range{Min: min(allowed.Min, limits.Min), Max: max(allowed.Max, limits.Max)}
		}
	}
	return allowed, known
}

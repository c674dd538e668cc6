package server

import (
	"context"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// ValidateConfig implements resource.ResourceWithValidateConfig: what is wrong whatever the location.
func (r *Resource) ValidateConfig(
	ctx context.Context, request resource.ValidateConfigRequest, response *resource.ValidateConfigResponse,
) {
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	config.validateVNCPassword(&response.Diagnostics)
	config.validateClone(&response.Diagnostics)
	config.validateMeta(&response.Diagnostics)
	config.validateDrives(ctx, &response.Diagnostics)
	config.validateNetworks(ctx, &response.Diagnostics)
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
	for i, drive := range elements[driveModel](ctx, m.Drives, diagnostics) {
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
		if drive.Device.ValueString() == cloudsigmaserver.DeviceIDE && !slices.Contains(ide, channel) {
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

// cloneChanged tells whether a server has to be a clone of another one. After an import the source is not known.
func cloneChanged(
	_ context.Context, request planmodifier.StringRequest, response *stringplanmodifier.RequiresReplaceIfFuncResponse,
) {
	response.RequiresReplace = !request.StateValue.IsNull() && !request.PlanValue.IsNull()
}

// validateClone refuses drive blocks for a clone: they would take the drives off that were cloned for it.
func (m *model) validateClone(diagnostics *diag.Diagnostics) {
	if !m.CloneServerID.IsNull() && len(m.Drives.Elements()) > 0 {
		diagnostics.AddAttributeError(path.Root("drive"), "Drives of a clone",
			"A clone has copies of the disks of its source, which blocks would detach. Attach further drives with "+
				"cloudsigma_drive_attachment.")
	}
}

func (m *model) validateNetworks(ctx context.Context, diagnostics *diag.Diagnostics) {
	addresses := map[string]bool{}
	for i, network := range networkBlocks(ctx, m.Networks, diagnostics) {
		block := path.Root("network").AtListIndex(i)
		network.validate(block, diagnostics)
		network = network.canonical()
		for attribute, address := range map[string]types.String{"ipv4_address": network.IPv4Address, "ipv6_address": network.IPv6Address} {
			if cloudsigmaentity.IsSet(address) && seen(addresses, address.ValueString()) {
				diagnostics.AddAttributeError(block.AtName(attribute), "The address is given twice",
					fmt.Sprintf("Another NIC has the address %s too.", address.ValueString()))
			}
		}
	}
}

// address wants an address of one family.
func address(isOf func(netip.Addr) bool, family string) validator.String {
	return tfkit.TextValidator{Rule: "be an " + family + " address", Check: func(value string) error {
		parsed, err := netip.ParseAddr(value)
		if err == nil && (!isOf(parsed) || parsed.Zone() != "") {
			err = fmt.Errorf("got %q", value)
		}
		return err
	}}
}

func (n networkModel) validate(block path.Path, diagnostics *diag.Diagnostics) {
	switch {
	case (cloudsigmaentity.IsSet(n.Type) || cloudsigmaentity.IsSet(n.IPv6Type)) && cloudsigmaentity.IsSet(n.VLANUUID):
		diagnostics.AddAttributeError(block.AtName("vlan_uuid"), "Two networks for one NIC",
			"A NIC is public (type, ipv6_type) or on a VLAN (vlan_uuid), not both.")
	case n.Type.IsNull() && n.IPv6Type.IsNull() && n.VLANUUID.IsNull():
		diagnostics.AddAttributeError(block, "No network for the NIC", "Set type (dhcp, static or manual) or vlan_uuid.")
	default:
		validateAddress(block.AtName("ipv4_address"), "type", n.Type, n.IPv4Address, diagnostics)
		validateAddress(block.AtName("ipv6_address"), "ipv6_type", n.IPv6Type, n.IPv6Address, diagnostics)
	}
}

// validateAddress wants an address where it is static, and only there.
func validateAddress(at path.Path, attribute string, conf, address types.String, diagnostics *diag.Diagnostics) {
	static := conf.ValueString() == cloudsigma.ConfStatic
	switch {
	case static && address.IsNull():
		diagnostics.AddAttributeError(at, "No address", "A static NIC needs its "+at.String()+".")
	case !static && !conf.IsUnknown() && cloudsigmaentity.IsSet(address):
		diagnostics.AddAttributeError(at, "An address that is not used",
			at.String()+" is only for NICs of "+attribute+" static.")
	}
}

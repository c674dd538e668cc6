package server

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// shownModel is a server as the data sources show it. It has no VNC password and no user data.
type shownModel struct {
	settings

	ID             types.String `tfsdk:"id"`
	UUID           types.String `tfsdk:"uuid"`
	Name           types.String `tfsdk:"name"`
	ResourceURI    types.String `tfsdk:"resource_uri"`
	Status         types.String `tfsdk:"status"`
	CPU            types.Int64  `tfsdk:"cpu"`
	Memory         types.Int64  `tfsdk:"memory"`
	SMP            types.Int64  `tfsdk:"smp"`
	Meta           types.Map    `tfsdk:"meta"`
	Tags           types.Set    `tfsdk:"tags"`
	SSHKeys        types.Set    `tfsdk:"ssh_keys"`
	IPv4Address    types.String `tfsdk:"ipv4_address"`
	NICs           []nicModel   `tfsdk:"nics"`
	AttachedDrives []driveModel `tfsdk:"attached_drives"`
}

func shown(ctx context.Context, server *cloudsigma.Server, diagnostics *diag.Diagnostics) shownModel {
	definition := &server.Definition
	meta, problems := types.MapValueFrom(ctx, types.StringType, (&model{}).visible(definition.Meta))
	diagnostics.Append(problems...)
	made := shownModel{
		ID: types.StringValue(server.UUID), UUID: types.StringValue(server.UUID), Name: types.StringValue(definition.Name),
		ResourceURI: types.StringValue(server.ResourceURI), Status: types.StringValue(server.Status),
		CPU: types.Int64Value(definition.CPU), Memory: types.Int64Value(definition.Memory),
		SMP: types.Int64PointerValue(definition.SMP), Meta: meta, settings: settingsOf(ctx, definition, diagnostics),
		Tags:    cloudsigmaentity.ShownReferences(definition.Tags),
		SSHKeys: cloudsigmaentity.ShownReferences(definition.PublicKeys),
		NICs:    []nicModel{}, AttachedDrives: drivesOf(definition.Drives, nil),
	}
	made.NICs, made.IPv4Address = nicsOf(server)
	return made
}

// shownDetails are the attributes of a server in data sources, but for uuid and name.
func shownDetails() map[string]schema.Attribute {
	details := map[string]schema.Attribute{
		"id":           cloudsigmaentity.ShownText("UUID of the server."),
		"resource_uri": cloudsigmaentity.ShownText("Path of the server in the API."),
		"status":       cloudsigmaentity.ShownText("State in CloudSigma's words, such as `running` or `stopped`."),
		"cpu":          cloudsigmaentity.ShownNumber("Clock speed of all cores together in MHz."),
		"memory":       cloudsigmaentity.ShownNumber("Memory in bytes."),
		"smp":          cloudsigmaentity.ShownNumber("Number of cores."),
		"meta":         cloudsigmaentity.ShownTextMap("Arbitrary data of the server, without its user data."),
		"tags":         cloudsigmaentity.ShownTexts("UUIDs of the tags of the server."),
		"ssh_keys":     cloudsigmaentity.ShownTexts("UUIDs of the SSH keys of the server."),
		"ipv4_address": cloudsigmaentity.ShownText("IPv4 address of the first public NIC that has one."),
		"nics": schema.ListNestedAttribute{
			MarkdownDescription: "Network interfaces in the order in which the server sees them.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"mac":                  cloudsigmaentity.ShownText("MAC address."),
				"model":                cloudsigmaentity.ShownText("Emulated card."),
				"type":                 cloudsigmaentity.ShownText("`dhcp`, `static` or `manual`; null without IPv4."),
				"ipv4_address":         cloudsigmaentity.ShownText("Public IPv4 address; null if there is none (yet)."),
				"ipv6_type":            cloudsigmaentity.ShownText("`dhcp`, `static` or `manual`; null without IPv6."),
				"ipv6_address":         cloudsigmaentity.ShownText("Public IPv6 address; null if there is none (yet)."),
				"vlan_uuid":            cloudsigmaentity.ShownText("UUID of the VLAN; null on the public network."),
				"firewall_policy_uuid": cloudsigmaentity.ShownText("UUID of the firewall policy; null if there is none."),
				"boot_order":           cloudsigmaentity.ShownNumber("Place in the boot order; null if the server does not boot from the NIC."),
			}},
		},
		"attached_drives": schema.ListNestedAttribute{
			MarkdownDescription: "Attached drives in boot order.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"uuid":        cloudsigmaentity.ShownText("UUID of the drive."),
				"device":      cloudsigmaentity.ShownText("Device emulation."),
				"dev_channel": cloudsigmaentity.ShownText("Channel as `controller:unit`."),
				"boot_order":  cloudsigmaentity.ShownNumber("Place in the boot order; 0 if the server does not boot from the drive."),
			}},
		},
	}
	addSettings(details)
	return details
}

// withIdentity adds uuid and name to the attributes of a server.
func withIdentity(details map[string]schema.Attribute, uuid, name schema.StringAttribute) map[string]schema.Attribute {
	attributes := maps.Clone(details)
	uuid.MarkdownDescription, name.MarkdownDescription = "UUID of the server.", "Name of the server."
	attributes["uuid"], attributes["name"] = uuid, name
	return attributes
}

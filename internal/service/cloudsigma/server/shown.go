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
	ID             types.String `tfsdk:"id"`
	UUID           types.String `tfsdk:"uuid"`
	Name           types.String `tfsdk:"name"`
	ResourceURI    types.String `tfsdk:"resource_uri"`
	Status         types.String `tfsdk:"status"`
	CPU            types.Int64  `tfsdk:"cpu"`
	Memory         types.Int64  `tfsdk:"memory"`
	SMP            types.Int64  `tfsdk:"smp"`
	Hypervisor     types.String `tfsdk:"hypervisor"`
	CPUType        types.String `tfsdk:"cpu_type"`
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
		SMP: types.Int64PointerValue(definition.SMP), Hypervisor: cloudsigmaentity.TextOrNull(definition.Hypervisor),
		CPUType: cloudsigmaentity.TextOrNull(definition.CPUType), Meta: meta,
		Tags:    cloudsigmaentity.ShownReferences(definition.Tags),
		SSHKeys: cloudsigmaentity.ShownReferences(definition.PublicKeys),
		NICs:    []nicModel{}, AttachedDrives: drivesOf(definition.Drives, nil),
	}
	made.NICs, made.IPv4Address = nicsOf(server)
	return made
}

// shownDetails are the attributes of a server in data sources, but for uuid and name.
func shownDetails() map[string]schema.Attribute {
	text := func(description string) schema.StringAttribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	number := func(description string) schema.Int64Attribute {
		return schema.Int64Attribute{MarkdownDescription: description, Computed: true}
	}
	uuids := func(description string) schema.SetAttribute {
		return schema.SetAttribute{MarkdownDescription: description, ElementType: types.StringType, Computed: true}
	}
	return map[string]schema.Attribute{
		"id":           text("UUID of the server."),
		"resource_uri": text("Path of the server in the API."),
		"status":       text("State in CloudSigma's words, such as `running` or `stopped`."),
		"cpu":          number("Clock speed of all cores together in MHz."),
		"memory":       number("Memory in bytes."),
		"smp":          number("Number of cores."),
		"hypervisor":   text("Hypervisor, such as `kvm`."),
		"cpu_type":     text("Type of the host's CPU, such as `amd`."),
		"meta": schema.MapAttribute{
			MarkdownDescription: "Arbitrary data of the server, without its user data.",
			ElementType:         types.StringType, Computed: true,
		},
		"tags":         uuids("UUIDs of the tags of the server."),
		"ssh_keys":     uuids("UUIDs of the SSH keys of the server."),
		"ipv4_address": text("IPv4 address of the first public NIC that has one."),
		"nics": schema.ListNestedAttribute{
			MarkdownDescription: "Network interfaces in the order in which the server sees them.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"mac":                  text("MAC address."),
				"model":                text("Emulated card."),
				"type":                 text("`dhcp`, `static` or `manual`; null without IPv4."),
				"ipv4_address":         text("Public IPv4 address; null if there is none (yet)."),
				"ipv6_type":            text("`dhcp`, `static` or `manual`; null without IPv6."),
				"ipv6_address":         text("Public IPv6 address; null if there is none (yet)."),
				"vlan_uuid":            text("UUID of the VLAN; null on the public network."),
				"firewall_policy_uuid": text("UUID of the firewall policy; null if there is none."),
				"boot_order":           number("Place in the boot order; null if the server does not boot from the NIC."),
			}},
		},
		"attached_drives": schema.ListNestedAttribute{
			MarkdownDescription: "Attached drives in boot order.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"uuid":        text("UUID of the drive."),
				"device":      text("Device emulation."),
				"dev_channel": text("Channel as `controller:unit`."),
				"boot_order":  number("Place in the boot order; 0 if the server does not boot from the drive."),
			}},
		},
	}
}

// withIdentity adds uuid and name to the attributes of a server.
func withIdentity(details map[string]schema.Attribute, uuid, name schema.StringAttribute) map[string]schema.Attribute {
	attributes := maps.Clone(details)
	uuid.MarkdownDescription, name.MarkdownDescription = "UUID of the server.", "Name of the server."
	attributes["uuid"], attributes["name"] = uuid, name
	return attributes
}

package server

import (
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

func driveBlock() schema.Block {
	return schema.ListNestedBlock{
		MarkdownDescription: "A drive attached to the server. The server boots from the first one. Use either these blocks or " +
			"`cloudsigma_drive_attachment` for a server. If there is no block, the drives of the " +
			"server are left alone, but those of blocks that are removed are detached. Drives are not deleted with the server, " +
			"unless `delete_drives` says so.",
		NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"uuid": schema.StringAttribute{
				MarkdownDescription: "UUID of the drive (`cloudsigma_drive`).",
				Required:            true,
				Validators:          []validator.String{cloudsigmaentity.UUID()},
			},
			"device": schema.StringAttribute{
				MarkdownDescription: "Device emulation: `virtio`, `ide` or `scsi`. If it is not set, an attached drive keeps its device " +
					"and a new one gets `virtio`.",
				Optional: true, Computed: true,
				Validators: []validator.String{stringvalidator.OneOf(devices...)},
			},
			"dev_channel": schema.StringAttribute{
				MarkdownDescription: "Channel as `controller:unit`, such as `0:1`, which keeps the drive at its place (`/dev/vdb`): " +
					"at most 2 controllers with 2 units for `ide`, 6 units per controller for `virtio`. If it is not set, an attached " +
					"drive keeps its channel, unless another block sets it, and a new one gets the first free one.",
				Optional: true, Computed: true,
				Validators: []validator.String{cloudsigmaserver.Channel()},
			},
			"boot_order": schema.Int64Attribute{
				MarkdownDescription: "Place in the boot order, from 1; `0` does not boot from the drive. If it is not set, the drives boot in the " +
					"order of their blocks, and keep their places while that does not change.",
				Optional: true, Computed: true,
				Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
		}},
	}
}

func networkBlock() schema.Block {
	conf := []validator.String{stringvalidator.OneOf(networkTypes...)}
	uuid := []validator.String{cloudsigmaentity.UUID()}
	blank := []planmodifier.String{blankStays{}}
	return schema.ListNestedBlock{
		MarkdownDescription: "A network interface card (NIC), public (`type`, `ipv6_type`) or on a VLAN (`vlan_uuid`). The server sees them in " +
			"the order of the blocks. A NIC keeps its MAC when its settings, its place or other NICs are changed. If there is no block, a " +
			"new server gets one public NIC with `dhcp`, and the NICs of the server are otherwise left alone. Use either these blocks or " +
			"`cloudsigma_firewall_policy_attachment` for a server.",
		NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"type": schema.StringAttribute{
				MarkdownDescription: "How a public NIC gets its IPv4 address: `dhcp` (CloudSigma chooses one at each start), `static` (the " +
					"`ipv4_address`), or `manual` (set inside the server; any address of the account).",
				Optional: true, Validators: conf,
			},
			"ipv4_address": schema.StringAttribute{
				MarkdownDescription: "Address of a `static` NIC, one that the account owns, such as `198.51.100.10`.",
				Optional:            true, Computed: true, PlanModifiers: blank,
				Validators: []validator.String{tfkit.OrEmpty(address(netip.Addr.Is4, "IPv4"))},
			},
			"ipv6_type": schema.StringAttribute{
				MarkdownDescription: "How a public NIC gets its IPv6 address, as `type`; the one that it got is in `nics`. If it is not set, IPv6 is left alone, but taken off if " +
					"it was set before.",
				Optional: true, Validators: conf,
			},
			"ipv6_address": schema.StringAttribute{
				MarkdownDescription: "IPv6 address if `ipv6_type` is `static`, one that the account owns, such as `2001:db8::10`. Another spelling of the " +
					"same address is no change of the NIC.",
				Optional: true, Validators: []validator.String{address(netip.Addr.Is6, "IPv6")},
			},
			"vlan_uuid": schema.StringAttribute{
				MarkdownDescription: "UUID of the VLAN of a private NIC.",
				Optional:            true, Computed: true, PlanModifiers: blank,
				Validators: []validator.String{tfkit.OrEmpty(cloudsigmaentity.UUID())},
			},
			"firewall_policy_uuid": schema.StringAttribute{
				MarkdownDescription: "UUID of the firewall policy (`cloudsigma_firewall_policy`) of the NIC. If it is not set, the policy of the NIC " +
					"is left alone, but taken off if it was set before.",
				Optional: true, Validators: uuid,
			},
			"model": schema.StringAttribute{
				MarkdownDescription: "Emulated card, such as `virtio` or `e1000`. If it is not set, a new NIC is `virtio` and others are left alone.",
				Optional:            true, Validators: []validator.String{tfkit.NotBlank()},
			},
			"boot_order": schema.Int64Attribute{
				MarkdownDescription: "Place in the boot order, from 1, beside those of the drives; `0` does not boot from the network. If it is not " +
					"set, it is left alone, but taken off if it was set before.",
				Optional: true, Validators: []validator.Int64{int64validator.AtLeast(0)},
			},
		}},
	}
}

func shownNICs() schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "Network interfaces as they are, in the order in which the server sees them.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"mac":                  schema.StringAttribute{MarkdownDescription: "MAC address, by which CloudSigma knows the NIC.", Computed: true},
			"model":                schema.StringAttribute{MarkdownDescription: "Emulated card.", Computed: true},
			"type":                 schema.StringAttribute{MarkdownDescription: "`dhcp`, `static` or `manual`; null without IPv4, as on a VLAN.", Computed: true},
			"ipv4_address":         schema.StringAttribute{MarkdownDescription: "Public IPv4 address; null if there is none (yet).", Computed: true},
			"ipv6_type":            schema.StringAttribute{MarkdownDescription: "`dhcp`, `static` or `manual`; null without IPv6.", Computed: true},
			"ipv6_address":         schema.StringAttribute{MarkdownDescription: "Public IPv6 address; null if there is none (yet).", Computed: true},
			"vlan_uuid":            schema.StringAttribute{MarkdownDescription: "UUID of the VLAN; null on the public network.", Computed: true},
			"firewall_policy_uuid": schema.StringAttribute{MarkdownDescription: "UUID of the firewall policy; null if there is none.", Computed: true},
			"boot_order":           schema.Int64Attribute{MarkdownDescription: "Place in the boot order; null if the server does not boot from the network.", Computed: true},
		}},
	}
}

func shownDrives() schema.Attribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: "Drives as they are attached, in boot order, whoever attached them.",
		Computed:            true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"uuid":        schema.StringAttribute{MarkdownDescription: "UUID of the drive.", Computed: true},
			"device":      schema.StringAttribute{MarkdownDescription: "Device emulation.", Computed: true},
			"dev_channel": schema.StringAttribute{MarkdownDescription: "Channel as `controller:unit`.", Computed: true},
			"boot_order":  schema.Int64Attribute{MarkdownDescription: "Place in the boot order; 0 if the server does not boot from the drive.", Computed: true},
		}},
	}
}

package ovf

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

func dataSourceSchema() schema.Schema {
	notBlank := []validator.String{tfkit.NotBlank()}
	return schema.Schema{
		MarkdownDescription: "The virtual machine that an OVF file (DMTF DSP0243, versions 1.x and 2.0) describes, for use in " +
			"`occi_compute` and `occi_storage`. Nothing is uploaded, and no cloud is asked.",
		Attributes: map[string]schema.Attribute{
			"path": schema.StringAttribute{
				MarkdownDescription: "The file: an OVF envelope, or an OVA that holds one, such as `${path.module}/web.ova`. An OVA is not unpacked.",
				Required:            true,
				Validators:          notBlank,
			},
			"virtual_system": schema.StringAttribute{
				MarkdownDescription: "Identifier of the virtual system. Needed if the file describes several.",
				Optional:            true, Computed: true,
				Validators: notBlank,
			},
			"configuration": schema.StringAttribute{
				MarkdownDescription: "Deployment configuration, such as `small`, if the file has several. Default: the file's own.",
				Optional:            true, Computed: true,
				Validators: notBlank,
			},
			"version":          schema.Int64Attribute{MarkdownDescription: "Major version of OVF: `1` or `2`.", Computed: true},
			"name":             text("Name of the machine."),
			"annotation":       text("What the author tells users."),
			"product":          productAttribute(),
			"operating_system": operatingSystemAttribute(),
			"cores":            schema.Int64Attribute{MarkdownDescription: "Number of virtual processors.", Computed: true},
			"memory":           schema.Float64Attribute{MarkdownDescription: "Memory in GiB, such as `0.5`.", Computed: true},
			"disks":            disksAttribute(),
			"interfaces": list("Network cards, in the order of the file.", map[string]schema.Attribute{
				"name":    text("Name of the card."),
				"network": text("One of `networks`."),
				"model":   text("Model of the card, such as `VmxNet3`."),
			}),
			"networks": list("Logical networks of the file, to be mapped to those of the cloud.", map[string]schema.Attribute{
				"name":        text("Name of the network."),
				"description": text("What it is for."),
			}),
		},
	}
}

func text(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Computed: true}
}

func list(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description, Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

func productAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "What the machine is.", Computed: true,
		Attributes: map[string]schema.Attribute{
			"name": text("Name of the product."), "vendor": text("Who makes it."), "version": text("Version of the product."),
		},
	}
}

func operatingSystemAttribute() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The operating system of the machine.", Computed: true,
		Attributes: map[string]schema.Attribute{
			"id": schema.Int64Attribute{
				MarkdownDescription: "Number of the system in CIM, such as `94` for 64-bit Ubuntu; `0` is unknown.", Computed: true,
			},
			"type":        text("VMware's name of the system, such as `ubuntu64Guest`, if the file has one."),
			"description": text("The system in words."),
		},
	}
}

func disksAttribute() schema.ListNestedAttribute {
	return list("Hard disks, in the order of the file. The first is mostly the one with the system.", map[string]schema.Attribute{
		"id":   text("Identifier in the file."),
		"name": text("Name of the device."),
		"capacity_gb": schema.Float64Attribute{
			MarkdownDescription: "Size in GB (10⁹ bytes).", Computed: true,
		},
		"capacity_gib": schema.Float64Attribute{
			MarkdownDescription: "Size in GiB (2³⁰ bytes), which is what OpenStack means by GB. `ceil()` makes whole GiB of it, " +
				"which OpenStack wants.",
			Computed: true,
		},
		"href": text("File with the content, relative to the OVF file and as it is written there; check it before use. Null for " +
			"a blank disk."),
		"format": text("URI of the format of the content."),
	})
}

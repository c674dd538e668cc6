package ovf

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/ovf"
)

const (
	// bytesPerGB is for disks, bytesPerGiB for memory: the units of OCCI (GFD.184, section 3).
	bytesPerGB  = 1e9
	bytesPerGiB = 1 << 30
)

// model is the data source as Terraform sees it.
type model struct {
	Path          types.String     `tfsdk:"path"`
	VirtualSystem types.String     `tfsdk:"virtual_system"`
	Configuration types.String     `tfsdk:"configuration"`
	Version       types.Int64      `tfsdk:"version"`
	Name          types.String     `tfsdk:"name"`
	Annotation    types.String     `tfsdk:"annotation"`
	Product       *productModel    `tfsdk:"product"`
	OS            *osModel         `tfsdk:"operating_system"`
	Cores         types.Int64      `tfsdk:"cores"`
	Memory        types.Float64    `tfsdk:"memory"`
	Disks         []diskModel      `tfsdk:"disks"`
	Interfaces    []interfaceModel `tfsdk:"interfaces"`
	Networks      []networkModel   `tfsdk:"networks"`
}

type productModel struct {
	Name    types.String `tfsdk:"name"`
	Vendor  types.String `tfsdk:"vendor"`
	Version types.String `tfsdk:"version"`
}

type osModel struct {
	ID          types.Int64  `tfsdk:"id"`
	Type        types.String `tfsdk:"type"`
	Description types.String `tfsdk:"description"`
}

type diskModel struct {
	ID          types.String  `tfsdk:"id"`
	Name        types.String  `tfsdk:"name"`
	CapacityGB  types.Float64 `tfsdk:"capacity_gb"`
	CapacityGiB types.Float64 `tfsdk:"capacity_gib"`
	Href        types.String  `tfsdk:"href"`
	Format      types.String  `tfsdk:"format"`
}

type interfaceModel struct {
	Name    types.String `tfsdk:"name"`
	Network types.String `tfsdk:"network"`
	Model   types.String `tfsdk:"model"`
}

type networkModel struct {
	Name        types.String `tfsdk:"name"`
	Description types.String `tfsdk:"description"`
}

// show writes a machine of the file into the model.
func (m *model) show(envelope *ovf.Envelope, system *ovf.System) {
	m.VirtualSystem = types.StringValue(system.ID)
	m.Configuration = textOrNull(system.Configuration)
	m.Version = types.Int64Value(int64(envelope.Version))
	m.Name = textOrNull(system.Name)
	m.Annotation = textOrNull(system.Annotation)
	m.Product = &productModel{
		Name: textOrNull(system.Product.Name), Vendor: textOrNull(system.Product.Vendor), Version: textOrNull(system.Product.Version),
	}
	m.OS = &osModel{
		ID: types.Int64Value(system.OS.ID), Type: textOrNull(system.OS.Type), Description: textOrNull(system.OS.Description),
	}
	m.Cores = types.Int64Value(system.Cores)
	m.Memory = types.Float64Value(system.MemoryBytes / bytesPerGiB)
	m.Disks, m.Interfaces, m.Networks = []diskModel{}, []interfaceModel{}, []networkModel{}
	for _, disk := range system.Disks {
		m.Disks = append(m.Disks, diskModel{
			ID: textOrNull(disk.ID), Name: textOrNull(disk.Name), Href: textOrNull(disk.Href), Format: textOrNull(disk.Format),
			CapacityGB:  types.Float64Value(disk.CapacityBytes / bytesPerGB),
			CapacityGiB: types.Float64Value(disk.CapacityBytes / bytesPerGiB),
		})
	}
	for _, card := range system.Interfaces {
		m.Interfaces = append(m.Interfaces, interfaceModel{
			Name: textOrNull(card.Name), Network: textOrNull(card.Network), Model: textOrNull(card.Model),
		})
	}
	for _, network := range envelope.Networks {
		m.Networks = append(m.Networks, networkModel{Name: textOrNull(network.Name), Description: textOrNull(network.Description)})
	}
}

func textOrNull(text string) types.String {
	if text == "" {
		return types.StringNull()
	}
	return types.StringValue(text)
}

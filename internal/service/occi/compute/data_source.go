package compute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// shown is a VM as the data sources show it.
type shown struct {
	ID               types.String  `tfsdk:"id"`
	Title            types.String  `tfsdk:"title"`
	Summary          types.String  `tfsdk:"summary"`
	Hostname         types.String  `tfsdk:"hostname"`
	OSTemplate       types.String  `tfsdk:"os_template"`
	ResourceTemplate types.String  `tfsdk:"resource_template"`
	Cores            types.Int64   `tfsdk:"cores"`
	Memory           types.Float64 `tfsdk:"memory"`
	Architecture     types.String  `tfsdk:"architecture"`
	PowerState       types.String  `tfsdk:"power_state"`
	State            types.String  `tfsdk:"state"`
	Addresses        types.List    `tfsdk:"addresses"`
	Links            types.Set     `tfsdk:"links"`
}

func dataSources() occientity.Shown[shown] {
	return occientity.Shown[shown]{
		Kind: infrastructure.KindCompute, Noun: "VM",
		TypeName: "occi_compute", PluralTypeName: "occi_computes", List: "computes",
		Attributes: shownSchema(), Show: show,
	}
}

func shownSchema() map[string]schema.Attribute {
	text := func(description string) schema.Attribute {
		return schema.StringAttribute{MarkdownDescription: description, Computed: true}
	}
	return map[string]schema.Attribute{
		"summary":           text("A sentence about the VM, where the server shows it."),
		"hostname":          text("Host name. That of ooi is the title."),
		"os_template":       text("Image, as a type identifier `scheme#term`."),
		"resource_template": text("Size (flavor), as a type identifier `scheme#term`, where the server shows it."),
		"cores":             schema.Int64Attribute{MarkdownDescription: "Number of virtual processors.", Computed: true},
		"memory":            schema.Float64Attribute{MarkdownDescription: "Memory in GiB, such as `0.5`.", Computed: true},
		"architecture":      text("Processor architecture, such as `x86`, where the server shows it."),
		"power_state":       text("`active`, `inactive` (stopped) or `suspended`."),
		"state": text("State in the server's words. On OpenStack the state of Nova, such as `active` or `error`, where the " +
			"server shows it."),
		"addresses": schema.ListAttribute{
			MarkdownDescription: "IP addresses of the network interfaces.", ElementType: types.StringType, Computed: true,
		},
		"links": schema.SetNestedAttribute{
			MarkdownDescription: "Links from the VM to networks and volumes.",
			Computed:            true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"id":     text("Path of the link."),
				"kind":   text("Type identifier of the link's kind."),
				"target": text("Path of the network or volume."),
			}},
		},
	}
}

// show is what a resource without a configuration would show.
func show(ctx context.Context, entity *occi.Entity, diagnostics *diag.Diagnostics) shown {
	var vm model
	vm.show(ctx, entity, diagnostics)
	return shown{
		ID: vm.ID, Title: vm.Title, Summary: vm.Summary, Hostname: vm.Hostname,
		OSTemplate: vm.OSTemplate, ResourceTemplate: vm.ResourceTemplate,
		Cores: vm.Cores, Memory: vm.Memory, Architecture: vm.Architecture,
		PowerState: vm.PowerState, State: vm.State, Addresses: vm.Addresses, Links: vm.Links,
	}
}

// NewDataSource returns the data source occi_compute.
func NewDataSource() datasource.DataSource { return dataSources().NewDataSource() }

// NewPluralDataSource returns the data source occi_computes.
func NewPluralDataSource() datasource.DataSource { return dataSources().NewPluralDataSource() }

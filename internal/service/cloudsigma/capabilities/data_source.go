package capabilities

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the data source as Terraform sees it.
type model struct {
	Hosts              map[string]hostModel  `tfsdk:"hosts"`
	Hypervisors        map[string][]string   `tfsdk:"hypervisors"`
	Drives             map[string]driveModel `tfsdk:"drives"`
	DefaultStorageType types.String          `tfsdk:"default_storage_type"`
}

type hostModel struct {
	CPU       rangeModel `tfsdk:"cpu"`
	CPUPerSMP rangeModel `tfsdk:"cpu_per_smp"`
	Memory    rangeModel `tfsdk:"memory"`
	SMP       rangeModel `tfsdk:"smp"`
}

type driveModel struct {
	Size rangeModel `tfsdk:"size"`
}

type rangeModel struct {
	Min types.Int64 `tfsdk:"min"`
	Max types.Int64 `tfsdk:"max"`
}

// NewDataSource returns the data source.
var NewDataSource = cloudsigmaentity.Single[model]{
	Name: "capabilities", Description: "The limits of the location. Servers and drives are checked against them when they are planned.",
	Attributes: map[string]schema.Attribute{
		"hosts": limits("What a server may have, by `cpu_type`, such as `amd` or `intel`.", map[string]schema.Attribute{
			"cpu":         limit("Frequency of all cores together, in MHz."),
			"cpu_per_smp": limit("Frequency of one core, in MHz."),
			"memory":      limit("Memory, in bytes."),
			"smp":         limit("Number of cores."),
		}),
		"hypervisors": schema.MapAttribute{
			MarkdownDescription: "The CPU types, by `hypervisor`, such as `kvm`.",
			Computed:            true,
			ElementType:         types.SetType{ElemType: types.StringType},
		},
		"drives": limits("What a drive may have, by `storage_type`, such as `dssd`.", map[string]schema.Attribute{
			"size": limit("Size, in bytes."),
		}),
		"default_storage_type": cloudsigmaentity.ShownText("Storage type of a drive that does not say, such as `dssd`."),
	},
	Read: func(ctx context.Context, client *cloudsigma.Client, shown *model) error {
		capabilities, err := client.Capabilities(ctx)
		if err != nil {
			return err
		}
		*shown = model{
			Hosts: map[string]hostModel{}, Hypervisors: map[string][]string{}, Drives: map[string]driveModel{},
			DefaultStorageType: types.StringValue(capabilities.DefaultStorageType),
		}
		for name, host := range capabilities.Hosts {
			shown.Hosts[name] = hostModel{
				CPU: show(host.CPU), CPUPerSMP: show(host.CPUPerSMP), Memory: show(host.Memory), SMP: show(host.SMP),
			}
		}
		for name, types := range capabilities.Hypervisors {
			shown.Hypervisors[name] = append([]string{}, types...)
		}
		for name, drive := range capabilities.Drives {
			shown.Drives[name] = driveModel{Size: show(drive.Size)}
		}
		return nil
	},
}.NewDataSource

func limits(description string, attributes map[string]schema.Attribute) schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

func limit(description string) schema.Attribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: description, Computed: true,
		Attributes: map[string]schema.Attribute{
			"min": cloudsigmaentity.ShownNumber("The least."),
			"max": cloudsigmaentity.ShownNumber("The most."),
		},
	}
}

func show(limit cloudsigma.Range) rangeModel {
	return rangeModel{Min: types.Int64Value(limit.Min), Max: types.Int64Value(limit.Max)}
}

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
	GPUs               map[string]gpuModel   `tfsdk:"gpus"`
	EnclavePageCaches  *enclaveModel         `tfsdk:"enclave_page_caches"`
	Snapshots          *snapshotModel        `tfsdk:"snapshots"`
	RemoteSnapshots    *remoteSnapshotModel  `tfsdk:"remote_snapshots"`
}

type hostModel struct {
	CPU       rangeModel `tfsdk:"cpu"`
	CPUPerSMP rangeModel `tfsdk:"cpu_per_smp"`
	Memory    rangeModel `tfsdk:"memory"`
	SMP       rangeModel `tfsdk:"smp"`
}

type driveModel struct {
	Size rangeModel `tfsdk:"size"`
	IOPS *iopsModel `tfsdk:"iops"`
}

type iopsModel struct {
	Base types.Int64 `tfsdk:"base"`
	Min  types.Int64 `tfsdk:"min"`
	Max  types.Int64 `tfsdk:"max"`
}

type gpuModel struct {
	MaxCPU    types.Int64 `tfsdk:"max_cpu"`
	MaxMemory types.Int64 `tfsdk:"max_memory"`
	MaxSMP    types.Int64 `tfsdk:"max_smp"`
}

type enclaveModel struct {
	MaxPerHost  types.Int64   `tfsdk:"max_per_host"`
	MemoryRatio types.Float64 `tfsdk:"memory_ratio"`
}

type snapshotModel struct {
	Current     types.Int64 `tfsdk:"current"`
	Max         types.Int64 `tfsdk:"max"`
	MaxPerDrive types.Int64 `tfsdk:"max_per_drive"`
}

type remoteSnapshotModel struct {
	Current   types.Int64 `tfsdk:"current"`
	Max       types.Int64 `tfsdk:"max"`
	Locations []string    `tfsdk:"locations"`
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
			"iops": group("Limit of operations per second (`iops`); null if the location does not tell.", map[string]schema.Attribute{
				"base": cloudsigmaentity.ShownNumber("That of a drive for which nothing is said."),
				"min":  cloudsigmaentity.ShownNumber("The least."),
				"max":  cloudsigmaentity.ShownNumber("The most."),
			}),
		}),
		"gpus": limits("What a server may have for each of its `gpus`, by model, such as `nvidia_a100`; empty where there are none. What the "+
			"location does not tell is null.", map[string]schema.Attribute{
			"max_cpu":    cloudsigmaentity.ShownNumber("The highest frequency of all cores together, in MHz."),
			"max_memory": cloudsigmaentity.ShownNumber("The most memory, in bytes."),
			"max_smp":    cloudsigmaentity.ShownNumber("The most cores."),
		}),
		"enclave_page_caches": group("What SGX enclaves may have; null where there are none.", map[string]schema.Attribute{
			"max_per_host": cloudsigmaentity.ShownNumber("The most for all enclaves of a server together, in bytes."),
			"memory_ratio": schema.Float64Attribute{
				MarkdownDescription: "How much memory a server needs for each byte of its enclaves, such as `0.5`; null if the location does not tell.",
				Computed:            true,
			},
		}),
		"snapshots": group("How many snapshots of its drives the account may have.", map[string]schema.Attribute{
			"current":       cloudsigmaentity.ShownNumber("How many there are."),
			"max":           cloudsigmaentity.ShownNumber("The most."),
			"max_per_drive": cloudsigmaentity.ShownNumber("The most of one drive."),
		}),
		"remote_snapshots": group("How many remote snapshots the account may have, and where.", map[string]schema.Attribute{
			"current":   cloudsigmaentity.ShownNumber("How many there are."),
			"max":       cloudsigmaentity.ShownNumber("The most."),
			"locations": cloudsigmaentity.ShownTexts("Locations that keep them, such as `ZRH`; empty where there are none."),
		}),
		"default_storage_type": cloudsigmaentity.ShownText("Storage type of a drive that does not say, such as `dssd`."),
	},
	Read: func(ctx context.Context, client *cloudsigma.Client, shown *model) error {
		capabilities, err := client.Capabilities(ctx)
		if err != nil {
			return err
		}
		*shown = showAll(capabilities)
		return nil
	},
}.NewDataSource

func limits(description string, attributes map[string]schema.Attribute) schema.Attribute {
	return schema.MapNestedAttribute{
		MarkdownDescription: description, Computed: true, NestedObject: schema.NestedAttributeObject{Attributes: attributes},
	}
}

func limit(description string) schema.Attribute {
	return group(description, map[string]schema.Attribute{
		"min": cloudsigmaentity.ShownNumber("The least."),
		"max": cloudsigmaentity.ShownNumber("The most."),
	})
}

func group(description string, attributes map[string]schema.Attribute) schema.Attribute {
	return schema.SingleNestedAttribute{MarkdownDescription: description, Computed: true, Attributes: attributes}
}

func showAll(capabilities *cloudsigma.Capabilities) model {
	shown := model{
		Hosts: map[string]hostModel{}, Hypervisors: map[string][]string{}, Drives: map[string]driveModel{}, GPUs: map[string]gpuModel{},
		DefaultStorageType: types.StringValue(capabilities.DefaultStorageType),
		Snapshots: &snapshotModel{
			Current: types.Int64Value(capabilities.Snapshots.Current), Max: types.Int64Value(capabilities.Snapshots.Max),
			MaxPerDrive: types.Int64Value(capabilities.Snapshots.MaxPerDrive),
		},
		RemoteSnapshots: &remoteSnapshotModel{
			Current: types.Int64Value(capabilities.RemoteSnapshots.Current), Max: types.Int64Value(capabilities.RemoteSnapshots.Max),
			Locations: append([]string{}, capabilities.RemoteSnapshots.Locations...),
		},
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
		shown.Drives[name] = driveModel{Size: show(drive.Size), IOPS: showIOPS(drive.IOPS)}
	}
	for name, gpu := range capabilities.GPUs {
		shown.GPUs[name] = gpuModel{MaxCPU: numberOrNull(gpu.CPU), MaxMemory: numberOrNull(gpu.Memory), MaxSMP: numberOrNull(gpu.SMP)}
	}
	if epc := capabilities.EPC; epc.MaxPerHost > 0 {
		shown.EnclavePageCaches = &enclaveModel{MaxPerHost: types.Int64Value(epc.MaxPerHost)}
		if epc.MemoryRatio > 0 {
			shown.EnclavePageCaches.MemoryRatio = types.Float64Value(epc.MemoryRatio)
		}
	}
	return shown
}

func showIOPS(limits cloudsigma.IOPSLimits) *iopsModel {
	if limits.Max == 0 {
		return nil
	}
	return &iopsModel{Base: types.Int64Value(limits.Base), Min: types.Int64Value(limits.Min), Max: types.Int64Value(limits.Max)}
}

// numberOrNull is null for 0, which is a limit that is not told.
func numberOrNull(limit int64) types.Int64 {
	if limit == 0 {
		return types.Int64Null()
	}
	return types.Int64Value(limit)
}

func show(limit cloudsigma.Range) rangeModel {
	return rangeModel{Min: types.Int64Value(limit.Min), Max: types.Int64Value(limit.Max)}
}

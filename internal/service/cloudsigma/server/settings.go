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

// settings are those of the virtual machine, as the resource and the data sources show them.
type settings struct {
	Hypervisor         types.String `tfsdk:"hypervisor"`
	CPUType            types.String `tfsdk:"cpu_type"`
	CPUModel           types.String `tfsdk:"cpu_model"`
	AllocationPool     types.String `tfsdk:"allocation_pool"`
	CPUsInsteadOfCores types.Bool   `tfsdk:"cpus_instead_of_cores"`
	EnableNUMA         types.Bool   `tfsdk:"enable_numa"`
	HVRelaxed          types.Bool   `tfsdk:"hv_relaxed"`
	HVTSC              types.Bool   `tfsdk:"hv_tsc"`
	Context            types.Bool   `tfsdk:"context"`
	AutoStart          types.Bool   `tfsdk:"auto_start"`
	IsGrey             types.Bool   `tfsdk:"is_grey"`
	EnclavePageCaches  types.List   `tfsdk:"enclave_page_caches"`
	GPUs               types.List   `tfsdk:"gpus"`
}

// settingsOf are those of a server.
func settingsOf(ctx context.Context, definition *cloudsigma.ServerDefinition, diagnostics *diag.Diagnostics) settings {
	var seen model
	seen.showOptions(definition)
	seen.showEnclaves(ctx, definition.EnclavePageCaches, diagnostics)
	seen.showGPUs(ctx, definition.GPUs, diagnostics)
	return seen.settings
}

// addSettings adds the attributes of settings.
func addSettings(attributes map[string]schema.Attribute) {
	maps.Copy(attributes, map[string]schema.Attribute{
		"hypervisor":            cloudsigmaentity.ShownText("Hypervisor, such as `kvm`."),
		"cpu_type":              cloudsigmaentity.ShownText("Type of the host's CPU, such as `amd`."),
		"cpu_model":             cloudsigmaentity.ShownText("Model of the CPU that the system sees, such as `kvm64`; null if it is that of the host."),
		"allocation_pool":       cloudsigmaentity.ShownText("Pool of hosts of which one runs the server; null for none."),
		"cpus_instead_of_cores": cloudsigmaentity.ShownFlag("Whether the system sees `smp` as single CPUs instead of cores of one CPU."),
		"enable_numa":           cloudsigmaentity.ShownFlag("Whether the system sees the NUMA topology of the host."),
		"hv_relaxed":            cloudsigmaentity.ShownFlag("Whether timers are relaxed, for Windows."),
		"hv_tsc":                cloudsigmaentity.ShownFlag("Whether timers are more precise, for Windows."),
		"context":               cloudsigmaentity.ShownFlag("Whether the system can read its server context from a serial device."),
		"auto_start":            cloudsigmaentity.ShownFlag("Whether CloudSigma starts a clone of this server by itself."),
		"is_grey":               cloudsigmaentity.ShownFlag("Whether the server may be used to fill up free capacity (backfilling)."),
		"enclave_page_caches": schema.ListAttribute{
			MarkdownDescription: "SGX enclaves, each by its size in bytes.", Computed: true, ElementType: types.Int64Type,
		},
		"gpus": schema.ListAttribute{
			MarkdownDescription: "Virtual GPUs by their models, such as `nvidia_a6000`.", Computed: true, ElementType: types.StringType,
		},
	})
}

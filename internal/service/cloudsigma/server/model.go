package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/health"
)

// model is the resource as Terraform sees it.
//
// A null in user_data and a list without blocks in drive and network mean that the configuration does not
// manage them: a read then leaves them as they are.
type model struct {
	health.Fields
	cloudsigmaserver.StopModel
	settings

	ID     types.String `tfsdk:"id"`
	Name   types.String `tfsdk:"name"`
	CPU    types.Int64  `tfsdk:"cpu"`
	Memory types.Int64  `tfsdk:"memory"`
	SMP    types.Int64  `tfsdk:"smp"`

	VNCPassword types.String `tfsdk:"vnc_password"`
	// VNCPasswordWO is in the configuration only.
	VNCPasswordWO        types.String `tfsdk:"vnc_password_wo"`
	VNCPasswordWOVersion types.Int64  `tfsdk:"vnc_password_wo_version"`
	RandomVNCPassword    types.Bool   `tfsdk:"random_vnc_password"`
	CloneServerID        types.String `tfsdk:"clone_server_id"`
	CloneAvoid           types.List   `tfsdk:"clone_avoid"`
	Avoid                types.List   `tfsdk:"avoid"`

	SSHKeys          types.Set    `tfsdk:"ssh_keys"`
	Tags             types.Set    `tfsdk:"tags"`
	Meta             types.Map    `tfsdk:"meta"`
	UserData         types.String `tfsdk:"user_data"`
	UserDataReplaces types.Bool   `tfsdk:"user_data_replace_on_change"`
	PowerState       types.String `tfsdk:"power_state"`
	DeleteDrives     types.String `tfsdk:"delete_drives"`
	Drives           types.List   `tfsdk:"drive"`
	Networks         types.List   `tfsdk:"network"`

	ResourceURI    types.String   `tfsdk:"resource_uri"`
	Status         types.String   `tfsdk:"status"`
	IPv4Address    types.String   `tfsdk:"ipv4_address"`
	NICs           types.List     `tfsdk:"nics"`
	AttachedDrives types.List     `tfsdk:"attached_drives"`
	Timeouts       timeouts.Value `tfsdk:"timeouts"`
}

// imported tells whether the state is that of an import, which has an id and nothing else. All that the
// server has is then taken for managed.
func (m *model) imported() bool { return m.Name.IsNull() }

// show writes into a state what the server says.
func (m *model) show(ctx context.Context, server *cloudsigma.Server, diagnostics *diag.Diagnostics) {
	definition := &server.Definition
	imported := m.imported()
	m.ID = types.StringValue(server.UUID)
	m.ResourceURI = types.StringValue(server.ResourceURI)
	m.Status = types.StringValue(server.Status)
	m.Name = types.StringValue(definition.Name)
	m.CPU = types.Int64Value(definition.CPU)
	m.Memory = types.Int64Value(definition.Memory)
	m.SMP = types.Int64PointerValue(definition.SMP)
	if definition.VNCPassword != "" && (imported || !m.VNCPassword.IsNull()) {
		m.VNCPassword = types.StringValue(string(definition.VNCPassword))
	}
	if state := cloudsigmaserver.PowerState(server); state != "" || !cloudsigmaentity.IsSet(m.PowerState) {
		m.PowerState = cloudsigmaentity.TextOrNull(state)
	}
	m.Tags = cloudsigmaentity.ShownReferences(definition.Tags)
	m.SSHKeys = cloudsigmaentity.ShownReferences(definition.PublicKeys)
	m.showOptions(definition)
	m.showEnclaves(ctx, definition.EnclavePageCaches, diagnostics)
	m.showGPUs(ctx, definition.GPUs, diagnostics)
	m.showMeta(ctx, definition.Meta, imported, diagnostics)
	m.showDrives(ctx, definition.Drives, imported, diagnostics)
	m.showNetworks(ctx, definition.NICs, imported, diagnostics)
	m.showNICs(ctx, server, diagnostics)
}

// complete gives a plan that was carried out what it did not know. What it did know stays, as Terraform
// demands, even if the server changed meanwhile: the next refresh shows that.
func (m *model) complete(ctx context.Context, server *cloudsigma.Server, diagnostics *diag.Diagnostics) {
	shown := *m
	shown.show(ctx, server, diagnostics)
	learn(&m.ID, shown.ID)
	learn(&m.SMP, shown.SMP)
	m.learnOptions(&shown)
	learn(&m.EnclavePageCaches, shown.EnclavePageCaches)
	learn(&m.GPUs, shown.GPUs)
	learn(&m.VNCPassword, shown.VNCPassword)
	learn(&m.SSHKeys, shown.SSHKeys)
	learn(&m.Tags, shown.Tags)
	learn(&m.Meta, shown.Meta)
	learn(&m.PowerState, shown.PowerState)
	learn(&m.ResourceURI, shown.ResourceURI)
	learn(&m.Status, shown.Status)
	learn(&m.IPv4Address, shown.IPv4Address)
	learn(&m.NICs, shown.NICs)
	learn(&m.AttachedDrives, shown.AttachedDrives)
}

func learn[T attr.Value](planned *T, shown T) {
	if (*planned).IsUnknown() {
		*planned = shown
	}
}

func (m *model) showEnclaves(
	ctx context.Context, enclaves []cloudsigma.EnclavePageCache, diagnostics *diag.Diagnostics,
) {
	sizes := make([]int64, 0, len(enclaves))
	for _, enclave := range enclaves {
		sizes = append(sizes, enclave.Size)
	}
	var problems diag.Diagnostics
	m.EnclavePageCaches, problems = types.ListValueFrom(ctx, types.Int64Type, sizes)
	diagnostics.Append(problems...)
}

func (m *model) showGPUs(ctx context.Context, gpus []cloudsigma.GPU, diagnostics *diag.Diagnostics) {
	models := make([]string, 0, len(gpus))
	for _, gpu := range gpus {
		models = append(models, gpu.Model)
	}
	var problems diag.Diagnostics
	m.GPUs, problems = types.ListValueFrom(ctx, types.StringType, models)
	diagnostics.Append(problems...)
}

// uuids are the elements of a list of UUIDs that is known.
func uuids(ctx context.Context, list types.List, diagnostics *diag.Diagnostics) []string {
	var elements []string
	if cloudsigmaentity.IsSet(list) {
		diagnostics.Append(list.ElementsAs(ctx, &elements, false)...)
	}
	return elements
}

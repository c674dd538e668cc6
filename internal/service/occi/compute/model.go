package compute

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/health"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// model is the resource as Terraform sees it.
type model struct {
	health.Fields

	ID               types.String   `tfsdk:"id"`
	Title            types.String   `tfsdk:"title"`
	Summary          types.String   `tfsdk:"summary"`
	Hostname         types.String   `tfsdk:"hostname"`
	ActualHostname   types.String   `tfsdk:"actual_hostname"`
	Mixins           types.Set      `tfsdk:"mixins"`
	Attributes       types.Map      `tfsdk:"attributes"`
	OSTemplate       types.String   `tfsdk:"os_template"`
	ResourceTemplate types.String   `tfsdk:"resource_template"`
	Cores            types.Int64    `tfsdk:"cores"`
	Memory           types.Float64  `tfsdk:"memory"`
	Architecture     types.String   `tfsdk:"architecture"`
	SecurityGroups   types.Set      `tfsdk:"security_groups"`
	SSHKey           types.Object   `tfsdk:"ssh_key"`
	UserData         types.String   `tfsdk:"user_data"`
	UserDataReplaces types.Bool     `tfsdk:"user_data_replace_on_change"`
	Files            types.Map      `tfsdk:"files"`
	Metadata         types.Map      `tfsdk:"metadata"`
	Networks         types.List     `tfsdk:"networks"`
	Volumes          types.Set      `tfsdk:"volumes"`
	PowerState       types.String   `tfsdk:"power_state"`
	ConfirmResize    types.Bool     `tfsdk:"confirm_resize"`
	ResizePending    types.Bool     `tfsdk:"resize_pending"`
	OSChange         types.String   `tfsdk:"os_change"`
	RestartTriggers  types.Map      `tfsdk:"restart_triggers"`
	RestartMethod    types.String   `tfsdk:"restart_method"`
	State            types.String   `tfsdk:"state"`
	Addresses        types.List     `tfsdk:"addresses"`
	Links            types.Set      `tfsdk:"links"`
	ConsoleURL       types.String   `tfsdk:"console_url"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`

	// AdminPasswordWO is in the configuration only.
	AdminPasswordWO        types.String `tfsdk:"admin_password_wo"`
	AdminPasswordWOVersion types.Int64  `tfsdk:"admin_password_wo_version"`

	// identities are kept in the private state.
	identities templateIdentities
}

type sshKeyModel struct {
	Name      types.String `tfsdk:"name"`
	PublicKey types.String `tfsdk:"public_key"`
}

// sentPublicKey is the key as it is sent: files with a key end with a line break, which no rendering carries.
func (k *sshKeyModel) sentPublicKey() string { return strings.TrimSpace(k.PublicKey.ValueString()) }

type linkModel struct {
	ID     types.String `tfsdk:"id"`
	Kind   types.String `tfsdk:"kind"`
	Target types.String `tfsdk:"target"`
}

func linkType() basetypes.ObjectType {
	return types.ObjectType{AttrTypes: map[string]attr.Type{
		"id": types.StringType, "kind": types.StringType, "target": types.StringType,
	}}
}

// occiAttributes are the OCCI attributes to create the VM with, but for its key and user data.
func (m *model) occiAttributes(ctx context.Context, diagnostics *diag.Diagnostics) occi.Attributes {
	attributes := occientity.Attributes(ctx, m.Attributes, diagnostics)
	occientity.SetText(attributes, infrastructure.AttributeTitle, m.Title)
	occientity.SetText(attributes, infrastructure.AttributeSummary, m.Summary)
	occientity.SetText(attributes, infrastructure.AttributeComputeHostname, m.Hostname)
	if !isSet(m.ResourceTemplate) {
		m.setSize(attributes)
	}
	return attributes
}

func (m *model) setSize(attributes occi.Attributes) {
	if isSet(m.Cores) {
		attributes[infrastructure.AttributeComputeCores] = occi.Number(float64(m.Cores.ValueInt64()))
	}
	if isSet(m.Memory) {
		attributes[infrastructure.AttributeComputeMemory] = occi.Number(m.Memory.ValueFloat64())
	}
	occientity.SetText(attributes, infrastructure.AttributeComputeArchitecture, m.Architecture)
}

func (m *model) sshKey(ctx context.Context, diagnostics *diag.Diagnostics) *sshKeyModel {
	if !isSet(m.SSHKey) {
		return nil
	}
	var key sshKeyModel
	diagnostics.Append(m.SSHKey.As(ctx, &key, basetypes.ObjectAsOptions{})...)
	return &key
}

// isSet tells whether a value is there: neither null nor unknown.
func isSet(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// show writes what the server says into the model. What a server does not show stays as it is (occi-os
// shows neither title nor flavor, groups, key and user data of a VM), and is null if it is unknown.
func (m *model) show(ctx context.Context, entity *occi.Entity, diagnostics *diag.Diagnostics) {
	m.ID = types.StringValue(entity.Location)
	m.Title = occientity.ShownText(entity, infrastructure.AttributeTitle, m.Title)
	m.Summary = occientity.ShownSummary(entity, m.Summary)
	m.showHostname(entity)
	m.OSTemplate = m.identities.shownTemplate(entity, infrastructure.MixinOSTemplate, m.OSTemplate)
	m.ResourceTemplate = m.identities.shownTemplate(entity, infrastructure.MixinResourceTemplate, m.ResourceTemplate)
	m.showSizes(entity)
	m.showPower(entity)
	m.State = knownText(serverState(entity), m.State)
	m.ConsoleURL = occientity.ShownText(entity, infrastructure.AttributeOpenStackConsole, types.StringNull())
	m.showLinks(ctx, entity, diagnostics)
}

func (m *model) showSizes(entity *occi.Entity) {
	m.Memory = shownMemory(entity, m.Memory)
	m.Architecture = occientity.ShownText(entity, infrastructure.AttributeComputeArchitecture, m.Architecture)
	cores := occientity.ShownNumber(entity, infrastructure.AttributeComputeCores, types.Float64Null())
	if !cores.IsNull() {
		m.Cores = types.Int64Value(int64(cores.ValueFloat64()))
	} else if m.Cores.IsUnknown() {
		m.Cores = types.Int64Null()
	}
}

// showHostname keeps the configured host name, be it that the server made another one (ooi's is the title), until
// the one that the server made changes. What is no host name, as titles that ooi shows in its place, nobody can configure:
// Terraform would generate a configuration that is not valid.
func (m *model) showHostname(entity *occi.Entity) {
	actual := occientity.ShownText(entity, infrastructure.AttributeComputeHostname, m.ActualHostname)
	changed := isSet(m.ActualHostname) && !actual.Equal(m.ActualHostname)
	if !isSet(m.Hostname) || changed {
		m.Hostname = types.StringNull()
		if tfkit.IsHostname(actual.ValueString()) {
			m.Hostname = actual
		}
	}
	m.ActualHostname = actual
}

// showPower shows the power state; while a resize waits that the server does not show, that from before it.
func (m *model) showPower(entity *occi.Entity) {
	pending := isResizePending(entity, m.ResizePending.ValueBool())
	m.ResizePending = types.BoolValue(pending)
	shown := powerState(entity)
	if pending && hidesResize(entity) && isSet(m.PowerState) {
		shown = m.PowerState.ValueString()
	}
	m.PowerState = knownText(shown, m.PowerState)
}

// knownText is what an entity shows or, if that is empty, the prior value or null if that is unknown.
func knownText(shown string, prior types.String) types.String {
	switch {
	case shown != "":
		return types.StringValue(shown)
	case prior.IsUnknown():
		return types.StringNull()
	default:
		return prior
	}
}

func (m *model) showLinks(ctx context.Context, entity *occi.Entity, diagnostics *diag.Diagnostics) {
	links := []linkModel{}
	for _, link := range entity.Links {
		shown := linkModel{ID: types.StringValue(link.Self), Target: types.StringValue(link.Target)}
		if len(link.Categories) > 0 {
			shown.Kind = types.StringValue(link.Categories[0].String())
		}
		links = append(links, shown)
	}
	var problems diag.Diagnostics
	m.Links, problems = types.SetValueFrom(ctx, linkType(), links)
	diagnostics.Append(problems...)
	m.Addresses, problems = types.ListValueFrom(ctx, types.StringType, addresses(entity))
	diagnostics.Append(problems...)
}

// addresses are those of the network interfaces, in an order that does not depend on the server's.
func addresses(entity *occi.Entity) []string {
	type place struct{ device, address string }
	var places []place
	for _, link := range entity.Links {
		address := link.Attributes[infrastructure.AttributeNetworkInterfaceAddress].Text()
		if address != "" {
			device := link.Attributes[infrastructure.AttributeNetworkInterfaceInterface].Text()
			places = append(places, place{device, address})
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.device, b.device), cmp.Compare(a.address, b.address))
	})
	found := []string{}
	for _, place := range places {
		found = append(found, place.address)
	}
	// A server may show it in a link, too.
	floating := entity.Attributes[infrastructure.AttributeOpenStackFloatingIP].Text()
	if floating != "" && !slices.Contains(found, floating) {
		found = append(found, floating)
	}
	return found
}

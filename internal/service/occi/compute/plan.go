package compute

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// template is one of the two attributes that name a template.
type template struct {
	path     path.Path
	relation occi.TypeID
	name     types.String
}

func (m *model) templates() []template {
	return []template{
		{path.Root("os_template"), infrastructure.MixinOSTemplate, m.OSTemplate},
		{path.Root("resource_template"), infrastructure.MixinResourceTemplate, m.ResourceTemplate},
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells unknown templates, and makes the plan of
// an update say what is changed in place, what replaces the VM and what stays.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() {
		return
	}
	var plan, config model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	if request.State.Raw.IsNull() {
		r.findTemplates(ctx, &plan, &model{}, &response.Diagnostics)
		r.checkServer(ctx, &plan, &model{}, &config, &response.Diagnostics)
		plan.planSizes(&model{}, &config, &response.Diagnostics)
		r.planSecurityGroups(ctx, &plan, &model{}, false, request, response)
		return
	}
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	known := r.findTemplates(ctx, &plan, &state, &response.Diagnostics)
	r.checkServer(ctx, &plan, &state, &config, &response.Diagnostics)
	plan.keepSSHKey(ctx, &state, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	plan.keepTemplates(&state, known)
	restless := plan.keepComputed(&state, &config, response)
	plan.planSizes(&state, &config, &response.Diagnostics)
	imported := occientity.Imported(ctx, request.Private, &response.Diagnostics)
	response.RequiresReplace = append(response.RequiresReplace, plan.replacements(&state, imported)...)
	r.planSecurityGroups(ctx, &plan, &state, imported, request, response)
	r.planMixins(ctx, &plan, &state, imported, response)
	plan.planOSChange(&state, imported, response)
	plan.planUnknownSize(&state, imported, &response.Diagnostics)
	plan.planRepair(&state, restless, response)
	response.Diagnostics.Append(response.Plan.Set(ctx, &plan)...)
}

// findTemplates reports templates that the plan names and the state does not, and that do not exist. An image
// that was taken off the server must not stop the plans of the VMs made from it. It returns the query interface,
// or one that knows nothing if it was not needed.
func (r *Resource) findTemplates(
	ctx context.Context, plan, state *model, diagnostics *diag.Diagnostics,
) *occi.QueryInterface {
	known := &occi.QueryInterface{}
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(diagnostics, "No OCCI cloud to talk to", err)
	}
	if client == nil {
		return known
	}
	prior := state.templates()
	for i, template := range plan.templates() {
		if !isSet(template.name) || template.name.Equal(prior[i].name) {
			continue
		}
		types, err := client.QueryInterface(ctx)
		if err == nil {
			known = types
			_, err = types.FindTemplate(template.relation, template.name.ValueString())
		}
		if err != nil {
			reportTemplateError(diagnostics, template.path, err)
		}
	}
	return known
}

// checkServer reports what is to be done and the server has no way for. An attribute that is as in the state needs
// none.
func (r *Resource) checkServer(ctx context.Context, plan, state, config *model, diagnostics *diag.Diagnostics) {
	setsPassword := !config.AdminPasswordWO.IsNull() && !plan.AdminPasswordWOVersion.Equal(state.AdminPasswordWOVersion)
	isNew := state.ID.IsNull()
	hasContext := isNew && plan.hasContext()
	if !setsPassword && !hasContext {
		return
	}
	client, _ := r.ClientForPlan()
	if client == nil {
		return // findTemplates has told why, if there is a reason.
	}
	types, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not ask the server what it can do", err)
		return
	}
	if hasContext {
		plan.checkContext(ctx, types, diagnostics)
	}
	if err := errNoPasswords(types); setsPassword && err != nil {
		tfkit.ReportAttributeError(diagnostics, path.Root("admin_password_wo"), refusedByServer, err)
	}
}

// reportTemplateError tells a name that means no template from a server that could not be asked.
func reportTemplateError(diagnostics *diag.Diagnostics, attribute path.Path, err error) {
	var unknown *occi.UnknownTemplateError
	var ambiguous *occi.AmbiguousTemplateError
	switch {
	case errors.As(err, &unknown):
		tfkit.ReportAttributeError(diagnostics, attribute, "Unknown template", err)
	case errors.As(err, &ambiguous):
		tfkit.ReportAttributeError(diagnostics, attribute, "Ambiguous template", err)
	default:
		tfkit.ReportAttributeError(diagnostics, attribute, "Could not ask the server for its templates", err)
	}
}

// keepTemplates keeps the name in the state where the configuration has another name of the same template,
// as after an import. What a name means depends on the other templates of the server: of "centos-7" and
// "CentOS 7" each means the other where it is alone.
func (m *model) keepTemplates(state *model, known *occi.QueryInterface) {
	keep := func(relation occi.TypeID, planned *types.String, prior types.String) {
		category, err := known.FindTemplate(relation, planned.ValueString())
		former, formerErr := known.FindTemplate(relation, prior.ValueString())
		if err == nil && formerErr == nil && category.TypeID == former.TypeID {
			*planned = prior
		}
	}
	keep(infrastructure.MixinOSTemplate, &m.OSTemplate, state.OSTemplate)
	keep(infrastructure.MixinResourceTemplate, &m.ResourceTemplate, state.ResourceTemplate)
}

// keepSSHKey keeps the key in the state where the plan has one that is sent as the same.
func (m *model) keepSSHKey(ctx context.Context, state *model, diagnostics *diag.Diagnostics) {
	planned, prior := m.sshKey(ctx, diagnostics), state.sshKey(ctx, diagnostics)
	if planned == nil || prior == nil || planned.PublicKey.IsUnknown() {
		return
	}
	if planned.Name.Equal(prior.Name) && planned.sentPublicKey() == prior.sentPublicKey() {
		m.SSHKey = state.SSHKey
	}
}

// replacements are the attributes whose change replaces the VM: no known server changes them. Of an
// imported VM the state does not know what the server does not show; the configuration is then taken to
// be what the VM was made with.
func (m *model) replacements(state *model, imported bool) []path.Path {
	var changed []path.Path
	for _, attribute := range []struct {
		name           string
		planned, prior attr.Value
	}{
		{"hostname", m.Hostname, state.Hostname},
		{"attributes", m.Attributes, state.Attributes},
		{"ssh_key", m.SSHKey, state.SSHKey},
		{"user_data", m.UserData, state.UserData},
		{"files", m.Files, state.Files},
		{"metadata", m.Metadata, state.Metadata},
		{"networks", m.Networks, state.Networks},
		{"volumes", m.Volumes, state.Volumes},
	} {
		_, isUserData := m.userDataArguments()[attribute.name]
		isForNextVM := isUserData && isSet(m.UserDataReplaces) && !m.UserDataReplaces.ValueBool()
		// ooi shows the title as the host name.
		isTitle := attribute.name == "hostname" && isSet(state.Title) && state.Hostname.Equal(state.Title)
		notShown := imported && (attribute.prior.IsNull() || isTitle)
		if !attribute.planned.Equal(attribute.prior) && !notShown && !isForNextVM {
			changed = append(changed, path.Root(attribute.name))
		}
	}
	return changed
}

// planOSChange makes a change of the image replace the VM, or tells what a rebuild destroys. An image that
// an imported VM does not show is only recorded.
func (m *model) planOSChange(state *model, imported bool, response *resource.ModifyPlanResponse) {
	attribute := path.Root("os_template")
	if m.OSTemplate.Equal(state.OSTemplate) || imported && state.OSTemplate.IsNull() {
		return
	}
	if m.OSChange.ValueString() == osChangeReplace || state.OSTemplate.IsNull() {
		response.RequiresReplace = append(response.RequiresReplace, attribute)
		return
	}
	if len(response.RequiresReplace) == 0 {
		response.Diagnostics.AddAttributeWarning(attribute, "The root disk will be wiped",
			"The VM "+state.ID.ValueString()+" is rebuilt from another image. All that is on its root disk is lost; "+
				"linked volumes are kept. Set os_change = \"replace\" for a new VM instead.")
	}
}

// planUnknownSize tells that an imported VM may be scaled because its server does not show its size.
func (m *model) planUnknownSize(state *model, imported bool, diagnostics *diag.Diagnostics) {
	if !imported || !state.ResourceTemplate.IsNull() || !isSet(m.ResourceTemplate) {
		return
	}
	diagnostics.AddAttributeWarning(path.Root("resource_template"), "The size of the imported VM is not known",
		"The server does not show the template of "+state.ID.ValueString()+". The VM is scaled to "+
			m.ResourceTemplate.ValueString()+" unless it has that size already.")
}

// keepComputed keeps what is not configured and not touched by the planned changes, so that what depends
// on it is not disturbed. It tells whether the changes have the VM boot.
func (m *model) keepComputed(state, config *model, response *resource.ModifyPlanResponse) bool {
	for _, text := range []struct {
		planned           *types.String
		configured, prior types.String
	}{
		{&m.OSTemplate, config.OSTemplate, state.OSTemplate},
		{&m.ResourceTemplate, config.ResourceTemplate, state.ResourceTemplate},
		{&m.Hostname, config.Hostname, state.Hostname},
		{&m.ActualHostname, types.StringNull(), state.ActualHostname},
		{&m.Title, config.Title, state.Title},
		{&m.Summary, config.Summary, state.Summary},
		{&m.PowerState, config.PowerState, state.PowerState},
		{&m.Architecture, config.Architecture, state.Architecture},
	} {
		if text.configured.IsNull() {
			*text.planned = text.prior
		}
	}
	m.planPower(state, config, response)
	scaled := !m.ResourceTemplate.Equal(state.ResourceTemplate)
	restless := scaled || !m.OSTemplate.Equal(state.OSTemplate) || !m.PowerState.Equal(state.PowerState) ||
		!m.ConfirmResize.Equal(state.ConfirmResize)
	// An update that was interrupted leaves a resize without its confirmation.
	unconfirmed := m.ConfirmResize.ValueBool() && state.State.ValueString() == novaVerifyResize
	switch {
	case unconfirmed:
		m.State = types.StringUnknown()
	case !restless:
		m.State, m.ConsoleURL, m.ResizePending = state.State, state.ConsoleURL, state.ResizePending
	}
	if config.Cores.IsNull() && !scaled {
		m.Cores = state.Cores
	}
	if config.Memory.IsNull() && !scaled {
		m.Memory = state.Memory
	}
	m.Addresses, m.Links = state.Addresses, state.Links
	return restless || unconfirmed || !m.RestartTriggers.IsNull() && !m.RestartTriggers.Equal(state.RestartTriggers)
}

package compute

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// firstLook is the time between a create and the first look at the VM. occi-os makes the network links of
// a VM at the first look: if it has no address by then, it never shows one (captures 04-compute-get-active
// and 36-compute-get-networklink).
const firstLook = 2 * time.Second

// Create implements resource.Resource. The id is in the state before anything is waited for.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan, config model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Create(ctx, defaultCreateTimeout)
	response.Diagnostics.Append(problems...)
	plan.Forget()
	gateContext := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	blueprint, laterLinks := plan.blueprint(ctx, client, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	location, err := occientity.Create(ctx, client, blueprint)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not create the VM", err)
		return
	}
	wanted := plan.PowerState.ValueString()
	plan.show(ctx, &occi.Entity{Location: location}, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)

	entity, err := makeReady(ctx, client, location, laterLinks, config.AdminPasswordWO, wanted)
	if err == nil {
		err = config.checkSizes(entity)
	}
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "The VM was created but is not ready", err)
		entity = occientity.ReadBack(ctx, client, location, &response.Diagnostics)
	} else {
		entity = plan.addDropped(ctx, client, entity, &response.Diagnostics)
	}
	plan.identities = identitiesOf(entity)
	plan.identities.save(ctx, response.Private, &response.Diagnostics)
	plan.show(ctx, entity, &response.Diagnostics)
	plan.keepAppliedGroups(ctx, response.Private, &response.Diagnostics)
	plan.keepMixins(ctx, response.Private, entity, occientity.UnconfiguredMixins(entity, plan.Mixins), &response.Diagnostics)
	plan.tellOtherHostname(&response.Diagnostics)
	if err == nil && powerState(entity) == powerActive {
		plan.Gate(gateContext, &config.Fields, newMachine(client, entity, plan.RestartMethod), &response.Diagnostics)
	}
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	if err == nil {
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// makeReady waits for a new VM, and does what can only be done when it runs.
func makeReady(
	ctx context.Context, client *occi.Client, id string, links []occi.Link, password types.String, power string,
) (*occi.Entity, error) {
	entity, err := waitForBoot(ctx, client, id)
	if err != nil {
		return nil, err
	}
	if err := makeLinks(ctx, client, id, links); err != nil {
		return nil, err
	}
	if !password.IsNull() {
		if err := changePassword(ctx, client, id, password.ValueString()); err != nil {
			return nil, err
		}
	}
	if len(links) > 0 {
		if entity, err = client.Get(ctx, id); err != nil {
			return nil, err
		}
	}
	return setPower(ctx, client, entity, power)
}

// tellOtherHostname warns if the server made another host name than the configured one.
func (m *model) tellOtherHostname(diagnostics *diag.Diagnostics) {
	if isSet(m.ActualHostname) && !m.ActualHostname.Equal(m.Hostname) {
		diagnostics.AddAttributeWarning(path.Root("hostname"), "The VM has another host name", fmt.Sprintf(
			"%s was asked for, and the server made %s of it. ooi takes the title for the host name.",
			m.Hostname.ValueString(), m.ActualHostname.ValueString()))
	}
}

// waitForBoot waits for a new VM to become active. Servers with several processes may not know it at once.
func waitForBoot(ctx context.Context, client *occi.Client, id string) (*occi.Entity, error) {
	return tfkit.Wait[*occi.Entity]{
		Entity: "VM " + id, Goal: "become active", Grace: firstLook,
		Read:    func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, id) },
		Check:   check(func(entity *occi.Entity) bool { return powerState(entity) == powerActive }),
		Forgive: occientity.ForgiveAbsence,
	}.Until(ctx)
}

// blueprint is what to create, and the links to make when it runs, where the server does not take them with it.
func (m *model) blueprint(
	ctx context.Context, client *occi.Client, diagnostics *diag.Diagnostics,
) (blueprint occientity.Blueprint, laterLinks []occi.Link) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not create the VM", err)
		return blueprint, nil
	}
	attributes := m.occiAttributes(ctx, diagnostics)
	groups, groupLinks := m.securityGroups(ctx, client, diagnostics)
	blueprint = occientity.Blueprint{
		Kind:       infrastructure.KindCompute,
		Mixins:     append(m.occiMixins(ctx, client, diagnostics), groups...),
		Attributes: attributes,
		Links:      groupLinks,
		IsOurs: func(entity *occi.Entity) bool {
			return isBooting(entity) && compareNames(entity, attributes) == namesEqual
		},
		MayBeOurs: func(entity *occi.Entity) bool { return compareNames(entity, attributes) != namesDiffer },
	}
	m.addContext(ctx, types, &blueprint, diagnostics)
	links := m.creationLinks(ctx, diagnostics)
	if !takesInlineLinks(types) {
		return blueprint, links
	}
	blueprint.Links = append(blueprint.Links, links...)
	return blueprint, nil
}

// isBooting tells a VM that was made just now from an older one with the same names. OCCI's own states do not:
// one that was stopped is inactive too.
func isBooting(entity *occi.Entity) bool { return novaState(entity) == novaBuilding }

// nameComparison tells whether a VM has the names that one was created with.
type nameComparison int

const (
	// namesUnknown: the VM was created without names, or the server does not show them (occi-os shows no
	// title of a VM).
	namesUnknown nameComparison = iota
	namesEqual
	namesDiffer
)

// compareNames compares the host name and title of a VM with those in the attributes of a create.
func compareNames(entity *occi.Entity, created occi.Attributes) nameComparison {
	result := namesUnknown
	for _, name := range []string{infrastructure.AttributeComputeHostname, infrastructure.AttributeTitle} {
		wanted, named := created[name]
		has, shown := entity.Attributes[name]
		switch {
		case !named || !shown:
		case has.Text() != wanted.Text():
			return namesDiffer
		default:
			result = namesEqual
		}
	}
	return result
}

// occiMixins are the templates and further mixins to create the VM with.
func (m *model) occiMixins(ctx context.Context, client *occi.Client, diagnostics *diag.Diagnostics) []occi.TypeID {
	var mixins []occi.TypeID
	for _, template := range m.templates() {
		if !isSet(template.name) {
			continue
		}
		found, err := occientity.Template(ctx, client, template.relation, template.name.ValueString())
		if err != nil {
			reportTemplateError(diagnostics, template.path, err)
			continue
		}
		mixins = append(mixins, found.TypeID)
	}
	mixins = append(mixins, occientity.TypeIdentifiers(ctx, m.Mixins, path.Root("mixins"), diagnostics)...)
	return mixins
}

package compute

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// Update implements resource.Resource. The state gets what was done, also when a later step fails.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan, state, config model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Update(ctx, defaultUpdateTimeout)
	response.Diagnostics.Append(problems...)
	gateContext := ctx
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	state.identities = loadIdentities(ctx, request.Private, &response.Diagnostics)
	update := update{
		client: client, plan: &plan, config: &config, power: plan.powerToEndIn(&state, &config), password: config.AdminPasswordWO,
		repairs:       plan.WantsRestart(&state.Fields),
		appliedGroups: occientity.LoadTexts(ctx, request.Private, appliedGroupsKey, &response.Diagnostics),
		imported:      occientity.Imported(ctx, request.Private, &response.Diagnostics), done: state,
	}
	err := update.run(ctx)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not update the VM", err)
		update.entity = occientity.ReadBack(ctx, client, state.ID.ValueString(), &response.Diagnostics)
	} else {
		update.tellPendingResize(&response.Diagnostics)
		update.done = plan
		update.done.identities = identitiesOf(update.entity)
		occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
		former := occientity.LoadOwnMixins(ctx, request.Private, &response.Diagnostics)
		own := occientity.OwnMixinsAfter(update.found, update.entity, state.Mixins, plan.Mixins, former)
		plan.keepAppliedGroups(ctx, response.Private, &response.Diagnostics)
		plan.keepMixins(ctx, response.Private, update.entity, own, &response.Diagnostics)
	}
	update.done.identities.save(ctx, response.Private, &response.Diagnostics)
	update.done.ResizePending = types.BoolValue(update.pending)
	update.done.show(ctx, update.entity, &response.Diagnostics)
	if err == nil && plan.ChecksRun() {
		update.done.Gate(gateContext, &config.Fields, machineOf(update.entity), &response.Diagnostics)
	}
	response.Diagnostics.Append(response.State.Set(ctx, &update.done)...)
	if err == nil {
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// update carries out the differences between a state and a plan, one after the other.
type update struct {
	client *occi.Client
	plan   *model
	// config tells what of the plan is configured.
	config *model
	// power is the power state to end in. If none is configured it is the one the VM is found in: changes
	// of the templates may leave another one.
	power string
	// password is the one that the configuration has for the administrator.
	password types.String
	// imported tells that the state may lack what the server does not show.
	imported bool
	// appliedGroups are the security groups that the configuration had when it was applied last.
	appliedGroups []string
	// repairs tells that the VM is to be restarted because it is unhealthy.
	repairs bool
	// done is the state after what was done so far.
	done model
	// found is the VM as it was at first, entity as last seen.
	found, entity *occi.Entity
	// rebuilt tells whether the image was changed: the VM has booted for the first time then.
	rebuilt bool
	// wasActive tells whether the VM was running at first.
	wasActive bool
	// pending tells whether a resize waits for its confirmation, wasPending whether one did at first; powerBefore is
	// the power state from before it.
	pending, wasPending bool
	powerBefore         string
}

func (u *update) run(ctx context.Context) error {
	// A rebuild comes after all that a GET tells the end of: it does not tell when a rebuild is over.
	for _, step := range []func(context.Context) error{
		u.look, u.setSecurityGroups, u.setMixins, u.confirm, u.wake, u.scale, u.confirm, u.setAttributes, u.rebuild, u.changePassword,
		u.restart, u.setPower, u.checkSizes,
	} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

// wake starts a VM that is to run before anything else is changed: Nova does not scale one that is suspended,
// which on occi-os a stopped one is too.
func (u *update) wake(ctx context.Context) error {
	if u.power != powerActive {
		return nil
	}
	return u.setPower(ctx)
}

// look reads the VM as it is: actions and updates have to fit its state.
func (u *update) look(ctx context.Context) error {
	entity, err := u.client.Get(ctx, u.done.ID.ValueString())
	if err != nil {
		return err
	}
	u.pending, u.powerBefore = u.done.ResizePending.ValueBool(), u.done.PowerState.ValueString()
	u.found = entity
	u.see(entity)
	u.wasPending = u.pending
	u.wasActive = powerState(entity) == powerActive
	if u.power == "" {
		u.power = u.currentPower()
	}
	return nil
}

// see takes note of how the VM is now.
func (u *update) see(entity *occi.Entity) {
	u.entity = entity
	u.pending = isResizePending(entity, u.pending)
}

// currentPower is the power state of the VM; while a resize waits that the server does not show, that from before it.
func (u *update) currentPower() string {
	if u.pending && hidesResize(u.entity) {
		return u.powerBefore
	}
	return powerState(u.entity)
}

// carryOut makes a change and looks at the VM until it is there.
func (u *update) carryOut(ctx context.Context, change change) error {
	entity, err := change.carryOut(ctx, u.client, u.done.ID.ValueString())
	if err == nil {
		u.see(entity)
	}
	return err
}

// rebuild changes the image. The image of an imported VM that does not show it is only recorded: it is
// taken to be the configured one.
func (u *update) rebuild(ctx context.Context) error {
	if u.plan.OSTemplate.Equal(u.done.OSTemplate) || u.done.OSTemplate.IsNull() {
		return nil
	}
	before, power := u.entity, powerState(u.entity)
	err := u.changeTemplate(ctx, infrastructure.MixinOSTemplate, u.plan.OSTemplate, u.addTemplate, func(entity *occi.Entity) bool {
		return powerState(entity) == power
	})
	switch {
	case err == nil:
		u.done.OSTemplate, u.rebuilt = u.plan.OSTemplate, u.entity != before
	case refusesUpdate(err):
		return fmt.Errorf("%w\n\nThe server does not change the image of a VM in place: set os_change = %q for a new VM", err, osChangeReplace)
	}
	return err
}

// scale changes the flavor. It ends when the VM has settled with the new one or waits for the
// confirmation.
func (u *update) scale(ctx context.Context) error {
	if u.plan.ResourceTemplate.Equal(u.done.ResourceTemplate) || u.plan.ResourceTemplate.IsNull() {
		return nil
	}
	types, err := u.client.QueryInterface(ctx)
	if err != nil {
		return err
	}
	_, confirmed := types.Action(infrastructure.ActionOpenStackConfirmResize)
	before, power := u.entity, powerState(u.entity)
	settled := func(entity *occi.Entity) bool {
		if confirmed && !asksToConfirm(entity) && sameSize(before, entity) {
			return false
		}
		return asksToConfirm(entity) || powerState(entity) == power && novaState(entity) != novaResized
	}
	err = u.changeTemplate(ctx, infrastructure.MixinResourceTemplate, u.plan.ResourceTemplate, u.addTemplate, settled)
	if refusesUpdate(err) && replacesByPut(types) {
		err = u.scaleByPut(ctx)
	}
	switch {
	case err == nil, u.done.ResourceTemplate.IsNull() && isSameSize(err):
		u.done.ResourceTemplate = u.plan.ResourceTemplate
		return nil
	case novaState(u.entity) == novaResized, refusedWith(err, "Cannot confirm_resize"):
		return fmt.Errorf("%w\n\nThe server does not wait for a resize that takes so long. The VM may end in the state "+
			"\"resized\", where it runs with the new size but can only be deleted, as by terraform apply -replace", err)
	default:
		return err
	}
}

// sameSize tells whether two looks at a VM show the same sizes.
func sameSize(before, after *occi.Entity) bool {
	for _, name := range []string{infrastructure.AttributeComputeCores, infrastructure.AttributeComputeMemory} {
		if before.Attributes[name].Text() != after.Attributes[name].Text() {
			return false
		}
	}
	return true
}

// changeTemplate adds a template, which replaces the former one, and waits until a GET shows it on a VM
// that has settled. A template that the VM has already is left alone: another name for the same image must
// not wipe the disk.
func (u *update) changeTemplate(
	ctx context.Context, relation occi.TypeID, name types.String,
	send func(context.Context, occi.TypeID) error, settled func(*occi.Entity) bool,
) error {
	template, err := occientity.Template(ctx, u.client, relation, name.ValueString())
	if err != nil {
		return err
	}
	has := func(entity *occi.Entity) bool {
		current, shown := entity.Mixin(relation)
		return shown && current.TypeID == template.TypeID
	}
	if has(u.entity) {
		return nil
	}
	err = u.carryOut(ctx, change{
		name: "the template " + template.TypeID.String(), goal: "run with the template " + template.TypeID.String(),
		send:    func(ctx context.Context) error { return send(ctx, template.TypeID) },
		reached: func(entity *occi.Entity) bool { return has(entity) && settled(entity) },
	})
	if err == nil {
		u.done.identities[relation.Term] = template.TypeID.String()
	}
	return err
}

// addTemplate is the usual way to change a template: a partial update.
func (u *update) addTemplate(ctx context.Context, template occi.TypeID) error {
	return u.client.Update(ctx, u.done.ID.ValueString(), []occi.TypeID{template}, nil)
}

func (u *update) setPower(ctx context.Context) error {
	if u.currentPower() == u.power {
		return nil
	}
	if u.pending && hidesResize(u.entity) {
		return fmt.Errorf("the VM %s waits for the confirmation of a resize, so it cannot become %s: confirm the resize by OpenStack's "+
			"own API (openstack server resize confirm), and apply again", u.done.ID.ValueString(), u.power)
	}
	entity, err := setPower(ctx, u.client, u.entity, u.power)
	if err == nil {
		u.see(entity)
	}
	return err
}

package compute

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
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
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Update(ctx, defaultUpdateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	update := update{client: client, plan: &plan, done: state}
	err := update.run(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not update the VM", err)
	} else {
		update.done = plan
		occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	}
	update.show(ctx, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &update.done)...)
}

// update carries out the differences between a state and a plan, one after the other.
type update struct {
	client *occi.Client
	plan   *model
	// done is the state after what was done so far.
	done model
	// entity is the VM as last seen; nil if a step failed since.
	entity *occi.Entity
}

func (u *update) run(ctx context.Context) error {
	for _, step := range []func(context.Context) error{
		u.look, u.rebuild, u.scale, u.setAttributes, u.setPower,
	} {
		if err := step(ctx); err != nil {
			u.entity = nil
			return err
		}
	}
	return nil
}

func (u *update) show(ctx context.Context, diagnostics *diag.Diagnostics) {
	if u.entity == nil {
		u.entity = occientity.ReadBack(ctx, u.client, u.done.ID.ValueString(), diagnostics)
	}
	u.done.show(ctx, u.entity, diagnostics)
}

// look reads the VM as it is: actions and updates have to fit its state.
func (u *update) look(ctx context.Context) (err error) {
	u.entity, err = u.client.Get(ctx, u.done.ID.ValueString())
	return err
}

// rebuild changes the image.
func (u *update) rebuild(ctx context.Context) error {
	if u.plan.OSTemplate.Equal(u.done.OSTemplate) {
		return nil
	}
	if err := u.changeTemplate(ctx, infrastructure.MixinOSTemplate, u.plan.OSTemplate); err != nil {
		return err
	}
	u.done.OSTemplate = u.plan.OSTemplate
	return nil
}

// scale changes the flavor.
func (u *update) scale(ctx context.Context) error {
	if u.plan.ResourceTemplate.Equal(u.done.ResourceTemplate) || u.plan.ResourceTemplate.IsNull() {
		return nil
	}
	err := u.changeTemplate(ctx, infrastructure.MixinResourceTemplate, u.plan.ResourceTemplate)
	unchanged := u.done.ResourceTemplate.IsNull() && alreadyThatSize(err)
	if err != nil && !unchanged {
		return err
	}
	u.done.ResourceTemplate = u.plan.ResourceTemplate
	return nil
}

// changeTemplate adds a template, which replaces the former one, and waits until a GET shows it and the
// VM is in its power state again. The answer shows the state before (occi-os) and is not looked at.
func (u *update) changeTemplate(ctx context.Context, relation occi.TypeID, name types.String) error {
	template, err := occientity.Template(ctx, u.client, relation, name.ValueString())
	if err != nil {
		return err
	}
	id, power := u.done.ID.ValueString(), powerState(u.entity)
	err = u.client.Update(ctx, id, []occi.TypeID{template.TypeID}, nil)
	if err != nil && !occientity.AnswerLost(err) {
		return err
	}
	changed := func(entity *occi.Entity) bool {
		current, shown := entity.Mixin(relation)
		settled := powerState(entity) == power && novaState(entity) != novaResized
		return shown && current.TypeID == template.TypeID && (settled || asksToConfirm(entity))
	}
	goal := "show the template " + template.TypeID.String()
	if u.entity, err = waitFor(ctx, u.client, id, goal, changed); err != nil {
		return err
	}
	return u.confirm(ctx, power)
}

// confirm confirms a resize where the server waits for it; newer ones confirm by themselves.
func (u *update) confirm(ctx context.Context, power string) error {
	if !asksToConfirm(u.entity) || !u.plan.ConfirmResize.ValueBool() {
		return nil
	}
	id := u.done.ID.ValueString()
	err := u.client.Act(ctx, id, infrastructure.ActionOpenStackConfirmResize, nil)
	if err != nil && !occientity.AnswerLost(err) {
		return err
	}
	u.entity, err = waitFor(ctx, u.client, id, "be "+power+" with its resize confirmed", func(entity *occi.Entity) bool {
		return !asksToConfirm(entity) && powerState(entity) == power
	})
	return err
}

// setAttributes changes the attributes that the server shows; what it does not show it does not keep.
func (u *update) setAttributes(ctx context.Context) error {
	changed := occi.Attributes{}
	change := func(name string, planned, prior types.String) {
		if _, shown := u.entity.Attributes[name]; shown && isSet(planned) && !planned.Equal(prior) {
			changed[name] = occi.String(planned.ValueString())
		}
	}
	change(infrastructure.AttributeTitle, u.plan.Title, u.done.Title)
	change(infrastructure.AttributeSummary, u.plan.Summary, u.done.Summary)
	u.changeSize(changed)
	if len(changed) == 0 {
		return nil
	}
	id := u.done.ID.ValueString()
	if err := u.client.Update(ctx, id, nil, changed); err != nil && !occientity.AnswerLost(err) {
		return err
	}
	var err error
	u.entity, err = waitFor(ctx, u.client, id, "show the changed attributes", func(entity *occi.Entity) bool {
		for name, value := range changed {
			if entity.Attributes[name].Text() != value.Text() {
				return false
			}
		}
		return true
	})
	return err
}

// changeSize adds what the configuration says of cores, memory and architecture, where it says something
// else than the state.
func (u *update) changeSize(changed occi.Attributes) {
	planned, prior := occi.Attributes{}, occi.Attributes{}
	u.plan.setSize(planned)
	u.done.setSize(prior)
	for name, value := range planned {
		if !value.Equal(prior[name]) && u.plan.ResourceTemplate.IsNull() {
			changed[name] = value
		}
	}
}

func (u *update) setPower(ctx context.Context) (err error) {
	if isSet(u.plan.PowerState) {
		u.entity, err = setPower(ctx, u.client, u.entity, u.plan.PowerState.ValueString())
	}
	return err
}

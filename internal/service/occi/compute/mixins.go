package compute

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

const mixinsAttribute = "mixins"

// shownMixinsKey is the private-state key of the configured mixins that the VM was seen with. One that it has no more
// was taken off by somebody; one that it never showed the server keeps to itself, or dropped.
const shownMixinsKey = "shown_mixins"

// keepMixins keeps what is to be known at the next look: the mixins that the server gave the VM, and the configured ones
// that it shows.
func (m *model) keepMixins(
	ctx context.Context, private occientity.PrivateState, entity *occi.Entity, own []string, diagnostics *diag.Diagnostics,
) {
	shown := slices.DeleteFunc(occientity.SetTexts(m.Mixins), func(mixin string) bool { return !occientity.ShowsMixin(entity, mixin) })
	occientity.SaveOwnMixins(ctx, private, entity, own, diagnostics)
	occientity.SaveTexts(ctx, private, shownMixinsKey, shown, diagnostics)
}

// showMixins writes what somebody else did to the mixins of the VM, where the configuration names any: it has what was
// added, and has not what was taken off. Mixins without a collection, as templates of a vendor, are not looked at: nobody
// could put that right. Nor are those that an argument of its own stands for.
func (m *model) showMixins(
	ctx context.Context, client *occi.Client, entity *occi.Entity, private occientity.PrivateState, diagnostics *diag.Diagnostics,
) {
	own := occientity.LoadOwnMixins(ctx, private, diagnostics)
	if own == nil {
		m.keepMixins(ctx, private, entity, occientity.UnconfiguredMixins(entity, m.Mixins), diagnostics)
		return
	}
	if !isSet(m.Mixins) {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not ask the server for its types", err)
		return
	}
	before := occientity.LoadTexts(ctx, private, shownMixinsKey, diagnostics)
	shown := slices.DeleteFunc(occientity.SetTexts(m.Mixins), func(mixin string) bool {
		return slices.Contains(before, mixin) && !occientity.ShowsMixin(entity, mixin) && changesInPlace(known, mixin)
	})
	for _, mixin := range occientity.ForeignMixins(entity, m.Mixins, own, known) {
		if changesInPlace(known, mixin) && argumentFor(mixin) == "" {
			shown = append(shown, mixin)
		}
	}
	m.Mixins = occientity.TextSet(shown)
	m.keepMixins(ctx, private, entity, own, diagnostics)
}

// changesInPlace tells whether a mixin can be added to a running VM and taken off it. One that the server does not have
// yet is made by a user, and has a collection.
func changesInPlace(known *occi.QueryInterface, name string) bool {
	id, err := occi.ParseTypeID(name)
	if err != nil {
		return false
	}
	mixin, exists := known.Mixin(id)
	return !exists || occientity.HasCollection(mixin)
}

// addDropped gives a new VM those of its mixins that the server dropped from the create, as occi-os does with the mixins
// of users, and returns the VM. One that the server drops again is warned of: it may keep it to itself.
func (m *model) addDropped(
	ctx context.Context, client *occi.Client, entity *occi.Entity, diagnostics *diag.Diagnostics,
) *occi.Entity {
	dropped := slices.DeleteFunc(occientity.SetTexts(m.Mixins), func(mixin string) bool { return occientity.ShowsMixin(entity, mixin) })
	if len(dropped) == 0 {
		return entity
	}
	for _, name := range dropped {
		if err := addMixin(ctx, client, entity.Location, name); err != nil {
			diagnostics.AddAttributeWarning(path.Root(mixinsAttribute), "The VM does not show a mixin",
				fmt.Sprintf("It was created with %s. %s.", name, err))
		}
	}
	return occientity.ReadBack(ctx, client, entity.Location, diagnostics)
}

// addMixin adds a mixin to a running VM. The mixins of the OCCI standards are not added but come with what they stand for.
func addMixin(ctx context.Context, client *occi.Client, vm, name string) error {
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return err
	}
	if !changesInPlace(known, name) || occientity.IsOfStandard(known, name) {
		return nil
	}
	mixin, err := occi.ParseTypeID(name)
	if err != nil {
		return err
	}
	return occientity.AddMixin(ctx, client, vm, mixin, nil)
}

// planMixins tells that a change of a mixin without a collection replaces the VM. Of an imported VM such a mixin is
// only recorded.
func (r *Resource) planMixins(ctx context.Context, plan, state *model, imported bool, response *resource.ModifyPlanResponse) {
	if plan.Mixins.Equal(state.Mixins) || imported && state.Mixins.IsNull() {
		return
	}
	client, _ := r.ClientForPlan()
	if client == nil {
		return // findTemplates has told why, if there is a reason.
	}
	attribute := path.Root(mixinsAttribute)
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportAttributeError(&response.Diagnostics, attribute, "Could not ask the server for its types", err)
		return
	}
	former, planned := occientity.SetTexts(state.Mixins), occientity.SetTexts(plan.Mixins)
	fixed := func(mixin string) bool {
		return slices.Contains(former, mixin) != slices.Contains(planned, mixin) && !changesInPlace(known, mixin)
	}
	if slices.ContainsFunc(slices.Concat(former, planned), fixed) {
		response.RequiresReplace = append(response.RequiresReplace, attribute)
	}
}

// setMixins adds and takes off mixins. When the argument goes, those in the state go.
func (u *update) setMixins(ctx context.Context) error {
	if u.plan.Mixins.Equal(u.done.Mixins) {
		return nil
	}
	known, err := u.client.QueryInterface(ctx)
	if err != nil {
		return err
	}
	former, planned := occientity.SetTexts(u.done.Mixins), occientity.SetTexts(u.plan.Mixins)
	for _, mixin := range slices.Concat(former, planned) {
		wanted := slices.Contains(planned, mixin)
		if slices.Contains(former, mixin) == wanted || occientity.ShowsMixin(u.entity, mixin) == wanted || !changesInPlace(known, mixin) {
			continue
		}
		if err := u.setMixin(ctx, mixin, wanted); err != nil {
			return err
		}
	}
	u.done.Mixins = u.plan.Mixins
	return nil
}

func (u *update) setMixin(ctx context.Context, name string, wanted bool) error {
	mixin, err := occi.ParseTypeID(name)
	if err != nil {
		return err
	}
	change := change{
		name: "the mixin " + name, goal: "have the mixin " + name,
		send: func(ctx context.Context) error {
			return occientity.AddMixin(ctx, u.client, u.done.ID.ValueString(), mixin, nil)
		},
		reached: func(vm *occi.Entity) bool { return vm.HasMixin(mixin) == wanted },
	}
	if !wanted {
		change.name, change.goal = "to lose the mixin "+name, "lose the mixin "+name
		change.send = func(ctx context.Context) error {
			return occientity.RemoveMixin(ctx, u.client, u.done.ID.ValueString(), mixin)
		}
	}
	return u.carryOut(ctx, change)
}

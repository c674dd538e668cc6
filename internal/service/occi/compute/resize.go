package compute

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// asksToConfirm tells whether a resize waits for its confirmation, which OCCI can give.
func asksToConfirm(entity *occi.Entity) bool {
	return entity.Offers(infrastructure.ActionOpenStackConfirmResize)
}

// hidesResize tells whether a VM that waits for the confirmation of a resize would look like this one on a server
// that does not show it: ooi shows inactive, as for a stopped VM (ooi capture 086).
func hidesResize(entity *occi.Entity) bool {
	return novaState(entity) == "" && !asksToConfirm(entity) &&
		entity.Attributes[infrastructure.AttributeComputeState].Text() == powerInactive
}

// isResizePending tells whether a resize waits for its confirmation. What the server does not show is taken to be as
// it was before, until the VM is active: then the resize was confirmed or taken back.
func isResizePending(entity *occi.Entity, before bool) bool {
	switch novaState(entity) {
	case novaVerifyResize, novaResized:
		return true
	}
	return asksToConfirm(entity) || before && hidesResize(entity)
}

// refusesUpdate tells whether the server said that a POST to a VM is no update. ooi takes each for an action (ooi capture
// 083-compute-partial-update-post-400). Other refusals are of this update: after them a PUT would only do harm, for it
// takes the place of all that the entity has.
func refusesUpdate(err error) bool {
	return occi.HasStatus(err, http.StatusMethodNotAllowed, http.StatusNotImplemented) || refusedWith(err, "Invalid action")
}

// tellPendingResize warns of a resize that is to be confirmed and that OCCI has no way to confirm.
func (u *update) tellPendingResize(diagnostics *diag.Diagnostics) {
	if !u.pending || !hidesResize(u.entity) || u.wasPending || !u.plan.ConfirmResize.ValueBool() {
		return
	}
	diagnostics.AddAttributeWarning(path.Root("resource_template"), "The resize waits for its confirmation",
		"The VM "+u.done.ID.ValueString()+" was scaled, and the server's OCCI has no way to confirm that. Until it is confirmed by "+
			"OpenStack's own API (openstack server resize confirm) the VM cannot be stopped, started or scaled again.")
}

// scaleByPut changes the flavor on a server that does so by a PUT of the template alone (ooi capture 085; of JSON it
// reads the mixins only with the kind). It ends when the VM shows the flavor; Nova then waits for a confirmation for
// which OCCI has no way.
func (u *update) scaleByPut(ctx context.Context) error {
	u.powerBefore = u.currentPower()
	err := u.changeTemplate(ctx, infrastructure.MixinResourceTemplate, u.plan.ResourceTemplate,
		func(ctx context.Context, template occi.TypeID) error {
			return u.client.Replace(ctx, u.done.ID.ValueString(), infrastructure.KindCompute, []occi.TypeID{template}, nil)
		},
		func(*occi.Entity) bool { return true })
	if err == nil {
		u.pending = hidesResize(u.entity)
	}
	return err
}

// confirm confirms a resize where the server waits for it, be it that an earlier apply left it so.
func (u *update) confirm(ctx context.Context) error {
	if !asksToConfirm(u.entity) || !u.plan.ConfirmResize.ValueBool() {
		return nil
	}
	return u.carryOut(ctx, change{
		name: infrastructure.ActionOpenStackConfirmResize.Term, goal: "have its resize confirmed",
		send: func(ctx context.Context) error {
			return u.client.Act(ctx, u.done.ID.ValueString(), infrastructure.ActionOpenStackConfirmResize, nil)
		},
		reached: func(entity *occi.Entity) bool { return !asksToConfirm(entity) && novaState(entity) != novaResized },
	})
}

package server

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

// Update implements resource.Resource.
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

	state.disownBlocks(ctx, &plan, request.Private, &response.Diagnostics)
	plan.placeDrives(ctx, config.Drives, state.Drives, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	change := update{
		client: client, id: state.ID.ValueString(), plan: &plan, state: &state,
		password: plan.newVNCPassword(&config, &state), avoid: uuids(ctx, plan.Avoid, &response.Diagnostics),
	}
	if cloudsigmaentity.IsSet(config.PowerState) || !plan.PowerState.Equal(state.PowerState) {
		change.wantedPower = plan.PowerState.ValueString()
	}
	if plan.WantsRestart(&state.Fields) {
		change.restarts, change.wantedPower = true, cloudsigmaserver.PowerRunning
	}
	server, err := change.run(ctx)
	// A failure does not pay the debt of an earlier one.
	owed := change.owesStart ||
		change.wantedPower != cloudsigmaserver.PowerStopped && startOwed(ctx, response.Private, &response.Diagnostics)
	oweStart(ctx, response.Private, err != nil && owed, &response.Diagnostics)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, apiNames, "Could not update the server", err)
		state.readBack(ctx, client, &response.Diagnostics)
		response.Diagnostics.Append(response.State.Set(ctx, &state)...)
		return
	}
	noteImport(ctx, response.Private, false, &response.Diagnostics)
	if plan.ChecksRun() {
		plan.Gate(gateContext, &config.Fields, machineOf(server), &response.Diagnostics)
	}
	plan.complete(ctx, server, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// update carries out the differences between a state and a plan.
type update struct {
	client      *cloudsigma.Client
	id          string
	plan, state *model
	// password is the new VNC password; "" is none.
	password cloudsigma.Secret
	// avoid are the servers on whose hosts it is not to be started.
	avoid []string
	// wantedPower is the power_state to end in; "" is that in which the server was.
	wantedPower string
	// restarts has it stopped and started even if no change needs that.
	restarts bool
	// owesStart is set while the server is stopped for the update and has to be started again.
	owesStart bool
}

// run holds the server from the first look to the last step: another update that starts it in between
// would have this one's changes ignored.
func (u *update) run(ctx context.Context) (*cloudsigma.Server, error) {
	release, err := u.client.Servers.Hold(ctx, u.id)
	if err != nil {
		return nil, err
	}
	defer release()
	if !u.restarts && !u.plan.needsStop(ctx, u.state) && u.plan.PowerState.Equal(u.state.PowerState) {
		return u.edit(ctx)
	}
	return cloudsigmaserver.Undisturbed(func() (*cloudsigma.Server, error) {
		server, err := u.settle(ctx)
		if err != nil {
			return nil, err
		}
		return u.whileStopped(ctx, server)
	})
}

// settle waits until the server can be stopped and changed. One that is to be restarted may be unavailable for good.
func (u *update) settle(ctx context.Context) (*cloudsigma.Server, error) {
	if u.restarts {
		return cloudsigmaserver.SettleToStop(ctx, u.client, u.id, u.plan.Patience())
	}
	return cloudsigmaserver.Settle(ctx, u.client, u.id)
}

// whileStopped stops the server for the changes if they need that, and leaves it in the wanted state,
// or else the one it was in before.
func (u *update) whileStopped(ctx context.Context, before *cloudsigma.Server) (server *cloudsigma.Server, err error) {
	running := before.Status != cloudsigma.ServerStopped
	wanted := u.wantedPower
	switch {
	case wanted != "":
	case u.owesStart:
		wanted = cloudsigmaserver.PowerRunning
	default:
		wanted = cloudsigmaserver.PowerState(before)
	}
	if running && u.plan.needsStop(ctx, u.state) && wanted != cloudsigmaserver.PowerStopped && !u.plan.MayStop() {
		return nil, errors.New("the server runs, and stop_for_update = false forbids to stop it for the changes")
	}
	if running && (u.restarts || u.plan.needsStop(ctx, u.state) || wanted == cloudsigmaserver.PowerStopped) {
		u.owesStart = wanted != cloudsigmaserver.PowerStopped
		defer func() {
			// One that was unavailable, and could not be stopped, is not waited for any longer.
			if err != nil && u.owesStart && (!running || before.Status == cloudsigma.ServerRunning) {
				err = errors.Join(err, u.rescue(ctx))
			}
		}()
		if err := cloudsigmaserver.Stop(ctx, u.client, before, u.plan.Patience()); err != nil {
			return nil, err
		}
		running = false
	}
	if server, err = u.editWhole(ctx); err != nil {
		return nil, err
	}
	if wanted == cloudsigmaserver.PowerStopped || running {
		return server, nil
	}
	if server, err = u.starter().Run(ctx); err != nil {
		return nil, err
	}
	return server, u.verify(ctx, server)
}

// editWhole is edit for changes of which CloudSigma ignores some if somebody has started the server meanwhile.
func (u *update) editWhole(ctx context.Context) (*cloudsigma.Server, error) {
	server, err := u.edit(ctx)
	if err != nil {
		return nil, err
	}
	return server, u.verify(ctx, server)
}

// starter starts the server of the update.
func (u *update) starter() cloudsigmaserver.Starter {
	return cloudsigmaserver.Starter{Client: u.client, ID: u.id, Avoid: u.avoid}
}

// rescue starts a server again after a failed update.
func (u *update) rescue(ctx context.Context) error {
	if err := u.starter().Rescue(ctx); err != nil {
		return err
	}
	u.owesStart = false
	return nil
}

// edit writes the changes of the definition. Nothing is written if there are none.
func (u *update) edit(ctx context.Context) (*cloudsigma.Server, error) {
	return u.client.Servers.Edit(ctx, u.id, func(definition *cloudsigma.ServerDefinition) error {
		var problems diag.Diagnostics
		u.plan.change(ctx, definition, u.state, u.password, &problems)
		if problems.HasError() {
			first := problems.Errors()[0]
			return fmt.Errorf("%s: %s", first.Summary(), first.Detail())
		}
		return nil
	})
}

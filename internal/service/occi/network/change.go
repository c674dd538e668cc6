package network

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// wait reads a network until it is as wanted. A failed network ends the wait.
func wait(
	ctx context.Context, client *occi.Client, id, goal string, isNew bool, reached func(*occi.Entity) (bool, error),
) (*occi.Entity, error) {
	return tfkit.Wait[*occi.Entity]{
		Entity: "network " + id, Goal: goal,
		Read:    func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, id) },
		Forgive: func(err error, before int) bool { return isNew && occientity.ForgiveAbsence(err, before) },
		Check: func(network *occi.Entity) (string, bool, error) {
			if stateOf(network) == infrastructure.NetworkStateError {
				message := network.Attributes[infrastructure.AttributeNetworkStateMessage].Text()
				return stateOf(network), false, fmt.Errorf("the network failed: %s", cmp.Or(message, "the server does not say why"))
			}
			done, err := reached(network)
			return stateOf(network), done, err
		},
	}.Until(ctx)
}

func stateOf(network *occi.Entity) string {
	return network.Attributes[infrastructure.AttributeNetworkState].Text()
}

// settle waits until a new network is up, or waits for the action up. Where no state is shown there is nothing
// to wait for.
func settle(ctx context.Context, client *occi.Client, id string) (*occi.Entity, error) {
	return wait(ctx, client, id, "come up", true, func(network *occi.Entity) (bool, error) {
		state := stateOf(network)
		return state == "" || state == infrastructure.NetworkStateActive || network.Offers(infrastructure.ActionUp), nil
	})
}

// setPower brings a network up or down and waits until a GET shows it.
func setPower(ctx context.Context, client *occi.Client, network *occi.Entity, up types.Bool) (*occi.Entity, error) {
	action, target := infrastructure.ActionUp, infrastructure.NetworkStateActive
	if !up.ValueBool() {
		action, target = infrastructure.ActionDown, infrastructure.NetworkStateInactive
	}
	if state := stateOf(network); state == "" || state == target {
		return network, nil
	}
	before, id := stateOf(network), network.Location
	act := func(ctx context.Context) error { return client.Act(ctx, id, action, nil) }
	if err := act(ctx); err != nil && !occientity.AnswerLost(err) {
		return nil, err
	}
	effect := occientity.Effect{Action: action.Term, Again: act}
	network, err := wait(ctx, client, id, "become "+target, false, func(network *occi.Entity) (bool, error) {
		if stateOf(network) == target {
			return true, nil
		}
		return false, effect.Look(ctx, stateOf(network) == before && network.Offers(action))
	})
	return network, effect.Explain(err, network)
}

// changedSince are the attributes of which the plan says something else than the state.
func (m *model) changedSince(state *model) occi.Attributes {
	planned, prior := m.changeable(), state.changeable()
	for name, value := range planned {
		if value.Equal(prior[name]) {
			delete(planned, name)
		}
	}
	return planned
}

// change sends the changed attributes and reads back: what a GET says counts. Where networks are fixed only
// what the server does not keep can have changed without a replacement, so nothing is sent.
func change(ctx context.Context, client *occi.Client, id string, changed occi.Attributes) (*occi.Entity, error) {
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return nil, err
	}
	if !isFixed(known) {
		if err := client.Update(ctx, id, nil, changed); err != nil && !occientity.AnswerLost(err) {
			return nil, err
		}
	}
	network, err := client.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	for name, sent := range changed {
		if shown, ok := network.Attributes[name]; ok && shown.Text() != sent.Text() {
			return nil, fmt.Errorf("the server accepted %s = %q but still shows %q; it does not keep such changes",
				name, sent.Text(), shown.Text())
		}
	}
	return network, nil
}

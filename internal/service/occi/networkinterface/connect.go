package networkinterface

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// connect makes an interface as soon as the VM is not busy, and returns its path.
func connect(ctx context.Context, client *occi.Client, vm string, blueprint occientity.Blueprint) (string, error) {
	var location string
	err := occientity.WhenIdle(ctx, "VM "+vm, "be connected", isBusy, func(ctx context.Context) (err error) {
		location, err = occientity.Create(ctx, client, blueprint)
		return err
	})
	if occi.HasStatus(err, http.StatusBadRequest) && slices.Contains(blueprint.Mixins, infrastructure.MixinIPNetworkInterface) {
		err = fmt.Errorf("%w\n\nThe arguments address, gateway and allocation go with the mixin %s, which not every server "+
			"takes: without them the server chooses", err, infrastructure.MixinIPNetworkInterface)
	}
	return location, explainSilence(err)
}

// disconnect deletes an interface as soon as the VM is not busy.
func disconnect(ctx context.Context, client *occi.Client, id string) error {
	err := occientity.WhenIdle(ctx, "network interface "+id, "be deleted", isBusy, func(ctx context.Context) error {
		return occientity.Delete(ctx, client, id)
	})
	return explainSilence(err)
}

// silentAttempts is how often a request is sent that is refused without words: for some two minutes, in which Nova
// finishes what it does with a VM that is not being made. What is still refused then may be refused for any reason.
const silentAttempts = 30

// isBusy tells a refusal because the VM is being made (ooi capture 392-storagelink-create-while-building) or something
// else is under way with it. ooi says nothing but 409 in text/occi (065, 129), which may mean something else as well.
func isBusy(err error, before int) bool {
	var refusal *occi.StatusError
	if !errors.As(err, &refusal) {
		return false
	}
	return occientity.IsBusy(err) || strings.Contains(refusal.Message, "in vm_state building") ||
		isSilent(refusal) && before < silentAttempts-1
}

func isSilent(refusal *occi.StatusError) bool {
	return refusal.Status == http.StatusConflict && refusal.Message == ""
}

// explainSilence adds to a refusal without words what may be behind it.
func explainSilence(err error) error {
	var refusal *occi.StatusError
	if !errors.As(err, &refusal) || !isSilent(refusal) {
		return err
	}
	return fmt.Errorf("%w\n\nThe server does not say why. It was asked again in case something else was being done to the VM. With "+
		"the rendering text/plain or application/occi+json, where the server has it, it may say more", err)
}

// waitUntilActive waits until a new interface is active. Where no state is shown there is nothing to wait for.
func waitUntilActive(ctx context.Context, client *occi.Client, id string) (*occi.Entity, error) {
	return tfkit.Wait[*occi.Entity]{
		Entity: "network interface " + id, Goal: "be active",
		Read:    func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, id) },
		Forgive: occientity.ForgiveAbsence,
		Check: func(link *occi.Entity) (string, bool, error) {
			state := link.Attributes[infrastructure.AttributeNetworkInterfaceState].Text()
			if state == infrastructure.LinkStateError {
				message := link.Attributes[infrastructure.AttributeNetworkInterfaceStateMessage].Text()
				return state, false, fmt.Errorf("the interface failed: %s", cmp.Or(message, "the server does not say why"))
			}
			return state, state == "" || state == infrastructure.LinkStateActive, nil
		},
	}.Until(ctx)
}

// find reads the interface of a state, where it is or, known by its ends and its address, where it went. It returns nil if
// there is none.
func find(ctx context.Context, client *occi.Client, state *model) (*occi.Entity, error) {
	source, address := state.SourceID.ValueString(), state.ActualAddress.ValueString()
	return occientity.ReadLink(ctx, client, state.ID.ValueString(), infrastructure.KindNetworkInterface, func() (*occi.Entity, error) {
		if source == "" || address == "" {
			return nil, nil
		}
		return occientity.FindLink(ctx, client, infrastructure.KindNetworkInterface, source, state.TargetID.ValueString(),
			func(link occi.Link) bool {
				return link.Attributes[infrastructure.AttributeNetworkInterfaceAddress].Text() == address
			})
	})
}

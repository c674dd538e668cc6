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
func connect(ctx context.Context, client *occi.Client, blueprint occientity.Blueprint) (string, error) {
	var location string
	err := occientity.WhenIdle(ctx, "the VM", "be connected", isBusy, func(ctx context.Context) (err error) {
		location, err = occientity.Create(ctx, client, blueprint)
		return err
	})
	if occi.HasStatus(err, http.StatusBadRequest) && slices.Contains(blueprint.Mixins, infrastructure.MixinIPNetworkInterface) {
		err = fmt.Errorf("%w\n\nThe arguments address, gateway and allocation go with the mixin %s, which not every server "+
			"takes: without them the server chooses", err, infrastructure.MixinIPNetworkInterface)
	}
	return location, err
}

// isBusy tells a refusal because the VM is being made (ooi capture 392-storagelink-create-while-building) or something
// else is under way with it. ooi says nothing but 409 in text/occi (065, 129).
func isBusy(err error, _ int) bool {
	var refusal *occi.StatusError
	if !errors.As(err, &refusal) {
		return false
	}
	return occientity.IsBusy(err) || strings.Contains(refusal.Message, "in vm_state building") ||
		refusal.Status == http.StatusConflict && refusal.Message == ""
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

// findAgain finds an interface by its ends and its address. It returns nil if there is none.
func findAgain(ctx context.Context, client *occi.Client, known *model) (*occi.Entity, error) {
	address := known.ActualAddress.ValueString()
	source, target := known.SourceID.ValueString(), known.TargetID.ValueString()
	return occientity.FindLink(ctx, client, infrastructure.KindNetworkInterface, source, target, func(link occi.Link) bool {
		return address != "" && link.Attributes[infrastructure.AttributeNetworkInterfaceAddress].Text() == address
	})
}

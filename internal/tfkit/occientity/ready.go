package occientity

import (
	"context"
	"fmt"
	"net/http"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// novaBuilding is the word of Nova for a VM that is being made.
const novaBuilding = "building"

// WhenReady sends a request that needs a VM with an address. It is sent at once, and again as long as the server
// refuses it and the VM is still being made: occi-os then answers 500 (capture 44-floatingip-when-building), ooi
// 400 or 404, others 409. No look at the VM comes before the first refusal: occi-os never shows the links of a VM
// that was looked at before it had an address (04-compute-get-active). A refusal counts if the VM was seen ready
// before the request: it may have become so between the refusal and the look. The last refusal is part of the error.
func WhenReady(ctx context.Context, client *occi.Client, vm string, send func(context.Context) error) error {
	var refusal error
	wasReady := false
	_, err := tfkit.Wait[*occi.Entity]{
		Entity: "VM " + vm, Goal: "be ready",
		Read: func(ctx context.Context) (*occi.Entity, error) {
			if refusal = send(ctx); !isRefusal(refusal) || wasReady && !IsBusy(refusal) {
				return nil, refusal
			}
			return client.Get(ctx, vm)
		},
		Check: func(entity *occi.Entity) (string, bool, error) {
			if entity == nil {
				return "", true, nil
			}
			wasReady = !isBeingMade(entity)
			return entity.Attributes[infrastructure.AttributeComputeState].Text(), false, nil
		},
	}.Until(ctx)
	if err != nil && refusal != nil {
		if ctx.Err() != nil && isRefusal(refusal) {
			return fmt.Errorf("%w; the server's last answer: %w", err, refusal)
		}
		return refusal
	}
	return err
}

// isRefusal tells an answer that may be due to the state of the VM.
func isRefusal(err error) bool {
	return occi.HasStatus(err, http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusInternalServerError)
}

// isBeingMade tells a VM that is not ready yet from one that is stopped, which OCCI calls inactive both. Where Nova's
// word is not shown, a stopped one offers to be started, and it has addresses where a server always lists all
// actions (ooi).
func isBeingMade(vm *occi.Entity) bool {
	if state := vm.Attributes[infrastructure.AttributeOpenStackState].Text(); state != "" {
		return state == novaBuilding
	}
	if vm.Attributes[infrastructure.AttributeComputeState].Text() != infrastructure.ComputeStateInactive {
		return false
	}
	if !vm.Offers(infrastructure.ActionStart) {
		return true
	}
	for _, link := range vm.Links {
		if link.Attributes[infrastructure.AttributeNetworkInterfaceAddress].Text() != "" {
			return false
		}
	}
	return true
}

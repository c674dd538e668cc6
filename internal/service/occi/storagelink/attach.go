package storagelink

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// attach makes the link and returns its path. It tries again as long as the VM or the volume is being made or changed,
// perhaps by another resource or by somebody else.
func attach(ctx context.Context, client *occi.Client, plan *model) (location string, err error) {
	vm, volume := plan.SourceID.ValueString(), plan.TargetID.ValueString()
	passes := func(err error, _ int) bool { return isBusy(ctx, client, plan, err) }
	err = occientity.WhenIdle(ctx, "volume "+volume, "be ready for "+vm, passes, func(ctx context.Context) error {
		return occientity.WhenReady(ctx, client, vm, func(ctx context.Context) (err error) {
			location, err = occientity.Create(ctx, client, plan.blueprint(client))
			return err
		})
	})
	return location, err
}

// notAvailable is what Cinder says of a volume that is being made, and of one that is in use (capture
// 46-link-already-attached of occi-os).
const notAvailable = "status must be"

// isBusy tells refusals that pass because of the volume.
func isBusy(ctx context.Context, client *occi.Client, plan *model, refusal error) bool {
	var status *occi.StatusError
	if !errors.As(refusal, &status) || !occi.HasStatus(refusal, http.StatusBadRequest, http.StatusConflict) {
		return false
	}
	volume, err := client.Get(ctx, plan.TargetID.ValueString())
	if err != nil {
		return false
	}
	switch volume.Attributes[infrastructure.AttributeStorageState].Text() {
	case infrastructure.StorageStateError:
		return false
	case infrastructure.StorageStateOnline:
		// ooi shows a volume that is being made as online (capture 164-storage-get-right-after-create).
		return strings.Contains(status.Message, notAvailable) && !isAttached(ctx, client, volume.Location)
	default:
		return true
	}
}

// isAttached tells whether any link leads to a volume. What cannot be found out counts as attached, so that the
// refusal is told.
func isAttached(ctx context.Context, client *occi.Client, volume string) bool {
	links, err := occientity.Entities(ctx, client, infrastructure.KindStorageLink)
	return err != nil || slices.ContainsFunc(links, func(link *occi.Entity) bool {
		_, target := occientity.Ends(client, link)
		return target == volume
	})
}

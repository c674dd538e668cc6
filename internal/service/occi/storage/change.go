package storage

import (
	"context"
	"errors"
	"fmt"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// change carries out what differs and reads back. Only an online volume offers the action resize, so a volume comes
// online before it grows and goes offline after that.
func change(ctx context.Context, client *occi.Client, plan, state *model) (*occi.Entity, error) {
	id := state.ID.ValueString()
	volume, err := describe(ctx, client, plan, state)
	switched := !plan.Online.IsUnknown() && !plan.Online.Equal(state.Online)
	if err == nil && switched && plan.Online.ValueBool() {
		volume, err = setOnline(ctx, client, id, true)
	}
	if err == nil && plan.compareSize(state) > 0 {
		volume, err = grow(ctx, client, volume, plan.Size.ValueFloat64())
	}
	if err == nil && switched && isFalse(plan.Online) {
		volume, err = setOnline(ctx, client, id, false)
	}
	return volume, err
}

// describe sends title and summary if one of them changes, and reads back: occi-os answers 404 to a title
// without a summary (capture 08-storage-update-title.occi), and 200 to both but the next GET shows the old
// title (08-storage-get-after-update.plain).
func describe(ctx context.Context, client *occi.Client, plan, state *model) (*occi.Entity, error) {
	id, attributes := state.ID.ValueString(), occi.Attributes{}
	if !plan.Title.Equal(state.Title) || !plan.Summary.Equal(state.Summary) {
		occientity.SetText(attributes, infrastructure.AttributeTitle, plan.Title)
		attributes[infrastructure.AttributeSummary] = occi.String(plan.Summary.ValueString())
	}
	err := client.Update(ctx, id, nil, attributes)
	if err != nil && !occientity.AnswerLost(err) {
		return nil, err
	}
	volume, err := client.Get(ctx, id)
	if err != nil {
		return nil, err
	}
	for name, sent := range attributes {
		if shown, ok := volume.Attributes[name]; ok && shown.Text() != sent.Text() {
			return nil, fmt.Errorf("the server accepted %s = %q but still shows %q; it does not keep such changes",
				name, sent.Text(), shown.Text())
		}
	}
	return volume, nil
}

// setOnline brings a volume online or offline, unless it is so already.
func setOnline(ctx context.Context, client *occi.Client, id string, wanted bool) (*occi.Entity, error) {
	action, target := infrastructure.ActionOffline, infrastructure.StorageStateOffline
	if wanted {
		action, target = infrastructure.ActionOnline, infrastructure.StorageStateOnline
	}
	volume, err := client.Get(ctx, id)
	if err != nil || state(volume) == target {
		return volume, err
	}
	err = client.Act(ctx, id, action, nil)
	if err != nil && !occientity.AnswerLost(err) {
		return nil, err
	}
	return await(ctx, client, id, "be "+target, func(volume *occi.Entity) bool { return state(volume) == target })
}

// grow makes a volume larger and waits until a GET shows it.
func grow(ctx context.Context, client *occi.Client, volume *occi.Entity, size float64) (*occi.Entity, error) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return nil, err
	}
	id, number := volume.Location, occi.Number(size)
	if knowsAction(types, infrastructure.ActionResize) {
		err = client.Act(ctx, id, infrastructure.ActionResize, occi.Attributes{infrastructure.AttributeSize: number})
	} else {
		err = client.Update(ctx, id, nil, occi.Attributes{infrastructure.AttributeStorageSize: number})
	}
	if err == nil || occientity.AnswerLost(err) {
		before := sizeOf(volume)
		// A server may make whole GB of it.
		volume, err = await(ctx, client, id, fmt.Sprintf("have %v GB", size), func(volume *occi.Entity) bool {
			return sizeOf(volume) == size || sizeOf(volume) > before
		})
	}
	if err != nil {
		return nil, fmt.Errorf("%w\n\nThe volume and its data are as they were. If the server cannot resize volumes, save the data and "+
			"run apply with the option -replace and the address of this resource", err)
	}
	return volume, nil
}

func sizeOf(volume *occi.Entity) float64 {
	// What is no number is as good as not shown.
	size, _ := volume.Attributes[infrastructure.AttributeStorageSize].Float64()
	return size
}

func state(volume *occi.Entity) string {
	return volume.Attributes[infrastructure.AttributeStorageState].Text()
}

// patience is how often a volume may be seen idle without the effect of a change that the server accepted: some
// eight seconds.
const patience = 8

var errNoEffect = errors.New("the server accepted the change but did not carry it out")

// await waits until a volume shows a change. occi-os answers 200 to changes that it does not carry out (capture
// 08-storage-resize-noop), which must not be waited for until the time-out.
func await(
	ctx context.Context, client *occi.Client, id, goal string, reached func(*occi.Entity) bool,
) (*occi.Entity, error) {
	idle := 0
	return tfkit.Wait[*occi.Entity]{
		Entity: "volume " + id, Goal: goal,
		Read: func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, id) },
		Check: func(volume *occi.Entity) (string, bool, error) {
			shown := state(volume)
			switch {
			case reached(volume):
				return shown, true, nil
			case shown == infrastructure.StorageStateError:
				return shown, false, errors.New("the volume failed")
			case shown == infrastructure.StorageStateOnline || shown == infrastructure.StorageStateOffline:
				idle++
			default:
				idle = 0
			}
			if idle == patience {
				return shown, false, errNoEffect
			}
			return shown, false, nil
		},
	}.Until(ctx)
}

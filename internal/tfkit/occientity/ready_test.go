package occientity_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// newVM makes a VM that is not waited for.
func newVM(t *testing.T, c *cloud) string {
	t.Helper()
	known, err := c.client.QueryInterface(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mixins := []occi.TypeID{
		known.MixinsRelatedTo(infrastructure.MixinOSTemplate)[0].TypeID,
		known.MixinsRelatedTo(infrastructure.MixinResourceTemplate)[0].TypeID,
	}
	vm, err := occientity.Create(t.Context(), c.client, occientity.Blueprint{Kind: infrastructure.KindCompute, Mixins: mixins})
	if err != nil {
		t.Fatal(err)
	}
	return vm
}

// publicTarget is what a VM is linked to for a floating IP.
func publicTarget(t *testing.T, c *cloud, manner emulated.Manner) string {
	t.Helper()
	if manner == emulated.MannerGuide || manner == emulated.MannerOcciOS {
		return "/network/public"
	}
	path, err := occientity.Create(t.Context(), c.client, occientity.Blueprint{Kind: infrastructure.KindIPReservation})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func (c *cloud) link(ctx context.Context, vm, target string) error {
	_, err := occientity.Create(ctx, c.client, occientity.Blueprint{
		Kind: infrastructure.KindNetworkInterface,
		Attributes: occi.Attributes{
			infrastructure.AttributeSource: occi.String(c.client.URL(vm)),
			infrastructure.AttributeTarget: occi.String(c.client.URL(target)),
		},
	})
	return err
}

// A VM that was made just now gets no floating IP yet, on any server; later it does.
func TestWhenReady(t *testing.T) {
	t.Parallel()
	for _, manner := range emulated.Manners() {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			c := newCloud(t, emulated.Options{Manner: manner, Times: map[emulated.Change]time.Duration{
				emulated.ChangeBoot: time.Second, emulated.ChangeAddress: 500 * time.Millisecond,
			}})
			vm, target, refused := newVM(t, c), publicTarget(t, c, manner), 0
			err := occientity.WhenReady(t.Context(), c.client, vm, func(ctx context.Context) error {
				err := c.link(ctx, vm, target)
				if err != nil {
					refused++
				}
				return err
			})
			if record, _ := c.Compute(vm); err != nil || refused == 0 || len(record.FloatingIPs) != 1 {
				t.Errorf("got %v after %d refusals; the cloud has %v", err, refused, record.FloatingIPs)
			}
		})
	}
}

// What a VM is refused that was seen ready is told, in the server's words, and so is what a failed one is.
func TestWhenReadyRefused(t *testing.T) {
	t.Parallel()
	for _, manner := range emulated.Manners() {
		for _, state := range []string{"active", "stopped", "error"} {
			if manner == emulated.MannerOOI && state == "error" {
				continue // It looks like one that is being made.
			}
			t.Run(string(manner)+"/"+state, func(t *testing.T) {
				t.Parallel()
				c := newCloud(t, emulated.Options{Manner: manner})
				vm, sent := newVM(t, c), 0
				if err := c.SetState(vm, state); err != nil {
					t.Fatal(err)
				}
				refusal := &occi.StatusError{Status: http.StatusBadRequest, Message: "No."}
				err := occientity.WhenReady(t.Context(), c.client, vm, func(context.Context) error {
					sent++
					return refusal
				})
				if !errors.Is(err, refusal) || err.Error() != refusal.Error() || sent != 2 {
					t.Errorf("got %v after %d requests", err, sent)
				}
			})
		}
	}
}

// A VM may become ready between the refusal and the look at it: then the request is sent once more.
func TestWhenReadyMeanwhile(t *testing.T) {
	t.Parallel()
	for _, manner := range emulated.Manners() {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			c := newCloud(t, emulated.Options{Manner: manner, BootTime: time.Hour})
			vm, sent := newVM(t, c), 0
			err := occientity.WhenReady(t.Context(), c.client, vm, func(context.Context) error {
				if sent++; sent > 1 {
					return nil
				}
				if err := c.SetState(vm, "active"); err != nil {
					return err
				}
				return &occi.StatusError{Status: http.StatusConflict, Message: "It is building."}
			})
			if err != nil || sent != 2 {
				t.Errorf("got %v after %d requests", err, sent)
			}
		})
	}
}

// The VM does not become ready. The end of the time tells what was seen, and the server's words.
func TestWhenReadyTimeout(t *testing.T) {
	t.Parallel()
	c := newCloud(t, emulated.Options{Manner: emulated.MannerOOI, BootTime: time.Hour})
	vm := newVM(t, c)
	target := publicTarget(t, c, emulated.MannerOOI)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	err := occientity.WhenReady(ctx, c.client, vm, func(ctx context.Context) error { return c.link(ctx, vm, target) })
	if !errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), `its last state was "inactive"`) ||
		!strings.Contains(err.Error(), "400 Bad Request: No fixed IP") {
		t.Errorf("got %v", err)
	}
}

// A refusal because something else is being done to a VM that runs passes: it does not show.
func TestWhenReadyBusy(t *testing.T) {
	t.Parallel()
	c := newCloud(t, emulated.Options{})
	vm, sent := newVM(t, c), 0
	err := occientity.WhenReady(t.Context(), c.client, vm, func(context.Context) error {
		if sent++; sent < 4 {
			return &occi.StatusError{Status: http.StatusConflict, Message: "Instance 1 in task_state image_snapshot. Cannot attach_interface"}
		}
		return nil
	})
	if err != nil || sent != 4 {
		t.Errorf("got %v after %d requests", err, sent)
	}
}

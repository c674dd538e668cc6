package anyentity

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// patience is how long a GET may still show the values of before an update.
const patience = 5 * time.Second

// change carries out the differences between a state and a plan in place.
type change struct {
	client      *occi.Client
	known       *occi.QueryInterface
	plan, state *Model
	diagnostics *diag.Diagnostics
	// definitions are those of the kind and the planned mixins.
	definitions Definitions
	// entity is what the change began with.
	entity *occi.Entity
	// sent are the attributes of which the plan wants other values than there are.
	sent map[string]string
	// added and removed are mixins.
	added, removed []occi.TypeID
}

func newChange(
	ctx context.Context, client *occi.Client, known *occi.QueryInterface, plan, state *Model, diagnostics *diag.Diagnostics,
) *change {
	return &change{
		client: client, known: known, plan: plan, state: state, diagnostics: diagnostics,
		definitions: plan.definitions(ctx, known, diagnostics),
	}
}

// run returns the entity as it is afterwards.
func (c *change) run(ctx context.Context) (*occi.Entity, error) {
	var err error
	if c.entity, err = c.client.Get(ctx, c.state.ID.ValueString()); err != nil {
		return nil, err
	}
	c.compare(ctx)
	for _, step := range []func(context.Context) error{c.removeMixins, c.addMixins, c.setAttributes, c.act} {
		if err := step(ctx); err != nil {
			return nil, err
		}
		if c.diagnostics.HasError() {
			return nil, errors.New("the configuration cannot be sent")
		}
	}
	return c.client.Get(ctx, c.entity.Location)
}

// compare finds what is to be done. A value that was configured before and still is needs nothing, be it that the
// server shows another one; what was not configured is compared with what the server shows.
func (c *change) compare(ctx context.Context) {
	before, planned := c.state.configured(), c.plan.configured()
	for name, text := range planned {
		former, wasConfigured := before[name]
		shown, isShown := c.entity.Attributes[name]
		switch {
		case wasConfigured && c.definitions.Same(name, former, text):
			delete(planned, name)
		case !wasConfigured && isShown && c.definitions.Same(name, shown.Text(), text):
			delete(planned, name)
		}
	}
	c.sent = planned
	was, wanted := c.state.mixins(ctx, c.diagnostics), c.plan.mixins(ctx, c.diagnostics)
	for _, mixin := range wanted {
		if !slices.Contains(was, mixin) && !c.entity.HasMixin(mixin) {
			c.added = append(c.added, mixin)
		}
	}
	for _, mixin := range was {
		if !slices.Contains(wanted, mixin) {
			c.removed = append(c.removed, mixin)
		}
	}
}

func (c *change) removeMixins(ctx context.Context) error {
	for _, mixin := range c.removed {
		if err := occientity.RemoveMixin(ctx, c.client, c.entity.Location, mixin); err != nil {
			return fmt.Errorf("taking off the mixin %s, which is not in `mixins`: %w", mixin, err)
		}
	}
	return nil
}

// addMixins sends new attributes of a mixin together with it.
func (c *change) addMixins(ctx context.Context) error {
	for _, mixin := range c.added {
		own := map[string]string{}
		for _, definition := range c.known.Definitions(mixin) {
			if text, ok := c.sent[definition.Name]; ok {
				own[definition.Name] = text
			}
		}
		attributes := c.typed(own)
		if err := occientity.AddMixin(ctx, c.client, c.entity.Location, mixin, attributes); err != nil {
			return err
		}
		maps.DeleteFunc(c.sent, func(name, _ string) bool { return attributes[name] != occi.Value{} })
	}
	return nil
}

func (c *change) typed(texts map[string]string) occi.Attributes {
	return TypedAttributes(c.definitions, texts, c.entity.Attributes, path.Root("attributes"), c.diagnostics)
}

// setAttributes sends the values and looks whether the server keeps them: occi-os answers 200 to a new title of a
// volume, and the next GET shows the old one (capture 08-storage-get-after-update.plain).
func (c *change) setAttributes(ctx context.Context) error {
	attributes := c.typed(c.sent)
	if c.diagnostics.HasError() || len(attributes) == 0 {
		return nil
	}
	err := c.client.Update(ctx, c.entity.Location, nil, attributes)
	if err != nil && !occientity.AnswerLost(err) {
		return err
	}
	waiting, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	entity, failed := tfkit.Wait[*occi.Entity]{
		Entity: c.entity.Location, Goal: "show the changed attributes",
		Read:  func(ctx context.Context) (*occi.Entity, error) { return c.client.Get(ctx, c.entity.Location) },
		Check: func(entity *occi.Entity) (string, bool, error) { return "", len(c.unchanged(entity)) == 0, nil },
	}.Until(waiting)
	if failed == nil || ctx.Err() == nil && entity != nil && len(c.unchanged(entity)) == 0 {
		return nil
	}
	if entity == nil || ctx.Err() != nil {
		return errors.Join(err, failed)
	}
	name := c.unchanged(entity)[0]
	return errors.Join(err, fmt.Errorf("the server accepted %s = %q but still shows %q; it does not keep such changes",
		name, c.sent[name], entity.Attributes[name].Text()))
}

// unchanged are the attributes of which an entity still shows the former values.
func (c *change) unchanged(entity *occi.Entity) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(c.sent)) {
		former, wasShown := c.entity.Attributes[name]
		now := entity.Attributes[name]
		if wasShown && now.Text() == former.Text() && !c.definitions.Same(name, c.sent[name], now.Text()) {
			names = append(names, name)
		}
	}
	return names
}

// act invokes the actions that go with a change, and also when they alone have changed.
func (c *change) act(ctx context.Context) error {
	if len(c.sent)+len(c.added)+len(c.removed) == 0 && c.plan.sameUpdateActions(ctx, c.state, c.diagnostics) {
		return nil
	}
	return c.plan.act(ctx, c.client, c.known, onUpdate, c.diagnostics)
}

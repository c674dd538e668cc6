package anyentity

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// ownMixinsKey is the private-state key of the mixins that the server itself gave an entity, such as os_vms of all VMs
// of occi-os: what the entity showed after it was made, changed or imported and what is not configured. A mixin that
// appears later is drift.
const ownMixinsKey = "own_mixins"

// loadOwnMixins returns nil if none were ever kept.
func loadOwnMixins(ctx context.Context, private occientity.PrivateState, diagnostics *diag.Diagnostics) []string {
	value, problems := private.GetKey(ctx, ownMixinsKey)
	diagnostics.Append(problems...)
	if len(value) == 0 {
		return nil
	}
	own := []string{}
	if err := json.Unmarshal(value, &own); err != nil {
		diagnostics.AddError("Unexpected private state", err.Error())
	}
	return own
}

// saveOwnMixins keeps what an entity has of the server, unless nothing is known of the entity.
func saveOwnMixins(
	ctx context.Context, private occientity.PrivateState, entity *occi.Entity, own []string, diagnostics *diag.Diagnostics,
) {
	if entity.Kind.IsZero() {
		return
	}
	value, err := json.Marshal(own)
	if err != nil {
		diagnostics.AddError("The private state cannot be written", err.Error())
		return
	}
	diagnostics.Append(private.SetKey(ctx, ownMixinsKey, value)...)
}

// notConfigured are the mixins that an entity shows and the configuration does not have.
func (m *Model) notConfigured(entity *occi.Entity) []string {
	configured, others := setTexts(m.Mixins), []string{}
	for _, mixin := range entity.Mixins {
		if name := mixin.TypeID.String(); !slices.Contains(configured, name) {
			others = append(others, name)
		}
	}
	return others
}

// showForeignMixins shows what somebody else gave the entity among the configured mixins, so that an apply takes it
// off. Where no mixins are configured none are managed.
func (m *Model) showForeignMixins(
	ctx context.Context, private occientity.PrivateState, entity *occi.Entity, known *occi.QueryInterface,
	diagnostics *diag.Diagnostics,
) {
	own := loadOwnMixins(ctx, private, diagnostics)
	if own == nil {
		saveOwnMixins(ctx, private, entity, m.notConfigured(entity), diagnostics)
		return
	}
	if m.Mixins.IsNull() {
		return
	}
	foreign := slices.DeleteFunc(m.notConfigured(entity), func(mixin string) bool {
		return slices.Contains(own, mixin) || isOfStandard(known, mixin)
	})
	m.Mixins = textSet(append(setTexts(m.Mixins), foreign...))
}

// standardMixins is how the schemes of the OCCI standards begin.
const standardMixins = "http://schemas.ogf.org/occi/"

// isOfStandard tells whether a mixin is one of the OCCI standards, or related to one: templates, security groups, and
// what addresses bring. Servers give and take those whenever what they stand for changes, and most take none off when
// they are told to.
func isOfStandard(known *occi.QueryInterface, name string) bool {
	id, err := occi.ParseTypeID(name)
	if err != nil {
		return false
	}
	mixin, _ := known.Mixin(id)
	return slices.ContainsFunc(append(slices.Clone(mixin.Relations), id), func(related occi.TypeID) bool {
		return strings.HasPrefix(related.Scheme, standardMixins)
	})
}

// ownMixins are those that an entity has of the server after a change. What somebody else gave it after the plan was
// made remains drift.
func (c *change) ownMixins(ctx context.Context, private occientity.PrivateState, entity *occi.Entity) []string {
	own, former := c.plan.notConfigured(entity), loadOwnMixins(ctx, private, c.diagnostics)
	if c.state.Mixins.IsNull() || former == nil {
		return own
	}
	return slices.DeleteFunc(own, func(mixin string) bool {
		return shows(c.entity, mixin) && !slices.Contains(former, mixin)
	})
}

package occientity

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// ownMixinsKey is the private-state key of the mixins that the server itself gave an entity, such as os_vms of all VMs
// of occi-os: what the entity showed after it was made, changed or imported and what is not configured. A mixin that
// appears later is drift.
const ownMixinsKey = "own_mixins"

// LoadOwnMixins returns the mixins that the server gave an entity, nil if none were ever kept.
func LoadOwnMixins(ctx context.Context, private PrivateState, diagnostics *diag.Diagnostics) []string {
	return LoadTexts(ctx, private, ownMixinsKey, diagnostics)
}

// SaveOwnMixins keeps what an entity has of the server, unless nothing is known of the entity.
func SaveOwnMixins(
	ctx context.Context, private PrivateState, entity *occi.Entity, own []string, diagnostics *diag.Diagnostics,
) {
	if !entity.Kind.IsZero() {
		SaveTexts(ctx, private, ownMixinsKey, own, diagnostics)
	}
}

// LoadTexts reads a list of the private state, nil if there is none.
func LoadTexts(ctx context.Context, private PrivateState, key string, diagnostics *diag.Diagnostics) []string {
	value, problems := private.GetKey(ctx, key)
	diagnostics.Append(problems...)
	if len(value) == 0 {
		return nil
	}
	texts := []string{}
	if err := json.Unmarshal(value, &texts); err != nil {
		diagnostics.AddError("Unexpected private state", err.Error())
	}
	return texts
}

// SaveTexts writes a list of the private state.
func SaveTexts(ctx context.Context, private PrivateState, key string, texts []string, diagnostics *diag.Diagnostics) {
	value, err := json.Marshal(texts)
	if err != nil {
		diagnostics.AddError("The private state cannot be written", err.Error())
		return
	}
	diagnostics.Append(private.SetKey(ctx, key, value)...)
}

// ShowsMixin tells whether an entity shows a mixin, given by its type identifier.
func ShowsMixin(entity *occi.Entity, name string) bool {
	return slices.ContainsFunc(entity.Mixins, func(shown occi.Category) bool { return shown.TypeID.String() == name })
}

// UnconfiguredMixins are the mixins that an entity shows and the configuration does not have.
func UnconfiguredMixins(entity *occi.Entity, configured types.Set) []string {
	others := []string{}
	for _, mixin := range entity.Mixins {
		name := mixin.TypeID.String()
		if !slices.ContainsFunc(configured.Elements(), types.StringValue(name).Equal) {
			others = append(others, name)
		}
	}
	return others
}

// ForeignMixins are those that somebody else gave an entity: not configured, not the server's own, and none of the OCCI
// standards.
func ForeignMixins(entity *occi.Entity, configured types.Set, own []string, known *occi.QueryInterface) []string {
	return slices.DeleteFunc(UnconfiguredMixins(entity, configured), func(mixin string) bool {
		return slices.Contains(own, mixin) || IsOfStandard(known, mixin)
	})
}

// standardMixins is how the schemes of the OCCI standards begin.
const standardMixins = "http://schemas.ogf.org/occi/"

// IsOfStandard tells whether a mixin is one of the OCCI standards, or related to one: templates, security groups, and
// what addresses bring. Servers give and take those whenever what they stand for changes, and most take none off when
// they are told to.
func IsOfStandard(known *occi.QueryInterface, name string) bool {
	id, err := occi.ParseTypeID(name)
	if err != nil {
		return false
	}
	mixin, _ := known.Mixin(id)
	return slices.ContainsFunc(append(slices.Clone(mixin.Relations), id), func(related occi.TypeID) bool {
		return strings.HasPrefix(related.Scheme, standardMixins)
	})
}

// OwnMixinsAfter are those that an entity has of the server after a change of the configured ones. former are those of
// before. What somebody else gave it after the plan was made remains drift.
func OwnMixinsAfter(before, after *occi.Entity, configuredBefore, configured types.Set, former []string) []string {
	own := UnconfiguredMixins(after, configured)
	if configuredBefore.IsNull() || former == nil {
		return own
	}
	return slices.DeleteFunc(own, func(mixin string) bool {
		return ShowsMixin(before, mixin) && !slices.Contains(former, mixin)
	})
}

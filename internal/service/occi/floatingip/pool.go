package floatingip

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// pools are the pools that the server names. They are related to a type in ooi; servers that follow the guide tell
// no relation, so the scheme counts as well.
func pools(known *occi.QueryInterface) []occi.Category {
	relation := infrastructure.MixinOpenStackFloatingIPPool
	var found []occi.Category
	for _, mixin := range known.Mixins {
		switch {
		case mixin.TypeID == relation:
		case mixin.IsRelatedTo(relation):
			found = append(found, mixin)
		case mixin.Scheme == infrastructure.SchemeOpenStackFloatingIPPool:
			mixin.Relations = append(slices.Clone(mixin.Relations), relation)
			found = append(found, mixin)
		}
	}
	return found
}

// findPool finds the pool that a name means. The error tells those that there are.
func findPool(known *occi.QueryInterface, name string) (occi.Category, error) {
	return (&occi.QueryInterface{Mixins: pools(known)}).FindTemplate(infrastructure.MixinOpenStackFloatingIPPool, name)
}

// poolName is what a server calls the pool that is meant where pools are given by name. The name stands for itself
// where the server does not tell what pools it has (occi-os).
func poolName(known *occi.QueryInterface, name string) (string, error) {
	if len(pools(known)) == 0 {
		return name, nil
	}
	pool, err := findPool(known, name)
	return pool.Term, err
}

// shownPool is the configured name as long as it means the pool that is shown, else the latter. Where none is
// shown it is the configured one, or null if that is unknown.
func shownPool(known *occi.QueryInterface, shown string, configured types.String) types.String {
	if configured.IsUnknown() {
		configured = types.StringNull()
	}
	if shown == "" {
		return configured
	}
	former, err := poolName(known, configured.ValueString())
	if err == nil && former == shown {
		return configured
	}
	return types.StringValue(shown)
}

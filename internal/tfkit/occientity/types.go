package occientity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// TypeIdentifiers makes type identifiers of a set of texts. It leaves out those that are not known yet: the plan is
// also checked before a mixin is made that an entity is to have.
func TypeIdentifiers(ctx context.Context, values types.Set, attribute path.Path, diagnostics *diag.Diagnostics) []occi.TypeID {
	var texts []types.String
	diagnostics.Append(values.ElementsAs(ctx, &texts, false)...)
	identifiers := make([]occi.TypeID, 0, len(texts))
	for _, text := range texts {
		if text.IsUnknown() {
			continue
		}
		identifier, err := occi.ParseTypeID(text.ValueString())
		if err != nil {
			tfkit.ReportAttributeError(diagnostics, attribute, "Not a type identifier", err)
			continue
		}
		identifiers = append(identifiers, identifier)
	}
	return identifiers
}

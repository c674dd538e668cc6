package occientity

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// TypeIdentifiers makes type identifiers of a set of texts.
func TypeIdentifiers(ctx context.Context, values types.Set, attribute path.Path, diagnostics *diag.Diagnostics) []occi.TypeID {
	var texts []string
	diagnostics.Append(values.ElementsAs(ctx, &texts, false)...)
	identifiers := make([]occi.TypeID, 0, len(texts))
	for _, text := range texts {
		identifier, err := occi.ParseTypeID(text)
		if err != nil {
			tfkit.ReportAttributeError(diagnostics, attribute, "Not a type identifier", err)
			continue
		}
		identifiers = append(identifiers, identifier)
	}
	return identifiers
}

// SecurityGroup finds the mixin of a security group by its type identifier, or by a term that is unique
// among the groups of the server. The server is asked again if it did not know the group before: it may
// have been made in the same run.
func SecurityGroup(ctx context.Context, client *occi.Client, name string) (occi.TypeID, error) {
	if strings.Contains(name, "#") {
		return occi.ParseTypeID(name)
	}
	group, err := Template(ctx, client, infrastructure.MixinSecurityGroup, name)
	if err == nil {
		return group.TypeID, nil
	}
	types, err := client.RefreshQueryInterface(ctx)
	if err != nil {
		return occi.TypeID{}, err
	}
	group, err = types.FindTemplate(infrastructure.MixinSecurityGroup, name)
	return group.TypeID, err
}

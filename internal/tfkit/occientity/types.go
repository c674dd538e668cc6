package occientity

import (
	"context"
	"fmt"
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

// SecurityGroup finds the mixin of a security group by its type identifier, its location, or a term that is
// unique among the groups of the server. The server is asked again if it did not know the group before: it
// may have been made meanwhile.
func SecurityGroup(ctx context.Context, client *occi.Client, name string) (occi.TypeID, error) {
	if strings.Contains(name, "#") {
		return occi.ParseTypeID(name)
	}
	for _, ask := range []func(context.Context) (*occi.QueryInterface, error){
		client.QueryInterface, client.RefreshQueryInterface,
	} {
		types, err := ask(ctx)
		if err != nil {
			return occi.TypeID{}, err
		}
		if group, found := FindSecurityGroup(types, name); found {
			return group.TypeID, nil
		}
	}
	return occi.TypeID{}, fmt.Errorf("no security group has the location, type identifier or term %q", name)
}

// FindSecurityGroup finds a security group by its type identifier, its location or a unique term.
func FindSecurityGroup(types *occi.QueryInterface, name string) (occi.Category, bool) {
	if name == "" {
		return occi.Category{}, false
	}
	var named []occi.Category
	for _, group := range types.MixinsRelatedTo(infrastructure.MixinSecurityGroup) {
		if group.Location == name || group.TypeID.String() == name {
			return group, true
		}
		if group.Term == name {
			named = append(named, group)
		}
	}
	if len(named) == 1 {
		return named[0], true
	}
	return occi.Category{}, false
}

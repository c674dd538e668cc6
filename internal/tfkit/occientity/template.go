package occientity

import (
	"context"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// Template finds the template that a configuration means by a name: scheme#term, a term or a title. Errors
// are *occi.UnknownTemplateError and *occi.AmbiguousTemplateError besides those of the query interface.
func Template(ctx context.Context, client *occi.Client, relation occi.TypeID, name string) (occi.Category, error) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return occi.Category{}, err
	}
	return types.FindTemplate(relation, name)
}

// Means tells whether a name in a configuration means the template that an entity shows. It needs no
// query interface: an entity shows its templates with their titles.
func Means(name string, template occi.Category, relation occi.TypeID) bool {
	template.Relations = []occi.TypeID{relation}
	alone := occi.QueryInterface{Mixins: []occi.Category{template}}
	_, err := alone.FindTemplate(relation, name)
	return err == nil
}

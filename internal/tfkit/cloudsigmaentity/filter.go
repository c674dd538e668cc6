package cloudsigmaentity

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Filter is a block "filter" of a data source. An entity meets it if one of the values is what the entity has
// under the name.
type Filter struct {
	Name   types.String   `tfsdk:"name"`
	Values []types.String `tfsdk:"values"`
}

// Fields are what filters can compare of one entity, by the names of the API ("storage_type"). A value is a
// text, a number, a bool, or a []string, of which one element has to be equal.
type Fields map[string]any

// FilterBlock is the block "filter" of a data source whose entities have these fields; their values do not
// matter. The official provider names a field without its underscores ("storagetype"); both are taken.
func FilterBlock(fields Fields) schema.SetNestedBlock {
	return schema.SetNestedBlock{
		MarkdownDescription: "A further condition. Several blocks have to match all.",
		NestedObject: schema.NestedBlockObject{Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				MarkdownDescription: "What is compared: `" + strings.Join(fields.names(), "`, `") + "`.",
				Required:            true,
				Validators: []validator.String{tfkit.TextValidator{
					Rule: "be the name of a field",
					Check: func(name string) error {
						_, err := fields.values(name)
						return err
					},
				}},
			},
			"values": schema.ListAttribute{
				MarkdownDescription: "Values, one of which has to be equal, as text: `[\"true\"]`, `[\"1073741824\"]`.",
				ElementType:         types.StringType,
				Required:            true,
				Validators:          []validator.List{listvalidator.NoNullValues(), listvalidator.SizeAtLeast(1)},
			},
		}},
	}
}

// Meet tells whether an entity with these fields meets all filters.
func (f Fields) Meet(filters []Filter) bool {
	return !slices.ContainsFunc(filters, func(filter Filter) bool {
		// Of an unknown name, which the schema has refused, there are no values.
		values, _ := f.values(filter.Name.ValueString())
		return !slices.ContainsFunc(filter.Values, func(wanted types.String) bool {
			return slices.Contains(values, wanted.ValueString())
		})
	})
}

func (f Fields) names() []string { return slices.Sorted(maps.Keys(f)) }

// values returns the values under a name, in which neither underscores nor case matter.
func (f Fields) values(name string) ([]string, error) {
	for field, value := range f {
		if bare(field) != bare(name) {
			continue
		}
		if list, ok := value.([]string); ok {
			return list, nil
		}
		return []string{fmt.Sprint(value)}, nil
	}
	return nil, fmt.Errorf("%q is not something to filter by; there are: %s", name, strings.Join(f.names(), ", "))
}

func bare(name string) string { return strings.ToLower(strings.ReplaceAll(name, "_", "")) }

// maxListed bounds how many entities a message names.
const maxListed = 10

// Only returns the entity, if there is exactly one. Else the error names the entities that were found, or that
// there are ("drives") if none was.
func Only[T any](kind string, found, all []T, named func(T) string) (T, error) {
	var none T
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return none, fmt.Errorf("%d %s match: %s; say more about it", len(found), kind, Listed(found, named))
	case len(all) == 0:
		return none, errors.New("the account has no " + kind)
	default:
		return none, fmt.Errorf("none of the %d %s matches; there are: %s", len(all), kind, Listed(all, named))
	}
}

// Listed names entities for people, the first ones of many.
func Listed[T any](entities []T, named func(T) string) string {
	var names []string
	for _, entity := range entities[:min(len(entities), maxListed)] {
		names = append(names, named(entity))
	}
	if left := len(entities) - len(names); left > 0 {
		names = append(names, fmt.Sprintf("%d more", left))
	}
	return strings.Join(names, ", ")
}

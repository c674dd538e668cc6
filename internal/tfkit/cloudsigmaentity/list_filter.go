package cloudsigmaentity

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// ListFilter is embedded by the models of data sources that list entities with a name: it says which.
type ListFilter struct {
	NameRegex types.String `tfsdk:"name_regex"`
	Filters   []Filter     `tfsdk:"filter"`
}

// NameRegexAttribute is the attribute "name_regex".
func NameRegexAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Regular expression ([RE2](https://github.com/google/re2/wiki/Syntax)) that matches a part of the " +
			"name, such as `^web-`.",
		Optional:   true,
		Validators: []validator.String{tfkit.Regex()},
	}
}

// Select returns the entities that are wanted. It is an error if the expression is none, which the schema refuses.
func Select[T any](filter ListFilter, all []T, name func(*T) string, fields func(*T) Fields) ([]T, error) {
	expression, err := regexp.Compile(filter.NameRegex.ValueString())
	if err != nil {
		return nil, fmt.Errorf("name_regex: %w", err)
	}
	var found []T
	for i := range all {
		if expression.MatchString(name(&all[i])) && fields(&all[i]).Meet(filter.Filters) {
			found = append(found, all[i])
		}
	}
	return found, nil
}

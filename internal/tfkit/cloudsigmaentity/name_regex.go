package cloudsigmaentity

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

const nameRegex = "name_regex"

// NameRegexAttribute is the attribute "name_regex".
func NameRegexAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		MarkdownDescription: "Regular expression ([RE2](https://github.com/google/re2/wiki/Syntax)) that matches a part of the " +
			"name; `^` stands for its beginning, `$` for its end.",
		Optional:   true,
		Validators: []validator.String{tfkit.Regex()},
	}
}

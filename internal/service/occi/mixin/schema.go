package mixin

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

func resourceSchema() schema.Schema {
	replace := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	return schema.Schema{
		MarkdownDescription: "A mixin of your own, a tag that entities can have: by `occi_mixin_association`, or `mixins` of " +
			"`occi_compute`, `occi_entity` and `occi_link`. Servers of GFD.185 and of OCCI 1.2 take such mixins; ooi refuses them. All changes replace the mixin, and " +
			"take it off all entities. A security group is an `occi_security_group`.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{
				MarkdownDescription: "Type identifier, `scheme#term`.",
				Computed:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"term": schema.StringAttribute{
				MarkdownDescription: "Name within the scheme, such as `blue`. Letters, digits, `-`, `_` and `.`.",
				Required:            true,
				Validators:          []validator.String{form("be a term of letters, digits, -, _ and .", `^[A-Za-z0-9][A-Za-z0-9_.\-]*$`)},
				PlanModifiers:       replace,
			},
			"scheme": schema.StringAttribute{
				MarkdownDescription: "URI of your own that ends with `#`, such as `http://example.org/tags#`.",
				Required:            true,
				Validators: []validator.String{form("be a URI that ends with its only #, like http://example.org/tags#",
					`^[A-Za-z][A-Za-z0-9+.\-]*://[A-Za-z0-9][A-Za-z0-9_.:~%/?&=@!$'()*+\-]*#$`)},
				PlanModifiers: replace,
			},
			"title": schema.StringAttribute{
				MarkdownDescription: "Name for people. occi-os does not keep it; it is then kept from the configuration.",
				Optional:            true, Computed: true,
				Validators:    []validator.String{tfkit.NotBlank(), title()},
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown(), occientity.ReplaceText()},
			},
			"relation": schema.StringAttribute{
				MarkdownDescription: "Type identifier of a mixin of the server that it is related to.",
				Optional:            true,
				Validators:          []validator.String{occientity.TypeIdentifier()},
				PlanModifiers:       []planmodifier.String{occientity.ReplaceText()},
			},
			"location": schema.StringAttribute{
				MarkdownDescription: "Path for the members, such as `/blue/`. Default: `/` + term + `/`.",
				Optional:            true, Computed: true,
				Validators: []validator.String{form("be a path that begins and ends with /, like /blue/",
					`^(/[A-Za-z0-9_~][A-Za-z0-9_.~\-]*)+/$`)},
				PlanModifiers: []planmodifier.String{
					stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown(),
				},
			},
		},
	}
}

func form(rule, pattern string) validator.String {
	expression := regexp.MustCompile(pattern)
	return tfkit.TextValidator{Rule: rule, Check: func(value string) error {
		if !expression.MatchString(value) {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}

// title refuses what occi-os takes for delimiters in a category, even within quotes.
func title() validator.String {
	return tfkit.TextValidator{Rule: "survive on an OCCI server", Check: func(value string) error {
		if strings.ContainsAny(value, `,;="\`) {
			return occi.ErrDelimiter
		}
		return occi.CheckValue(value)
	}}
}

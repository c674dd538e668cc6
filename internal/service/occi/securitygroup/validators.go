package securitygroup

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

func term() validator.String {
	return form("be a term of letters, digits, -, _ and .", `^[A-Za-z0-9][A-Za-z0-9_.\-]*$`)
}

// scheme leaves out commas and semicolons, where occi-os splits whatever they stand in.
func scheme() validator.String {
	return form("be a URI that ends with its only #, like http://www.mystuff.org/sec#",
		`^[A-Za-z][A-Za-z0-9+.\-]*://[A-Za-z0-9][A-Za-z0-9_.:~%/?&=@!$'()*+\-]*#$`)
}

func location() validator.String {
	return form("be a path that begins and ends with /, like /mygroups/", `^(/[A-Za-z0-9_~][A-Za-z0-9_.~\-]*)+/$`)
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

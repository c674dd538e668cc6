package securitygroup

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

var (
	termForm     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.\-]*$`)
	locationForm = regexp.MustCompile(`^(/[A-Za-z0-9_.~\-]+)+/$`)
)

func term() validator.String {
	return tfkit.TextValidator{Rule: "be a term of letters, digits, -, _ and .", Check: func(value string) error {
		if !termForm.MatchString(value) {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}

func scheme() validator.String {
	return tfkit.TextValidator{Rule: "be a URI that ends with #, like http://www.mystuff.org/sec#", Check: func(value string) error {
		uri, err := url.Parse(value)
		if err == nil && (uri.Scheme == "" || uri.Host == "" || !strings.HasSuffix(value, "#")) {
			err = fmt.Errorf("got %q", value)
		}
		return err
	}}
}

func location() validator.String {
	return tfkit.TextValidator{Rule: "be a path that begins and ends with /, like /mygroups/", Check: func(value string) error {
		if !locationForm.MatchString(value) {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}

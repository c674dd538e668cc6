package occientity

import (
	"errors"
	"fmt"
	"regexp"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Text refuses values that servers are known to cut or spoil: they would not read back.
func Text() validator.String {
	return tfkit.TextValidator{Rule: "survive on an OCCI server", Check: occi.CheckValue}
}

// TypeIdentifier wants a type identifier, scheme#term.
func TypeIdentifier() validator.String {
	return tfkit.TextValidator{Rule: "be a type identifier like http://example.org/occi#term", Check: func(value string) error {
		_, err := occi.ParseTypeID(value)
		return err
	}}
}

var entityPath = regexp.MustCompile(`^(/[A-Za-z0-9_~%\-][A-Za-z0-9_.~%\-]*)+$`)

// EntityPath wants the id of an entity, its path on the endpoint.
func EntityPath() validator.String {
	return tfkit.TextValidator{Rule: "be the id of an entity like /compute/4a7c", Check: func(value string) error {
		if !entityPath.MatchString(value) {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}

var foreignURL = regexp.MustCompile(`^https?://[^\s"<>\\^{}|,;]+$`)

// LinkTarget wants the id of an entity, or the URL of something that another server has.
func LinkTarget() validator.String {
	return stringvalidator.Any(EntityPath(), stringvalidator.RegexMatches(foreignURL, "must be an http or https URL"))
}

var attributeName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.\-]*$`)

// AttributeNames wants keys that are names of OCCI attributes, and refuses those that have an argument of
// their own: nothing can be said in two ways.
func AttributeNames(withArgument ...string) validator.Map {
	return mapvalidator.KeysAre(tfkit.TextValidator{Rule: "be the name of a further attribute", Check: func(name string) error {
		switch {
		case !attributeName.MatchString(name):
			return fmt.Errorf("got %q", name)
		case slices.Contains(withArgument, name):
			return errors.New("there is an argument for " + name)
		default:
			return nil
		}
	}})
}

package occientity

import (
	"fmt"
	"strings"

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

// EntityPath wants the id of an entity, its path on the endpoint.
func EntityPath() validator.String {
	return tfkit.TextValidator{Rule: "be the id of an entity like /compute/4a7c", Check: func(value string) error {
		if !strings.HasPrefix(value, "/") || strings.HasSuffix(value, "/") {
			return fmt.Errorf("got %q", value)
		}
		return nil
	}}
}

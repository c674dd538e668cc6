package cloudsigmaentity

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// maxMetaKey is the greatest length of a key in meta, in characters (meta.rst).
const maxMetaKey = 32

// IsSet tells whether a value is there: neither null nor unknown.
func IsSet(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// Given is a text of the configuration, in which the empty text stands for one that is not set: see tfkit.OrEmpty.
func Given(text types.String) types.String {
	if IsSet(text) && text.ValueString() == "" {
		return types.StringNull()
	}
	return text
}

// UUID wants the UUID of an entity.
func UUID() validator.String {
	return tfkit.TextValidator{Rule: "be a UUID like 43e3cd2b-1d0e-4b0f-9c5c-1ff3a6a1b1c7", Check: checkUUID}
}

// checkUUID accepts the canonical form alone, which is what the API shows.
func checkUUID(value string) error {
	if parsed, err := uuid.Parse(value); err != nil || parsed.String() != value {
		return fmt.Errorf("got %q", value)
	}
	return nil
}

// MetaKey wants a key that meta can have.
func MetaKey() validator.String {
	return tfkit.TextValidator{Rule: "be a key of 1 to 32 characters", Check: func(key string) error {
		switch {
		case key == "" || utf8.RuneCountInString(key) > maxMetaKey:
			return fmt.Errorf("got %q", key)
		case key == cloudsigma.MetaCreateMarker:
			return errors.New("it is the one by which this provider finds what it created")
		}
		return nil
	}}
}

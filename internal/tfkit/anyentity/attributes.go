package anyentity

import (
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// TypedAttributes makes OCCI attributes of texts. A text that is not of its attribute's type is an error at its key of
// the map. shown are the attributes as the server shows them now, see [Definitions.Value].
func TypedAttributes(
	definitions Definitions, texts map[string]string, shown occi.Attributes, at path.Path, diagnostics *diag.Diagnostics,
) occi.Attributes {
	attributes := occi.Attributes{}
	for name, text := range texts {
		value, err := definitions.Value(name, text, shown)
		if err != nil {
			tfkit.ReportAttributeError(diagnostics, at.AtMapKey(name), "Not a value of "+name, err)
			continue
		}
		attributes[name] = value
	}
	return attributes
}

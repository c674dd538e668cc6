package occientity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// Attributes makes OCCI attributes of a map of texts.
func Attributes(ctx context.Context, values types.Map, diagnostics *diag.Diagnostics) occi.Attributes {
	attributes := occi.Attributes{}
	if values.IsNull() || values.IsUnknown() {
		return attributes
	}
	var texts map[string]string
	diagnostics.Append(values.ElementsAs(ctx, &texts, false)...)
	for name, text := range texts {
		attributes[name] = occi.String(text)
	}
	return attributes
}

// SetText sets an attribute if the value is known and not null.
func SetText(attributes occi.Attributes, name string, value types.String) {
	if !value.IsNull() && !value.IsUnknown() {
		attributes[name] = occi.String(value.ValueString())
	}
}

// ShownText is what the entity shows of an attribute, or the prior value if it shows nothing, or null if
// that is unknown.
func ShownText(entity *occi.Entity, name string, prior types.String) types.String {
	if value, shown := entity.Attributes[name]; shown {
		return types.StringValue(value.Text())
	}
	if prior.IsUnknown() {
		return types.StringNull()
	}
	return prior
}

// ShownNumber is ShownText for a number. What is no number counts as not shown.
func ShownNumber(entity *occi.Entity, name string, prior types.Float64) types.Float64 {
	if value, shown := entity.Attributes[name]; shown {
		if number, err := value.Float64(); err == nil {
			return types.Float64Value(number)
		}
	}
	if prior.IsUnknown() {
		return types.Float64Null()
	}
	return prior
}

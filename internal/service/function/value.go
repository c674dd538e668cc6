package function

import (
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// plain is a value as strings, ints, float64s, bools, []any and map[string]any; null is nil. A number that is neither an
// int nor a float64 is its text.
func plain(value attr.Value) (any, error) {
	if value.IsNull() || value.IsUnknown() {
		return nil, nil //nolint:nilnil // null is a value of templates; Terraform does not call functions with unknown ones
	}
	switch value := value.(type) {
	case types.Dynamic:
		return plain(value.UnderlyingValue())
	case types.String:
		return value.ValueString(), nil
	case types.Bool:
		return value.ValueBool(), nil
	case types.Number:
		return number(value.ValueBigFloat()), nil
	case types.Object:
		return plainMap(value.Attributes())
	case types.Map:
		return plainMap(value.Elements())
	case types.List:
		return plainList(value.Elements())
	case types.Set:
		return plainList(value.Elements())
	case types.Tuple:
		return plainList(value.Elements())
	}
	return nil, fmt.Errorf("a value of the type %T cannot be used in a template", value)
}

func number(value *big.Float) any {
	if whole, accuracy := value.Int64(); accuracy == big.Exact {
		return int(whole)
	}
	if value.IsInt() {
		return value.Text('f', 0)
	}
	float, _ := value.Float64()
	return float
}

func plainMap(values map[string]attr.Value) (any, error) {
	converted := make(map[string]any, len(values))
	for name, value := range values {
		var err error
		if converted[name], err = plain(value); err != nil {
			return nil, err
		}
	}
	return converted, nil
}

func plainList(values []attr.Value) (any, error) {
	converted := make([]any, len(values))
	for i, value := range values {
		var err error
		if converted[i], err = plain(value); err != nil {
			return nil, err
		}
	}
	return converted, nil
}

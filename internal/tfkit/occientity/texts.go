package occientity

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// TextSet makes a set of texts.
func TextSet(texts []string) types.Set {
	slices.Sort(texts)
	values := []attr.Value{}
	for _, text := range slices.Compact(texts) {
		values = append(values, types.StringValue(text))
	}
	return types.SetValueMust(types.StringType, values)
}

// SetTexts are the known texts of a set, in alphabetical order.
func SetTexts(values types.Set) []string {
	known := map[string]bool{}
	for _, value := range values.Elements() {
		if text, ok := value.(types.String); ok && !text.IsUnknown() {
			known[text.ValueString()] = true
		}
	}
	return slices.Sorted(maps.Keys(known))
}

package health

import (
	"context"
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// privateState is one that a test looks into.
type privateState map[string][]byte

func (p privateState) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return p[key], nil
}

func (p privateState) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	p[key] = value
	return nil
}

// definition is a health_check with these values; all others are null.
func definition(t *testing.T, values map[string]attr.Value) types.Object {
	t.Helper()
	attributes, ok := Attributes("VM", "")["health_check"].(schema.SingleNestedAttribute)
	if !ok {
		t.Fatal("health_check is of another type")
	}
	object, ok := attributes.GetType().(types.ObjectType)
	if !ok {
		t.Fatal("health_check is no object")
	}
	return whole(t, object, values)
}

// whole is an object with nulls where there are no values.
func whole(t *testing.T, object basetypes.ObjectType, values map[string]attr.Value) types.Object {
	t.Helper()
	all := map[string]attr.Value{}
	for name, kind := range object.AttrTypes {
		null, err := kind.ValueFromTerraform(t.Context(), tftypes.NewValue(kind.TerraformType(t.Context()), nil))
		if err != nil {
			t.Fatal(err)
		}
		all[name] = null
	}
	maps.Copy(all, values)
	made, problems := types.ObjectValue(object.AttrTypes, all)
	if problems.HasError() {
		t.Fatal(problems)
	}
	return made
}

func ports(numbers ...int64) types.List {
	var elements []attr.Value
	for _, number := range numbers {
		elements = append(elements, types.Int64Value(number))
	}
	return types.ListValueMust(types.Int64Type, elements)
}

// summaries are those of the diagnostics, in their order.
func summaries(diagnostics diag.Diagnostics) []string {
	var all []string
	for _, diagnostic := range diagnostics {
		all = append(all, diagnostic.Severity().String()+": "+diagnostic.Summary())
	}
	return all
}

package provider

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestNullElements has a null in each list, set and map of each resource and data source. It is refused at
// its attribute: in a plan it would be an error of a conversion, or nothing where something was meant. An element that is
// not known yet is no error.
func TestNullElements(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(New("test")())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	validateResource := func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
		response, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
			TypeName: name, Config: config,
			ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
		})
		if err != nil {
			return nil, err
		}
		return response.Diagnostics, nil
	}
	validateDataSource := func(name string, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
		response, err := server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{TypeName: name, Config: config})
		if err != nil {
			return nil, err
		}
		return response.Diagnostics, nil
	}
	count := 0
	for what, kind := range map[string]struct {
		schemas  map[string]*tfprotov6.Schema
		validate func(string, *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error)
	}{"resource": {schemas.ResourceSchemas, validateResource}, "data source": {schemas.DataSourceSchemas, validateDataSource}} {
		for _, name := range slices.Sorted(maps.Keys(kind.schemas)) {
			schema := kind.schemas[name]
			for _, element := range []any{nil, tftypes.UnknownValue} {
				for _, variant := range blockVariants(schema.Block, element) {
					count++
					config, err := tfprotov6.NewDynamicValue(schema.ValueType(), variant.value)
					if err != nil {
						t.Fatalf("%s %s: %s: %v", what, name, variant.attribute, err)
					}
					diagnostics, err := kind.validate(name, &config)
					if err != nil {
						t.Fatal(err)
					}
					checkVariant(t, fmt.Sprintf("%s %s", what, name), variant, element == nil, diagnostics)
				}
			}
		}
	}
	if count < 100 {
		t.Errorf("%d collections were tried: it proves nothing", count)
	}
}

func checkVariant(t *testing.T, what string, tried variant, isNull bool, diagnostics []*tfprotov6.Diagnostic) {
	t.Helper()
	refused := false
	for _, diagnostic := range diagnostics {
		text := diagnostic.Summary + ": " + diagnostic.Detail
		if strings.Contains(text, "Conversion Error") || strings.Contains(text, "error in the provider") {
			t.Errorf("%s: %s: %s", what, tried.attribute, text)
		}
		// That another argument is missing is not about the element.
		isAt := diagnostic.Summary != "Invalid Attribute Combination" && diagnostic.Attribute != nil && strings.HasPrefix(diagnostic.Attribute.String(), tried.attribute.String())
		refused = refused || isAt && diagnostic.Severity == tfprotov6.DiagnosticSeverityError
	}
	if refused != (isNull && !mayHaveNulls(what, tried.attribute)) {
		t.Errorf("%s: %s: with a null (%t) it is refused: %t", what, tried.attribute, isNull, refused)
	}
}

// mayHaveNulls tells whether a null means something in a collection: in triggers, that are only compared, and in the attributes
// of occi_entity and occi_link, which are then left out.
func mayHaveNulls(what string, attribute *tftypes.AttributePath) bool {
	at := attribute.String()
	ofAnyKind := what == "resource occi_entity" || what == "resource occi_link"
	return strings.Contains(at, `triggers")`) || ofAnyKind && strings.HasSuffix(at, `"attributes")`) && !strings.Contains(at, `"links"`)
}

// variant is a configuration that has one element of one collection.
type variant struct {
	attribute *tftypes.AttributePath
	value     tftypes.Value
}

// blockVariants are those of a block, one for each collection in it, with the element.
func blockVariants(block *tfprotov6.SchemaBlock, element any) []variant {
	parts := map[string][]variant{}
	for _, attribute := range block.Attributes {
		parts[attribute.Name] = attributeVariants(attribute, element)
	}
	for _, inner := range block.BlockTypes {
		nesting := map[tfprotov6.SchemaNestedBlockNestingMode]tfprotov6.SchemaObjectNestingMode{
			tfprotov6.SchemaNestedBlockNestingModeSingle: tfprotov6.SchemaObjectNestingModeSingle,
			tfprotov6.SchemaNestedBlockNestingModeList:   tfprotov6.SchemaObjectNestingModeList,
			tfprotov6.SchemaNestedBlockNestingModeSet:    tfprotov6.SchemaObjectNestingModeSet,
		}[inner.Nesting]
		parts[inner.TypeName] = nested(inner.ValueType(), nesting, blockVariants(inner.Block, element))
	}
	return objectVariants(block.ValueType(), parts)
}

func attributeVariants(attribute *tfprotov6.SchemaAttribute, element any) []variant {
	if !attribute.Optional && !attribute.Required {
		return nil
	}
	if attribute.NestedType != nil {
		parts := map[string][]variant{}
		for _, inner := range attribute.NestedType.Attributes {
			parts[inner.Name] = attributeVariants(inner, element)
		}
		kind := elementType(attribute.ValueType())
		all := nested(attribute.ValueType(), attribute.NestedType.Nesting, objectVariants(kind, parts))
		// Of an object that is not known yet the framework takes the required attributes for missing.
		if attribute.NestedType.Nesting != tfprotov6.SchemaObjectNestingModeSingle && element == nil {
			whole := collection(attribute.ValueType(), tftypes.NewValue(kind, element))
			all = append(all, variant{tftypes.NewAttributePath(), whole})
		}
		return all
	}
	inner := elementType(attribute.Type)
	if inner == nil || !inner.Is(tftypes.String) && !inner.Is(tftypes.Number) && !inner.Is(tftypes.Bool) {
		return nil
	}
	return []variant{{tftypes.NewAttributePath(), collection(attribute.Type, tftypes.NewValue(inner, element))}}
}

// objectVariants are objects with one of the variants of one part, and else nothing.
func objectVariants(kind tftypes.Type, parts map[string][]variant) []variant {
	object, isObject := kind.(tftypes.Object)
	if !isObject {
		return nil
	}
	var all []variant
	for _, name := range slices.Sorted(maps.Keys(parts)) {
		for _, part := range parts[name] {
			values := map[string]tftypes.Value{}
			for other, kind := range object.AttributeTypes {
				values[other] = tftypes.NewValue(kind, nil)
			}
			values[name] = part.value
			at := tftypes.NewAttributePathWithSteps(append([]tftypes.AttributePathStep{tftypes.AttributeName(name)}, part.attribute.Steps()...))
			all = append(all, variant{at, tftypes.NewValue(object, values)})
		}
	}
	return all
}

// nested puts objects into the collection in which a schema has them.
func nested(kind tftypes.Type, nesting tfprotov6.SchemaObjectNestingMode, objects []variant) []variant {
	var all []variant
	for _, object := range objects {
		var step tftypes.AttributePathStep
		switch nesting {
		case tfprotov6.SchemaObjectNestingModeSingle:
			all = append(all, object)
			continue
		case tfprotov6.SchemaObjectNestingModeList:
			step = tftypes.ElementKeyInt(0)
		case tfprotov6.SchemaObjectNestingModeMap:
			step = tftypes.ElementKeyString("key")
		default:
			step = tftypes.ElementKeyValue(object.value)
		}
		at := tftypes.NewAttributePathWithSteps(append([]tftypes.AttributePathStep{step}, object.attribute.Steps()...))
		all = append(all, variant{at, collection(kind, object.value)})
	}
	return all
}

// collection is a list, set or map of one element.
func collection(kind tftypes.Type, element tftypes.Value) tftypes.Value {
	if kind.Is(tftypes.Map{}) {
		return tftypes.NewValue(kind, map[string]tftypes.Value{"key": element})
	}
	return tftypes.NewValue(kind, []tftypes.Value{element})
}

// elementType is the type of the elements of a collection, the type itself for an object, and nil for a single value.
func elementType(kind tftypes.Type) tftypes.Type {
	switch kind := kind.(type) {
	case tftypes.List:
		return kind.ElementType
	case tftypes.Set:
		return kind.ElementType
	case tftypes.Map:
		return kind.ElementType
	case tftypes.Object:
		return kind
	default:
		return nil
	}
}

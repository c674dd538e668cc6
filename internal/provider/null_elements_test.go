package provider

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// TestNullElements has a null in each list, set and map of each resource and data source. It is refused at its attribute: in a
// plan it would be an error of a conversion, or nothing where something was meant. An element that is not known yet is no
// error, neither there nor in a plan.
func TestNullElements(t *testing.T) {
	t.Parallel()
	server := providerserver.NewProtocol6(New("test")())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	for name, schema := range schemas.ResourceSchemas {
		for _, tried := range blockVariants(schema.Block, nil) {
			checkVariant(t, "resource "+name, tried, true, validatedResource(t, server, name, dynamic(t, schema, tried.value)))
			count++
		}
		for _, tried := range blockVariants(schema.Block, tftypes.UnknownValue) {
			config := dynamic(t, schema, tried.value)
			checkVariant(t, "resource "+name, tried, false, validatedResource(t, server, name, config))
			absent := dynamic(t, schema, tftypes.NewValue(schema.ValueType(), nil))
			checkVariant(t, "plan of "+name, tried, false, plannedResource(t, server, name, absent, config))
		}
	}
	for name, schema := range schemas.DataSourceSchemas {
		for _, element := range []any{nil, tftypes.UnknownValue} {
			for _, tried := range blockVariants(schema.Block, element) {
				response, err := server.ValidateDataResourceConfig(t.Context(), &tfprotov6.ValidateDataResourceConfigRequest{
					TypeName: name, Config: dynamic(t, schema, tried.value),
				})
				if err != nil {
					t.Fatal(err)
				}
				checkVariant(t, "data source "+name, tried, element == nil, response.Diagnostics)
				count++
			}
		}
	}
	if count < 100 {
		t.Errorf("%d collections were tried: it proves nothing", count)
	}
}

func dynamic(t *testing.T, schema *tfprotov6.Schema, value tftypes.Value) *tfprotov6.DynamicValue {
	t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(schema.ValueType(), value)
	if err != nil {
		t.Fatal(err)
	}
	return &encoded
}

func validatedResource(t *testing.T, server tfprotov6.ProviderServer, name string, config *tfprotov6.DynamicValue) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := server.ValidateResourceConfig(t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: name, Config: config,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

// plannedResource are the diagnostics of the plan of a create.
func plannedResource(
	t *testing.T, server tfprotov6.ProviderServer, name string, absent, config *tfprotov6.DynamicValue,
) []*tfprotov6.Diagnostic {
	t.Helper()
	response, err := server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: name, PriorState: absent, Config: config, ProposedNewState: config,
	})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
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
	parts := partsOf(block.Attributes, element)
	for _, inner := range block.BlockTypes {
		nesting := map[tfprotov6.SchemaNestedBlockNestingMode]tfprotov6.SchemaObjectNestingMode{
			tfprotov6.SchemaNestedBlockNestingModeSingle: tfprotov6.SchemaObjectNestingModeSingle,
			tfprotov6.SchemaNestedBlockNestingModeList:   tfprotov6.SchemaObjectNestingModeList,
			tfprotov6.SchemaNestedBlockNestingModeSet:    tfprotov6.SchemaObjectNestingModeSet,
		}[inner.Nesting]
		parts[inner.TypeName] = nested(inner.ValueType(), nesting, blockVariants(inner.Block, element))
	}
	return objectVariants(block.ValueType(), parts, block.Attributes)
}

func partsOf(attributes []*tfprotov6.SchemaAttribute, element any) map[string][]variant {
	parts := map[string][]variant{}
	for _, attribute := range attributes {
		parts[attribute.Name] = attributeVariants(attribute, element)
	}
	return parts
}

func attributeVariants(attribute *tfprotov6.SchemaAttribute, element any) []variant {
	if !attribute.Optional && !attribute.Required {
		return nil
	}
	if attribute.NestedType != nil {
		kind := elementType(attribute.ValueType())
		all := nested(attribute.ValueType(), attribute.NestedType.Nesting, objectVariants(kind, partsOf(attribute.NestedType.Attributes, element), attribute.NestedType.Attributes))
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

// objectVariants are objects with one of the variants of one part; what is required besides is not known yet, and all else is
// null.
func objectVariants(kind tftypes.Type, parts map[string][]variant, attributes []*tfprotov6.SchemaAttribute) []variant {
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
			for _, attribute := range attributes {
				if attribute.Required {
					values[attribute.Name] = tftypes.NewValue(attribute.ValueType(), tftypes.UnknownValue)
				}
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

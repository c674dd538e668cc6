package anyentity_test

import (
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/anyentity"
)

func definitions(types map[string]occi.AttributeType) anyentity.Definitions {
	kind := occi.Category{TypeID: occi.TypeID{Scheme: "http://example.org/occi/sla#", Term: "agreement"}}
	for name, form := range types {
		kind.Attributes = append(kind.Attributes, occi.AttributeDefinition{Name: name, Type: form})
	}
	return anyentity.NewDefinitions(&occi.QueryInterface{Kinds: []occi.Category{kind}}, kind.TypeID, occi.TypeID{})
}

var types = definitions(map[string]occi.AttributeType{
	"number": occi.AttributeTypeNumber, "boolean": occi.AttributeTypeBoolean, "text": occi.AttributeTypeString,
	"list": occi.AttributeTypeArray, "untold": "",
})

func TestValue(t *testing.T) {
	t.Parallel()
	rules, err := occi.Structure(`[{"a":1}]`)
	if err != nil {
		t.Fatal(err)
	}
	shown := occi.Attributes{"untold": occi.Number(1), "unnamed": occi.Bool(true), "quoted": occi.String("1")}
	for _, test := range []struct {
		name, text string
		want       occi.Value
		wrong      bool
	}{
		{name: "number", text: "2.50", want: occi.Number(2.5)},
		{name: "number", text: "many", wrong: true},
		{name: "boolean", text: "true", want: occi.Bool(true)},
		{name: "boolean", text: "1", wrong: true},
		{name: "text", text: "1", want: occi.String("1")},
		{name: "list", text: `[ { "a": 1 } ]`, want: rules},
		{name: "list", text: "a", wrong: true},
		{name: "untold", text: "2", want: occi.Number(2)},
		{name: "untold", text: "two", want: occi.String("two")},
		{name: "unnamed", text: "false", want: occi.Bool(false)},
		{name: "quoted", text: "2", want: occi.String("2")},
		{name: "not shown", text: "2", want: occi.String("2")},
	} {
		got, err := types.Value(test.name, test.text, shown)
		if got != test.want || (err != nil) != test.wrong {
			t.Errorf("%s = %q: got %+v, %v, want %+v", test.name, test.text, got, err, test.want)
		}
	}
}

func TestSame(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, one, other string
		want             bool
	}{
		{"number", "1", "1.0", true},
		{"number", "1", "2", false},
		{"number", "one", "one", true},
		{"text", "1", "1.0", false},
		{"text", "1", "1", true},
		{"boolean", "true", "True", true},
		{"boolean", "true", "false", false},
		{"list", `[1, 2]`, `[1,2]`, true},
		{"list", `[1, 2]`, `[2,1]`, false},
		{"untold", "1", "1.0", true},
		{"untold", "true", "TRUE", true},
		{"untold", "", "0", false},
	} {
		if got := types.Same(test.name, test.one, test.other); got != test.want {
			t.Errorf("%s: %q and %q are the same: %t", test.name, test.one, test.other, got)
		}
	}
}

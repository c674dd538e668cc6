package occi

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

func vendorTypes() *QueryInterface {
	id := func(term string) TypeID { return TypeID{Scheme: "http://example.org/occi/sla#", Term: term} }
	link := TypeID{Scheme: "http://schemas.ogf.org/occi/core#", Term: "link"}

	return &QueryInterface{
		Kinds: []Category{
			{TypeID: id("agreement"), Attributes: []AttributeDefinition{{Name: "sla.cpu", Type: AttributeTypeNumber}}},
			{TypeID: id("special"), Relations: []TypeID{id("agreement")}, Attributes: []AttributeDefinition{{Name: "sla.more"}, {Name: "sla.cpu"}}},
			{TypeID: id("agreementlink"), Relations: []TypeID{link}},
		},
		Mixins: []Category{{TypeID: id("gold"), Attributes: []AttributeDefinition{{Name: "sla.gold"}, {Name: "sla.cpu"}}}},
	}
}

func TestFindType(t *testing.T) {
	t.Parallel()

	types := vendorTypes()
	known := types.Kinds[0].TypeID

	if found, err := types.Find(ClassKind, known); err != nil || found.TypeID != known {
		t.Errorf("got %v, %v", found, err)
	}

	_, err := types.Find(ClassKind, TypeID{Scheme: known.Scheme, Term: "agrement"})

	var unknown *UnknownTypeError
	if !errors.As(err, &unknown) || len(unknown.Nearest) == 0 || unknown.Nearest[0] != known.String() || len(unknown.Available) != 3 {
		t.Errorf("got %v", err)
	}

	if text := err.Error(); !strings.Contains(text, `did you mean "http://example.org/occi/sla#agreement"`) {
		t.Errorf("got %s", text)
	}

	if _, err := types.Find(ClassAction, known); err == nil || !strings.Contains(err.Error(), "none at all") {
		t.Errorf("got %v", err)
	}
}

func TestInherits(t *testing.T) {
	t.Parallel()

	types := vendorTypes()
	agreement, special, link := types.Kinds[0].TypeID, types.Kinds[1].TypeID, types.Kinds[2].TypeID

	for _, test := range []struct {
		kind, ancestor TypeID
		want           bool
	}{
		{special, agreement, true},
		{agreement, agreement, true},
		{agreement, special, false},
		{link, TypeID{Scheme: "http://schemas.ogf.org/occi/core#", Term: "link"}, true},
	} {
		if got := types.Inherits(test.kind, test.ancestor); got != test.want {
			t.Errorf("%s inherits from %s: %t", test.kind, test.ancestor, got)
		}
	}
}

func TestDefinitions(t *testing.T) {
	t.Parallel()

	types := vendorTypes()

	var names []string
	for _, definition := range types.Definitions(types.Kinds[1].TypeID, types.Mixins[0].TypeID) {
		names = append(names, definition.Name)
	}

	if want := []string{"sla.more", "sla.cpu", "sla.gold"}; !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}

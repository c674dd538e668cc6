package occi

import (
	"fmt"
	"slices"
)

// UnknownTypeError says that the server has no kind, mixin or action with an identifier.
type UnknownTypeError struct {
	Class Class
	Type  TypeID
	// Nearest are the identifiers most like it, the best first; empty if none is like it.
	Nearest []string
	// Available are all identifiers of the class in alphabetical order.
	Available []string
}

// Error names the nearest and the available types.
func (e *UnknownTypeError) Error() string {
	text := fmt.Sprintf("the server does not know the %s %s", e.Class, e.Type)
	if len(e.Nearest) > 0 {
		text += "; did you mean " + quotedList(e.Nearest) + "?"
	}

	if len(e.Available) == 0 {
		return text + " (it has none at all)"
	}

	return text + " (available: " + quotedList(e.Available) + ")"
}

// Find returns the kind, mixin or action with an identifier. The error is an [*UnknownTypeError].
func (q *QueryInterface) Find(class Class, id TypeID) (Category, error) {
	categories := map[Class][]Category{ClassKind: q.Kinds, ClassMixin: q.Mixins, ClassAction: q.Actions}[class]
	if found, ok := find(categories, id); ok {
		return found, nil
	}

	available := make([]string, 0, len(categories))
	for _, category := range categories {
		available = append(available, category.TypeID.String())
	}

	slices.Sort(available)

	return Category{}, &UnknownTypeError{
		Class: class, Type: id, Nearest: nearest(id.String(), available), Available: available,
	}
}

// Inherits reports whether a kind is the ancestor, or has it as its parent, and so on.
func (q *QueryInterface) Inherits(kind, ancestor TypeID) bool {
	return slices.ContainsFunc(q.lineage(kind), func(category Category) bool {
		return category.TypeID == ancestor || slices.Contains(category.Relations, ancestor)
	})
}

// Definitions are the attributes of the types, with those of the parents of kinds, each once.
func (q *QueryInterface) Definitions(types ...TypeID) []AttributeDefinition {
	var definitions []AttributeDefinition

	seen := map[string]bool{}

	for _, id := range types {
		for _, category := range q.lineage(id) {
			for _, definition := range category.Attributes {
				if !seen[definition.Name] {
					definitions = append(definitions, definition)
				}

				seen[definition.Name] = true
			}
		}
	}

	return definitions
}

package anyentity

import (
	"slices"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// Definitions are what the server tells of the attributes of some types: a kind and mixins, or an action.
type Definitions struct {
	known *occi.QueryInterface
	types []occi.TypeID
}

// NewDefinitions are those of the types in a query interface.
func NewDefinitions(known *occi.QueryInterface, types ...occi.TypeID) Definitions {
	return Definitions{known: known, types: slices.DeleteFunc(types, occi.TypeID.IsZero)}
}

func (d Definitions) find(name string) occi.AttributeDefinition {
	definition, _ := d.known.Attribute(name, d.types...)
	return definition
}

// Value reads a text as the attribute's type wants it. Where the server does not tell the type, the form counts in
// which it shows the attribute now, and what it does not show is a string.
func (d Definitions) Value(name, text string, shown occi.Attributes) (occi.Value, error) {
	definition := d.find(name)
	now, isShown := shown[name]
	if definition.Type == "" && isShown && !now.IsQuoted() {
		for _, form := range []occi.AttributeType{occi.AttributeTypeNumber, occi.AttributeTypeBoolean, occi.AttributeTypeArray} {
			value, err := occi.AttributeDefinition{Type: form}.Value(text)
			if err == nil {
				return value, nil
			}
		}
	}
	return definition.Value(text)
}

// Same tells whether two texts are the same value of an attribute: 1 and 1.0 are, unless the attribute is a string.
func (d Definitions) Same(name, one, other string) bool {
	if one == other {
		return true
	}
	forms := []occi.AttributeType{d.find(name).Type}
	if forms[0] == "" {
		forms = []occi.AttributeType{occi.AttributeTypeNumber, occi.AttributeTypeBoolean, occi.AttributeTypeArray}
	}
	return slices.ContainsFunc(forms, func(form occi.AttributeType) bool {
		definition := occi.AttributeDefinition{Type: form}
		value, err := definition.Value(one)
		otherValue, otherErr := definition.Value(other)
		return err == nil && otherErr == nil && value.Equal(otherValue)
	})
}

// tellTypes reports whether the server describes the attributes in full. Only then it is sure that one that it does
// not name does not exist.
func (d Definitions) tellTypes() bool {
	return slices.ContainsFunc(d.known.Definitions(d.types...), func(definition occi.AttributeDefinition) bool {
		return definition.Type != ""
	})
}

package occi

import (
	"encoding/json"
	"fmt"
	"strings"
)

// encodedCategory is a kind, a mixin or an action as it is sent.
type encodedCategory struct {
	Term       string                       `json:"term"`
	Scheme     string                       `json:"scheme"`
	Title      string                       `json:"title,omitempty"`
	Attributes map[string]encodedDefinition `json:"attributes,omitempty"`
	Actions    []string                     `json:"actions,omitempty"`
	Parent     string                       `json:"parent,omitempty"`
	Depends    []string                     `json:"depends,omitempty"`
	Applies    []string                     `json:"applies,omitempty"`
	Location   string                       `json:"location,omitempty"`
}

type encodedDefinition struct {
	Mutable     bool            `json:"mutable"`
	Required    bool            `json:"required"`
	Type        AttributeType   `json:"type,omitempty"`
	Default     json.RawMessage `json:"default,omitempty"`
	Pattern     json.RawMessage `json:"pattern,omitempty"`
	Description string          `json:"description,omitempty"`
}

// encodeCategory renders a category. A kind has one parent: further relations are refused.
func encodeCategory(category Category) (encodedCategory, error) {
	// The form of the text renderings has the same rules for all that it knows.
	if _, err := category.render(); err != nil {
		return encodedCategory{}, err
	}

	if err := checkIdentifiers("kind", category.Applies...); err != nil {
		return encodedCategory{}, err
	}

	encoded := encodedCategory{
		Term: category.Term, Scheme: category.Scheme, Title: category.Title, Location: category.Location,
		Actions: identifiers(category.Actions), Applies: identifiers(category.Applies),
	}

	switch {
	case category.Class != ClassKind:
		encoded.Depends = identifiers(category.Relations)
	case len(category.Relations) > 1:
		return encodedCategory{}, &UnrepresentableError{
			Item: fmt.Sprintf("the second relation of %q", category.Term), Reason: ErrIdentifier,
		}
	case len(category.Relations) == 1:
		encoded.Parent = category.Relations[0].String()
	}

	for _, definition := range category.Attributes {
		described, err := encodeDefinition(definition)
		if err != nil {
			return encodedCategory{}, err
		}

		if encoded.Attributes == nil {
			encoded.Attributes = map[string]encodedDefinition{}
		}

		encoded.Attributes[definition.Name] = described
	}

	return encoded, nil
}

func encodeDefinition(definition AttributeDefinition) (encodedDefinition, error) {
	encoded := encodedDefinition{
		Mutable: !definition.Immutable, Required: definition.Required,
		Type: definition.Type, Description: definition.Description,
	}

	refuse := func(err error) error {
		return &UnrepresentableError{Item: fmt.Sprintf("the definition of attribute %q", definition.Name), Reason: err}
	}

	for _, text := range []string{string(definition.Type), definition.Description} {
		if err := ValidateText(text); err != nil {
			return encoded, refuse(err)
		}
	}

	var err error

	if definition.Default != (Value{}) {
		if encoded.Default, err = encodeJSONValue(definition.Default); err != nil {
			return encoded, refuse(err)
		}
	}

	if definition.Pattern != "" {
		pattern := String(definition.Pattern)
		if strings.HasPrefix(definition.Pattern, "{") && json.Valid([]byte(definition.Pattern)) {
			pattern = Value{text: definition.Pattern} // a JSON schema
		}

		if encoded.Pattern, err = encodeJSONValue(pattern); err != nil {
			return encoded, refuse(err)
		}
	}

	return encoded, nil
}

func identifiers(ids []TypeID) []string {
	var texts []string
	for _, id := range ids {
		texts = append(texts, id.String())
	}

	return texts
}

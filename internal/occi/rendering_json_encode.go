package occi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
)

// encodedEntity is a resource or a link as it is sent.
type encodedEntity struct {
	Action     string                     `json:"action,omitempty"`
	Kind       string                     `json:"kind,omitempty"`
	Mixins     []string                   `json:"mixins,omitempty"`
	Attributes map[string]json.RawMessage `json:"attributes,omitempty"`
	Actions    []string                   `json:"actions,omitempty"`
	ID         string                     `json:"id,omitempty"`
	Title      string                     `json:"title,omitempty"`
	Summary    string                     `json:"summary,omitempty"`
	Links      []encodedEntity            `json:"links,omitempty"`
	Source     *encodedEnd                `json:"source,omitempty"`
	Target     *encodedEnd                `json:"target,omitempty"`
}

type encodedEnd struct {
	Location string `json:"location"`
	Kind     string `json:"kind,omitempty"`
}

// EncodeJSON renders a message as the body of a request in application/occi+json (GFD.226), with its Content-Type: a
// whole or partial entity, the invocation of an action if there is one category of that class, or a collection of
// [Message.Entities] or of locations. The attributes of the core model are also members of their own: the standard
// wants these, ooi the attributes. Link.Self and ActionLink.Target have no place in JSON and are left out.
func EncodeJSON(message Message) (http.Header, []byte, error) {
	var (
		document any
		err      error
	)

	switch {
	case len(message.Entities) > 0:
		document, err = encodeCollection(message.Entities)
	case len(message.Locations) > 0:
		document, err = encodeLocations(message.Locations)
	default:
		document, err = encodeEntity(message)
	}

	if err != nil {
		return nil, nil, err
	}

	return encodeDocument(document)
}

// EncodeJSONCategories renders whole categories, such as those of the query interface.
func EncodeJSONCategories(categories []Category) (http.Header, []byte, error) {
	document := map[string][]encodedCategory{}

	for _, category := range categories {
		list := map[Class]string{ClassKind: "kinds", ClassMixin: "mixins", ClassAction: "actions"}[category.Class]
		if list == "" {
			return nil, nil, &UnrepresentableError{Item: fmt.Sprintf("class %q", category.Class), Reason: ErrIdentifier}
		}

		encoded, err := encodeCategory(category)
		if err != nil {
			return nil, nil, err
		}

		document[list] = append(document[list], encoded)
	}

	return encodeDocument(document)
}

func encodeDocument(document any) (http.Header, []byte, error) {
	body, err := marshal(document)
	if err != nil {
		return nil, nil, err
	}

	return http.Header{"Content-Type": {MediaTypeJSON}}, body, nil
}

func encodeEntity(message Message) (encodedEntity, error) {
	var entity encodedEntity

	for _, category := range message.Categories {
		if err := checkIdentifiers("category", category.TypeID); err != nil {
			return entity, err
		}

		switch category.Class {
		case ClassKind:
			entity.Kind = category.TypeID.String()
		case ClassAction:
			entity.Action = category.TypeID.String()
		case ClassMixin:
			entity.Mixins = append(entity.Mixins, category.TypeID.String())
		default:
			return entity, &UnrepresentableError{Item: fmt.Sprintf("class %q", category.Class), Reason: ErrIdentifier}
		}
	}

	for _, action := range message.Actions {
		if err := checkIdentifiers("action", action.Action); err != nil {
			return entity, err
		}

		entity.Actions = append(entity.Actions, action.Action.String())
	}

	for _, link := range message.Links {
		encoded, err := encodeLink(link)
		if err != nil {
			return entity, err
		}

		entity.Links = append(entity.Links, encoded)
	}

	err := entity.setAttributes("attribute", message.Attributes)

	return entity, err
}

// encodeLink renders a link within its source. The attribute occi.core.target is absolute if it is there, so it
// becomes the target's location: ooi takes no other.
func encodeLink(link Link) (encodedEntity, error) {
	var encoded encodedEntity

	if err := checkIdentifiers("category", link.Categories...); err != nil {
		return encoded, err
	}

	if err := checkIdentifiers("relation", link.Relations...); err != nil {
		return encoded, err
	}

	target := encodedEnd{Location: link.Target}
	attributes := Attributes{}

	for name, value := range link.Attributes {
		if name == attributeTarget {
			target.Location = value.Text()
		} else {
			attributes[name] = value
		}
	}

	if err := checkReference("link target", target.Location); err != nil {
		return encoded, err
	}

	if len(link.Relations) > 0 {
		target.Kind = link.Relations[0].String()
	}

	for index, category := range link.Categories {
		if index == 0 {
			encoded.Kind = category.String()
		} else {
			encoded.Mixins = append(encoded.Mixins, category.String())
		}
	}

	err := encoded.setAttributes("link attribute", attributes)
	encoded.Target = &target

	return encoded, err
}

func (e *encodedEntity) setAttributes(item string, attributes Attributes) error {
	for name, value := range attributes {
		encoded, err := encodeJSONValue(value)
		if err == nil && (name == "" || leadingName(name) != name) {
			err = ErrIdentifier
		}

		if err != nil {
			return &UnrepresentableError{Item: fmt.Sprintf("%s %q", item, name), Reason: err}
		}

		if e.Attributes == nil {
			e.Attributes = map[string]json.RawMessage{}
		}

		e.Attributes[name] = encoded
	}

	e.ID = attributes[attributeID].Text()
	e.Title = attributes[attributeTitle].Text()
	e.Summary = attributes[attributeSummary].Text()

	if source := attributes[attributeSource].Text(); source != "" {
		e.Source = &encodedEnd{Location: source}
	}

	if target := attributes[attributeTarget].Text(); target != "" {
		e.Target = &encodedEnd{Location: target}
	}

	return nil
}

// encodeJSONValue refuses line breaks although JSON carries them: a server would write them into its text renderings.
func encodeJSONValue(value Value) (json.RawMessage, error) {
	if err := validateTexts(value); err != nil {
		return nil, err
	}

	if value.IsQuoted() {
		return marshal(value.Text())
	}

	if !json.Valid([]byte(value.Text())) {
		return nil, ErrIdentifier
	}

	return json.RawMessage(value.Text()), nil
}

// validateTexts checks a value, and all the texts within a list or an object.
func validateTexts(value Value) error {
	if !value.IsStructure() {
		return ValidateText(value.Text())
	}

	var structure any
	if err := value.Unmarshal(&structure); err != nil {
		return ErrStructure
	}

	return validateStructure(structure)
}

func validateStructure(structure any) error {
	switch part := structure.(type) {
	case string:
		return ValidateText(part)
	case []any:
		for _, element := range part {
			if err := validateStructure(element); err != nil {
				return err
			}
		}
	case map[string]any:
		for name, member := range part {
			if err := validateStructure(name); err != nil {
				return err
			}

			if err := validateStructure(member); err != nil {
				return err
			}
		}
	}

	return nil
}

// encodeCollection renders entities by their kinds and attributes.
func encodeCollection(entities []Entity) (map[string][]encodedEntity, error) {
	document := map[string][]encodedEntity{}

	for _, entity := range entities {
		encoded, err := encodeEntity(Message{
			Categories: append([]Category{entity.Kind}, entity.Mixins...),
			Attributes: entity.Attributes, Links: entity.Links, Actions: entity.Actions,
		})
		if err != nil {
			return nil, err
		}

		list := "resources"
		if entity.isLink() {
			list = "links"
		}

		document[list] = append(document[list], encoded)
	}

	return document, nil
}

// isLink reports whether the entity has what only links have.
func (e Entity) isLink() bool {
	link := TypeID{Scheme: "http://schemas.ogf.org/occi/core#", Term: "link"}

	return e.Attributes[attributeTarget].Text() != "" || slices.Contains(e.Kind.Relations, link)
}

func encodeLocations(locations []string) (map[string][]string, error) {
	for _, location := range locations {
		if err := checkReference("location", location); err != nil {
			return nil, err
		}
	}

	return map[string][]string{"locations": locations}, nil
}

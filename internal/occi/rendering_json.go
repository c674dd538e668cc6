package occi

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
)

// maxJSONParts bounds the members and elements of one answer, so that a small body cannot become a large tree.
const maxJSONParts = 2_000_000

// DecodeJSON reads a body in application/occi+json (GFD.226): an entity, an invocation of an action, a collection of
// entities or of categories, or locations as rOCCI-server lists them. It also reads what occi-os writes. Lists of
// entities become [Message.Entities]; all else is as in the other renderings. What has no place in a [Message] is in
// the attributes: the identifiers are occi.core.id, for links tell no location.
func DecodeJSON(body []byte) (Message, error) {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return Message{}, nil
	}

	message, err := decodeJSON(body)

	var place *jsonError
	if errors.As(err, &place) {
		return Message{}, decodeError(MediaTypeJSON, place.near, place.reason)
	} else if err != nil {
		return Message{}, decodeError(MediaTypeJSON, "", err)
	}

	return message, nil
}

func decodeJSON(body []byte) (Message, error) {
	if countJSONParts(body) > maxJSONParts {
		return Message{}, errTooMany
	}

	var decoder jsonDecoder

	if body[0] == '[' {
		var list []json.RawMessage
		if err := unmarshal(body, &list); err != nil {
			return Message{}, err
		}

		err := decoder.addList(list)

		return decoder.message, err
	}

	var document jsonDocument
	if err := unmarshal(body, &document); err != nil {
		return Message{}, err
	}

	err := decoder.addDocument(document)

	return decoder.message, err
}

// countJSONParts counts what begins a member or an element, outside of strings.
func countJSONParts(body []byte) int {
	count, quoted := 0, false

	for index := 0; index < len(body); index++ {
		switch body[index] {
		case '"':
			quoted = !quoted
		case '\\':
			index++
		case '{', '[', ',':
			if !quoted {
				count++
			}
		}
	}

	return count
}

// jsonDecoder collects the items of a message.
type jsonDecoder struct {
	message Message
	items   int
}

// count refuses what no real server has.
func (d *jsonDecoder) count(items int) error {
	if d.items += items; d.items > maxItems {
		return errTooMany
	}

	return nil
}

// addList reads a list without a name: rOCCI-server lists locations so, and occi-os entities and categories.
func (d *jsonDecoder) addList(list []json.RawMessage) error {
	if err := d.count(len(list)); err != nil {
		return err
	}

	for _, element := range list {
		if err := d.addElement(element); err != nil {
			return err
		}
	}

	return nil
}

func (d *jsonDecoder) addElement(element json.RawMessage) error {
	if element[0] == '"' {
		var location string
		err := unmarshal(element, &location)
		d.message.Locations = append(d.message.Locations, location)

		return err
	}

	var form struct {
		Kind json.RawMessage `json:"kind"`
	}
	if err := unmarshal(element, &form); err != nil {
		return err
	}

	if form.Kind == nil {
		var category jsonCategory
		if err := unmarshal(element, &category); err != nil {
			return err
		}

		category.category.Class = inferClass(category.category)
		d.message.Categories = append(d.message.Categories, category.category)

		return nil
	}

	var entity jsonEntity
	if err := unmarshal(element, &entity); err != nil {
		return err
	}

	return d.addMember(entity)
}

func (d *jsonDecoder) addDocument(document jsonDocument) error {
	members := document.Resources
	if document.Kind == nil {
		// The links of what is no entity are a collection.
		members, document.Links = slices.Concat(members, document.Links), nil
	}

	if err := d.count(len(document.Kinds) + len(members) + len(document.Locations)); err != nil {
		return err
	}

	if document.Action != nil {
		d.message.Categories = append(d.message.Categories, Category{TypeID: document.Action.id, Class: ClassAction})
	}

	for _, kind := range document.Kinds {
		kind.category.Class = ClassKind
		d.message.Categories = append(d.message.Categories, kind.category)
	}

	for _, member := range members {
		if err := d.addMember(member); err != nil {
			return err
		}
	}

	d.message.Locations = append(d.message.Locations, document.Locations...)

	return d.addEntity(document.jsonEntity)
}

// addMember adds an entity of a collection.
func (d *jsonDecoder) addMember(member jsonEntity) error {
	one := jsonDecoder{items: d.items}
	if err := one.addEntity(member); err != nil {
		return err
	}

	entity, err := one.message.Entity()
	if err != nil {
		return err
	}

	d.items = one.items
	d.message.Entities = append(d.message.Entities, *entity)

	return nil
}

// addEntity adds what an entity consists of. An entity may be partial, and without a kind it may be the query
// interface, which has members of the same names.
func (d *jsonDecoder) addEntity(entity jsonEntity) error {
	err := d.count(len(entity.Mixins) + len(entity.Actions) + len(entity.Links) + len(entity.Attributes))
	if err != nil {
		return err
	}

	if entity.Kind != nil {
		entity.Kind.category.Class = ClassKind
		d.message.Categories = append(d.message.Categories, entity.Kind.category)
	}

	for _, mixin := range entity.Mixins {
		mixin.category.Class = ClassMixin
		d.message.Categories = append(d.message.Categories, mixin.category)
	}

	for _, action := range entity.Actions {
		if action.whole {
			action.category.Class = ClassAction
			d.message.Categories = append(d.message.Categories, action.category)
		} else {
			d.message.Actions = append(d.message.Actions, ActionLink{Action: action.category.TypeID, Target: action.target})
		}
	}

	for _, link := range entity.Links {
		decoded, err := d.decodeLink(link)
		if err != nil {
			return err
		}

		d.message.Links = append(d.message.Links, decoded)
	}

	d.message.Attributes, err = decodeJSONAttributes(entity.Attributes, jsonMembers{
		attributeID: entity.ID, attributeTitle: entity.Title, attributeSummary: entity.Summary,
		attributeSource: entity.Source.text(), attributeTarget: entity.Target.text(),
	})

	return err
}

func (d *jsonDecoder) decodeLink(link jsonEntity) (Link, error) {
	if err := d.count(len(link.Mixins) + len(link.Attributes)); err != nil {
		return Link{}, err
	}

	decoded := Link{Target: link.Target.text()}
	if link.Target != nil && link.Target.kind != nil {
		decoded.Relations = []TypeID{link.Target.kind.category.TypeID}
	}

	if link.Kind != nil {
		decoded.Categories = append(decoded.Categories, link.Kind.category.TypeID)
	}

	for _, mixin := range link.Mixins {
		decoded.Categories = append(decoded.Categories, mixin.category.TypeID)
	}

	attributes, err := decodeJSONAttributes(link.Attributes, jsonMembers{
		attributeID: link.ID, attributeTitle: link.Title, attributeSource: link.Source.text(),
	})
	decoded.Attributes = attributes

	return decoded, err
}

// The attributes of the core model that are members of their own in JSON.
const (
	attributeID      = "occi.core.id"
	attributeTitle   = "occi.core.title"
	attributeSummary = "occi.core.summary"
	attributeSource  = "occi.core.source"
	attributeTarget  = "occi.core.target"
)

// jsonMembers are members by the names of their attributes.
type jsonMembers map[string]string

func (e *jsonEnd) text() string {
	if e == nil {
		return ""
	}

	return e.location
}

// decodeJSONAttributes reads the attributes, and takes the members for those that are not among them.
func decodeJSONAttributes(values map[string]json.RawMessage, members jsonMembers) (Attributes, error) {
	attributes := Attributes{}

	for name, data := range values {
		value, found, err := decodeJSONValue(data)
		if err != nil {
			return nil, err
		}

		if found {
			attributes[name] = value
		}
	}

	for name, text := range members {
		if _, found := attributes[name]; !found && text != "" {
			attributes[name] = String(text)
		}
	}

	if len(attributes) == 0 {
		return nil, nil //nolint:nilnil // No attributes, as in the other renderings.
	}

	return attributes, nil
}

package occi

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
)

// jsonCategory is a kind, a mixin or an action of the query interface. The class is left to the list that it is in.
type jsonCategory struct {
	category Category
}

// UnmarshalJSON reads the form of GFD.226 and that of occi-os, which has "related" for "parent" and "depends".
func (c *jsonCategory) UnmarshalJSON(data []byte) error {
	var whole struct {
		Term       string                    `json:"term"`
		Scheme     string                    `json:"scheme"`
		Title      string                    `json:"title"`
		Location   string                    `json:"location"`
		Attributes map[string]jsonDefinition `json:"attributes"`
		Actions    []jsonTypeID              `json:"actions"`
		Parent     *jsonTypeID               `json:"parent"`
		Depends    []jsonTypeID              `json:"depends"`
		Related    []jsonTypeID              `json:"related"`
		Applies    []jsonTypeID              `json:"applies"`
	}
	if err := unmarshal(data, &whole); err != nil {
		return err
	}

	if whole.Term == "" || whole.Scheme == "" {
		return &jsonError{near: around(data, 0), reason: errors.New("a category has no term or no scheme")}
	}

	relations := slices.Concat(whole.Depends, whole.Related)
	if whole.Parent != nil {
		relations = append(relations, *whole.Parent)
	}

	if max(len(relations), len(whole.Actions), len(whole.Applies), len(whole.Attributes)) > maxWords {
		return &jsonError{near: around(data, 0), reason: errTooMany}
	}

	c.category = Category{
		TypeID:    TypeID{Scheme: whole.Scheme, Term: whole.Term},
		Title:     whole.Title,
		Relations: typeIDs(relations),
		Applies:   typeIDs(whole.Applies),
		Location:  whole.Location,
		Actions:   typeIDs(whole.Actions),
	}

	for _, name := range slices.Sorted(maps.Keys(whole.Attributes)) {
		definition := whole.Attributes[name].definition
		definition.Name = name
		c.category.Attributes = append(c.category.Attributes, definition)
	}

	return nil
}

func typeIDs(identifiers []jsonTypeID) []TypeID {
	var ids []TypeID
	for _, identifier := range identifiers {
		ids = append(ids, identifier.id)
	}

	return ids
}

// jsonDefinition describes an attribute, in occi-os by one of the words "muttable" (sic), "immutable" and "required".
type jsonDefinition struct {
	definition AttributeDefinition
}

// UnmarshalJSON reads either form.
func (d *jsonDefinition) UnmarshalJSON(data []byte) error {
	if data[0] != '{' {
		var word string
		err := unmarshal(data, &word)
		d.definition = AttributeDefinition{Immutable: word == "immutable", Required: word == "required"}

		return err
	}

	var whole struct {
		Mutable     bool            `json:"mutable"`
		Required    bool            `json:"required"`
		Type        AttributeType   `json:"type"`
		Default     json.RawMessage `json:"default"`
		Pattern     json.RawMessage `json:"pattern"`
		Description string          `json:"description"`
	}
	if err := unmarshal(data, &whole); err != nil {
		return err
	}

	preset, _, err := decodeJSONValue(whole.Default)
	if err != nil {
		return err
	}

	pattern, _, err := decodeJSONValue(whole.Pattern)
	if err != nil {
		return err
	}

	d.definition = AttributeDefinition{
		Immutable: !whole.Mutable, Required: whole.Required, Type: whole.Type,
		Default: preset, Pattern: pattern.Text(), Description: whole.Description,
	}

	return nil
}

// decodeJSONValue reads the value of an attribute; false if there is none.
func decodeJSONValue(data json.RawMessage) (Value, bool, error) {
	if len(data) == 0 || bytes.Equal(data, []byte("null")) {
		return Value{}, false, nil
	}

	switch data[0] {
	case '"':
		var text string
		err := unmarshal(data, &text)

		return String(text), true, err
	case '[', '{':
		value, err := Structure(string(data))

		return value, true, err
	default:
		return Value{text: string(data)}, true, nil
	}
}

// inferClass tells what a category of occi-os is, which does not say it in JSON: actions have no location, and
// kinds are related to a kind of the core model.
func inferClass(category Category) Class {
	const schemeCore = "http://schemas.ogf.org/occi/core#"

	isCore := func(id TypeID) bool { return id.Scheme == schemeCore }

	switch {
	case category.Location == "" && !isCore(category.TypeID):
		return ClassAction
	case isCore(category.TypeID), slices.ContainsFunc(category.Relations, isCore):
		return ClassKind
	default:
		return ClassMixin
	}
}

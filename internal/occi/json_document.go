package occi

import (
	"encoding/json"
	"errors"
	"fmt"
)

// The types of this file are the JSON of GFD.226, and of what occi-os, ooi and rOCCI-server make of it. Each reads
// itself, so that an error quotes the place where reading stopped.

// jsonDocument is a whole answer: an entity, an invocation of an action, or a collection.
type jsonDocument struct {
	jsonEntity

	Action    *jsonTypeID    `json:"action"`
	Kinds     []jsonCategory `json:"kinds"`
	Resources []jsonEntity   `json:"resources"`
	Locations []string       `json:"locations"`
}

// jsonEntity is a resource or a link.
type jsonEntity struct {
	Kind       *jsonType                  `json:"kind"`
	Mixins     []jsonType                 `json:"mixins"`
	Attributes map[string]json.RawMessage `json:"attributes"`
	Actions    []jsonAction               `json:"actions"`
	ID         string                     `json:"id"`
	Title      string                     `json:"title"`
	Summary    string                     `json:"summary"`
	Links      []jsonEntity               `json:"links"`
	Source     *jsonEnd                   `json:"source"`
	Target     *jsonEnd                   `json:"target"`
}

// jsonType is a type identifier, or in occi-os the whole category.
type jsonType struct {
	category Category
	whole    bool
}

// UnmarshalJSON reads either form.
func (t *jsonType) UnmarshalJSON(data []byte) error {
	if data[0] == '{' {
		var category jsonCategory
		if err := unmarshal(data, &category); err != nil {
			return err
		}

		t.category, t.whole = category.category, true

		return nil
	}

	var id jsonTypeID
	err := id.UnmarshalJSON(data)
	t.category.TypeID = id.id

	return err
}

// jsonTypeID is a type identifier alone.
type jsonTypeID struct {
	id TypeID
}

// UnmarshalJSON reads scheme#term.
func (t *jsonTypeID) UnmarshalJSON(data []byte) error {
	var identifier string
	if err := unmarshal(data, &identifier); err != nil {
		return err
	}

	id, err := ParseTypeID(identifier)
	if err != nil {
		return &jsonError{near: around(data, 0), reason: errNoTypeID}
	}

	t.id = id

	return nil
}

var errNoTypeID = errors.New("it is no type identifier of the form scheme#term")

// jsonAction is an action that an entity offers: a type identifier, in occi-os {"kind": category, "link": target}; or
// a category of the query interface.
type jsonAction struct {
	category Category
	target   string
	whole    bool
}

// UnmarshalJSON reads any of the forms.
func (a *jsonAction) UnmarshalJSON(data []byte) error {
	var offered struct {
		Kind *jsonType `json:"kind"`
		Link string    `json:"link"`
	}

	if data[0] == '{' {
		if err := unmarshal(data, &offered); err != nil {
			return err
		}
	}

	if offered.Kind != nil {
		a.category, a.target = Category{TypeID: offered.Kind.category.TypeID}, offered.Link

		return nil
	}

	var plain jsonType
	if err := plain.UnmarshalJSON(data); err != nil {
		return err
	}

	a.category, a.whole = plain.category, plain.whole

	return nil
}

// jsonEnd is an end of a link: {"location": ..., "kind": ...}, in occi-os the location alone.
type jsonEnd struct {
	location string
	kind     *jsonType
}

// UnmarshalJSON reads either form.
func (e *jsonEnd) UnmarshalJSON(data []byte) error {
	if data[0] != '{' {
		return unmarshal(data, &e.location)
	}

	var end struct {
		Location string    `json:"location"`
		Kind     *jsonType `json:"kind"`
	}

	err := unmarshal(data, &end)
	e.location, e.kind = end.Location, end.Kind

	return err
}

// jsonError is a place where JSON could not be read.
type jsonError struct {
	near   string
	reason error
}

func (e *jsonError) Error() string {
	return fmt.Sprintf("%s in %q", e.reason, e.near)
}

func (e *jsonError) Unwrap() error {
	return e.reason
}

// unmarshal is [json.Unmarshal] with errors that quote the place; those of a part are handed on.
func unmarshal(data []byte, target any) error {
	err := json.Unmarshal(data, target)

	var (
		part     *jsonError
		syntax   *json.SyntaxError
		mismatch *json.UnmarshalTypeError
	)

	switch {
	case err == nil:
		return nil
	case errors.As(err, &part):
		return part
	case errors.As(err, &syntax):
		return &jsonError{near: around(data, syntax.Offset), reason: errors.New("it is not JSON")}
	case errors.As(err, &mismatch):
		return &jsonError{near: around(data, mismatch.Offset), reason: fmt.Errorf("%s is not expected", mismatch.Value)}
	default:
		return &jsonError{near: around(data, 0), reason: err}
	}
}

// around is the text before and after an offset.
func around(data []byte, offset int64) string {
	const before = 60

	start := min(max(0, int(offset)-before), len(data))

	return bounded(string(data[start:min(len(data), start+4*excerptRunes)]), excerptRunes)
}

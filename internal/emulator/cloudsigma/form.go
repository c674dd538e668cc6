package cloudsigma

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// maxMetaKey is the limit of meta.rst, in characters.
const maxMetaKey = 32

// form reads a definition member by member into a record. A member that is absent leaves its target
// as it is. All errors of a definition are collected and answered together.
type form struct {
	values object
	point  string
	state  *formState
}

type formState struct {
	errors []apiError
	// refusal is a rule that the definition breaks though its members are well-formed.
	refusal error
}

func newForm(values object) form { return form{values: values, state: &formState{}} }

// result is nil if the definition is accepted.
func (f form) result() error {
	if len(f.state.errors) > 0 {
		return &failure{status: http.StatusBadRequest, errors: f.state.errors}
	}
	return f.state.refusal
}

func (f form) invalid(name, format string, args ...any) {
	point := f.point + name
	f.state.errors = append(f.state.errors,
		apiError{Type: errorValidation, Point: &point, Message: fmt.Sprintf(format, args...)})
}

func (f form) refuse(err error) {
	if f.state.refusal == nil {
		f.state.refusal = err
	}
}

// has tells whether the member is there and not null.
func (f form) has(name string) bool { return f.values[name] != nil }

func (f form) sent(name string) bool {
	_, sent := f.values[name]
	return sent
}

// require reports the members that are absent, null or empty.
func (f form) require(names ...string) {
	for _, name := range names {
		if value := f.values[name]; value == nil || value == "" {
			f.invalid(name, requiredMessage)
		}
	}
}

// text reads a string; null is "". A number is taken for its digits: the API's own tests send ports
// as numbers.
func (f form) text(name string, into *string) {
	switch value := f.values[name].(type) {
	case nil:
		if f.sent(name) {
			*into = ""
		}
	case string:
		*into = value
	case json.Number:
		*into = value.String()
	default:
		f.invalid(name, "The value has to be a string")
	}
}

// choice reads one of the given strings.
func (f form) choice(name string, into *string, choices ...string) {
	f.text(name, into)
	if f.has(name) && !slices.Contains(choices, *into) {
		f.invalid(name, "Value %q is not a valid choice: %s", *into, strings.Join(choices, ", "))
	}
}

// number reads an integer, or its digits in a string; null is 0.
func (f form) number(name string, into *int64) {
	var digits string
	switch value := f.values[name].(type) {
	case nil:
		if f.sent(name) {
			*into = 0
		}
		return
	case string:
		digits = value
	case json.Number:
		digits = strings.TrimSuffix(value.String(), ".0")
	}
	number, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		f.invalid(name, "The value has to be an integer")
		return
	}
	*into = number
}

func (f form) boolean(name string, into *bool) {
	switch value := f.values[name].(type) {
	case nil:
		if f.sent(name) {
			*into = false
		}
	case bool:
		*into = value
	default:
		f.invalid(name, "The value has to be a boolean")
	}
}

// meta reads user-defined data, which replaces all there was (meta.rst).
func (f form) meta(into *map[string]string) {
	if !f.sent("meta") {
		return
	}
	values, ok := f.values["meta"].(object)
	if !ok && f.has("meta") {
		f.invalid("meta", "The value has to be an object")
		return
	}
	meta := map[string]string{}
	for key, value := range values {
		text, ok := value.(string)
		if !ok {
			f.invalid("meta."+key, "The value has to be a string")
		}
		if len([]rune(key)) > maxMetaKey {
			f.invalid("meta."+key, "The key has more than %d characters", maxMetaKey)
		}
		meta[key] = text
	}
	*into = meta
}

// list reads a list; sent is false if it is absent.
func (f form) list(name string) (elements []any, sent bool) {
	if !f.sent(name) {
		return nil, false
	}
	elements, ok := f.values[name].([]any)
	if !ok && f.has(name) {
		f.invalid(name, "The value has to be a list")
	}
	return elements, true
}

// forms reads a list of objects; sent is false if it is absent.
func (f form) forms(name string) (forms []form, sent bool) {
	elements, sent := f.list(name)
	for i, element := range elements {
		values, ok := element.(object)
		if !ok {
			f.invalid(fmt.Sprintf("%s.%d", name, i), "The value has to be an object")
			continue
		}
		forms = append(forms, form{values, fmt.Sprintf("%s%s.%d.", f.point, name, i), f.state})
	}
	return forms, sent
}

// form reads an object; nil is null or absent.
func (f form) form(name string) *form {
	values, ok := f.values[name].(object)
	if !ok {
		if f.has(name) {
			f.invalid(name, "The value has to be an object")
		}
		return nil
	}
	return &form{values, f.point + name + ".", f.state}
}

// reference reads the identifier of another resource.
func (f form) reference(name string, into *string) {
	if !f.has(name) {
		f.text(name, into)
		return
	}
	id, ok := identifier(f.values[name])
	if !ok {
		f.invalid(name, "The value has to be a UUID, a URI or an object with a UUID")
	}
	*into = id
}

// references reads a list of identifiers of other resources that exist; sent is false if it is absent.
func (f form) references(name string, exists func(id string) bool) (ids []string, sent bool) {
	elements, sent := f.list(name)
	for i, element := range elements {
		id, ok := identifier(element)
		if !ok || !exists(id) {
			f.invalid(fmt.Sprintf("%s.%d", name, i), "Object with uuid %q does not exist", id)
			continue
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, sent
}

// identifier understands the ways to refer to a resource: its UUID, its URI, or an object with them,
// as the answers of the API have it.
func identifier(value any) (string, bool) {
	switch reference := value.(type) {
	case string:
		segments := strings.Split(strings.Trim(reference, "/"), "/")
		id := segments[len(segments)-1]
		return id, id != ""
	case object:
		if id, ok := reference["uuid"].(string); ok && id != "" {
			return id, true
		}
		location, ok := reference["resource_uri"].(string)
		if !ok {
			return "", false
		}
		return identifier(location)
	default:
		return "", false
	}
}

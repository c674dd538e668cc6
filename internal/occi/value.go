package occi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// Value is the value of an attribute as a rendering carries it: a quoted string, or a bare number or
// boolean, or a list or an object in JSON (see [Structure]). Values are comparable with ==; the string "1" and the number 1 differ.
//
// Servers disagree about the types: occi-os quotes every value, numbers too, while ooi quotes booleans
// but not numbers. So the methods that convert look at the text only.
type Value struct {
	text   string
	quoted bool
}

// String makes a string value. It is quoted in renderings.
func String(text string) Value {
	return Value{text: text, quoted: true}
}

// Number makes a number. It is rendered bare and in its shortest form, 1 rather than 1.0: occi-os takes
// either, ooi takes integers only for sizes.
func Number(number float64) Value {
	return Value{text: strconv.FormatFloat(number, 'f', -1, 64)}
}

// Bool makes a boolean. It is rendered bare.
func Bool(boolean bool) Value {
	return Value{text: strconv.FormatBool(boolean)}
}

// Structure makes a list or an object of its JSON text, such as the rules of a security group. Only
// application/occi+json carries it as what it is; text renderings have its JSON in a string, if anything. Equal structures have equal texts: blanks go and members are sorted.
func Structure(text string) (Value, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()

	var structure any
	if err := decoder.Decode(&structure); err != nil {
		return Value{}, fmt.Errorf("%s is not JSON", excerpt(text))
	}

	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Value{}, fmt.Errorf("%s is more than one value", excerpt(text))
	}

	switch structure.(type) {
	case []any, map[string]any:
	default:
		return Value{}, fmt.Errorf("%s is neither a list nor an object", excerpt(text))
	}

	canonical, err := marshal(structure)
	if err != nil {
		return Value{}, err
	}

	return Value{text: string(canonical)}, nil
}

// marshal is [json.Marshal] without escapes for HTML.
func marshal(value any) ([]byte, error) {
	var body bytes.Buffer

	encoder := json.NewEncoder(&body)
	encoder.SetEscapeHTML(false)

	if err := encoder.Encode(value); err != nil {
		return nil, fmt.Errorf("encoding JSON: %w", err)
	}

	return bytes.TrimSuffix(body.Bytes(), []byte("\n")), nil
}

// IsStructure reports whether the value has the form of a list or an object. ooi writes them as Python does in
// its text renderings, which [Value.Unmarshal] cannot read.
func (v Value) IsStructure() bool {
	return !v.quoted && (strings.HasPrefix(v.text, "[") || strings.HasPrefix(v.text, "{"))
}

// Unmarshal reads a list or an object, as [json.Unmarshal] does.
func (v Value) Unmarshal(target any) error {
	if err := json.Unmarshal([]byte(v.text), target); err != nil {
		return fmt.Errorf("%s cannot be read: %w", excerpt(v.text), err)
	}

	return nil
}

// Text returns the value without the quotes of the rendering. It is empty for an attribute that is
// missing from [Attributes].
func (v Value) Text() string {
	return v.text
}

// IsQuoted reports whether the value is a string for the rendering.
func (v Value) IsQuoted() bool {
	return v.quoted
}

// Equal reports whether both values have the same text and the same type.
func (v Value) Equal(other Value) bool {
	return v == other
}

// Float64 returns the number that the text is, quoted or not. Blanks around it are ignored.
func (v Value) Float64() (float64, error) {
	number, err := strconv.ParseFloat(strings.TrimSpace(v.text), 64)
	if err != nil || math.IsNaN(number) || math.IsInf(number, 0) {
		return 0, fmt.Errorf("%s is not a number", excerpt(v.text))
	}

	return number, nil
}

// parseNumber makes a number of a text in its shortest form.
func parseNumber(text string) (Value, error) {
	number, err := String(text).Float64()
	if err != nil {
		return Value{}, err
	}

	return Number(number), nil
}

// Bool returns the boolean that the text is, quoted or not, in any case of letters.
func (v Value) Bool() (bool, error) {
	switch strings.ToLower(strings.TrimSpace(v.text)) {
	case "true":
		return true, nil
	case "false":
		return false, nil
	default:
		return false, fmt.Errorf("%s is not a boolean", excerpt(v.text))
	}
}

// Attributes are the attributes of an entity, a link or an action by their names, such as
// "occi.compute.memory".
type Attributes map[string]Value

package occi

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Value is the value of an attribute as a rendering carries it: a quoted string, or a bare number or
// boolean. Values are comparable with ==; the string "1" and the number 1 differ.
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

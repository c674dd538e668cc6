package occi

import (
	"net/http"
	"strings"
)

// lenientSyntax reads requests as pyssf does. What it makes of each kind of value is in the table of the
// captures 50-*: quotes at the end are cut, a value in text/plain ends with its line, and so on.
type lenientSyntax struct{}

func (lenientSyntax) headers(header http.Header) (requestData, error) {
	var data requestData
	// Categories and links are split at every comma, whether it is quoted or not.
	for _, list := range []struct {
		name   string
		values *[]string
	}{{categoryHeader, &data.categories}, {linkHeader, &data.links}, {locationHeader, &data.locations}} {
		if text := strings.Join(header.Values(list.name), ","); text != "" {
			*list.values = strings.Split(text, ",")
		}
	}
	var err error
	data.attributes, err = shellSplit(strings.Join(header.Values(attributeHeader), ","))
	return data, err
}

func (lenientSyntax) body(text string) (requestData, error) {
	var data requestData
	for line := range strings.SplitSeq(text, "\n") {
		for _, list := range []struct {
			name   string
			values *[]string
		}{
			{categoryHeader, &data.categories},
			{attributeHeader, &data.attributes},
			{linkHeader, &data.links},
			{locationHeader, &data.locations},
		} {
			_, value, found := strings.Cut(line, list.name+":")
			if !found {
				continue
			}
			// Whatever follows the colon is taken for a blank (41-plain-no-space-after-colon).
			value = value[min(1, len(value)):]
			values := []string{value}
			if strings.Contains(value, ",") {
				var err error
				if values, err = shellSplit(value); err != nil {
					return data, err
				}
			}
			*list.values = append(*list.values, values...)
		}
	}
	return data, nil
}

func (lenientSyntax) attribute(text string) (string, string, error) {
	name, value, found := strings.Cut(stripQuotes(text), "=")
	if !found {
		return "", "", refuse("Mailformed Attribute description!")
	}
	if strings.Contains(value, `"`) {
		value = stripQuotes(value)
	}
	return stripQuotes(name), value, nil
}

// parameter reads up to the next semicolon or, for the last one, all but the last character: it takes
// that for the quote (41-plain-unquoted-scheme-last).
func (lenientSyntax) parameter(text, name string) (string, bool) {
	_, value, found := strings.Cut(text, name+"=")
	if !found {
		return "", false
	}
	end := strings.Index(value, ";")
	if end < 0 {
		end = max(0, len(value)-1)
	}
	return strings.TrimSpace(strings.Trim(value[:end], `"`)), true
}

func (s lenientSyntax) linkAttributes(text string) map[string]string {
	values := map[string]string{}
	types, _ := s.parameter(text, "category")
	_, rest, _ := strings.Cut(text, types)
	for part := range strings.SplitSeq(rest, ";") {
		pair := strings.Split(strings.TrimSpace(part), "=")
		if len(pair) == 2 {
			values[strings.TrimSpace(pair[0])] = strings.TrimSpace(strings.Trim(pair[1], `"`))
		}
	}
	return values
}

const pythonBlanks = " \t\r\n\v\f"

// stripQuotes cuts blanks and then quotes at both ends, however many there are.
func stripQuotes(text string) string {
	text = strings.TrimLeft(strings.TrimLeft(text, pythonBlanks), `"`)
	return strings.TrimRight(strings.TrimRight(text, pythonBlanks), `"`)
}

package occi

import (
	"net/http"
	"strings"
)

// strictSyntax reads requests as GFD.185 describes them: values in double quotes in which a backslash
// escapes, separators outside of quotes only, blanks around separators.
type strictSyntax struct{}

func (strictSyntax) headers(header http.Header) (requestData, error) {
	var data requestData
	for name, values := range data.lists() {
		for _, line := range header.Values(name) {
			*values = append(*values, splitOutsideQuotes(line, ',')...)
		}
	}
	return data, nil
}

func (strictSyntax) body(text string) (requestData, error) {
	var data requestData
	lists := data.lists()
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, value, found := strings.Cut(line, ":")
		values := lists[http.CanonicalHeaderKey(strings.TrimSpace(name))]
		if !found || values == nil {
			return data, refuse("Malformed line: %s", line)
		}
		*values = append(*values, splitOutsideQuotes(value, ',')...)
	}
	return data, nil
}

func (d *requestData) lists() map[string]*[]string {
	return map[string]*[]string{
		http.CanonicalHeaderKey(categoryHeader): &d.categories, http.CanonicalHeaderKey(linkHeader): &d.links,
		http.CanonicalHeaderKey(attributeHeader): &d.attributes, http.CanonicalHeaderKey(locationHeader): &d.locations,
	}
}

func (strictSyntax) attribute(text string) (string, string, error) {
	name, value, found := strings.Cut(text, "=")
	if !found {
		return "", "", refuse("Malformed attribute: %s", text)
	}
	return strings.TrimSpace(name), unquote(value), nil
}

func (s strictSyntax) parameter(text, name string) (string, bool) {
	value, ok := s.parameters(text)[name]
	return value, ok
}

func (s strictSyntax) linkAttributes(text string) map[string]string {
	values := s.parameters(text)
	for _, name := range []string{"rel", "self", "category"} {
		delete(values, name)
	}
	return values
}

func (strictSyntax) parameters(text string) map[string]string {
	values := map[string]string{}
	for _, part := range splitOutsideQuotes(text, ';')[1:] {
		name, value, _ := strings.Cut(part, "=")
		values[strings.TrimSpace(name)] = unquote(value)
	}
	return values
}

// splitOutsideQuotes always returns at least one part.
func splitOutsideQuotes(text string, separator byte) []string {
	var parts []string
	quoted, start := false, 0
	for index := 0; index < len(text); index++ {
		switch {
		case text[index] == '\\' && quoted:
			index++
		case text[index] == '"':
			quoted = !quoted
		case text[index] == separator && !quoted:
			parts = append(parts, strings.TrimSpace(text[start:index]))
			start = index + 1
		}
	}
	return append(parts, strings.TrimSpace(text[start:]))
}

func unquote(text string) string {
	text = strings.TrimSpace(text)
	if len(text) < 2 || text[0] != '"' || text[len(text)-1] != '"' {
		return text
	}
	var value strings.Builder
	for index := 1; index < len(text)-1; index++ {
		if text[index] == '\\' && index+1 < len(text)-1 {
			index++
		}
		value.WriteByte(text[index])
	}
	return value.String()
}

package occi

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// ooiRequest is what a request to ooi says. Values are string, bool, int, float64 or what JSON brings.
type ooiRequest struct {
	// category is the identifier of the kind or of the action, "" if there is none.
	category string
	mixins   []string
	// terms are those of all categories by scheme.
	terms      map[string][]string
	attributes map[string]any
	links      []ooiInlineLink
}

type ooiInlineLink struct {
	kind, target string
	attributes   map[string]any
}

// checkContentType looks at requests with a body only.
func (o *ooiExchange) checkContentType() error {
	media := o.request.Header.Get("Content-Type")
	if o.request.Method != http.MethodPost && o.request.Method != http.MethodPut || media == "" {
		return nil
	}
	if !slices.Contains(ooiReadMedia, o.contentType()) {
		return fail(http.StatusNotAcceptable, "Invalid Content-type "+media+".")
	}
	return nil
}

func (o *ooiExchange) contentType() string {
	media, _, _ := strings.Cut(o.request.Header.Get("Content-Type"), ";")
	return strings.TrimSpace(media)
}

// parse reads the request. One without a Content-Type counts as text/plain (076-action-without-content-type).
func (o *ooiExchange) parse() (*ooiRequest, error) {
	switch o.contentType() {
	case mediaJSON:
		return parseOOIJSON(o.body)
	case mediaOCCI:
		lines := map[string]string{}
		for _, name := range []string{categoryHeader, attributeHeader, linkHeader} {
			if values := o.request.Header.Values(name); len(values) > 0 {
				// Headers are Latin-1 to it, so UTF-8 becomes gibberish (122-attr-title-utf8-text-occi).
				lines[name] = fromLatin1(strings.Join(values, ","))
			}
		}
		return parseOOILines(lines)
	default:
		if o.body == "" {
			return nil, refuse("No schema found")
		}
		lines := map[string]string{}
		for line := range strings.SplitSeq(strings.TrimSuffix(strings.ReplaceAll(o.body, "\r\n", "\n"), "\n"), "\n") {
			name, value, found := strings.Cut(line, ":")
			if !found {
				return nil, errErred // 148-create-blank-line-in-body
			}
			if joined, known := lines[name]; known {
				value = joined + "," + value
			}
			lines[name] = value
		}
		return parseOOILines(lines)
	}
}

func fromLatin1(text string) string {
	var out strings.Builder
	for index := range len(text) {
		out.WriteRune(rune(text[index]))
	}
	return out.String()
}

// parseOOILines reads the values of each header, or name in a text/plain body, joined by commas.
func parseOOILines(lines map[string]string) (*ooiRequest, error) {
	categories, ok := lines[categoryHeader]
	if !ok {
		return nil, refuse("No categories")
	}
	r := &ooiRequest{terms: map[string][]string{}, attributes: map[string]any{}}
	if err := r.parseCategories(categories); err != nil {
		return nil, err
	}
	for _, text := range splitUnquoted(lines[attributeHeader], ",") {
		name, text, found := strings.Cut(text, "=")
		if !found {
			return nil, refuse("Unable to parse")
		}
		value, err := ooiValue(text)
		if err != nil {
			return nil, err
		}
		r.attributes[strings.TrimSpace(name)] = value
	}
	for _, text := range splitUnquoted(lines[linkHeader], ",") {
		link, err := parseOOILink(text)
		if err != nil {
			return nil, err
		}
		r.links = append(r.links, link)
	}
	return r, nil
}

func (r *ooiRequest) parseCategories(text string) error {
	found := map[string]string{}
	for _, category := range splitUnquoted(text, ",") {
		parts := splitUnquoted(category, "; ")
		if len(parts) == 0 {
			return errErred
		}
		parameters := map[string]string{}
		for _, part := range parts[1:] {
			name, value, ok := strings.Cut(part, "=")
			if !ok {
				return refuse("Unable to parse category")
			}
			parameters[name] = strings.ReplaceAll(value, `"`, "")
		}
		scheme, ok := parameters["scheme"]
		if !ok {
			return errErred
		}
		r.terms[scheme] = append(r.terms[scheme], parts[0])
		switch class := parameters["class"]; class {
		case "kind", "action":
			if found[class] != "" {
				return refuse("Duplicated %s", map[string]string{"kind": "Kind", "action": "action"}[class])
			}
			found[class] = scheme + parts[0]
		case "mixin":
			r.mixins = append(r.mixins, scheme+parts[0])
		}
	}
	if found["kind"] != "" && found["action"] != "" {
		return refuse("Action and kind together?")
	}
	r.category = found["kind"] + found["action"]
	return nil
}

// parseOOILink needs rel and occi.core.target; what is in the angle brackets does not matter
// (226-compute-create-inline-storage-without-target-attribute-400).
func parseOOILink(text string) (ooiInlineLink, error) {
	link := ooiInlineLink{attributes: map[string]any{}}
	errLink := refuse("Unable to parse link")
	parts := splitUnquoted(text, "; ")
	if len(parts) == 0 {
		return link, errLink
	}
	for _, part := range parts[1:] {
		name, text, found := strings.Cut(part, "=")
		if !found {
			return link, errLink
		}
		value, err := ooiValue(text)
		if err != nil {
			return link, err
		}
		switch text, _ := value.(string); name {
		case "rel":
			link.kind = text
		case coreTarget:
			link.target = text
		default:
			link.attributes[name] = value
		}
	}
	if link.kind == "" || link.target == "" {
		return link, errLink
	}
	return link, nil
}

// splitUnquoted splits at each of the separators that is not between quotes, and drops empty parts. A
// backslash escapes nothing.
func splitUnquoted(text, separators string) []string {
	quoted := false
	return strings.FieldsFunc(text, func(r rune) bool {
		if r == '"' {
			quoted = !quoted
		}
		return !quoted && strings.ContainsRune(separators, r)
	})
}

// ooiValue is the value of an attribute: quoted ones are text, but for "true" and "false"
// (116-attr-title-true); others are numbers if they look like it.
func ooiValue(text string) (any, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil, errErred // 119-attr-without-value
	}
	if text[0] == '"' {
		switch text = strings.Trim(text, `"`); text {
		case "true", "false":
			return text == "true", nil
		default:
			return text, nil
		}
	}
	if number, err := strconv.Atoi(text); err == nil {
		return number, nil
	}
	if number, err := strconv.ParseFloat(text, 64); err == nil {
		return number, nil
	}
	return text, nil
}

// python writes the value as Nova's messages do.
func python(value any) string {
	switch value := value.(type) {
	case bool:
		if value {
			return "True"
		}
		return "False"
	case int:
		return strconv.Itoa(value)
	case float64:
		if value == math.Trunc(value) && math.Abs(value) < 1e16 {
			return strconv.FormatFloat(value, 'f', 1, 64)
		}
		return strconv.FormatFloat(value, 'g', -1, 64)
	case string:
		return value
	default:
		return "None"
	}
}

// target finds what a URL in the request names, which has to be of the kind. URLs are resolved as in a
// browser, so paths need the prefix (205-storagelink-create-path-without-prefix-400).
func (o *ooiExchange) target(value any, kind *category) (id string, err error) {
	errKind := refuse("Expecting %s resource", strings.TrimSuffix(o.origin+kind.location, "/"))
	text, _ := value.(string)
	if text == "" {
		return "", errKind
	}
	base, err := url.Parse(strings.TrimSuffix(o.origin, o.prefix) + o.request.URL.Path)
	if err != nil {
		return "", errKind
	}
	resolved, err := base.Parse(text)
	if err != nil {
		return "", errKind
	}
	id, ok := strings.CutPrefix(resolved.String(), o.origin+kind.location)
	if !ok || id == "" || strings.Contains(id, "/") {
		return "", errKind
	}
	return id, nil
}

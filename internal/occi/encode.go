package occi

import (
	"fmt"
	"strings"
)

// line is one line of text/plain or one header of text/occi.
type line struct {
	field string
	text  string
	item  string // what it carries, for errors
}

// lines renders a message, one item per line. Attributes come in alphabetical order.
func (m Message) lines() ([]line, error) {
	var lines []line

	for _, category := range m.Categories {
		text, err := category.render()
		if err != nil {
			return nil, err
		}

		lines = append(lines, line{field: fieldCategory, text: text, item: fmt.Sprintf("category %q", category.Term)})
	}

	for _, name := range m.Attributes.sortedNames() {
		text, err := renderAttribute("attribute", name, m.Attributes[name])
		if err != nil {
			return nil, err
		}

		lines = append(lines, line{field: fieldAttribute, text: text, item: fmt.Sprintf("attribute %q", name)})
	}

	for _, link := range m.allLinks() {
		text, err := link.render()
		if err != nil {
			return nil, err
		}

		lines = append(lines, line{field: fieldLink, text: text, item: fmt.Sprintf("link to %q", link.Target)})
	}

	for _, location := range m.Locations {
		if err := checkReference("location", location); err != nil {
			return nil, err
		}

		lines = append(lines, line{field: fieldLocation, text: location, item: fmt.Sprintf("location %q", location)})
	}

	return lines, nil
}

// allLinks are the links and, in the same form, the actions.
func (m Message) allLinks() []Link {
	links := m.Links[:len(m.Links):len(m.Links)]
	for _, action := range m.Actions {
		links = append(links, Link{Target: action.Target, Relations: []TypeID{action.Action}})
	}

	return links
}

func (c Category) render() (string, error) {
	if err := checkIdentifiers("category", c.TypeID); err != nil {
		return "", err
	}

	if err := ValidateText(c.Title); err != nil {
		return "", &UnrepresentableError{Item: fmt.Sprintf("the title of %q", c.Term), Reason: err}
	}

	relations, err := renderTypeIDs("relation", c.Relations)
	if err != nil {
		return "", err
	}

	actions, err := renderTypeIDs("action", c.Actions)
	if err != nil {
		return "", err
	}

	definitions, err := renderAttributeDefinitions(c.Attributes)
	if err != nil {
		return "", err
	}

	if c.Location != "" {
		if err := checkReference("location", c.Location); err != nil {
			return "", err
		}
	}

	if strings.ContainsFunc(string(c.Class), func(r rune) bool { return !isAlphanumeric(r) }) {
		return "", &UnrepresentableError{Item: fmt.Sprintf("class %q", c.Class), Reason: ErrIdentifier}
	}

	return c.Term + parameter("scheme", c.Scheme) + optionalParameter("class", string(c.Class)) +
		optionalParameter("title", c.Title) + optionalParameter("rel", relations) +
		optionalParameter("location", c.Location) + optionalParameter("attributes", definitions) +
		optionalParameter("actions", actions), nil
}

func (l Link) render() (string, error) {
	if err := checkReference("link target", l.Target); err != nil {
		return "", err
	}

	if l.Self != "" {
		if err := checkReference("link", l.Self); err != nil {
			return "", err
		}
	}

	relations, err := renderTypeIDs("relation", l.Relations)
	if err != nil {
		return "", err
	}

	categories, err := renderTypeIDs("category", l.Categories)
	if err != nil {
		return "", err
	}

	var text strings.Builder
	text.WriteString("<" + l.Target + ">" + optionalParameter("rel", relations) + optionalParameter("self", l.Self) +
		optionalParameter("category", categories))

	for _, name := range l.Attributes.sortedNames() {
		attribute, err := renderAttribute("link attribute", name, l.Attributes[name])
		if err != nil {
			return "", err
		}

		text.WriteString("; " + attribute)
	}

	return text.String(), nil
}

func renderAttribute(item, name string, value Value) (string, error) {
	refuse := func(reason error) (string, error) {
		return "", &UnrepresentableError{Item: fmt.Sprintf("%s %q", item, name), Reason: reason}
	}

	if name == "" || leadingName(name) != name {
		return refuse(ErrIdentifier)
	}

	if err := ValidateText(value.Text()); err != nil {
		return refuse(err)
	}

	if value.IsQuoted() {
		return name + "=" + quote(value.Text()), nil
	}

	if value.IsStructure() {
		return refuse(ErrStructure)
	}

	bare := value.Text()
	if bare == "" || strings.ContainsFunc(bare, func(r rune) bool { return !isAlphanumeric(r) && !strings.ContainsRune("+-.", r) }) {
		return refuse(ErrIdentifier)
	}

	return name + "=" + bare, nil
}

func parameter(name, value string) string {
	return "; " + name + "=" + quote(value)
}

func optionalParameter(name, value string) string {
	if value == "" {
		return ""
	}

	return parameter(name, value)
}

func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}

func renderTypeIDs(item string, ids []TypeID) (string, error) {
	if err := checkIdentifiers(item, ids...); err != nil {
		return "", err
	}

	words := make([]string, 0, len(ids))
	for _, id := range ids {
		words = append(words, id.String())
	}

	return strings.Join(words, " "), nil
}

func renderAttributeDefinitions(definitions []AttributeDefinition) (string, error) {
	words := make([]string, 0, len(definitions))

	for _, definition := range definitions {
		if definition.Name == "" || leadingName(definition.Name) != definition.Name {
			return "", &UnrepresentableError{Item: fmt.Sprintf("attribute %q", definition.Name), Reason: ErrIdentifier}
		}

		var properties []string
		if definition.Immutable {
			properties = append(properties, "immutable")
		}

		if definition.Required {
			properties = append(properties, "required")
		}

		word := definition.Name
		if len(properties) > 0 {
			word += "{" + strings.Join(properties, " ") + "}"
		}

		words = append(words, word)
	}

	return strings.Join(words, " "), nil
}

// checkIdentifiers refuses schemes and terms that would end their place in a rendering.
func checkIdentifiers(item string, ids ...TypeID) error {
	for _, id := range ids {
		scheme, hash := strings.CutSuffix(id.Scheme, "#")
		if !hash || !isReference(scheme) || strings.Contains(scheme, "#") ||
			id.Term == "" || strings.ContainsFunc(id.Term, func(r rune) bool { return !isTermCharacter(r) }) {
			return &UnrepresentableError{Item: fmt.Sprintf("%s %q", item, id), Reason: ErrIdentifier}
		}
	}

	return nil
}

func checkReference(item, reference string) error {
	if !isReference(reference) {
		return &UnrepresentableError{Item: fmt.Sprintf("%s %q", item, reference), Reason: ErrIdentifier}
	}

	return nil
}

// isReference reports whether a text has the characters of a URI only. Commas and semicolons are left out too:
// occi-os splits at them wherever they are.
func isReference(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`",;<>\^{}|`+"`", r)
	})
}

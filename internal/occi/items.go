package occi

import (
	"errors"
	"fmt"
	"strings"
)

// ParseCategory reads one category in the form of GFD.185, section 3.5.1:
//
//	term; scheme="..."; class="kind"; title="..."; rel="..."; location="..."; attributes="..."; actions="..."
func ParseCategory(text string, quoting Quoting) (Category, error) {
	var d decoder

	err := d.add(field{name: fieldCategory, text: text, quoting: quoting})
	if err == nil && len(d.message.Categories) == 0 {
		err = errors.New("it is empty")
	}

	if err != nil {
		return Category{}, fmt.Errorf("%s is no category: %w", excerpt(text), err)
	}

	return d.message.Categories[0], nil
}

func (s *scanner) category() (Category, error) {
	s.seen = map[string]bool{}
	category := Category{}
	category.Term = s.rest()[:len(s.rest())-len(strings.TrimLeftFunc(s.rest(), isTermCharacter))]
	s.position += len(category.Term)

	for {
		name, value, err := s.parameter()
		if err == nil {
			err = category.set(name, value.Text())
		}

		if err != nil {
			return Category{}, err
		}

		if name == "" {
			break
		}
	}

	if category.Term == "" || category.Scheme == "" {
		return Category{}, errors.New("a category has no term or no scheme")
	}

	return category, nil
}

// set takes one parameter; those it does not know are ignored.
func (c *Category) set(name, value string) error {
	var err error

	switch name {
	case "scheme":
		c.Scheme = strings.TrimSpace(value)
	case "class":
		c.Class = Class(strings.TrimSpace(value))
	case "title":
		c.Title = value
	case "rel":
		c.Relations, err = parseTypeIDs(value)
	case "location":
		c.Location = strings.TrimSpace(value)
	case "attributes":
		c.Attributes, err = parseAttributeDefinitions(value)
	case "actions":
		c.Actions, err = parseTypeIDs(value)
	}

	return err
}

func (s *scanner) link() (Link, error) {
	s.seen = map[string]bool{}

	if !s.take('<') {
		return Link{}, errors.New("a link does not begin with <")
	}

	target, found := s.until('>')
	if !found {
		return Link{}, errors.New("the target of a link has no end")
	}

	link := Link{Target: strings.TrimSpace(target)}

	for {
		name, value, err := s.parameter()
		if err == nil {
			err = link.set(name, value)
		}

		if err != nil {
			return Link{}, err
		}

		if name == "" {
			return link, nil
		}
	}
}

// set takes one parameter: whatever is not part of every link is an attribute of it.
func (l *Link) set(name string, value Value) error {
	var err error

	switch name {
	case "":
	case "rel":
		l.Relations, err = parseTypeIDs(value.Text())
	case "self":
		l.Self = strings.TrimSpace(value.Text())
	case "category":
		l.Categories, err = parseTypeIDs(value.Text())
	default:
		if l.Attributes == nil {
			l.Attributes = Attributes{}
		}

		l.Attributes[name] = value
	}

	return err
}

func (s *scanner) attribute() (string, Value, error) {
	name := s.name()
	if name == "" || !s.take('=') {
		return "", Value{}, errors.New("an attribute is not of the form name=value")
	}

	value, err := s.value()

	return name, value, err
}

// parseTypeIDs reads a list separated by blanks.
func parseTypeIDs(text string) ([]TypeID, error) {
	words := strings.Fields(text)
	if len(words) > maxWords {
		return nil, errTooMany
	}

	var ids []TypeID

	for _, word := range words {
		id, err := ParseTypeID(word)
		if err != nil {
			return nil, err
		}

		ids = append(ids, id)
	}

	return ids, nil
}

// parseAttributeDefinitions reads `name name{immutable} name{immutable required}`.
func parseAttributeDefinitions(text string) ([]AttributeDefinition, error) {
	var definitions []AttributeDefinition

	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		if len(definitions) >= maxWords {
			return nil, errTooMany
		}

		end := strings.IndexAny(rest, " \t{")
		if end < 0 {
			end = len(rest)
		}

		definition := AttributeDefinition{Name: rest[:end]}
		rest = rest[end:]

		if inner, found := strings.CutPrefix(rest, "{"); found {
			properties, after, closed := strings.Cut(inner, "}")
			if !closed || definition.Name == "" {
				return nil, errors.New("the properties of an attribute have no name or no end")
			}

			definition.Immutable = strings.Contains(properties, "immutable")
			definition.Required = strings.Contains(properties, "required")
			rest = after
		}

		definitions = append(definitions, definition)
	}

	return definitions, nil
}

package occi

import (
	"errors"
	"strings"
)

// scanner walks over one line of text/plain or one header of text/occi. It looks at no character more than
// a few times, whatever the server sends.
//
// With [QuotingLiteral] a value may contain quotes, commas and semicolons just as they are, so the scanner has to
// guess: a quote ends a value only if the text ends there, or the next parameter of the item or the next item
// visibly begins. A parameter that the item has already does not begin again, so that a title cannot pretend to
// be another class or scheme.
type scanner struct {
	text     string
	position int
	quoting  Quoting
	joined   bool // several items may follow each other after commas

	parameters bool                   // the items have parameters after semicolons
	startsItem func(rest string) bool // whether a text may be the next item
	seen       map[string]bool        // the parameters of the present item
}

func (s *scanner) rest() string {
	return s.text[s.position:]
}

func (s *scanner) atEnd() bool {
	return s.position >= len(s.text)
}

func (s *scanner) skipBlanks() {
	s.position = len(s.text) - len(trimBlanks(s.rest()))
}

// take consumes a character after blanks if it is the next one.
func (s *scanner) take(character byte) bool {
	s.skipBlanks()

	if s.atEnd() || s.text[s.position] != character {
		return false
	}

	s.position++

	return true
}

// name consumes a word of letters, digits, ".", "_", "-" and whatever else names are made of.
func (s *scanner) name() string {
	s.skipBlanks()
	name := leadingName(s.rest())
	s.position += len(name)

	return name
}

// until consumes the text before a character and the character; false if there is none.
func (s *scanner) until(character byte) (string, bool) {
	text, _, found := strings.Cut(s.rest(), string(character))
	if found {
		s.position += len(text) + 1
	}

	return text, found
}

// nextItem consumes the comma before the next item; false if something else follows.
func (s *scanner) nextItem() bool {
	s.skipBlanks()

	return s.atEnd() || s.joined && s.take(',')
}

// parameter consumes `; name=value`. The name is empty if no parameter follows.
func (s *scanner) parameter() (string, Value, error) {
	for s.take(';') {
		s.skipBlanks()

		if s.atEnd() || s.text[s.position] == ';' {
			continue // a superfluous semicolon
		}

		name := s.name()
		if name == "" || !s.take('=') {
			return "", Value{}, errors.New("a parameter is not of the form name=value")
		}

		if len(s.seen) >= maxWords {
			return "", Value{}, errTooMany
		}

		s.seen[name] = true
		value, err := s.value()

		return name, value, err
	}

	return "", Value{}, nil
}

// value consumes a quoted or a bare value.
func (s *scanner) value() (Value, error) {
	if !s.take('"') {
		return Value{text: s.bare()}, nil
	}

	start := s.position
	for index := start; index < len(s.text); index++ {
		switch s.text[index] {
		case '\\':
			if s.quoting == QuotingEscaped {
				index++ // the next character is no end
			}
		case '"':
			if s.endsValue(s.text[index+1:]) {
				s.position = index + 1

				return String(s.unescape(s.text[start:index])), nil
			}
		}
	}

	return Value{}, errors.New("a quoted value has no end")
}

// bare consumes an unquoted value.
func (s *scanner) bare() string {
	end := len(s.text)

	for index := s.position; index < len(s.text); index++ {
		if c := s.text[index]; (c == ';' || c == ',') && s.endsValue(s.text[index:]) {
			end = index

			break
		}
	}

	value := strings.Trim(s.text[s.position:end], blanks)
	s.position = end

	return value
}

// endsValue reports whether a value may end before a text.
func (s *scanner) endsValue(rest string) bool {
	rest = trimBlanks(rest)

	switch {
	case rest == "":
		return true
	case rest[0] == ';' && s.parameters:
		rest = trimBlanks(rest[1:])
		name := leadingName(rest)

		return rest == "" || name != "" && !s.seen[name] && strings.HasPrefix(trimBlanks(rest[len(name):]), "=")
	case rest[0] == ',' && s.joined:
		return s.startsItem(trimBlanks(rest[1:]))
	default:
		return false
	}
}

func (s *scanner) unescape(text string) string {
	if s.quoting == QuotingLiteral {
		return text
	}

	return strings.NewReplacer(`\\`, `\`, `\"`, `"`).Replace(text)
}

func startsCategory(rest string) bool {
	term := rest[:len(rest)-len(strings.TrimLeftFunc(rest, isTermCharacter))]
	rest, found := strings.CutPrefix(trimBlanks(rest[len(term):]), ";")
	rest = trimBlanks(rest)

	return term != "" && found && leadingName(rest) == "scheme"
}

func startsLink(rest string) bool {
	return strings.HasPrefix(rest, "<")
}

func startsAttribute(rest string) bool {
	name := leadingName(rest)

	return name != "" && strings.HasPrefix(trimBlanks(rest[len(name):]), "=")
}

func startsLocation(rest string) bool {
	return strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "http:") || strings.HasPrefix(rest, "https:")
}

const blanks = " \t"

func trimBlanks(text string) string {
	return strings.TrimLeft(text, blanks)
}

func leadingName(text string) string {
	return text[:len(text)-len(strings.TrimLeftFunc(text, isNameCharacter))]
}

func isNameCharacter(character rune) bool {
	return isAlphanumeric(character) || strings.ContainsRune("._-:", character)
}

func isTermCharacter(character rune) bool {
	return character > ' ' && character < 0x7f && !strings.ContainsRune(`;,"=<>#\`, character)
}

func isAlphanumeric(character rune) bool {
	return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z' ||
		character >= '0' && character <= '9'
}

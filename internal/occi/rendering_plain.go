package occi

import (
	"errors"
	"net/http"
	"strings"
)

// EncodeTextPlain renders a message as the body of a request, with its Content-Type. There is no line end after
// the last line and no empty line: ooi answers 500 to those.
func EncodeTextPlain(message Message) (http.Header, []byte, error) {
	lines, err := message.lines()
	if err != nil {
		return nil, nil, err
	}

	body := make([]string, 0, len(lines))
	for _, line := range lines {
		body = append(body, plainName(line.field)+": "+line.text)
	}

	return http.Header{"Content-Type": {MediaTypeTextPlain}}, []byte(strings.Join(body, "\n")), nil
}

// plainName is the field's name as GFD.185 writes it: occi-os and ooi know no other case in bodies.
func plainName(field string) string {
	switch field {
	case fieldAttribute:
		return "X-OCCI-Attribute"
	case fieldLocation:
		return "X-OCCI-Location"
	default:
		return field
	}
}

// DecodeTextPlain reads a body of lines, each with one item. Empty lines are skipped: occi-os begins with one. So
// is the line "OK", which is all that occi-os answers to many requests.
func DecodeTextPlain(body []byte, quoting Quoting) (Message, error) {
	text := strings.ToValidUTF8(string(body), "\uFFFD")
	if strings.TrimSpace(text) == "OK" {
		return Message{}, nil
	}

	var d decoder

	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" {
			continue
		}

		name, value, found := strings.Cut(line, ":")
		if !found {
			return Message{}, decodeError(MediaTypeTextPlain, line, errors.New("no field name"))
		}

		err := d.add(field{
			name:    http.CanonicalHeaderKey(strings.TrimSpace(name)),
			text:    value,
			quoting: quoting,
		})
		if err != nil {
			return Message{}, decodeError(MediaTypeTextPlain, line, err)
		}
	}

	return d.message, nil
}

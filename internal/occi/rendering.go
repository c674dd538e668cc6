package occi

import (
	"errors"
	"fmt"
	"mime"
	"net/http"
	"strings"
)

// The media types of the renderings (GFD.185; RFC 2483; GFD.226).
const (
	MediaTypeTextPlain = "text/plain"
	MediaTypeTextOCCI  = "text/occi"
	MediaTypeURIList   = "text/uri-list"
	MediaTypeJSON      = "application/occi+json"
)

// The fields of text/plain lines and of text/occi headers, as [http.CanonicalHeaderKey] has them.
const (
	fieldCategory  = "Category"
	fieldLink      = "Link"
	fieldAttribute = "X-Occi-Attribute"
	fieldLocation  = "X-Occi-Location"
)

// maxItems bounds the categories, attributes, links and locations of one message, and maxWords what one of
// them may list. Real servers stay far below: the largest lists are the images of a public cloud.
const (
	maxItems = 50_000
	maxWords = 1_000
)

// Quoting is how a server writes double quotes and backslashes within quoted values.
type Quoting int

const (
	// QuotingEscaped is the quoted-string of HTTP, on which GFD.185 builds: a backslash before each of them.
	QuotingEscaped Quoting = iota
	// QuotingLiteral is what occi-os and ooi do: nothing is escaped. The end of a value is guessed from what
	// follows a quote.
	QuotingLiteral
)

// ServerQuoting tells the quoting of a server from the headers of its answer: "Server: pyssf OCCI/1.1" is
// occi-os, "Server: ooi/1.2.1 OCCI/1.1 OCCI/1.2" is ooi.
func ServerQuoting(header http.Header) Quoting {
	if isOOI(header) || strings.HasPrefix(strings.ToLower(header.Get("Server")), "pyssf") {
		return QuotingLiteral
	}

	return QuotingEscaped
}

// isOOI tells ooi, which reads headers as it reads bodies (its HeaderParser is a TextParser). occi-os understands
// escapes in headers.
func isOOI(header http.Header) bool {
	return strings.HasPrefix(strings.ToLower(header.Get("Server")), "ooi/")
}

// DecodeError is an answer that could not be read.
type DecodeError struct {
	// Rendering is the media type.
	Rendering string
	// Line is the beginning of the offending line or header, in JSON what is around the offending place; empty if
	// the trouble is not in one place.
	Line   string
	Reason error
}

// Error quotes the offending line.
func (e *DecodeError) Error() string {
	if e.Line == "" {
		return fmt.Sprintf("the server's %s cannot be read: %s", e.Rendering, e.Reason)
	}

	return fmt.Sprintf("the server's %s cannot be read: %s in %q", e.Rendering, e.Reason, e.Line)
}

// Unwrap returns the reason.
func (e *DecodeError) Unwrap() error {
	return e.Reason
}

func decodeError(rendering, line string, reason error) error {
	return &DecodeError{Rendering: rendering, Line: bounded(line, excerptRunes), Reason: reason}
}

// Decode reads an answer in the rendering that its Content-Type names; without one it is text/plain.
func Decode(header http.Header, body []byte) (Message, error) {
	quoting := ServerQuoting(header)

	contentType := header.Get("Content-Type")
	if contentType == "" {
		return DecodeTextPlain(body, quoting)
	}

	mediaType, _, err := mime.ParseMediaType(contentType)
	if err != nil && mediaType == "" {
		return Message{}, decodeError(contentType, "", errors.New("it is no media type"))
	}

	switch mediaType {
	case MediaTypeTextPlain:
		return DecodeTextPlain(body, quoting)
	case MediaTypeTextOCCI:
		return DecodeTextOCCI(header, quoting)
	case MediaTypeURIList:
		locations, err := DecodeURIList(body)

		return Message{Locations: locations}, err
	case MediaTypeJSON:
		return DecodeJSON(body)
	default:
		firstLine, _, _ := strings.Cut(strings.TrimSpace(string(body)), "\n")

		return Message{}, decodeError(mediaType, firstLine, errors.New("it is not the rendering that was asked for"))
	}
}

// decoder collects the items of a message.
type decoder struct {
	message Message
	items   int
}

// field is one line of text/plain or one header of text/occi.
type field struct {
	name    string // in the form of the constants above
	text    string
	quoting Quoting
	joined  bool // several items may follow each other after commas
}

var errTooMany = errors.New("it lists more than any real server has")

// add reads the items of one field.
func (d *decoder) add(f field) error {
	s := scanner{text: f.text, quoting: f.quoting, joined: f.joined}

	switch f.name {
	case fieldCategory:
		s.parameters, s.startsItem = true, startsCategory
		return d.each(&s, d.addCategory)
	case fieldLink:
		s.parameters, s.startsItem = true, startsLink
		return d.each(&s, d.addLink)
	case fieldAttribute:
		s.startsItem = startsAttribute
		return d.each(&s, d.addAttribute)
	case fieldLocation:
		s.startsItem = startsLocation
		return d.each(&s, d.addLocation)
	default:
		return errors.New("unknown field")
	}
}

func (d *decoder) each(s *scanner, add func(*scanner) error) error {
	for s.skipBlanks(); !s.atEnd(); s.skipBlanks() {
		if d.items++; d.items > maxItems {
			return errTooMany
		}

		if err := add(s); err != nil {
			return err
		}

		if !s.nextItem() {
			return errors.New("unexpected text after an item")
		}
	}

	return nil
}

func (d *decoder) addCategory(s *scanner) error {
	category, err := s.category()
	if err != nil {
		return err
	}

	d.message.Categories = append(d.message.Categories, category)

	return nil
}

// addLink also adds action links: they have the form of links, but their target names an action.
func (d *decoder) addLink(s *scanner) error {
	link, err := s.link()
	if err != nil {
		return err
	}

	if isActionTarget(link.Target) && len(link.Relations) == 1 {
		d.message.Actions = append(d.message.Actions, ActionLink{Action: link.Relations[0], Target: link.Target})
	} else {
		d.message.Links = append(d.message.Links, link)
	}

	return nil
}

func (d *decoder) addAttribute(s *scanner) error {
	name, value, err := s.attribute()
	if err != nil {
		return err
	}

	if d.message.Attributes == nil {
		d.message.Attributes = Attributes{}
	}

	d.message.Attributes[name] = value

	return nil
}

func (d *decoder) addLocation(s *scanner) error {
	location := s.bare()
	if location == "" {
		return errors.New("a location is empty")
	}

	d.message.Locations = append(d.message.Locations, location)

	return nil
}

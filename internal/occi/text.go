package occi

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The reasons why a value cannot be sent, or would not arrive as it was sent.
var (
	// ErrControlCharacter: line breaks and other control characters would end the line or header that
	// carries the value. occi-os silently drops what follows a newline. They are refused in JSON too, because the
	// server writes what it was sent into the lines of the other renderings.
	ErrControlCharacter = errors.New("it contains a line break or another control character, which OCCI's text renderings cannot carry")
	// ErrNotUTF8: the bytes are no text.
	ErrNotUTF8 = errors.New("it is not valid UTF-8")
	// ErrNonASCII: HTTP headers carry ASCII only. occi-os accepts other characters in text/plain and then
	// answers 500 to every GET of the entity.
	ErrNonASCII = errors.New("it contains characters outside ASCII; the rendering text/occi cannot carry them and " +
		"occi-os cannot read them back")
	// ErrTrailingBlank: occi-os cuts blanks off the end.
	ErrTrailingBlank = errors.New("it ends with a blank, which occi-os cuts off")
	// ErrOuterQuote: occi-os cuts quotes off both ends.
	ErrOuterQuote = errors.New("it begins or ends with a double quote, which occi-os cuts off")
	// ErrDelimiter: occi-os splits categories and links at commas and semicolons even within quotes.
	ErrDelimiter = errors.New("it contains a comma, a semicolon, an equals sign, a double quote or a backslash; " +
		"occi-os takes them for its own delimiters in categories and links")
	// ErrEscape: occi-os in text/plain, and ooi in text/occi too, store the backslash that must stand before a quote or
	// a backslash.
	ErrEscape = errors.New("it contains a double quote or a backslash, which this server spoils in this rendering")
	// ErrIdentifier: the text is part of the syntax itself, such as a term or the name of an attribute.
	ErrIdentifier = errors.New("it is empty or contains characters that are not allowed there")
	// ErrStructure: lists and objects have no form of their own in the text renderings. Where one of these is
	// configured, and the server escapes, they are sent as JSON in a string.
	ErrStructure = errors.New("it is a list or an object, which only the rendering application/occi+json carries")
	// ErrTooLarge: the message is larger than the headers of a request may be.
	ErrTooLarge = errors.New("it does not fit into the headers of a request; use the rendering text/plain")
)

// UnrepresentableError is a request that was not sent because a rendering cannot carry a part of it.
type UnrepresentableError struct {
	// Item names the part, such as `attribute "occi.core.title"`. The value is left out: it may be secret.
	Item string
	// Reason is one of the errors of this package, for [errors.Is].
	Reason error
}

// Error names the item and the reason.
func (e *UnrepresentableError) Error() string {
	return fmt.Sprintf("%s cannot be sent: %s", e.Item, e.Reason)
}

// Unwrap returns the reason.
func (e *UnrepresentableError) Unwrap() error {
	return e.Reason
}

// ValidateText refuses what no rendering of any server can carry, with [ErrControlCharacter] or
// [ErrNotUTF8].
func ValidateText(value string) error {
	if !utf8.ValidString(value) {
		return ErrNotUTF8
	}

	if strings.ContainsFunc(value, breaksLines) {
		return ErrControlCharacter
	}

	return nil
}

// breaksLines includes the line and paragraph separators: servers written in Python split text there.
func breaksLines(character rune) bool {
	return unicode.IsControl(character) || character == '\u2028' || character == '\u2029'
}

// CheckValue refuses what [ValidateText] does and what occi-os is known to cut or spoil. It is meant for
// values that must read back as they were written, before anything is sent.
func CheckValue(value string) error {
	if err := ValidateText(value); err != nil {
		return err
	}

	switch {
	case !isASCII(value):
		return ErrNonASCII
	case strings.HasSuffix(value, " "):
		return ErrTrailingBlank
	case strings.HasPrefix(value, `"`), strings.HasSuffix(value, `"`):
		return ErrOuterQuote
	default:
		return nil
	}
}

func isASCII(value string) bool {
	return !strings.ContainsFunc(value, func(character rune) bool { return character > unicode.MaxASCII })
}

// excerptRunes bounds what errors quote of a server's answer.
const excerptRunes = 120

// excerpt quotes the beginning of a text, for errors.
func excerpt(text string) string {
	return fmt.Sprintf("%q", bounded(text, excerptRunes))
}

// bounded cuts a text after a number of runes and marks the cut.
func bounded(text string, runes int) string {
	count := 0
	for index := range text {
		if count == runes {
			return text[:index] + "..."
		}

		count++
	}

	return text
}

package occi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// StatusError is an answer with a status other than 200, 201, 202 and 204.
type StatusError struct {
	// Operation is what was tried: "creating", "reading", ...
	Operation string
	// Entity is what it was tried on: the path of an entity, or the type of a new one.
	Entity string
	Method string
	URL    string
	Status int
	// Message is what the server wrote, trimmed and bounded; empty if it wrote nothing.
	Message string
}

// Error says what failed, the request, the status and the server's words.
func (e *StatusError) Error() string {
	text := fmt.Sprintf("%s %s: %s %s: %d %s", e.Operation, e.Entity, e.Method, e.URL, e.Status, http.StatusText(e.Status))
	if e.Message != "" {
		text += ": " + e.Message
	}

	return text
}

// HasStatus reports whether err is, or wraps, a [StatusError] with one of the statuses.
func HasStatus(err error, statuses ...int) bool {
	var status *StatusError

	return errors.As(err, &status) && slices.Contains(statuses, status.Status)
}

// IsNotFound reports whether err is, or wraps, a [StatusError] with status 404 or 410. Mind that such an
// answer does not always mean the entity is gone: occi-os answers 404 to the DELETE of a VM whose volume
// has vanished, ooi to the GET of a VM whose flavor was deleted.
func IsNotFound(err error) bool {
	return HasStatus(err, http.StatusNotFound, http.StatusGone)
}

// messageRunes bounds StatusError.Message.
const messageRunes = 500

// serverMessage finds the server's words in the body of an error, or in the header X-OCCI-Error of rOCCI-server.
// Errors of ooi in text/occi have neither, which is why answers are asked for in other renderings.
func serverMessage(header http.Header, body []byte) string {
	if len(bytes.TrimSpace(body)) == 0 {
		body = []byte(header.Get("X-Occi-Error"))
	}

	text := strings.ToValidUTF8(string(body), "\uFFFD")
	if mediaType, _, _ := mime.ParseMediaType(header.Get("Content-Type")); strings.HasSuffix(mediaType, "json") {
		if message := jsonMessage(body); message != "" {
			text = message
		}
	}

	text = strings.TrimSpace(text)
	if htmlStart.MatchString(text) {
		text = htmlText(text)
	}

	if strings.HasPrefix(text, "Traceback (most recent call last)") {
		// pyssf answers 500 with a Python traceback; its last line is the error.
		text = text[strings.LastIndexByte(text, '\n')+1:]
	}

	text = strings.Map(func(character rune) rune {
		if character != '\n' && unicode.IsControl(character) {
			return ' '
		}

		return character
	}, text)

	return bounded(text, messageRunes)
}

// How a page begins (an error of Python may begin with "<", too), the parts of it that are not for people to read,
// and its tags.
var (
	htmlStart  = regexp.MustCompile(`(?i)^<(!doctype\s+html|html)\b`)
	htmlHidden = regexp.MustCompile(`(?is)<(style|script|head)\b.*?</(style|script|head)>|<!--.*?-->`)
	htmlTag    = regexp.MustCompile(`(?s)<[^>]*>`)
)

// htmlText is what a page of a proxy or a web server says, on one line.
func htmlText(page string) string {
	text := htmlTag.ReplaceAllString(htmlHidden.ReplaceAllString(page, " "), " ")

	return strings.Join(strings.Fields(html.UnescapeString(text)), " ")
}

// jsonMessage reads {"message": ...} of ooi, {"error": {"message": ...}} of Keystone's middleware and
// {"error": ...} of rOCCI-server.
func jsonMessage(body []byte) string {
	var answer struct {
		Message string          `json:"message"`
		Error   json.RawMessage `json:"error"`
	}
	if err := json.Unmarshal(body, &answer); err != nil || answer.Message != "" {
		return answer.Message
	}

	var sentence string
	if err := json.Unmarshal(answer.Error, &sentence); err == nil {
		return sentence
	}

	var nested struct {
		Message string `json:"message"`
	}
	if err := json.Unmarshal(answer.Error, &nested); err != nil {
		return ""
	}

	return nested.Message
}

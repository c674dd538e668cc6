package keystone

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gophercloud/gophercloud/v2"
)

// maxMessage bounds, in bytes, the words of a server in an error.
const maxMessage = 300

// Error is an answer of Keystone other than what was asked for. No secret is in it.
type Error struct {
	// Method and URL are those of the request.
	Method, URL string
	// Status is the HTTP status of the answer.
	Status int
	// Message has Keystone's own words, or the beginning of the body if it is not in Keystone's form.
	Message string
}

// Error returns the request, the status and Keystone's words.
func (e *Error) Error() string {
	text := fmt.Sprintf("keystone: %s %s: %d %s", e.Method, e.URL, e.Status, http.StatusText(e.Status))
	if e.Message != "" {
		text += ": " + e.Message
	}
	return text
}

// clean turns an error of gophercloud into one of this package, without the secrets of the login.
// Gophercloud's own error is not kept inside: it holds the body of the answer.
func clean(operation string, err error, secrets ...Secret) error {
	var cleaned *Error
	if errors.As(err, &cleaned) {
		return err
	}
	var unexpected gophercloud.ErrUnexpectedResponseCode
	if !errors.As(err, &unexpected) {
		return fmt.Errorf("keystone: %s: %w", operation, err)
	}
	return &Error{
		Method:  unexpected.Method,
		URL:     unexpected.URL,
		Status:  unexpected.Actual,
		Message: hideSecrets(message(unexpected.Body), secrets...),
	}
}

// message finds Keystone's words: {"error": {"message": ...}}, in v2.0 as in v3.
func message(body []byte) string {
	var answer struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
	}
	if json.Unmarshal(body, &answer) == nil && answer.Error.Message != "" {
		return answer.Error.Message
	}
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(body), "")), " ")
	if len(text) <= maxMessage {
		return text
	}
	end := maxMessage
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "..."
}

package cloudsigma

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// maxExcerpt bounds, in bytes, what an Error shows of an answer that is not the API's.
const maxExcerpt = 512

// Types of errors (error_type), see errors.rst.
const (
	TypeValidation  = "validation"
	TypeNotExist    = "notexist"
	TypeBackend     = "backend"
	TypePermission  = "permission"
	TypeDatabase    = "database"
	TypeConcurrency = "concurrency"
	TypeBilling     = "billing"
	TypePayment     = "payment"
)

// Problem is one error of the API, as in https://docs.cloudsigma.com/en/latest/errors.html.
type Problem struct {
	// Type is the error_type, one of the Type constants.
	Type string `json:"error_type"`
	// Point is the error_point, the field the error is about; "" if it is about none.
	Point string `json:"error_point"`
	// Message is the error_message.
	Message string `json:"error_message"`
}

// Error is an answer that is not a success, or one that cannot be understood.
type Error struct {
	// Operation and Entity say what was tried: "create", "server web".
	Operation, Entity string
	Method, URL       string
	Status            int
	// RequestID is the X-REQUEST-ID header, which CloudSigma's support asks for; "" if there is none.
	RequestID string
	// Problems are the errors the API reports; none if the answer is not the API's (a proxy's page).
	Problems []Problem
	// Excerpt is the beginning of a body that could not be understood, on one line, at most 512 bytes.
	Excerpt string
	// Err is why the body of a success could not be decoded; nil for a refusal.
	Err error
	// retryAfter is the pause the server asks for (Retry-After in seconds); 0 if it asks for none.
	retryAfter time.Duration
}

// Error tells the operation, the request, the status and the server's words.
func (e *Error) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s: %s %s: %d %s", e.Operation, e.Entity, e.Method, e.URL, e.Status, http.StatusText(e.Status))
	for i, problem := range e.Problems {
		separator := "; "
		if i == 0 {
			separator = ": "
		}
		text.WriteString(separator + problem.String())
	}
	if e.Err != nil {
		fmt.Fprintf(&text, ": %v", e.Err)
	}
	if e.Excerpt != "" {
		fmt.Fprintf(&text, ": %s", e.Excerpt)
	}
	if e.RequestID != "" {
		fmt.Fprintf(&text, " (request id %s)", e.RequestID)
	}
	return text.String()
}

// Unwrap returns why the body of a success could not be decoded.
func (e *Error) Unwrap() error { return e.Err }

// String is "point: message (type)" with what is known.
func (p Problem) String() string {
	text := p.Message
	if p.Point != "" {
		text = p.Point + ": " + text
	}
	if p.Type != "" {
		text += " (" + p.Type + ")"
	}
	return text
}

// IsNotFound tells whether the entity of the request does not exist (status 404). That a request
// mentions another entity that does not exist (a 400 with error_type notexist) is not meant.
//
// A 404 with a body that is not the API's is none: behind a wrong endpoint everything would look gone, and a
// refresh would empty the state.
func IsNotFound(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && refusal.Status == http.StatusNotFound &&
		(len(refusal.Problems) > 0 || refusal.Excerpt == "")
}

// IsConcurrency tells whether the API refused the request for another one that was being carried out at
// the same time: error_type concurrency, whatever the status (general.rst has 503 for it; 409 occurs).
// errors.rst: the operation should be repeated. A 503 for lack of capacity is not meant.
func IsConcurrency(err error) bool {
	var refusal *Error
	return errors.As(err, &refusal) && slices.ContainsFunc(refusal.Problems, func(problem Problem) bool {
		return problem.Type == TypeConcurrency
	})
}

// HasStatus tells whether err is an *Error with one of the statuses.
func HasStatus(err error, statuses ...int) bool {
	var refusal *Error
	return errors.As(err, &refusal) && slices.Contains(statuses, refusal.Status)
}

// newError describes a refusal. Its body is a list of errors; one error alone is taken too.
func newError(request call, response *http.Response, body []byte) *Error {
	refusal := bareError(request, response)
	if seconds, err := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 16); err == nil {
		refusal.retryAfter = time.Duration(seconds) * time.Second
	}
	var one Problem
	switch {
	case json.Unmarshal(body, &refusal.Problems) == nil:
	case json.Unmarshal(body, &one) == nil && one != Problem{}:
		refusal.Problems = []Problem{one}
	default:
		refusal.Problems = nil // what could be decoded of a list that is none
		refusal.Excerpt = excerpt(body)
	}
	return refusal
}

// newDecodeError describes a success that cannot be understood.
func newDecodeError(request call, response *http.Response, body []byte, err error) *Error {
	failure := bareError(request, response)
	failure.Err = fmt.Errorf("the answer cannot be read: %w", err)
	// The body of a success may hold keys and passwords, so it is only shown if it is no JSON at all.
	if text := strings.TrimSpace(string(body)); !json.Valid(body) && !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[") {
		failure.Excerpt = excerpt(body)
	}
	return failure
}

func bareError(request call, response *http.Response) *Error {
	return &Error{
		Operation: request.operation,
		Entity:    request.entity,
		Method:    response.Request.Method,
		URL:       transport.ShownURL(response.Request),
		Status:    response.StatusCode,
		RequestID: response.Header.Get("X-Request-Id"),
	}
}

// excerpt returns the beginning of a body on one line.
func excerpt(body []byte) string {
	text := strings.Join(strings.Fields(strings.ToValidUTF8(string(body[:min(len(body), 4*maxExcerpt)]), "")), " ")
	if len(text) <= maxExcerpt {
		return text
	}
	end := maxExcerpt
	for !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}

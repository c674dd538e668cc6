package cloudsigma

import (
	"fmt"
	"net/http"
	"strings"
)

// The error types of the API (errors.rst) that the emulator uses.
const (
	errorValidation  = "validation"
	errorNotExist    = "notexist"
	errorPermission  = "permission"
	errorConcurrency = "concurrency"
	errorBackend     = "backend"
	errorBilling     = "billing"
)

// requiredMessage is the documented text for a missing field (errors.rst).
const requiredMessage = "This field is required"

// apiError is one error as the API renders it; a null point is an error of no field in particular.
type apiError struct {
	Type    string  `json:"error_type"`
	Point   *string `json:"error_point"`
	Message string  `json:"error_message"`
}

// failure is a refused request.
type failure struct {
	status int
	header http.Header
	errors []apiError
}

func (f *failure) Error() string {
	messages := make([]string, 0, len(f.errors))
	for _, e := range f.errors {
		messages = append(messages, e.Message)
	}
	return fmt.Sprintf("%d: %s", f.status, strings.Join(messages, "; "))
}

func fail(status int, kind, format string, args ...any) error {
	return &failure{status: status, errors: []apiError{{Type: kind, Message: fmt.Sprintf(format, args...)}}}
}

// invalid is a validation error at one field.
func invalid(point, format string, args ...any) error {
	return &failure{
		status: http.StatusBadRequest,
		errors: []apiError{{Type: errorValidation, Point: &point, Message: fmt.Sprintf(format, args...)}},
	}
}

// malformed is a validation error of the request as a whole.
func malformed(format string, args ...any) error {
	return fail(http.StatusBadRequest, errorValidation, format, args...)
}

func notFound() error {
	return fail(http.StatusNotFound, errorNotExist, "notfound")
}

func forbidden(format string, args ...any) error {
	return fail(http.StatusForbidden, errorPermission, format, args...)
}

// conflict is the answer to one of two simultaneous conflicting operations: "should be retried".
func conflict(format string, args ...any) error {
	return fail(http.StatusServiceUnavailable, errorConcurrency, format, args...)
}

func methodNotAllowed(allowed []string) error {
	return &failure{
		status: http.StatusMethodNotAllowed,
		header: http.Header{"Allow": {strings.Join(allowed, ", ")}},
		errors: []apiError{{Type: errorPermission, Message: "Method not allowed"}},
	}
}

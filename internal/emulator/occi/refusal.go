package occi

import (
	"fmt"
	"net/http"
)

// refusalKind says how the server came to refuse. The answer depends on it and on the request: the
// handlers of pyssf turn one and the same exception into 400, 404, 405 or 500.
type refusalKind int

const (
	// refused is a rule that was broken: 400, but 405 on a GET or a DELETE of a collection.
	refused refusalKind = iota
	// missing is a key that was not found: 404 on an entity, 500 elsewhere.
	missing
	// final carries its own status.
	final
	// crashed is an exception nobody expected: 500 and a traceback.
	crashed
)

type refusal struct {
	kind   refusalKind
	status int
	text   string
	// conflict: what is refused would do at another time; only OCCI 1.2 has a status for that (409).
	conflict bool
}

// Error is the text that the client gets.
func (r *refusal) Error() string { return r.text }

func refuse(format string, arguments ...any) error {
	return &refusal{kind: refused, text: fmt.Sprintf(format, arguments...)}
}

// clash is refuse for what another state of the cloud would allow.
func clash(format string, arguments ...any) error {
	return &refusal{kind: refused, text: fmt.Sprintf(format, arguments...), conflict: true}
}

func miss(text string) error { return &refusal{kind: missing, text: text} }

func fail(status int, text string) error { return &refusal{kind: final, status: status, text: text} }

// crash takes the last line of a Python traceback.
func crash(format string, arguments ...any) error {
	return &refusal{kind: crashed, status: http.StatusInternalServerError, text: fmt.Sprintf(format, arguments...)}
}

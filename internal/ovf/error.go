package ovf

import "fmt"

// Error says what is wrong in a file, and where.
type Error struct {
	// Path is the file; for an OVA, the member is in brackets after it.
	Path string
	// Line is the line of the envelope, 0 if there is none to name.
	Line int
	// Err is what is wrong.
	Err error
}

// Error is of the form path:line: what.
func (e *Error) Error() string {
	switch {
	case e.Path == "":
		return fmt.Sprintf("line %d: %s", e.Line, e.Err)
	case e.Line == 0:
		return fmt.Sprintf("%s: %s", e.Path, e.Err)
	default:
		return fmt.Sprintf("%s:%d: %s", e.Path, e.Line, e.Err)
	}
}

// Unwrap returns what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// at is an error at a line.
func at(line int, format string, arguments ...any) error {
	return &Error{Line: line, Err: fmt.Errorf(format, arguments...)}
}

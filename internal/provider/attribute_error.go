package provider

import "github.com/hashicorp/terraform-plugin-framework/path"

// attributeError is a problem that one attribute causes.
type attributeError struct {
	attribute path.Path
	err       error
}

// Error implements error; the attribute is told by the diagnostic's path.
func (e *attributeError) Error() string { return e.err.Error() }

// Unwrap returns the problem.
func (e *attributeError) Unwrap() error { return e.err }

func atAttribute(attribute path.Path, err error) error {
	return &attributeError{attribute: attribute, err: err}
}

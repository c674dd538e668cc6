package jinja

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nikolalohinski/gonja/v2/config"
	"github.com/nikolalohinski/gonja/v2/exec"
	"github.com/nikolalohinski/gonja/v2/loaders"
)

// Render renders a template. Values are strings, ints, float64s, bools, nil, []any, map[string]any and Functions. The
// error is an *Error.
func Render(source string, values map[string]any) (text string, err error) {
	if len(source) > maxSource {
		return "", &Error{Message: fmt.Sprintf("the template is longer than %d bytes", maxSource)}
	}
	if err := checkTokens(source); err != nil {
		return "", asError(err)
	}
	defer func() {
		// gonja checks no arithmetic: {{ 1 % 0 }} panics.
		if reason := recover(); reason != nil {
			text, err = "", &Error{Message: fmt.Sprintf("the template cannot be evaluated: %v", reason)}
		}
	}()
	// The only file that there is to load.
	const name = "/template"
	loader, err := loaders.NewMemoryLoader(map[string]string{name: source})
	if err != nil {
		return "", &Error{Message: err.Error()}
	}
	settings := config.New()
	settings.StrictUndefined = true
	settings.KeepTrailingNewline = true
	var output strings.Builder
	limits := &budget{deadline: time.Now().Add(maxTime), output: &output, left: maxOutput}
	template, err := exec.NewTemplate(name, settings, loader, limits.environment())
	if err != nil {
		return "", parseError(source, err)
	}
	if err := template.Execute(limits, context(values)); err != nil {
		return "", renderError(source, err)
	}
	// gonja writes an unknown variable in a list literal as its error.
	if strings.Contains(output.String(), "<errors.fundamental Value>") {
		return "", &Error{Message: "a list has a variable that does not exist"}
	}
	return output.String(), nil
}

func asError(err error) *Error {
	var problem *Error
	if errors.As(err, &problem) {
		return problem
	}
	return &Error{Message: err.Error()}
}

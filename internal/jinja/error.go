package jinja

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/nikolalohinski/gonja/v2/tokens"
)

// Error is what is wrong with a template.
type Error struct {
	// Line and Column begin at 1; Column is 0 where only the line is known, and both are 0 where nothing is.
	Line, Column int
	// Unknown is the variable, or the attribute of one, that does not exist; "" if the mistake is another one.
	Unknown string
	// Message is what is wrong, without the position.
	Message string
}

// Error implements error.
func (e *Error) Error() string {
	switch {
	case e.Line == 0:
		return e.Message
	case e.Column == 0:
		return fmt.Sprintf("line %d: %s", e.Line, e.Message)
	default:
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Message)
	}
}

// The forms in which gonja tells positions and unknown names. It has no types for its errors, and wraps the innermost
// message, which comes last, into those of what surrounds it.
var (
	parsePosition = regexp.MustCompile(`^(?s).*?: (.*?) ?\(Line: (\d+) Col: (\d+)(?:, near .*)?\)$`)
	runLine       = regexp.MustCompile(`at line (\d+): `)
	unknownName   = regexp.MustCompile(`[Uu]nable to evaluate name "(\w+)"$`)
	// callDump and filterDump are gonja's dumps of the arguments of a call, and of what it knows of a filter.
	callDump    = regexp.MustCompile(`(?s)^call\(\[.*?\], map\[.*?\]\): `)
	filterDump  = regexp.MustCompile(`(?s)^.*unable to evaluate filter &\{<Token\[Name\] .*? Line=(\d+) Col=(\d+)> \w+ \[.*?\] map\[.*?\]\}: `)
	unknownItem = regexp.MustCompile(`(?:attribute|item) ['"]{0,2}(.*?)['"]{0,2} not found$`)
)

// parseError is the Error of a template that cannot be read.
func parseError(source string, err error) *Error {
	message := strings.TrimPrefix(err.Error(), "failed to parse template '"+source+"'")
	found := parsePosition.FindStringSubmatch(message)
	if found == nil {
		return &Error{Message: strings.TrimPrefix(message, ": ")}
	}
	line, _ := strconv.Atoi(found[2])
	column, _ := strconv.Atoi(found[3])
	return &Error{Line: line, Column: column, Message: strings.TrimRight(found[1], ".")}
}

// renderError is the Error of a template that cannot be rendered.
func renderError(source string, err error) *Error {
	message := strings.TrimPrefix(err.Error(), "unable to execute template: ")
	problem := &Error{Message: message}
	for _, found := range runLine.FindAllStringSubmatchIndex(message, -1) {
		// The innermost line is that of the mistake.
		problem.Line, _ = strconv.Atoi(message[found[2]:found[3]])
		problem.Message = message[found[1]:]
	}
	if name := unknownName.FindStringSubmatch(message); name != nil {
		problem.Unknown = name[1]
		problem.Message = fmt.Sprintf("there is no variable %q", name[1])
	} else if item := unknownItem.FindStringSubmatch(message); item != nil {
		problem.Unknown = item[1]
		problem.Message = fmt.Sprintf("there is no %q in it", item[1])
		if expression, _, ok := strings.Cut(message[strings.LastIndex(message, "nable to evaluate ")+len("nable to evaluate "):], ": "); ok {
			problem.Message = fmt.Sprintf("%s: there is no %q", expression, item[1])
		}
	}
	if problem.Unknown != "" {
		problem.locate(source)
		return problem
	}
	if filter := filterDump.FindStringSubmatch(problem.Message); filter != nil {
		problem.Line, _ = strconv.Atoi(filter[1])
		problem.Column, _ = strconv.Atoi(filter[2])
		problem.Message = problem.Message[len(filter[0]):]
	}
	problem.Message = callDump.ReplaceAllString(problem.Message, "")
	return problem
}

// locate finds the unknown name, of which gonja tells the line of the expression at most: it is the first token of that
// name from there on.
func (e *Error) locate(source string) {
	_ = eachToken(source, func(token *tokens.Token) error {
		if token.Line < e.Line || token.Val != e.Unknown || (token.Type != tokens.Name && token.Type != tokens.String) {
			return nil
		}
		e.Line, e.Column = token.Line, token.Col
		return e
	})
}

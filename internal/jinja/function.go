package jinja

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nikolalohinski/gonja/v2/exec"
)

// Function is a function that a template can call with positional arguments. Arguments are strings, ints, floats, bools,
// []any and map[string]any.
type Function func(arguments ...any) (any, error)

func (f Function) callable(name string) func(*exec.VarArgs) (any, error) {
	return func(parameters *exec.VarArgs) (any, error) {
		if len(parameters.KwArgs) > 0 {
			return nil, fmt.Errorf("%s takes no named arguments", name)
		}
		arguments := make([]any, len(parameters.Args))
		for i, argument := range parameters.Args {
			arguments[i] = argument.Interface()
		}
		return f(arguments...)
	}
}

// The functions that Occopus gives to context templates (contextualisation plugin cloudinit).
const (
	// GetIP is the address of the first instance of a node.
	GetIP = "getip"
	// GetPrivateIP is its private address.
	GetPrivateIP = "getprivip"
	// GetIPAll is the list of the addresses of all instances of a node.
	GetIPAll = "getipall"

	cut     = "cut"
	command = "cmd"
)

// AddressFunctions are the functions of Occopus that look up addresses by the name of a node.
var AddressFunctions = []string{GetIP, GetPrivateIP, GetIPAll}

// WithOccopus returns the values with the functions of Occopus beside them. Where a value has the name of one of
// AddressFunctions and is a map, it is what the function looks up.
func WithOccopus(values map[string]any) map[string]any {
	extended := map[string]any{cut: Function(cutText), command: Function(refuseCommand)}
	for _, name := range AddressFunctions {
		extended[name] = lookup(name, nil)
	}
	maps.Copy(extended, values)
	for _, name := range AddressFunctions {
		if addresses, ok := values[name].(map[string]any); ok {
			extended[name] = lookup(name, addresses)
		}
	}
	return extended
}

// lookup is a function that gives the address of a node.
func lookup(name string, addresses map[string]any) Function {
	return func(arguments ...any) (any, error) {
		node, err := NodeArgument(name, arguments)
		if err != nil {
			return nil, err
		}
		address, found := addresses[node]
		if !found {
			return nil, fmt.Errorf("%s knows no node %q: the variable %q has %s", name, node, name, listed(addresses))
		}
		return address, nil
	}
}

func listed(addresses map[string]any) string {
	if len(addresses) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(maps.Keys(addresses)), ", ")
}

// NodeArgument is the only argument of a function of AddressFunctions.
func NodeArgument(name string, arguments []any) (string, error) {
	if len(arguments) == 1 {
		if node, ok := arguments[0].(string); ok {
			return node, nil
		}
	}
	return "", fmt.Errorf("%s takes the name of a node", name)
}

// cutText is a part of a text, as Python cuts it: numbers below 0 count from the end, and those beyond it are the end.
func cutText(arguments ...any) (any, error) {
	const usage = "cut takes a text and the indexes of its first and last character, such as cut(infra_id, 0, 7)"
	if len(arguments) != 3 {
		return nil, errors.New(usage)
	}
	text, isText := arguments[0].(string)
	start, isStart := arguments[1].(int)
	end, isEnd := arguments[2].(int)
	if !isText || !isStart || !isEnd {
		return nil, errors.New(usage)
	}
	characters := []rune(text)
	start, end = index(start, len(characters)), index(end, len(characters))
	return string(characters[start:max(start, end)]), nil
}

func index(position, length int) int {
	if position < 0 {
		position += length
	}
	return min(max(position, 0), length)
}

// refuseCommand is cmd of Occopus, which runs a program on the machine of Occopus while it renders.
func refuseCommand(...any) (any, error) {
	return nil, errors.New("cmd runs a program on the machine that renders the template, which is not done here")
}

package occopus

import (
	"fmt"
	"strconv"
)

// Position is a place in a file. Line and Column begin at 1.
type Position struct {
	File         string
	Line, Column int
}

// String returns file:line:column, as compilers write it.
func (p Position) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// Error is a mistake in a descriptor.
type Error struct {
	Position
	Message string
}

// Error implements error.
func (e *Error) Error() string { return e.Position.String() + ": " + e.Message }

// node is a value of a YAML file, with aliases, merge keys and imports resolved.
type node struct {
	Position
	kind    kind
	entries []entry // of a mapping, in the order of the file
	items   []*node // of a sequence
	scalar  any     // of a scalar: string, int, float64, bool or nil
	text    string  // of a scalar, as it is written
	// imported is the text of the file that the node was imported from.
	imported *imported
	// origin is the same for a node and its aliases.
	origin any
}

type kind int

const (
	scalarKind kind = iota
	mappingKind
	sequenceKind
)

func (k kind) String() string { return [...]string{"a single value", "a mapping", "a list"}[k] }

type entry struct {
	Position
	key   string
	value *node
}

// imported is a file that !yaml_import or !text_import names.
type imported struct {
	path, text string
	// parsed tells whether the file was imported as YAML.
	parsed bool
}

func (n *node) errorf(format string, arguments ...any) error {
	return &Error{n.Position, fmt.Sprintf(format, arguments...)}
}

// get is the value of a key, or nil.
func (n *node) get(key string) *node {
	if n == nil {
		return nil
	}
	for _, entry := range n.entries {
		if entry.key == key {
			return entry.value
		}
	}
	return nil
}

// isNull tells whether a value is missing or empty.
func (n *node) isNull() bool {
	return n == nil || n.kind == scalarKind && n.scalar == nil
}

// want returns the value if it is of that kind, and nil if there is none.
func (n *node) want(wanted kind, what string) (*node, error) {
	if n.isNull() {
		return nil, nil //nolint:nilnil // nothing is no error
	}
	if n.kind != wanted {
		return nil, n.errorf("%s: %s is needed, not %s", what, wanted, n.kind)
	}
	return n, nil
}

// mapping is the value of a key, which is a mapping or missing.
func (n *node) mapping(key string) (*node, error) { return n.get(key).want(mappingKind, key) }

// sequence is the value of a key, which is a list or missing.
func (n *node) sequence(key string) (*node, error) { return n.get(key).want(sequenceKind, key) }

// string is the text of a value that is no mapping or list, and "" for nothing.
func (n *node) string(what string) (string, error) {
	scalar, err := n.want(scalarKind, what)
	if err != nil || scalar == nil {
		return "", err
	}
	return scalar.text, nil
}

// required is the text of a key that must be there.
func (n *node) required(key string) (string, error) {
	if n.get(key).isNull() {
		return "", n.errorf("%s is missing", key)
	}
	return n.get(key).string(key)
}

// integer is the whole number of a key, or otherwise if it is missing.
func (n *node) integer(key string, otherwise int) (int, error) {
	value := n.get(key)
	if value.isNull() {
		return otherwise, nil
	}
	number, err := strconv.Atoi(value.text)
	if value.kind != scalarKind || err != nil {
		return 0, value.errorf("%s: a whole number is needed", key)
	}
	return number, nil
}

// boolean is the truth of a key, or otherwise if it is missing.
func (n *node) boolean(key string, otherwise bool) (bool, error) {
	value := n.get(key)
	if value.isNull() {
		return otherwise, nil
	}
	truth, ok := value.scalar.(bool)
	if !ok {
		return false, value.errorf("%s: true or false is needed", key)
	}
	return truth, nil
}

// plain is a value as templates see it.
func (n *node) plain() any {
	switch {
	case n == nil:
		return nil
	case n.kind == mappingKind:
		values := make(map[string]any, len(n.entries))
		for _, entry := range n.entries {
			values[entry.key] = entry.value.plain()
		}
		return values
	case n.kind == sequenceKind:
		values := make([]any, len(n.items))
		for i, item := range n.items {
			values[i] = item.plain()
		}
		return values
	default:
		return n.scalar
	}
}

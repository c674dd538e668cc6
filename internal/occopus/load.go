package occopus

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"go.yaml.in/yaml/v4"
)

// The tags by which a file of Occopus takes in another one.
const (
	yamlImport = "!yaml_import"
	textImport = "!text_import"
)

const (
	mergeTag = "!!merge"
	// maxNodes bounds what aliases and imports can expand to.
	maxNodes   = 1_000_000
	maxImports = 10
)

// loader reads one file and what it imports.
type loader struct {
	file    string
	imports int
	nodes   *int
}

// load reads a file. Its value is nil if the file is empty.
func load(file string) (*node, error) {
	text, err := os.ReadFile(file) //nolint:gosec // the file that the user names
	if err != nil {
		return nil, fmt.Errorf("could not read the descriptor: %w", err)
	}
	return (&loader{file: file, nodes: new(int)}).parse(text)
}

func (l *loader) parse(text []byte) (*node, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, l.syntaxError(err)
	}
	if len(document.Content) == 0 {
		return nil, nil //nolint:nilnil // an empty file has no value
	}
	return l.resolve(document.Content[0])
}

func (l *loader) syntaxError(err error) error {
	var problem *yaml.LoadError
	if !errors.As(err, &problem) {
		return fmt.Errorf("%s: %w", l.file, err)
	}
	return &Error{Position{l.file, max(problem.Mark.Line, 1), max(problem.Mark.Column, 1)}, problem.Message}
}

func (l *loader) position(from *yaml.Node) Position { return Position{l.file, from.Line, from.Column} }

// resolve makes a node of what was parsed.
func (l *loader) resolve(from *yaml.Node) (*node, error) {
	if *l.nodes++; *l.nodes > maxNodes {
		return nil, &Error{l.position(from), fmt.Sprintf("aliases make more than %d values of the file", maxNodes)}
	}
	resolved := &node{Position: l.position(from), origin: from}
	switch {
	case from.Kind == yaml.AliasNode:
		target, err := l.resolve(from.Alias)
		if err != nil {
			return nil, err
		}
		// A mistake is told where the alias is; what it stands for is elsewhere.
		target.Position = resolved.Position
		return target, nil
	case from.Tag == yamlImport || from.Tag == textImport:
		return l.resolveImport(from)
	case from.Kind == yaml.MappingNode:
		resolved.kind = mappingKind
		return resolved, l.resolveMapping(resolved, from)
	case from.Kind == yaml.SequenceNode:
		resolved.kind = sequenceKind
		for _, item := range from.Content {
			value, err := l.resolve(item)
			if err != nil {
				return nil, err
			}
			resolved.items = append(resolved.items, value)
		}
		return resolved, nil
	default:
		resolved.text = from.Value
		resolved.scalar = scalarValue(from)
		return resolved, nil
	}
}

// scalarValue is a string, int, float64, bool or nil. What is something else in YAML, such as a date, is its text.
func scalarValue(from *yaml.Node) any {
	var value any
	if from.Decode(&value) != nil {
		return from.Value
	}
	switch value.(type) {
	case nil, int, float64, bool:
		return value
	}
	return from.Value
}

// resolveMapping fills in the entries; those of merge keys stand back behind those that the mapping has itself, and the
// first of several merged mappings wins.
func (l *loader) resolveMapping(into *node, from *yaml.Node) error {
	var merged []*yaml.Node
	for i := 0; i+1 < len(from.Content); i += 2 {
		key, value := from.Content[i], from.Content[i+1]
		switch {
		case key.ShortTag() == mergeTag && value.Kind == yaml.SequenceNode:
			merged = append(merged, value.Content...)
			continue
		case key.ShortTag() == mergeTag:
			merged = append(merged, value)
			continue
		case key.Kind != yaml.ScalarNode:
			return &Error{l.position(key), "a key of a mapping is a single value"}
		case into.get(key.Value) != nil:
			return &Error{l.position(key), fmt.Sprintf("%s is said twice", key.Value)}
		}
		resolved, err := l.resolve(value)
		if err != nil {
			return err
		}
		into.entries = append(into.entries, entry{l.position(key), key.Value, resolved})
	}
	for _, value := range merged {
		resolved, err := l.resolve(value)
		if err != nil {
			return err
		}
		if resolved.kind != mappingKind {
			return resolved.errorf("<<: a mapping is needed, not %s", resolved.kind)
		}
		for _, entry := range resolved.entries {
			if into.get(entry.key) == nil {
				into.entries = append(into.entries, entry)
			}
		}
	}
	return nil
}

// resolveImport reads the file that a mapping like { url: "file://path" } names. A relative path begins at the folder of
// the file that it is in.
func (l *loader) resolveImport(from *yaml.Node) (*node, error) {
	parameters := &node{Position: l.position(from), kind: mappingKind}
	if from.Kind != yaml.MappingNode {
		return nil, parameters.errorf("%s: a mapping with url is needed", from.Tag)
	}
	if err := l.resolveMapping(parameters, from); err != nil {
		return nil, err
	}
	url, err := parameters.required("url")
	if err != nil {
		return nil, err
	}
	path, ok := strings.CutPrefix(url, "file://")
	if !ok {
		return nil, parameters.get("url").errorf("url: only file:// can be imported, not %q", url)
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(filepath.Dir(l.file), path)
	}
	text, err := os.ReadFile(path) //nolint:gosec // the user's descriptor names it
	if err != nil {
		return nil, parameters.get("url").errorf("url: %v", err)
	}
	if l.imports == maxImports {
		return nil, parameters.errorf("files import each other more than %d deep", maxImports)
	}
	value := &node{Position: parameters.Position, scalar: string(text), text: string(text)}
	if from.Tag == yamlImport {
		if value, err = (&loader{path, l.imports + 1, l.nodes}).parse(text); err != nil {
			return nil, err
		}
		if value == nil {
			value = &node{Position: parameters.Position}
		}
	}
	value.imported = &imported{path, string(text), from.Tag == yamlImport}
	value.origin = from
	return value, nil
}

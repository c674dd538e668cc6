package occopus

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
)

// dumped is the text of a context template that is YAML to Occopus, by !yaml_import or because it is written in place.
// Occopus parses it, dumps it below #cloud-config, and renders what it dumped. Here the text stays as it was written, but
// for what only comes out right when it is dumped: a variable with several lines in the middle of a text of several
// lines. What is dumped in quotes is folded when cloud-init reads it, so such a variable needs no indentation.
func (c *conversion) dumped(m *machine, t template, from *node) (string, error) {
	text := t.text
	if from.imported == nil {
		encoded, err := yaml.Marshal(from.yaml())
		if err != nil {
			return "", fmt.Errorf("%s: the template cannot be written as YAML: %w", from.Position, err)
		}
		text = string(encoded)
	}
	var document yaml.Node
	if err := yaml.Unmarshal([]byte(text), &document); err != nil {
		return "", from.errorf("the template is no YAML: %v", err)
	}
	changed, err := c.quoteFolded(m, t, &document)
	if err != nil {
		return "", err
	}
	if changed {
		encoded, err := yaml.Marshal(&document)
		if err != nil {
			return "", fmt.Errorf("%s: the template cannot be written as YAML: %w", from.Position, err)
		}
		text = string(encoded)
		c.note(t.Position, m, "context_template", "texts with a variable of several lines are in quotes, as Occopus sends them")
	}
	if !strings.HasPrefix(text, strings.TrimSpace(cloudConfig)) {
		text = cloudConfig + text
	}
	return text, nil
}

// quoteFolded puts texts in quotes to which a variable adds lines.
func (c *conversion) quoteFolded(m *machine, t template, in *yaml.Node) (changed bool, err error) {
	for _, part := range in.Content {
		inner, err := c.quoteFolded(m, t, part)
		if err != nil {
			return false, err
		}
		changed = changed || inner
	}
	if in.Kind != yaml.ScalarNode || in.Style&(yaml.LiteralStyle|yaml.FoldedStyle) == 0 || !strings.Contains(in.Value, "variables") || !isTemplate(in.Value) {
		return changed, nil
	}
	found, err := c.try(m, template{Position: t.Position, text: in.Value})
	if err != nil {
		// The whole file is tried later, which tells the line.
		return changed, nil //nolint:nilerr // see above
	}
	if !hasLines(m.values, found.text) {
		return changed, nil
	}
	in.Style = yaml.SingleQuotedStyle
	in.Value = expressions.ReplaceAllStringFunc(in.Value, func(part string) string {
		// A quote is doubled within quotes, which Jinja would not understand.
		return strings.ReplaceAll(part, "'", `"`)
	})
	return true, nil
}

// hasLines tells whether a value of several lines is in a text.
func hasLines(value any, text string) bool {
	switch value := value.(type) {
	case string:
		return strings.Contains(strings.TrimSpace(value), "\n") && strings.Contains(text, value)
	case []any:
		return slices.ContainsFunc(value, func(item any) bool { return hasLines(item, text) })
	case map[string]any:
		for _, item := range value {
			if hasLines(item, text) {
				return true
			}
		}
	}
	return false
}

// expressions are the parts of a template that are Jinja.
var expressions = regexp.MustCompile(`(?s)\{\{.*?\}\}|\{%.*?%\}`)

// yaml is a value to be written as YAML, with its keys in their order.
func (n *node) yaml() *yaml.Node {
	switch n.kind {
	case mappingKind:
		made := &yaml.Node{Kind: yaml.MappingNode, Tag: "!!map"}
		for _, entry := range n.entries {
			made.Content = append(made.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: entry.key}, entry.value.yaml())
		}
		return made
	case sequenceKind:
		made := &yaml.Node{Kind: yaml.SequenceNode, Tag: "!!seq"}
		for _, item := range n.items {
			made.Content = append(made.Content, item.yaml())
		}
		return made
	case scalarKind:
	}
	made := &yaml.Node{}
	if err := made.Encode(n.scalar); err != nil || n.scalar == nil {
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!null", Value: "null"}
	}
	return made
}

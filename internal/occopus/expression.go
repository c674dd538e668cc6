package occopus

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/zclconf/go-cty/cty"
)

// expression is an HCL expression as text.
type expression string

// tokens are the tokens of an expression.
func (e expression) tokens() (hclwrite.Tokens, error) {
	file, problems := hclwrite.ParseConfig([]byte("value = "+string(e)+"\n"), "", hcl.InitialPos)
	if problems.HasErrors() {
		return nil, fmt.Errorf("the expression %s was made wrongly: %w", e, problems)
	}
	return file.Body().GetAttribute("value").Expr().BuildTokens(nil), nil
}

// quoted is a text as HCL.
func quoted(text string) expression {
	return expression(hclwrite.TokensForValue(cty.StringVal(text)).Bytes())
}

// literal is a value of a descriptor as HCL.
func literal(value any) expression {
	switch value := value.(type) {
	case nil:
		return "null"
	case string:
		return quoted(value)
	case []any:
		items := make([]expression, len(value))
		for i, item := range value {
			items[i] = literal(item)
		}
		return list(items)
	case map[string]any:
		var fields fields
		for _, key := range slices.Sorted(maps.Keys(value)) {
			fields.add(key, literal(value[key]))
		}
		return fields.object()
	default:
		return expression(fmt.Sprint(value))
	}
}

func list(items []expression) expression {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = string(item)
	}
	return expression("[" + strings.Join(texts, ", ") + "]")
}

// fields are the attributes of an object, in their order.
type fields []field

// field is an attribute as name = value.
type field string

func (f field) split() (name string, value expression) {
	name, text, _ := strings.Cut(string(f), " = ")
	return name, expression(text)
}

func (f *fields) add(name string, value expression) {
	if !hclsyntax.ValidIdentifier(name) {
		name = string(quoted(name))
	}
	*f = append(*f, field(name+" = "+string(value)))
}

func (f *fields) object() expression {
	if len(*f) == 0 {
		return "{}"
	}
	var lines strings.Builder
	for _, field := range *f {
		lines.WriteString(string(field) + "\n")
	}
	return expression("{\n" + lines.String() + "}")
}

// identifier makes a name of Terraform of any name.
func identifier(name string) string {
	made := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, name)
	if made == "" || made[0] >= '0' && made[0] <= '9' {
		made = "_" + made
	}
	return made
}

// names gives each thing an identifier of its own.
type names map[string]bool

func (n names) unique(name string) string {
	wanted := identifier(name)
	made := wanted
	for number := 2; n[made]; number++ {
		made = fmt.Sprintf("%s_%d", wanted, number)
	}
	n[made] = true
	return made
}

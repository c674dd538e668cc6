package occopus

import (
	"regexp"
	"slices"
	"strings"
)

// secretName is what the names of secrets have in them.
var secretName = regexp.MustCompile(`(?i)passw|pwd|passphrase|secret|private_?key|token|credential`)

// isSecret tells whether a variable, or a part of it, has the name of a secret.
func isSecret(name string, value *node) bool {
	if secretName.MatchString(name) {
		return true
	}
	return slices.ContainsFunc(value.entries, func(part entry) bool { return isSecret(part.key, part.value) })
}

// input is an input variable of the configuration.
type input struct {
	name, description string
	kind              expression
	// standard is its default; "" if there is none.
	standard  expression
	sensitive bool
	// condition and message are its validation; "" if there is none.
	condition, message string
}

// inputs are the input variables of the configuration, and the values of those that are secret.
type inputs struct {
	list    []input
	names   names
	secrets fields
}

// add adds a variable with a name like that and returns what refers to it.
func (i *inputs) add(variable input) expression {
	variable.name = i.names.unique(variable.name)
	i.list = append(i.list, variable)
	return expression("var." + variable.name)
}

// secret adds a sensitive variable. Its value is not in the configuration but beside it, in secretsFile.
func (i *inputs) secret(name, description string, kind, value expression) expression {
	reference := i.add(input{name: name, description: description, kind: kind, sensitive: true})
	i.secrets.add(strings.TrimPrefix(string(reference), "var."), value)
	return reference
}

// kindOf is the type of a value of a descriptor; of a mapping or a list whose parts may differ it is any.
func kindOf(value any) expression {
	switch value.(type) {
	case string:
		return "string"
	case bool:
		return "bool"
	case int, float64:
		return "number"
	}
	return "any"
}

func (i *inputs) bytes() ([]byte, error) {
	file := newFile()
	for _, variable := range i.list {
		block := file.nested("variable", variable.name)
		block.set("description", quoted(variable.description))
		block.set("type", variable.kind)
		block.set("default", variable.standard)
		if variable.sensitive {
			block.set("sensitive", "true")
		}
		if variable.condition != "" {
			validation := block.nested("validation")
			validation.set("condition", expression(variable.condition))
			validation.set("error_message", quoted(variable.message))
		}
	}
	return file.bytes()
}

// secretsBytes is the file with the values of the secret variables.
func (i *inputs) secretsBytes() ([]byte, error) {
	file := newFile()
	file.comment("What the descriptors keep secret. Do not put it under version control.")
	for _, assignment := range i.secrets {
		file.set(assignment.split())
	}
	return file.bytes()
}

package occopus

import (
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/google/uuid"
	"go.yaml.in/yaml/v4"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/jinja"
)

// sampleAddress is the address of every node while a template is tried.
const sampleAddress = "192.0.2.1"

// template is a text that Occopus renders.
type template struct {
	Position
	text string
	// whole tells whether the text is a file, whose lines are those of the position's file.
	whole bool
	// literal tells whether the text is a block of the file's lines, below that of the position.
	literal bool
	// added is how many lines of the text come before those of the file.
	added int
	// written is what the text was dumped from, whose lines are not those of the file; nil if it was not.
	written *node
	// source is the text as HCL.
	source expression
	// extra are variables that only this template has.
	extra fields
}

// isTemplate tells whether there is anything to render in a text.
func isTemplate(text string) bool {
	return strings.Contains(text, "{{") || strings.Contains(text, "{%") || strings.Contains(text, "{#")
}

// use is what a template was found to use, by rendering it: what a call gets is seen even if it is computed, as in
// getip(variables.master).
type use struct {
	// addresses are the names of nodes by function, in the order of the calls.
	addresses map[string][]string
	// nodes are names of nodes that were written without quotes.
	nodes []string
	// outside are the functions that only Occopus can execute.
	outside []string
	text    string
}

// try renders a template with addresses that stand for those to come.
func (c *conversion) try(m *machine, t template) (*use, error) {
	found := &use{addresses: map[string][]string{}}
	values := map[string]any{}
	for name, constant := range c.constants(m) {
		values[name] = constant.sample
	}
	for _, field := range t.extra {
		name, _ := field.split()
		values[name] = sampleAddress
	}
	for _, name := range jinja.AddressFunctions {
		values[name] = c.record(name, found)
	}
	// cmd runs a program on the machine of Occopus, the others look into its data base.
	for _, name := range []string{"cmd", "find_node_id", "ibget"} {
		values[name] = jinja.Function(func(...any) (any, error) {
			found.outside = append(found.outside, name)
			return "", nil
		})
	}
	for {
		var err error
		if found.text, err = jinja.Render(t.text, jinja.WithOccopus(values)); err == nil {
			return found, nil
		}
		var problem *jinja.Error
		if !errors.As(err, &problem) {
			return nil, err
		}
		_, known := values[problem.Unknown]
		if known || c.infra.node(problem.Unknown) == nil {
			return nil, t.error(problem)
		}
		// A node's name without quotes. Jinja in Occopus makes "undefined" of it, which finds any node.
		values[problem.Unknown] = problem.Unknown
		found.nodes = append(found.nodes, problem.Unknown)
	}
}

// error is the mistake at its place in the file.
func (t template) error(problem *jinja.Error) error {
	if t.literal && problem.Line > 0 {
		// How far the block is indented is not known, and so not the column.
		return &Error{Position{t.File, t.Line + problem.Line, 1}, "the template cannot be rendered: " + problem.Message}
	}
	if !t.whole {
		return &Error{t.Position, "the template cannot be rendered: " + problem.Error()}
	}
	at := Position{t.File, max(problem.Line-t.added, 1), max(problem.Column, 1)}
	return &Error{at, "the template cannot be rendered: " + problem.Message}
}

func (c *conversion) record(function string, found *use) jinja.Function {
	return func(arguments ...any) (any, error) {
		name, err := jinja.NodeArgument(function, arguments)
		if err != nil {
			return nil, err
		}
		if c.infra.node(name) == nil {
			return nil, fmt.Errorf("%s: the infrastructure has no node %q", function, name)
		}
		if !slices.Contains(found.addresses[function], name) {
			found.addresses[function] = append(found.addresses[function], name)
		}
		if function == jinja.GetIPAll {
			return []any{sampleAddress}, nil
		}
		return sampleAddress, nil
	}
}

// tryParts renders the texts of a template that is written as YAML one by one, and returns the first mistake, in its place.
func (c *conversion) tryParts(m *machine, from *node) error {
	switch {
	case from == nil:
		return nil
	case from.kind == scalarKind && isTemplate(from.text):
		_, err := c.try(m, templateIn(from))
		return err
	}
	for _, entry := range from.entries {
		if err := c.tryParts(m, entry.value); err != nil {
			return err
		}
	}
	for _, item := range from.items {
		if err := c.tryParts(m, item); err != nil {
			return err
		}
	}
	return nil
}

// templateIn is a single value of a descriptor as a template.
func templateIn(from *node) template {
	t := template{Position: from.Position, text: from.text}
	if parsed, ok := from.origin.(*yaml.Node); ok && from.kind == scalarKind && parsed.Style&yaml.LiteralStyle != 0 {
		t.Position.Line, t.literal = parsed.Line, true // An alias is elsewhere.
	}
	return t
}

// constant is a variable of templates: what it is in the configuration, and a value to try a template with.
type constant struct {
	value  expression
	sample any
}

// constants are what a template of a node can use beside functions (assemble_template_data of Occopus).
func (c *conversion) constants(m *machine) map[string]constant {
	id := c.infraID()
	index := "0"
	if m.count != "" {
		index = "${count.index}"
	}
	values := map[string]constant{
		"infra_name": {"local.infra_name", c.infra.name},
		"infra_id":   {"var.infra_id", id},
		"user_id":    {quoted(c.infra.userID), c.infra.userID},
		"name":       {quoted(m.name), m.name},
		"type":       {quoted(m.kind), m.kind},
		"node_id":    {expression(fmt.Sprintf(`uuidv5("url", "occopus:${var.infra_id}/%s/%s")`, m.label, index)), id},
		"variables":  {m.variables, m.values},
		"scaling":    {expression(fmt.Sprintf("{ min = %d, max = %d }", m.min, m.max)), map[string]any{"min": m.min, "max": m.max}},
	}
	if attributes := m.implementation.contextualisation.get("attributes"); attributes != nil {
		plain := map[string]any{"attributes": attributes.plain()}
		values["contextualisation"] = constant{literal(plain), plain}
	}
	return values
}

// rendered is a template of a node as an expression, or "" if only Occopus can render it.
func (c *conversion) rendered(m *machine, t template, what string) (expression, error) {
	if !isTemplate(t.text) {
		return t.source, nil
	}
	found, err := c.try(m, t)
	if err != nil {
		if err := c.tryParts(m, t.written); err != nil {
			return "", err // It has the place in the file.
		}
		return "", err
	}
	if err := t.check(found.text); err != nil {
		return "", err
	}
	if len(found.outside) > 0 {
		c.lose(t.Position, m, what, fmt.Sprintf("it calls %s, which Occopus executes while it renders", strings.Join(found.outside, ", ")))
		return "", nil
	}
	var vars fields
	constants := c.constants(m)
	for _, name := range constantNames {
		value, ok := constants[name]
		if ok && usesName(t.text, name) {
			vars.add(name, value.value)
			c.needInfraID(string(value.value))
		}
	}
	for _, name := range found.nodes {
		c.note(t.Position, m, name+" without quotes", "it is taken for the name of the node")
		vars.add(name, quoted(name))
	}
	for _, name := range jinja.AddressFunctions {
		if len(found.addresses[name]) > 0 {
			vars.add(name, c.addresses(m, t, name, found.addresses[name]))
		}
	}
	vars = append(vars, t.extra...)
	return "provider::occi::jinja(" + t.source + ", " + vars.object() + ")", nil
}

// check finds a cloud-config that is no YAML when it is rendered, which cloud-init would ignore. Occopus looks, too.
func (t template) check(text string) error {
	if !strings.HasPrefix(text, strings.TrimSpace(cloudConfig)) {
		return nil
	}
	var document yaml.Node
	err := yaml.Unmarshal([]byte(text), &document)
	var problem *yaml.LoadError
	if errors.As(err, &problem) {
		return &Error{t.Position, fmt.Sprintf("when it is rendered, line %d is no YAML: %s", problem.Mark.Line, problem.Message)}
	}
	return err
}

// infraID is the identifier of the infrastructure, which Occopus makes anew for each one that it builds
// unless the description has one.
func (c *conversion) infraID() string {
	if c.infra.id != "" {
		return c.infra.id
	}
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("occopus:"+c.infra.name)).String()
}

// constantNames are the keys of constants, in the order in which they are written.
var constantNames = []string{"infra_name", "infra_id", "user_id", "name", "type", "node_id", "variables", "scaling", "contextualisation"}

// words are the names in the Jinja of a template that are no attributes and not quoted.
var words = regexp.MustCompile(`(?:^|[^\w.'"])([a-z_]+)`)

// usesName tells whether a template may use a variable. That of a loop may have the same name; then there is one too many.
func usesName(text, name string) bool {
	return slices.ContainsFunc(expressions.FindAllString(text, -1), func(part string) bool {
		return slices.ContainsFunc(words.FindAllStringSubmatch(part, -1), func(found []string) bool { return found[1] == name })
	})
}

// needInfraID adds the variable infra_id where it is used first.
func (c *conversion) needInfraID(value string) {
	if !strings.Contains(value, "var.infra_id") || c.inputs.names["infra_id"] {
		return
	}
	c.inputs.add(input{
		name: "infra_id", kind: "string", description: "Identifier of the infrastructure, infra_id in templates.",
		standard: quoted(c.infraID()),
	})
}

// addresses is what a function of a template looks up: the addresses of these nodes.
func (c *conversion) addresses(m *machine, t template, function string, names []string) expression {
	var found fields
	for _, name := range names {
		found.add(name, c.addressOf(m, t, function, c.machine(c.infra.node(name))))
	}
	return found.object()
}

func (c *conversion) addressOf(m *machine, t template, function string, target *machine) expression {
	switch {
	case target.backend == nil:
		return target.outsideAddress(c, function)
	case target.reaches(m):
		c.lose(t.Position, m, fmt.Sprintf("%s(%q)", function, target.name), "that node is not made before this one; the text has an empty address")
		if function == jinja.GetIPAll {
			return "[]"
		}
		return `""`
	}
	if !slices.Contains(m.needs, target) {
		m.needs = append(m.needs, target)
	}
	switch {
	case function == jinja.GetPrivateIP:
		return target.backend.private(target, target.first())
	case function == jinja.GetIP:
		return target.backend.public(target, target.first())
	case target.count == "":
		return list([]expression{target.backend.public(target, "")})
	default:
		return target.backend.public(target, "[*]")
	}
}

// outsideAddress is the address of a node that is not in the configuration.
func (m *machine) outsideAddress(c *conversion, function string) expression {
	if m.address == "" {
		m.address = c.inputs.add(input{
			name: m.label + "_address", kind: "string",
			description: fmt.Sprintf("Address of the node %s, which is not in this configuration.", m.name),
		})
	}
	if function == jinja.GetIPAll {
		return list([]expression{m.address})
	}
	return m.address
}

// text is a value of the resource section, which Occopus renders as well.
func (c *conversion) text(m *machine, value *node, what string) (expression, error) {
	text, err := value.string(what)
	if err != nil || text == "" {
		return "", err
	}
	if found := onlyVariable.FindStringSubmatch(text); found != nil {
		if _, ok := m.values[found[1]]; ok {
			return m.variables + expression("."+found[1]), nil
		}
	}
	return c.rendered(m, template{Position: value.Position, text: text, source: quoted(text)}, what)
}

// onlyVariable is a template that is nothing but one variable.
var onlyVariable = regexp.MustCompile(`^\{\{\s*variables\.([A-Za-z_]\w*)\s*\}\}$`)

// cloudConfig begins a cloud-config.
const cloudConfig = "#cloud-config\n"

// userData is the context template of a node as an expression, or "" if there is none.
func (c *conversion) userData(m *machine) (expression, error) {
	section := m.implementation.contextualisation
	if section == nil {
		return "", nil
	}
	kind, err := section.required("type")
	if err != nil {
		return "", err
	}
	if kind != "cloudinit" {
		c.lose(section.Position, m, "contextualisation "+kind, "only cloudinit has an equivalent, user_data")
		return "", nil
	}
	if err := checkKeys(section, "contextualisation", "attributes", "context_template", "type"); err != nil {
		return "", err
	}
	from := section.get("context_template")
	if from.isNull() {
		return "", nil
	}
	t, err := c.contextTemplate(m, from)
	if err != nil {
		return "", err
	}
	return c.rendered(m, t, "context_template")
}

// contextTemplate makes a file of the configuration of a context template.
func (c *conversion) contextTemplate(m *machine, from *node) (template, error) {
	t := templateIn(from)
	base := m.label + ".yaml"
	if from.imported != nil {
		t = template{Position: Position{from.imported.path, 1, 1}, text: from.imported.text, whole: true}
		base = filepath.Base(from.imported.path)
	}
	if from.kind != scalarKind {
		var err error
		before := t.text
		if t.text, err = c.dumped(m, t, from); err != nil {
			return t, err
		}
		switch {
		case t.text == cloudConfig+before:
			t.added = 1
		case t.text != before:
			t.written = from
		}
	}
	// The same file may be used by several nodes, and another one may have its name.
	key := t.File + "\x00" + t.text
	name, found := c.templates[key]
	if !found {
		name = templates + base
		for number := 2; c.configuration.Files[name] != nil; number++ {
			extension := filepath.Ext(base)
			name = fmt.Sprintf("%s%s_%d%s", templates, strings.TrimSuffix(base, extension), number, extension)
		}
		c.templates[key] = name
		c.configuration.Files[name] = []byte(t.text)
	}
	t.source = expression(fmt.Sprintf(`file("${path.module}/%s")`, name))
	return t, nil
}

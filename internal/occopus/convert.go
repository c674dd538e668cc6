package occopus

import (
	"fmt"
	"slices"
	"strings"
)

// The servers that OCCI may be spoken with. Descriptors of nova do not tell, since Occopus talks to Nova itself.
const (
	ServerOcciOS = "occi-os"
	ServerOOI    = "ooi"
)

// Options say what to convert.
type Options struct {
	// Infrastructure is the file with the infrastructure description, Definitions those with the node definitions.
	Infrastructure string
	Definitions    []string
	// Server is the OCCI server in front of the Nova that nodes of the type nova are for; "" is ServerOcciOS.
	Server string
}

// The files of a configuration.
const (
	versionsFile  = "versions.tf"
	providersFile = "providers.tf"
	variablesFile = "variables.tf"
	mainFile      = "main.tf"
	outputsFile   = "outputs.tf"
	// secretsFile is read by Terraform without being asked to.
	secretsFile = "secrets.auto.tfvars"
	templates   = "templates/"
)

// Convert reads an infrastructure description with its node definitions and makes a configuration of it. A mistake in a
// descriptor is an *Error, or several that are joined.
func Convert(options Options) (*Configuration, error) {
	infra, err := readInfrastructure(options.Infrastructure)
	if err != nil {
		return nil, err
	}
	definitions, err := readDefinitions(options.Definitions)
	if err != nil {
		return nil, err
	}
	c := &conversion{
		infra: infra, server: options.Server, outputs: newFile(), inputs: inputs{names: names{}}, secrets: map[string]expression{},
		keys: map[string]expression{}, templates: map[string]string{}, labels: names{},
		configuration: &Configuration{Files: map[string][]byte{}, Secret: map[string]bool{}},
	}
	if c.server == "" {
		c.server = ServerOcciOS
	}
	if err := c.plan(definitions); err != nil {
		return nil, err
	}
	return c.configuration, c.write()
}

// conversion is one run of Convert.
type conversion struct {
	infra    *infrastructure
	server   string
	machines []*machine
	// labels are the names of resources, and those of locals.
	labels  names
	inputs  inputs
	locals  fields
	outputs *file
	// main is where the resources of a node are written.
	main *file
	// parts are the texts of the nodes.
	parts  [][]byte
	clouds clouds
	// variables refers to the variables of the infrastructure.
	variables expression
	// secrets are variables by their value, keys those of public keys by name, and templates files by their source.
	secrets, keys map[string]expression
	templates     map[string]string
	// networkLists are the providers whose networks are listed.
	networkLists []string
	// mysql tells whether a write-only attribute is used.
	mysql         bool
	configuration *Configuration
}

// machine is a node on its way into the configuration.
type machine struct {
	*infraNode
	label string
	// implementation and backend are nil if the node cannot be translated.
	implementation *implementation
	backend        backend
	// others are all implementations that pass the filter.
	others []*implementation
	needs  []*machine
	// values are the variables of the node as templates see them, variables is what refers to them.
	values    map[string]any
	variables expression
	// count refers to the number of instances; "" if there is no section scaling.
	count expression
	// lost are the comments about what is not translated.
	lost []string
	// checks are the health checks. They wait for floatingGate, the resource that gives a VM its floating IP, if it has one.
	checks       fields
	floatingGate expression
	// address is an input variable, of a node that cannot be translated but is referred to.
	address expression
}

// backend is a type of resource.
type backend interface {
	// write writes the resources of a node.
	write(c *conversion, m *machine) error
	// public and private are the address of an instance, which is an index such as "[0]", "" or "[*]".
	public(m *machine, instance string) expression
	private(m *machine, instance string) expression
	// gates are what has to be complete before another node can use this one.
	gates(m *machine) []expression
}

// first is the index of the first instance.
func (m *machine) first() string {
	if m.count == "" {
		return ""
	}
	return "[0]"
}

// this is the index of an instance in its own resources.
func (m *machine) this() string {
	if m.count == "" {
		return ""
	}
	return "[count.index]"
}

// lose records that something of a node is not translated, in the report and as a comment.
func (c *conversion) lose(at Position, m *machine, what, reason string) {
	c.find(Finding{Position: at, Node: m.name, What: what, Reason: reason})
	m.lost = append(m.lost, fmt.Sprintf("Not translated: %s: %s.", what, reason))
}

// note records that something of a node is done in another way.
func (c *conversion) note(at Position, m *machine, what, reason string) {
	c.find(Finding{Position: at, Node: m.name, What: what, Reason: reason, Note: true})
}

func (c *conversion) find(finding Finding) {
	c.configuration.Findings = append(c.configuration.Findings, finding)
}

// plan chooses implementations, names and the order of the nodes.
func (c *conversion) plan(definitions map[string][]*implementation) error {
	c.planVariables()
	for _, node := range c.infra.nodes {
		m := &machine{infraNode: node, label: c.labels.unique(node.name)}
		implementations, err := implementationsOf(node, definitions)
		if err != nil {
			return err
		}
		c.choose(m, implementations)
		if m.backend != nil && floating(m) {
			m.floatingGate = expression(occiFloatingIP + "." + m.label)
			if c.server == ServerOOI {
				m.floatingGate = expression(occiAssociation + "." + m.label)
			}
		}
		c.planNodeVariables(m)
		if node.scaled && m.backend != nil {
			m.count = c.inputs.add(input{
				name: m.label + "_count", kind: "number", standard: literal(node.min),
				description: fmt.Sprintf("Number of instances of the node %s, from %d to %d.", node.name, node.min, node.max),
				condition:   fmt.Sprintf("var.%[1]s_count >= %[2]d && var.%[1]s_count <= %[3]d && floor(var.%[1]s_count) == var.%[1]s_count", m.label, node.min, node.max),
				message:     fmt.Sprintf("The node %s has from %d to %d instances.", node.name, node.min, node.max),
			})
		}
		c.machines = append(c.machines, m)
	}
	return c.planEdges()
}

// backendOf is the backend of a type of resource, or nil.
func (c *conversion) backendOf(kind string) backend {
	switch kind {
	case "cloudsigma":
		return cloudSigma{}
	case "nova", "occi":
		return compute{}
	}
	return nil
}

// choose takes the first implementation that can be translated; Occopus takes any.
func (c *conversion) choose(m *machine, implementations []*implementation) {
	m.others = implementations
	for _, one := range implementations {
		if m.backend = c.backendOf(one.kind); m.backend != nil {
			m.implementation = one
			break
		}
	}
	if m.backend == nil {
		return
	}
	if len(implementations) > 1 {
		c.note(m.Position, m, fmt.Sprintf("%d implementations", len(implementations)), fmt.Sprintf(
			"Occopus would take any of them; this is the one at %s, with the type %s; a filter chooses another one",
			m.implementation.Position, m.implementation.kind))
	}
}

// planEdges connects the machines, and refuses dependencies that go in a circle.
func (c *conversion) planEdges() error {
	needs := map[*infraNode][]*infraNode{}
	for _, edge := range c.infra.edges {
		from, to := c.machine(edge.from), c.machine(edge.to)
		if !slices.Contains(from.needs, to) {
			from.needs = append(from.needs, to)
		}
		needs[edge.from] = append(needs[edge.from], edge.to)
	}
	circle := cycle(needs, c.infra.nodes)
	if circle == nil {
		c.sort()
		return nil
	}
	names := make([]string, len(circle))
	for i, node := range circle {
		names[i] = node.name
	}
	names = append(names, names[0])
	for _, edge := range c.infra.edges {
		if edge.from == circle[0] {
			return &Error{edge.Position, "the dependencies go in a circle: " + strings.Join(names, " needs ")}
		}
	}
	return nil
}

// sort puts nodes behind those that they need, and else leaves them in the order of the description.
func (c *conversion) sort() {
	var sorted []*machine
	var visit func(*machine)
	visit = func(m *machine) {
		if slices.Contains(sorted, m) {
			return
		}
		for _, needed := range m.needs {
			visit(needed)
		}
		sorted = append(sorted, m)
	}
	for _, m := range c.machines {
		visit(m)
	}
	c.machines = sorted
}

func (c *conversion) machine(node *infraNode) *machine {
	return c.machines[slices.IndexFunc(c.machines, func(m *machine) bool { return m.infraNode == node })]
}

// reaches tells whether a machine is another one or needs it, be it through others.
func (m *machine) reaches(other *machine) bool {
	seen := map[*machine]bool{}
	var visit func(*machine) bool
	visit = func(at *machine) bool {
		if at == other {
			return true
		}
		if seen[at] {
			return false
		}
		seen[at] = true
		return slices.ContainsFunc(at.needs, visit)
	}
	return visit(m)
}

// planVariables makes the variables of the infrastructure input variables.
func (c *conversion) planVariables() {
	var all fields
	if c.infra.variables != nil {
		for _, entry := range c.infra.variables.entries {
			all.add(entry.key, c.variable(entry.key, entry, "Variable "+entry.key+" of the infrastructure."))
		}
	}
	c.locals.add("infra_name", quoted(c.infra.name))
	c.variables = "{}"
	if len(all) > 0 {
		c.locals.add("variables", all.object())
		c.variables = "local.variables"
	}
	c.labels["infra_name"], c.labels["variables"] = true, true
}

// variable is an input variable for a variable of a descriptor.
func (c *conversion) variable(name string, from entry, description string) expression {
	value := from.value.plain()
	if isSecret(from.key, from.value) {
		return c.inputs.secret(name, description, kindOf(value), literal(value))
	}
	return c.inputs.add(input{name: name, description: description, kind: kindOf(value), standard: literal(value)})
}

// planNodeVariables makes the variables of a node a local, in which they stand before those of the infrastructure.
func (c *conversion) planNodeVariables(m *machine) {
	m.values, _ = c.infra.variables.plain().(map[string]any)
	m.variables = c.variables
	if m.infraNode.variables == nil {
		return
	}
	var own fields
	merged := map[string]any{}
	for key, value := range m.values {
		merged[key] = value
	}
	for _, entry := range m.infraNode.variables.entries {
		merged[entry.key] = entry.value.plain()
		value := literal(entry.value.plain())
		if isSecret(entry.key, entry.value) {
			value = c.variable(m.label+"_"+entry.key, entry, fmt.Sprintf("Variable %s of the node %s.", entry.key, m.name))
		}
		own.add(entry.key, value)
	}
	m.values = merged
	name := c.labels.unique(m.label + "_variables")
	value := own.object()
	if c.variables != "{}" {
		value = "merge(" + c.variables + ", " + value + ")"
	}
	c.locals.add(name, value)
	m.variables = expression("local." + name)
}

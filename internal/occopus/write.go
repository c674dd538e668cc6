package occopus

import (
	"fmt"
	"slices"
	"strings"
)

// source is the address of the provider.
const source = "registry.terraform.io/terraform-provider-occi/occi"

// write writes the files of the configuration.
func (c *conversion) write() error {
	for _, m := range c.machines {
		if err := c.writeMachine(m); err != nil {
			return err
		}
	}
	locals := newFile()
	block := locals.nested("locals")
	for _, local := range c.locals {
		block.set(local.split())
	}
	head, err := locals.bytes()
	if err != nil {
		return err
	}
	c.configuration.Files[mainFile] = slices.Concat(append([][]byte{head}, c.parts...)...)
	return c.writeOthers()
}

func (c *conversion) writeOthers() error {
	for name, content := range map[string]func() ([]byte, error){
		versionsFile: c.versions, providersFile: c.clouds.bytes, variablesFile: c.inputs.bytes, outputsFile: c.outputs.bytes,
	} {
		text, err := content()
		if err != nil {
			return err
		}
		if len(text) > 0 {
			c.configuration.Files[name] = text
		}
	}
	if len(c.inputs.secrets) == 0 {
		return nil
	}
	text, err := c.inputs.secretsBytes()
	c.configuration.Files[secretsFile], c.configuration.Secret[secretsFile] = text, true
	return err
}

func (c *conversion) versions() ([]byte, error) {
	file := newFile()
	terraform := file.nested("terraform")
	version := ">= 1.8" // functions of providers
	if c.mysql {
		version = ">= 1.11" // write-only arguments
	}
	terraform.set("required_version", quoted(version))
	required := terraform.nested("required_providers")
	required.set("occi", expression(fmt.Sprintf("{\nsource = %q\n}", source)))
	return file.bytes()
}

// writeMachine writes the part of a node: what is lost of it as comments, and its resources.
func (c *conversion) writeMachine(m *machine) error {
	c.main = newFile()
	if err := c.writeResources(m); err != nil {
		return err
	}
	comments := newFile()
	comments.comment(fmt.Sprintf("Node %s, of the type %s.", m.name, m.kind))
	for _, lost := range m.lost {
		comments.comment(lost)
	}
	head, _ := comments.bytes() // comments have no expressions
	body, err := c.main.bytes()
	c.parts = append(c.parts, []byte("\n"), head, body)
	return err
}

func (c *conversion) writeResources(m *machine) error {
	for _, edge := range c.infra.edges {
		if edge.from != m.infraNode {
			continue
		}
		for _, mapping := range edge.mappings {
			c.lose(mapping.Position, m, "mapping of an attribute of "+edge.to.name, "it is passed on by Chef; pass it by the template of user_data")
		}
	}
	if m.backend == nil {
		c.loseMachine(m)
		return nil
	}
	if management := m.implementation.configManagement; management != nil {
		kind, err := management.required("type")
		if err != nil {
			return err
		}
		c.lose(management.Position, m, "config_management "+kind, "the provider has no configuration managers; let user_data install and start the agent")
	}
	if m.attributes != nil {
		c.lose(m.attributes.Position, m, "attributes", "they are for the recipes of Chef")
	}
	if err := m.backend.write(c, m); err != nil {
		return err
	}
	c.writeOutput(m)
	return nil
}

// loseMachine reports a node of another cloud.
func (c *conversion) loseMachine(m *machine) {
	kinds := make([]string, len(m.others))
	for i, one := range m.others {
		kinds[i] = one.kind
	}
	c.lose(m.others[0].resource.Position, m, "the node", "the provider has no resource for the type "+strings.Join(kinds, ", "))
}

// writeOutput writes the addresses of a node.
func (c *conversion) writeOutput(m *machine) {
	output := c.outputs.nested("output", m.label)
	if m.count == "" {
		output.set("description", quoted("Address of the node "+m.name+"."))
		output.set("value", m.backend.public(m, ""))
		return
	}
	output.set("description", quoted("Addresses of the instances of the node "+m.name+"."))
	output.set("value", m.backend.public(m, "[*]"))
}

// resource opens a resource of a node.
func (c *conversion) resource(m *machine, kind, provider string) *block {
	resource := c.main.nested("resource", kind, m.label)
	// The first word of the type is the name of the provider, unless it is said.
	if provider != "occi" || kind == cloudSigmaServer || kind == cloudSigmaDrive {
		resource.set("provider", expression(provider))
	}
	if m.count != "" {
		resource.set("count", m.count)
	}
	return resource
}

// serverName is the name of a server: that of the descriptor, or one of the infrastructure and the node. Instances have
// their number in it, for all would have the same.
func (c *conversion) serverName(m *machine, named *node) (expression, error) {
	name, err := c.text(m, named, "name")
	if err != nil {
		return "", err
	}
	if name == "" {
		name = `"${local.infra_name}-` + quoted(m.name)[1:]
	}
	switch {
	case m.count == "":
		return name, nil
	case name[0] == '"':
		return name[:len(name)-1] + `-${count.index}"`, nil
	default:
		return `format("%s-%d", ` + name + ", count.index)", nil
	}
}

// writeContext writes the user data and the health checks.
func (c *conversion) writeContext(m *machine, resource *block) error {
	userData, err := c.userData(m)
	if err != nil {
		return err
	}
	if userData != "" {
		resource.gap()
		resource.set("user_data", userData)
	}
	return c.writeHealthCheck(m, resource)
}

// writeDependencies writes what the node needs by the dependencies of the infrastructure.
func (c *conversion) writeDependencies(m *machine, resource *block) {
	var needed []expression
	for _, edge := range c.infra.edges {
		if edge.from != m.infraNode {
			continue
		}
		if target := c.machine(edge.to); target.backend != nil {
			for _, gate := range target.backend.gates(target) {
				if !slices.Contains(needed, gate) {
					needed = append(needed, gate)
				}
			}
		}
	}
	if len(needed) > 0 {
		resource.gap()
		resource.set("depends_on", list(needed))
	}
}

// secret is the variable for a secret text, one for each value. Without a value it has none either.
func (c *conversion) secret(name, description, value string) expression {
	if c.secrets[value] == "" {
		if value == "" {
			c.secrets[value] = c.inputs.add(input{name: name, description: description, kind: "string", sensitive: true})
		} else {
			c.secrets[value] = c.inputs.secret(name, description, "string", quoted(value))
		}
	}
	return c.secrets[value]
}

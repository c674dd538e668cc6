package occopus

import (
	"net/url"
	"slices"
	"strings"
)

// compute is the types of resource nova and occi: a VM by OCCI.
type compute struct{}

const (
	occiCompute     = "occi_compute"
	occiFloatingIP  = "occi_floating_ip"
	occiAssociation = "occi_floating_ip_association"
)

// floating tells whether a VM gets a floating IP: the keys may have any value.
func floating(m *machine) bool {
	resource := m.implementation.resource
	return m.implementation.kind == "nova" && (!resource.get("floating_ip").isNull() || !resource.get("floating_ip_pool").isNull())
}

// public is the floating IP if there is one, else any address, as the handler of Occopus has it.
func (v compute) public(m *machine, instance string) expression {
	if m.floatingGate != "" {
		return m.floatingGate + expression(instance+".address")
	}
	return v.private(m, instance)
}

// private is the first address that is not the floating IP: a VM shows that among the others, in any place, once it has it.
func (compute) private(m *machine, instance string) expression {
	addresses := expression(occiCompute + "." + m.label + instance + ".addresses")
	if m.floatingGate == "" {
		return addresses + "[0]"
	}
	return "[for address in " + addresses + " : address if address != " + m.floatingGate + expression(instance+".address") + "][0]"
}

func (compute) gates(m *machine) []expression {
	gates := []expression{expression(occiCompute + "." + m.label)}
	if m.floatingGate != "" {
		gates = append(gates, m.floatingGate)
		if len(m.checks) > 0 {
			gates = append(gates, expression("data."+healthData+"."+m.label))
		}
	}
	return gates
}

func (v compute) write(c *conversion, m *machine) error {
	resource := m.implementation.resource
	provider, err := c.clouds.occi(c, m.implementation)
	if err != nil {
		return err
	}
	image, flavor := "image_id", "flavor_name"
	if m.implementation.kind == "occi" {
		image, flavor = "os_tpl", "resource_tpl"
	}
	title, err := c.serverName(m, resource.get("server_name"))
	if err != nil {
		return err
	}
	vm := c.resource(m, occiCompute, provider)
	vm.gap()
	vm.set("title", title)
	for _, template := range []struct{ attribute, key string }{{"os_template", image}, {"resource_template", flavor}} {
		if _, err := resource.required(template.key); err != nil {
			return err
		}
		value, err := c.text(m, resource.get(template.key), template.key)
		if err != nil {
			return err
		}
		vm.set(template.attribute, value)
	}
	if err := v.writeAccess(c, m, vm); err != nil {
		return err
	}
	if err := v.writeLinks(c, m, vm, provider); err != nil {
		return err
	}
	if err := c.writeContext(m, vm); err != nil {
		return err
	}
	c.writeDependencies(m, vm)
	return v.writeFloatingIP(c, m, provider)
}

// writeAccess writes the key and the security groups.
func (v compute) writeAccess(c *conversion, m *machine, vm *block) error {
	resource := m.implementation.resource
	name, err := resource.get("key_name").string("key_name")
	if err != nil {
		return err
	}
	file, err := resource.get("public_key").string("public_key")
	if err != nil {
		return err
	}
	var key fields
	switch {
	case name != "":
		key.add("name", quoted(name))
		key.add("public_key", c.publicKey(name, "Public key of the key pair "+name+", as in authorized_keys."))
	case file != "":
		// occi-os keeps keys by name. Servers that need none are not sent it.
		key.add("name", "local.infra_name")
		key.add("public_key", c.publicKey(file, "Public key that the descriptor has in the file "+file+"."))
	}
	if len(key) > 0 {
		vm.set("ssh_key", key.object())
	}
	groups, err := resource.sequence("security_groups")
	if err != nil || groups == nil {
		return err
	}
	if c.server == ServerOOI {
		c.lose(groups.Position, m, "security_groups", "ooi has no security groups; the VM is in the default group of the project")
		return nil
	}
	vm.set("security_groups", literal(groups.plain()))
	return nil
}

// publicKey is the variable for a public key. The descriptor names a key pair that is there already, OCCI wants the key.
func (c *conversion) publicKey(name, description string) expression {
	if c.keys[name] == "" {
		c.keys[name] = c.inputs.add(input{name: "public_key_" + name, kind: "string", description: description})
	}
	return c.keys[name]
}

// writeLinks writes the networks and volumes.
func (v compute) writeLinks(c *conversion, m *machine, vm *block, provider string) error {
	resource := m.implementation.resource
	known := []string{
		"endpoint", "flavor_name", "floating_ip", "floating_ip_pool", "image_id", "key_name", "name", "project_id",
		"security_groups", "server_name", "tenant_name", "type", "user_domain_name",
	}
	var networks, volumes []expression
	if m.implementation.kind == "occi" {
		known = []string{"endpoint", "link", "name", "os_tpl", "public_key", "resource_tpl", "type"}
		links, err := resource.sequence("link")
		if err != nil {
			return err
		}
		for _, link := range links.elements() {
			switch path := locationPath(link.text); {
			case strings.Contains(path, "/network/"):
				networks = append(networks, quoted(path))
			case strings.Contains(path, "/storage/"):
				volumes = append(volumes, quoted(path))
			default:
				c.lose(link.Position, m, "link "+link.text, "it is neither a network nor a volume")
			}
		}
	} else if network := resource.get("network_id"); c.server == ServerOOI && !network.isNull() {
		known = append(known, "network_id")
		networks = append(networks, c.network(network.text, provider))
	}
	if len(networks) > 0 {
		vm.set("networks", list(networks))
	}
	if len(volumes) > 0 {
		vm.set("volumes", list(volumes))
	}
	c.loseKeys(m, resource, known...)
	return nil
}

// network is the path of a network of Neutron, of which the descriptor has the identifier and only the server knows the
// rest.
func (c *conversion) network(id, provider string) expression {
	name := identifier(strings.TrimPrefix(provider, "occi."))
	if provider == "occi" {
		name = "all"
	}
	address := expression("data.occi_networks." + name)
	if !slices.Contains(c.networkLists, provider) {
		c.networkLists = append(c.networkLists, provider)
		lists := newFile()
		lists.comment("All networks, to find those of the nodes by their identifiers.")
		data := lists.nested("data", "occi_networks", name)
		if provider != "occi" {
			data.set("provider", expression(provider))
		}
		text, _ := lists.bytes() // there is nothing in it that could be wrong
		c.parts = append(c.parts, []byte("\n"), text)
	}
	return "one([for network in " + address + ".networks : network.id if endswith(network.id, " + quoted("/"+id) + ")])"
}

func (n *node) elements() []*node {
	if n == nil {
		return nil
	}
	return n.items
}

// locationPath is the path of a location, which descriptors have as a path or as a URL.
func locationPath(location string) string {
	parsed, err := url.Parse(location)
	if err != nil {
		return location
	}
	return "/" + strings.TrimLeft(parsed.Path, "/")
}

// writeFloatingIP writes the floating IP, and the health checks, which need it.
func (compute) writeFloatingIP(c *conversion, m *machine, provider string) error {
	if m.floatingGate == "" {
		return nil
	}
	resource := m.implementation.resource
	pool, err := c.text(m, resource.get("floating_ip_pool"), "floating_ip_pool")
	if err != nil {
		return err
	}
	vm := expression(occiCompute + "." + m.label + m.this() + ".id")
	address := c.resource(m, occiFloatingIP, provider)
	address.gap()
	address.set("pool", pool)
	if c.server == ServerOOI {
		association := c.resource(m, occiAssociation, provider)
		association.gap()
		association.set("floating_ip_id", expression(occiFloatingIP+"."+m.label+m.this()+".id"))
		association.set("compute_id", vm)
	} else {
		address.set("compute_id", vm)
	}
	c.writeHealthData(m)
	return nil
}

package occopus

import (
	"fmt"
	"slices"
)

// cloudSigma is the type of resource cloudsigma: a server that boots from a copy of a drive of the library.
type cloudSigma struct{}

const (
	cloudSigmaServer  = "cloudsigma_server"
	cloudSigmaDrive   = "cloudsigma_drive"
	cloudSigmaLibrary = "cloudsigma_library_drive"
)

func (cloudSigma) public(m *machine, instance string) expression {
	return expression(cloudSigmaServer + "." + m.label + instance + ".ipv4_address")
}

// private is the same address: the handler of Occopus has only one.
func (s cloudSigma) private(m *machine, instance string) expression { return s.public(m, instance) }

func (cloudSigma) gates(m *machine) []expression {
	return []expression{expression(cloudSigmaServer + "." + m.label)}
}

func (s cloudSigma) write(c *conversion, m *machine) error {
	resource := m.implementation.resource
	provider, err := c.clouds.cloudSigma(c, resource)
	if err != nil {
		return err
	}
	library, err := resource.required("libdrive_id")
	if err != nil {
		return err
	}
	description, err := resource.mapping("description")
	if err != nil {
		return err
	}
	if description == nil {
		return resource.errorf("description is missing")
	}
	name, err := c.serverName(m, description.get("name"))
	if err != nil {
		return err
	}
	c.loseKeys(m, resource, "description", "endpoint", "libdrive_id", "name", "type")
	s.writeDrive(c, m, provider, library, name)
	server := c.resource(m, cloudSigmaServer, provider)
	server.gap()
	server.set("name", name)
	if err := s.writeSize(c, m, server, description); err != nil {
		return err
	}
	if err := c.writeContext(m, server); err != nil {
		return err
	}
	drive := server.nested("drive")
	drive.set("uuid", expression(cloudSigmaDrive+"."+m.label+m.this()+".id"))
	if err := s.writeNICs(c, m, server, description); err != nil {
		return err
	}
	c.writeDependencies(m, server)
	return nil
}

// writeDrive writes the drive, of the size of the drive that is copied.
func (cloudSigma) writeDrive(c *conversion, m *machine, provider, library string, name expression) {
	source := c.main.nested("data", cloudSigmaLibrary, m.label)
	source.set("provider", expression(provider))
	source.gap()
	source.set("uuid", quoted(library))
	drive := c.resource(m, cloudSigmaDrive, provider)
	drive.gap()
	drive.set("name", name)
	drive.set("media", quoted("disk"))
	drive.set("size", expression("data."+cloudSigmaLibrary+"."+m.label+".size"))
	drive.set("clone_drive_id", expression("data."+cloudSigmaLibrary+"."+m.label+".id"))
}

// descriptionKeys are the keys of description that are translated, and those that mean nothing in a new server.
var descriptionKeys = []string{"cpu", "mem", "meta", "name", "nics", "pubkeys", "smp", "tags", "vnc_password"}

// writeSize writes what the keys of description but the NICs say.
func (cloudSigma) writeSize(c *conversion, m *machine, server *block, description *node) error {
	for _, size := range []struct{ attribute, key string }{{"cpu", "cpu"}, {"memory", "mem"}, {"smp", "smp"}} {
		if size.key != "smp" && description.get(size.key).isNull() {
			return description.errorf("%s is missing", size.key)
		}
		number, err := description.integer(size.key, 0)
		if err != nil {
			return err
		}
		if number > 0 {
			server.set(size.attribute, literal(number))
		}
	}
	password, err := description.get("vnc_password").string("vnc_password")
	if err != nil {
		return err
	}
	server.set("vnc_password", c.secret("vnc_password", "Password of the VNC console.", password))
	for _, identifiers := range []struct{ attribute, key string }{{"ssh_keys", "pubkeys"}, {"tags", "tags"}} {
		items, err := description.sequence(identifiers.key)
		if err != nil {
			return err
		}
		if items != nil {
			server.set(identifiers.attribute, literal(uuids(items)))
		}
	}
	meta, err := description.mapping("meta")
	if err != nil {
		return err
	}
	if meta != nil {
		server.set("meta", literal(meta.plain()))
	}
	c.loseKeys(m, description, descriptionKeys...)
	return nil
}

// uuids are the items of a list, which may be objects with a uuid in the API.
func uuids(items *node) []any {
	var found []any
	for _, item := range items.items {
		if id := item.get("uuid"); id != nil {
			item = id
		}
		found = append(found, item.text)
	}
	return found
}

func (s cloudSigma) writeNICs(c *conversion, m *machine, server *block, description *node) error {
	nics, err := description.sequence("nics")
	if err != nil || nics == nil {
		return err
	}
	for _, nic := range nics.items {
		network := server.nested("network")
		if err := s.writeNIC(network, nic); err != nil {
			return err
		}
		c.loseKeys(m, nic, "firewall_policy", "ip_v4_conf", "runtime", "vlan")
	}
	return nil
}

func (cloudSigma) writeNIC(network *block, nic *node) error {
	configuration, err := nic.mapping("ip_v4_conf")
	if err != nil {
		return err
	}
	kind, err := configuration.get("conf").string("conf")
	if err != nil {
		return err
	}
	if kind != "" {
		network.set("type", quoted(kind))
	}
	if address := identified(configuration.get("ip")); address != "" {
		network.set("ipv4_address", quoted(address))
	}
	for _, reference := range []struct{ attribute, key string }{{"vlan_uuid", "vlan"}, {"firewall_policy_uuid", "firewall_policy"}} {
		if id := identified(nic.get(reference.key)); id != "" {
			network.set(reference.attribute, quoted(id))
		}
	}
	return nil
}

// identified is a reference of the API: an identifier, or an object with one as its uuid.
func identified(value *node) string {
	if id := value.get("uuid"); id != nil {
		value = id
	}
	if value.isNull() {
		return ""
	}
	return value.text
}

// loseKeys reports the keys of a section that are not among those.
func (c *conversion) loseKeys(m *machine, section *node, known ...string) {
	for _, entry := range section.entries {
		if slices.Contains(known, entry.key) || entry.value.isNull() {
			continue
		}
		reason, ok := lostKeys[entry.key]
		if !ok {
			reason = "the resource has no argument for it"
		}
		c.lose(entry.Position, m, fmt.Sprintf("%s = %s", entry.key, shortened(entry.value)), reason)
	}
}

// lostKeys are keys of resource sections that cannot be translated, and why.
var lostKeys = map[string]string{
	"drives":         "Occopus gives the server the copy of the library drive only",
	"network_id":     "this OCCI server puts each VM into the network of its project",
	"region_name":    "OCCI has no regions: give the endpoint of the region's OCCI server",
	"volume_size":    "OCCI cannot boot a VM from a new volume",
	"volume_persist": "OCCI cannot boot a VM from a new volume",
}

func shortened(value *node) string {
	if value.kind != scalarKind {
		return "…"
	}
	return value.text
}

package cloudsigma

import (
	"fmt"
	"slices"
)

// nicModels are those of network_interfaces.rst.
var nicModels = []string{"e1000", "i82551", "i82557b", "i82559er", "ne2k_pci", "pcnet", "rtl8139", "virtio"}

// readNICs reads the NICs of a server. One is recognized by its MAC; one without is new, and one that
// is not named any more is deleted (network_interfaces.rst, MAC addresses).
func (c *Cloud) readNICs(f form, a *account, into *Server) {
	definitions, sent := f.forms("nics")
	if !sent {
		return
	}
	previous := macs(c.servers.get(into.UUID))
	var nics []NIC
	for _, definition := range definitions {
		nic := NIC{Model: "virtio"}
		definition.text("mac", &nic.MAC)
		if nic.MAC != "" && !slices.Contains(previous, nic.MAC) {
			definition.invalid("mac", "MAC address %s does not belong to a NIC of this guest", nic.MAC)
		}
		// Each NIC may be named once.
		previous = slices.DeleteFunc(previous, func(mac string) bool { return mac == nic.MAC })
		if definition.has("model") {
			definition.choice("model", &nic.Model, nicModels...)
		}
		definition.number("boot_order", &nic.BootOrder)
		definition.reference("vlan", &nic.VLAN)
		if vlan := c.vlans.get(nic.VLAN); nic.VLAN != "" && (vlan == nil || !c.usable(a, vlan.Owner, vlan.UUID)) {
			definition.invalid("vlan", "Object with uuid %q does not exist", nic.VLAN)
		}
		definition.reference("firewall_policy", &nic.FirewallPolicy)
		if policy := c.fwpolicies.get(nic.FirewallPolicy); nic.FirewallPolicy != "" && (policy == nil || !c.usable(a, policy.Owner, policy.UUID)) {
			definition.invalid("firewall_policy", "Object with uuid %q does not exist", nic.FirewallPolicy)
		}
		nic.IPv4 = c.readIPConfiguration(definition, "ip_v4_conf", a, into.UUID)
		nic.IPv6 = c.readIPConfiguration(definition, "ip_v6_conf", a, into.UUID)
		if nic.VLAN != "" && (nic.IPv4 != nil || nic.IPv6 != nil) {
			definition.invalid("vlan", "Cannot assign both Private and Public on a NIC")
		}
		nics = append(nics, nic)
	}
	checkAddressesOnce(f, nics)
	into.NICs = nics
}

func macs(s *server) []string {
	var addresses []string
	if s != nil {
		for _, nic := range s.NICs {
			addresses = append(addresses, nic.MAC)
		}
	}
	return addresses
}

// readIPConfiguration reads the public configuration of a NIC (network_interfaces.rst, IP assignment).
func (c *Cloud) readIPConfiguration(f form, name string, a *account, serverID string) *IPConfiguration {
	definition := f.form(name)
	if definition == nil {
		return nil
	}
	conf := IPConfiguration{Conf: "dhcp"}
	if definition.has("conf") {
		definition.choice("conf", &conf.Conf, "dhcp", "static", "manual")
	}
	definition.reference("ip", &conf.IP)
	conf.IP = canonical(conf.IP)
	switch {
	case conf.Conf != "static":
		if conf.IP != "" {
			definition.invalid("ip", "An IP cannot be specified when conf is %q", conf.Conf)
		}
	case conf.IP == "":
		definition.invalid("ip", requiredMessage)
	default:
		address := c.ips.get(conf.IP)
		if address == nil || !c.usable(a, address.Owner, conf.IP) {
			definition.invalid("ip", "Object with uuid %q does not exist", conf.IP)
		} else if isIPv6(conf.IP) != (name == "ip_v6_conf") {
			definition.invalid("ip", "IP %s is of the other version", conf.IP)
		} else if holder := c.holderOf(conf.IP); holder != nil && holder.UUID != serverID {
			definition.refuse(forbidden("IP %s is already assigned to guest %s", conf.IP, holder.UUID))
		}
	}
	return &conf
}

func checkAddressesOnce(f form, nics []NIC) {
	seen := map[string]bool{}
	for i, nic := range nics {
		for name, conf := range map[string]*IPConfiguration{"ip_v4_conf": nic.IPv4, "ip_v6_conf": nic.IPv6} {
			if conf == nil || conf.IP == "" {
				continue
			}
			if seen[conf.IP] {
				f.invalid(fmt.Sprintf("nics.%d.%s.ip", i, name), "IP %s is assigned twice", conf.IP)
			}
			seen[conf.IP] = true
		}
	}
}

func (c *Cloud) assignMACs(s *Server) {
	for i := range s.NICs {
		if s.NICs[i].MAC == "" {
			s.NICs[i].MAC = c.newMAC()
		}
	}
}

// cloned is the NIC of a clone: another MAC, and a dynamic address for a static one.
func (n NIC) cloned() NIC {
	n.MAC, n.Address, n.IPv6Address = "", "", ""
	for _, conf := range []*IPConfiguration{n.IPv4, n.IPv6} {
		if conf != nil && conf.Conf == "static" {
			conf.Conf, conf.IP = "dhcp", ""
		}
	}
	return n
}

func (n NIC) runtime() object {
	kind := "public"
	if n.VLAN != "" {
		kind = "private"
	}
	var address any
	if n.Address != "" {
		address = link("ips", n.Address)
	}
	return object{
		// The schema has a reference for IPv4, and a text for IPv6.
		"interface_type": kind, "ip_v4": address, "ip_v6": orNull(n.IPv6Address),
		"io": object{"bytes_recv": 0, "bytes_sent": 0, "packets_recv": 0, "packets_sent": 0},
	}
}

func renderNICs(s *server) []object {
	rendered := []object{}
	for _, nic := range s.NICs {
		var vlan, policy, runtime any
		if nic.VLAN != "" {
			vlan = link("vlans", nic.VLAN)
		}
		if nic.FirewallPolicy != "" {
			policy = link("fwpolicies", nic.FirewallPolicy)
		}
		if !s.ActiveSince.IsZero() {
			runtime = nic.runtime()
		}
		rendered = append(rendered, object{
			"mac": nic.MAC, "model": nic.Model, "boot_order": orNullNumber(nic.BootOrder),
			"vlan": vlan, "firewall_policy": policy, "runtime": runtime,
			"ip_v4_conf": nic.IPv4.object(), "ip_v6_conf": nic.IPv6.object(),
		})
	}
	return rendered
}

func (i *IPConfiguration) object() any {
	if i == nil {
		return nil
	}
	var address any
	if i.IP != "" {
		address = link("ips", i.IP)
	}
	return object{"conf": i.Conf, "ip": address}
}

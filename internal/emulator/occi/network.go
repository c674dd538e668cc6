package occi

import (
	"net/http"
	"slices"
)

const addressAttribute = "occi.networkinterface.address"

// network is one of the two networks that are always there.
func network(path, vlan, prefix string) *entity {
	return &entity{
		path: path, kind: networkKind, mixins: []*category{ipNetworkMixin},
		attributes: map[string]string{
			"occi.network.vlan": vlan, "occi.network.label": "default", "occi.network.state": "active",
			addressAttribute: prefix + ".0/24", "occi.networkinterface.gateway": prefix + ".1",
			"occi.networkinterface.allocation": "static",
		},
	}
}

func interfaceAttributes(mac, address, gateway string) map[string]string {
	return map[string]string{
		"occi.networkinterface.interface": "eth0", "occi.networkinterface.mac": mac, "occi.networkinterface.state": "active",
		addressAttribute: address, "occi.networkinterface.gateway": gateway, "occi.networkinterface.allocation": "static",
	}
}

// publicMAC is what occi-os shows for every floating IP.
const publicMAC = "aa:bb:cc:dd:ee:ff"

// makeNetworkLinks makes the links of the addresses that the instance has.
func (x *exchange) makeNetworkLinks(e *entity, i *instance) {
	if i.address == "" {
		return
	}
	for _, f := range i.floating {
		x.makeNetworkLink(e, publicNetworkPath, interfaceAttributes(publicMAC, f.address, "0.0.0.0"))
	}
	x.makeNetworkLink(e, adminNetworkPath, interfaceAttributes(i.mac, i.address, "10.0.0.1"))
}

func (x *exchange) makeNetworkLink(e *entity, network string, attributes map[string]string) {
	link := &entity{
		path: networkInterfaceKind.location + x.nova.newID(), kind: networkInterfaceKind,
		mixins: []*category{ipNetworkInterfaceMixin}, attributes: attributes,
		source: e, target: x.registry.entities[registryKey{network, ""}], tenant: x.tenant, listedFor: x.tenant,
	}
	link.stampLink()
	e.links = append(e.links, link)
	x.registry.add(x.tenant, link)
}

// syncLinks removes the links of what is gone and makes those of the addresses of now.
func (x *exchange) syncLinks(e *entity) {
	i := x.nova.instance(x.tenant, e.id())
	if i == nil {
		return
	}
	for _, link := range slices.Clone(e.links) {
		if !x.alive(link) {
			e.unlink(link)
			x.registry.remove(link.path, x.tenant)
		}
	}
	if i.address == "" || i.task == taskDeleting {
		return
	}
	shown := func(address string) bool {
		return slices.ContainsFunc(e.links, func(l *entity) bool { return l.attributes[addressAttribute] == address })
	}
	for _, f := range i.floating {
		if !shown(f.address) {
			x.makeNetworkLink(e, publicNetworkPath, interfaceAttributes(publicMAC, f.address, "0.0.0.0"))
		}
	}
	if !shown(i.address) {
		x.makeNetworkLink(e, adminNetworkPath, interfaceAttributes(i.mac, i.address, "10.0.0.1"))
	}
}

// createNetworkInterface gives the source a floating IP; the only other network cannot be linked.
func (x *exchange) createNetworkInterface(link *entity) error {
	if link.target.path != publicNetworkPath {
		return refuse("Currently not supported.")
	}
	i := x.nova.instance(x.tenant, link.source.id())
	if i == nil {
		return fail(http.StatusNotFound, "VM not found!")
	}
	pool, hasPool := link.attributes[floatingPoolAttribute]
	withPool := link.has(networkLinkMixin)
	if withPool && !hasPool {
		return refuse("Please specify the pool name when using this mixin!")
	}
	if !withPool {
		pool = ""
	}
	address, err := x.nova.addFloatingAddress(i, pool)
	if err != nil {
		return x.tamed(err)
	}
	for name, value := range interfaceAttributes(publicMAC, address, "0.0.0.0") {
		link.attributes[name] = value
	}
	link.path = networkInterfaceKind.location + x.nova.newID()
	if !x.traits.looseLinks {
		link.stampLink()
	}
	return nil
}

func (x *exchange) releaseFloatingAddress(link *entity) error {
	i := x.nova.instance(x.tenant, link.source.id())
	address := link.attributes[addressAttribute]
	if link.target.path != publicNetworkPath || i == nil || !x.traits.looseLinks && !i.hasAddress(address) {
		return nil
	}
	return x.nova.removeFloatingAddress(i, address)
}

package occi

import (
	"net/http"
	"slices"
)

const addressAttribute = "occi.networkinterface.address"

// builtInNetwork is one of the two networks that are always there.
func builtInNetwork(path, vlan, prefix string) *entity {
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

// addressLink is the link that an address of an instance stands for. target is the path of a network or,
// where addresses are reserved, of the reservation.
type addressLink struct {
	target     string
	attributes map[string]string
}

// addressLinks are those of the instance, floating addresses first.
func (x *exchange) addressLinks(i *instance) []addressLink {
	if x.traits.neutron {
		return x.portLinks(i)
	}
	if i.address == "" {
		return nil
	}
	var list []addressLink
	for _, f := range i.floating {
		list = append(list, addressLink{publicNetworkPath, interfaceAttributes(publicMAC, f.address, "0.0.0.0")})
	}
	return append(list, addressLink{adminNetworkPath, interfaceAttributes(i.mac, i.address, "10.0.0.1")})
}

func (x *exchange) makeNetworkLink(e *entity, of addressLink) {
	target := x.registry.entities[registryKey{of.target, ""}]
	if target == nil {
		target = x.registry.entities[registryKey{of.target, x.tenant}]
	}
	if target == nil {
		return
	}
	link := &entity{
		path: networkInterfaceKind.location + x.nova.newID(), kind: networkInterfaceKind,
		mixins: []*category{ipNetworkInterfaceMixin}, attributes: of.attributes,
		source: e, target: target, tenant: x.tenant, listedFor: x.tenant,
	}
	x.stamp(link)
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
	if i.task == taskDeleting {
		return
	}
	for _, of := range x.addressLinks(i) {
		shown := func(l *entity) bool { return l.attributes[addressAttribute] == of.attributes[addressAttribute] }
		if !slices.ContainsFunc(e.links, shown) {
			x.makeNetworkLink(e, of)
		}
	}
}

// createNetworkInterface gives the source a floating IP; the only other network cannot be linked.
func (x *exchange) createNetworkInterface(link *entity) error {
	if x.traits.neutron {
		return x.createPortLink(link)
	}
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
		x.stamp(link)
	}
	return nil
}

func (x *exchange) releaseAddress(link *entity) error {
	if x.traits.neutron {
		x.releasePort(link)
		return nil
	}
	i := x.nova.instance(x.tenant, link.source.id())
	address := link.attributes[addressAttribute]
	if link.target.path != publicNetworkPath || i == nil || !x.traits.looseLinks && !x.alive(link) {
		return nil
	}
	return x.nova.removeFloatingAddress(i, address)
}

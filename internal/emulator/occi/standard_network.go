package occi

import (
	"net/http"
	"slices"
	"strconv"
)

// networkEntity is a network as it is shown; the rest comes with the first refresh.
func networkEntity(of *network) *entity {
	e := &entity{path: networkKind.location + of.id, kind: networkKind, attributes: map[string]string{titleAttribute: of.name}}
	if of.cidr != "" {
		e.mixins = []*category{ipNetworkMixin}
	}
	return e
}

func (x *exchange) createNetwork(e *entity) error {
	vlan := e.attributes[vlanAttribute]
	if number, err := strconv.Atoi(vlan); vlan != "" && (err != nil || number < 0 || number > 4095) {
		return refuse("A VLAN is a number from 0 to 4095, not %s.", vlan)
	}
	created := &network{
		tenant: x.tenant, name: e.attributes[titleAttribute], summary: e.attributes[summaryAttribute],
		label: e.attributes[labelAttribute], vlan: vlan,
	}
	if e.has(ipNetworkMixin) {
		created.cidr, created.gateway = e.attributes[networkAddressAttribute], e.attributes[networkGatewayAttribute]
		created.allocation = e.attributes[networkAllocationAttribute]
	}
	if err := x.nova.createNetwork(created); err != nil {
		return err
	}
	e.path = networkKind.location + created.id
	return nil
}

func (x *exchange) refreshNetwork(e *entity) {
	shown := x.nova.networkOf(x.tenant, e.id())
	if shown == nil {
		return
	}
	e.attributes = map[string]string{networkStateAttribute: "active"}
	e.actions = []*category{downAction}
	if shown.down {
		e.attributes[networkStateAttribute] = "inactive"
		e.actions = []*category{upAction}
	}
	for name, value := range map[string]string{
		titleAttribute: shown.name, summaryAttribute: shown.summary, labelAttribute: shown.label, vlanAttribute: shown.vlan,
		networkAddressAttribute: shown.cidr, networkGatewayAttribute: shown.gateway, networkAllocationAttribute: shown.allocation,
	} {
		if value != "" {
			e.attributes[name] = value
		}
	}
}

func (x *exchange) updateNetwork(e, change *entity) error {
	changed := x.nova.networkOf(x.tenant, e.id())
	if changed == nil || changed.tenant != x.tenant {
		return fail(http.StatusForbidden, "This network is not yours.")
	}
	for name, value := range change.attributes {
		switch name {
		case titleAttribute:
			changed.name = value
		case summaryAttribute:
			changed.summary = value
		case labelAttribute:
			changed.label = value
		case vlanAttribute:
			changed.vlan = value
		case networkAllocationAttribute:
			changed.allocation = value
		case coreID, networkAddressAttribute, networkGatewayAttribute, networkStateAttribute:
			if e.attributes[name] != value {
				return refuse("%s cannot be changed.", name)
			}
		}
	}
	return nil
}

func (x *exchange) invokeNetwork(e *entity, a *category) error {
	changed := x.nova.networkOf(x.tenant, e.id())
	if changed == nil || a != upAction && a != downAction {
		return refuse("This action is not applicable.")
	}
	changed.down = a == downAction
	return nil
}

func (x *exchange) removeNetwork(e *entity) error {
	deleted := x.nova.networkOf(x.tenant, e.id())
	if deleted.tenant != x.tenant {
		return fail(http.StatusForbidden, "This network is not yours.")
	}
	if slices.ContainsFunc(x.nova.neutron.ports, func(p *port) bool { return p.network == deleted }) {
		return clash("There are interfaces on network %s.", deleted.id)
	}
	x.nova.deleteNetwork(deleted)
	return nil
}

func (x *exchange) createReservation(e *entity) error {
	r, err := x.nova.reserve(x.tenant)
	if err != nil {
		return err
	}
	e.path = reservationKind.location + r.id
	return nil
}

func (x *exchange) refreshReservation(e *entity) {
	if r := x.nova.reservation(x.tenant, e.id()); r != nil {
		e.attributes[reservationAddressAttribute] = r.address
		e.attributes[reservationUsedAttribute] = strconv.FormatBool(r.port != nil)
		e.attributes["occi.ipreservation.state"] = "active"
	}
}

func (x *exchange) removeReservation(e *entity) error {
	r := x.nova.reservation(x.tenant, e.id())
	if r.port != nil {
		return clash("%s is in use.", r.address)
	}
	x.nova.release(r)
	return nil
}

// portLinks are the links that ports and the floating IPs on them stand for. A port that is being removed
// has none.
func (x *exchange) portLinks(i *instance) []addressLink {
	var list []addressLink
	for index, p := range x.nova.portsOf(i) {
		if p.network == nil || p.timeline.Pending() {
			continue
		}
		attributes := interfaceAttributes(p.mac, p.address, p.network.gateway)
		attributes["occi.networkinterface.interface"] = "eth" + strconv.Itoa(index)
		attributes["occi.networkinterface.allocation"] = "dynamic"
		list = append(list, addressLink{networkKind.location + p.network.id, attributes})
		if r := x.nova.reservationOn(p); r != nil {
			attributes := interfaceAttributes(p.mac, r.address, x.nova.externalNetwork().gateway)
			attributes["occi.networkinterface.allocation"] = "static"
			list = append(list, addressLink{reservationKind.location + r.id, attributes})
		}
	}
	return list
}

// createPortLink plugs the source into a network, or puts a reserved address on it.
func (x *exchange) createPortLink(link *entity) error {
	i := x.nova.instance(x.tenant, link.source.id())
	if i == nil {
		return refuse("The source has to be a compute.")
	}
	if err := i.require("attach_interface", attachable...); err != nil {
		return err
	}
	address, err := x.connectPort(i, link)
	if err != nil {
		return err
	}
	for _, of := range x.portLinks(i) {
		if of.attributes[addressAttribute] == address {
			link.attributes = of.attributes
		}
	}
	if !link.has(ipNetworkInterfaceMixin) {
		link.mixins = append(link.mixins, ipNetworkInterfaceMixin)
	}
	link.path = networkInterfaceKind.location + x.nova.newID()
	x.stamp(link)
	return nil
}

// connectPort returns the address that the link stands for.
func (x *exchange) connectPort(i *instance, link *entity) (string, error) {
	if r := x.nova.reservation(x.tenant, link.target.id()); r != nil {
		ports := x.nova.portsOf(i)
		switch {
		case r.port != nil:
			return "", clash("%s is in use.", r.address)
		case len(ports) == 0:
			return "", clash("The compute has no network interface.")
		}
		return r.address, x.nova.bind(r, ports[0])
	}
	on := x.nova.networkOf(x.tenant, link.target.id())
	if on == nil || on.external {
		return "", refuse("The target has to be a network that computes can be linked to, or a reservation.")
	}
	wanted := link.attributes[addressAttribute]
	if wanted != "" && x.nova.addressInUse(on, wanted) {
		return "", clash("%s is in use.", wanted)
	}
	p, err := x.nova.plug(i, on)
	if err != nil {
		return "", err
	}
	p.byUser = true
	if wanted != "" {
		p.address = wanted
	}
	if mac := link.attributes["occi.networkinterface.mac"]; mac != "" {
		p.mac = mac
	}
	return p.address, nil
}

// releasePort undoes what a network interface stands for.
func (x *exchange) releasePort(link *entity) {
	if r := x.nova.reservation(x.tenant, link.target.id()); r != nil {
		r.port = nil
		return
	}
	for _, p := range x.nova.neutron.ports {
		if p.instance == link.source.id() && p.address == link.attributes[addressAttribute] {
			x.nova.beginUnplug(p)
		}
	}
}

package occi

import (
	"slices"
	"strings"
)

// ooiInterfaceOf is a link to the target for an address of the port: its own, or a floating one.
func ooiInterfaceOf(p *port, address string, target *entity) *entity {
	return &entity{
		path: ooiInterface.location + p.instance + "_" + address, kind: ooiInterface, mixins: []*category{ooiIPInterface},
		source: ooiEnd(ooiCompute, p.instance), target: target,
		// Whatever is asked for, this is what the link says (267-networkinterface-get-text-plain).
		attributes: map[string]string{
			addressAttribute: address, "occi.networkinterface.allocation": "dynamic", "occi.networkinterface.interface": "eth0",
			"occi.networkinterface.mac": p.mac, "occi.networkinterface.state": "active",
		},
	}
}

func ooiPortLink(p *port) *entity {
	id := "FIXED" // A network that is gone, 287-compute-get-after-its-network-went.
	if p.network != nil {
		id = p.network.id
	}
	return ooiInterfaceOf(p, p.address, ooiEnd(ooiNetwork, id))
}

func ooiFloatingLink(r *reservation) *entity {
	return ooiInterfaceOf(r.port, r.address, ooiEnd(ooiReservation, r.id))
}

// interfacesOf are the links of all addresses of the instance, floating ones with their pool.
func (o *ooiExchange) interfacesOf(i *instance) []*entity {
	var list []*entity
	for _, p := range o.nova.portsOf(i) {
		list = append(list, ooiPortLink(p))
		if r := o.nova.reservationOn(p); r != nil {
			link := ooiFloatingLink(r)
			link.mixins = append(link.mixins, ooiPool)
			list = append(list, link)
		}
	}
	return list
}

func (o *ooiExchange) listInterfaces() (*answer, error) {
	var list []*entity
	for _, i := range o.instances() {
		list = append(list, o.interfacesOf(i)...)
	}
	return o.collectionAnswer(list)
}

// findInterface finds the link by the identifier of its compute and its address.
func (o *ooiExchange) findInterface(id string) (*instance, *entity, error) {
	source, _, _ := strings.Cut(id, "_")
	i := o.nova.instance(o.tenant, source)
	if i == nil {
		return nil, nil, linkNotFound(id)
	}
	list := o.interfacesOf(i)
	index := slices.IndexFunc(list, func(e *entity) bool { return e.id() == id })
	if index < 0 {
		return nil, nil, linkNotFound(id)
	}
	return i, list[index], nil
}

func (o *ooiExchange) showInterface(id string) (*answer, error) {
	_, link, err := o.findInterface(id)
	if err != nil {
		return nil, err
	}
	return o.entityAnswer(link)
}

// newInterface links a compute to a network, to a floating IP, or to the external network: then it
// allocates a floating IP. The mixin that the link will have must not be sent (270).
func (o *ooiExchange) newInterface() (*answer, error) {
	r, err := o.parse()
	if err != nil {
		return nil, err
	}
	if err := r.validate(ooiSchema{category: ooiInterface, optional: []string{poolScheme}}); err != nil {
		return nil, err
	}
	instanceID, err := o.target(r.attributes[coreSource], ooiCompute)
	if err != nil {
		return nil, err
	}
	link, err := o.connect(r, instanceID)
	if err != nil {
		return nil, err
	}
	return o.collectionAnswer([]*entity{link})
}

func (o *ooiExchange) connect(r *ooiRequest, instanceID string) (*entity, error) {
	target, ok := r.attributes[coreTarget].(string)
	if !ok {
		return nil, errNotComplied
	}
	if strings.Contains(target, ooiReservation.location[1:]) {
		id, err := o.target(target, ooiReservation)
		if err != nil {
			return nil, err
		}
		reserved, err := o.findReservation(id)
		if err != nil {
			return nil, err
		}
		return o.bindTo(reserved, instanceID)
	}
	id, err := o.target(target, ooiNetwork)
	if err != nil {
		return nil, err
	}
	i, err := o.findInstance(instanceID)
	if err != nil {
		return nil, err
	}
	if id == ooiPublic {
		reserved, err := o.allocate(r)
		if err != nil {
			return nil, err
		}
		return o.bindTo(reserved, instanceID)
	}
	on := o.nova.networkOf(o.tenant, id)
	if on == nil {
		return nil, errUnexpected // 272-networkinterface-create-unknown-network
	}
	if err := o.require(i, "attach_interface", attachable...); err != nil {
		return nil, err
	}
	p, err := o.nova.plug(i, on)
	if err != nil {
		return nil, err
	}
	p.byUser = true
	return ooiPortLink(p), nil
}

// bindTo puts the floating IP on the first port of the instance.
func (o *ooiExchange) bindTo(r *reservation, instanceID string) (*entity, error) {
	i, err := o.findInstance(instanceID)
	if err != nil {
		return nil, err
	}
	ports := o.nova.portsOf(i)
	if len(ports) == 0 {
		return nil, refuse("No fixed IP addresses associated to instance")
	}
	if err := o.nova.bind(r, ports[0]); err != nil {
		return nil, err
	}
	return ooiFloatingLink(r), nil
}

// deleteInterface keeps floating IPs allocated, also those that the link to the external network has
// allocated: they leak (298-ipreservation-list-after-PUBLIC-link-delete-ip-leaks).
func (o *ooiExchange) deleteInterface(id string) (*answer, error) {
	i, link, err := o.findInterface(id)
	if err != nil {
		return nil, err
	}
	for _, p := range o.nova.portsOf(i) {
		r := o.nova.reservationOn(p)
		switch address := link.attributes[addressAttribute]; {
		case p.address == address:
			o.nova.beginUnplug(p)
		case r != nil && r.address == address:
			r.port = nil
		}
	}
	return o.noContent()
}

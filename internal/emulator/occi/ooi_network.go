package occi

// ooiPublic is the identifier of the external network.
const ooiPublic = "PUBLIC"

// ooiNetworkOf shows a network, with its addresses if it is not for a list. Those of the external one are
// never shown.
func ooiNetworkOf(shown *network, listed bool) *entity {
	id := shown.id
	if shown.external {
		id = ooiPublic
	}
	e := &entity{
		path: ooiNetwork.location + id, kind: ooiNetwork, mixins: []*category{ooiIPNetwork, ooiOSNetwork}, actions: ooiNetworkActions,
		attributes: map[string]string{titleAttribute: shown.name, networkStateAttribute: "active"},
	}
	if !listed && !shown.external {
		e.attributes[networkAddressAttribute] = shown.cidr
		e.attributes[networkGatewayAttribute] = shown.gateway
		e.attributes[ipVersionAttribute] = "4"
	}
	return e
}

func (o *ooiExchange) listNetworks() (*answer, error) {
	var list []*entity
	for _, listed := range o.nova.networksOf(o.tenant) {
		if o.options.NoNeutronEndpoint {
			list = append(list, ooiNovaNetwork(listed.id, listed.name))
			continue
		}
		list = append(list, ooiNetworkOf(listed, true))
	}
	if o.options.NoNeutronEndpoint {
		list = append(list, ooiNovaNetwork(ooiPublic, ooiPublic))
	}
	return o.collectionAnswer(list)
}

// ooiNovaNetwork is a network as Nova knows it, which is how ooi shows it when it does not reach Neutron.
func ooiNovaNetwork(id, name string) *entity {
	return ooiNetworkOf(&network{id: id, name: name}, true)
}

func (o *ooiExchange) showNetwork(id string) (*answer, error) {
	if o.options.NoNeutronEndpoint && id == ooiPublic {
		return o.entityAnswer(ooiNovaNetwork(id, "PUBLIC_to_associate_Floating_IPs"))
	}
	shown := o.nova.networkOf(o.tenant, id)
	if id == ooiPublic {
		shown = o.nova.externalNetwork()
	}
	if shown == nil {
		return nil, notFound("Network %s could not be found.", id)
	}
	return o.entityAnswer(ooiNetworkOf(shown, o.options.NoNeutronEndpoint))
}

// newNetwork drops label, VLAN and allocation.
func (o *ooiExchange) newNetwork() (*answer, error) {
	r, err := o.parse()
	if err != nil {
		return nil, err
	}
	err = r.validate(ooiSchema{
		category: ooiNetwork, mixins: []string{ooiIPNetwork.String()}, optional: []string{ooiOSNetwork.String()},
	})
	if err != nil {
		return nil, err
	}
	for _, name := range []string{titleAttribute, networkAddressAttribute} {
		if _, ok := r.attributes[name]; !ok {
			return nil, refuse("Expecting %s attribute", name)
		}
	}
	if o.options.NoNeutronEndpoint {
		return nil, errUnexpected // 367-novanet-network-create
	}
	created := &network{
		tenant: o.tenant, name: r.text(titleAttribute), cidr: r.text(networkAddressAttribute), gateway: r.text(networkGatewayAttribute),
	}
	if err := o.nova.createNetwork(created); err != nil {
		return nil, err
	}
	return o.collectionAnswer([]*entity{ooiNetworkOf(created, false)})
}

// deleteNetwork takes the ports of running computes with it (286-network-delete-with-interfaces-on-it).
func (o *ooiExchange) deleteNetwork(id string) (*answer, error) {
	if o.options.NoNeutronEndpoint {
		return o.noContent() // 368-novanet-network-delete
	}
	deleted := o.nova.networkOf(o.tenant, id)
	if deleted == nil || deleted.tenant != o.tenant {
		return nil, notFound("Network %s could not be found.", id)
	}
	o.nova.deleteNetwork(deleted)
	return o.noContent()
}

func (o *ooiExchange) actOnNetwork(string) (*answer, error) {
	if _, err := o.requestedAction(ooiNetworkActions); err != nil {
		return nil, err
	}
	return nil, withStatus(errNoAction.status, "Network actions are not implemented")
}

// inlineNetworks are the identifiers of the networks that a new compute is to have.
func (o *ooiExchange) inlineNetworks(r *ooiRequest) ([]string, error) {
	var list []string
	for _, link := range r.links {
		if link.kind != ooiNetwork.String() {
			continue
		}
		id, err := o.target(link.target, ooiNetwork)
		if err != nil {
			return nil, err
		}
		list = append(list, id)
	}
	return list, nil
}

// chooseNetworks finds the networks of a new compute. With none linked it is the only one there is; several
// are a conflict (035-compute-create-two-networks-none-chosen-409).
func (o *ooiExchange) chooseNetworks(ids []string) ([]*network, error) {
	all := o.nova.pluggable(o.tenant)
	if len(ids) == 0 {
		if len(all) > 1 {
			return nil, conflict("Multiple possible networks found, use a Network ID to be more specific.")
		}
		return all, nil
	}
	var list []*network
	for _, id := range ids {
		if !uuidShape.MatchString(id) {
			return nil, refuse("Bad networks format: network uuid is not in proper format (%s)", id)
		}
		chosen := o.nova.networkOf(o.tenant, id)
		if chosen == nil {
			return nil, refuse("Network %s could not be found.", id)
		}
		list = append(list, chosen)
	}
	return list, nil
}

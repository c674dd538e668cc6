package occi

import "slices"

// The types that ooi brings itself. It names some otherwise than the other manners do and has no titles
// and actions in common with them, so it has a catalog of its own (003-query-json).

// Attributes of the kinds and mixins that only ooi and standard-1.2 have.
const (
	vlanAttribute               = "occi.network.vlan"
	labelAttribute              = "occi.network.label"
	networkStateAttribute       = "occi.network.state"
	networkAddressAttribute     = "occi.network.address"
	networkGatewayAttribute     = "occi.network.gateway"
	networkAllocationAttribute  = "occi.network.allocation"
	ipVersionAttribute          = "org.openstack.network.ip_version"
	reservationAddressAttribute = "occi.ipreservation.address"
	reservationUsedAttribute    = "occi.ipreservation.used"
	groupRulesAttribute         = "occi.securitygroup.rules"
)

const (
	standardUserDataScheme = "http://schemas.ogf.org/occi/infrastructure/compute#"
	standardSSHKeyScheme   = "http://schemas.ogf.org/occi/infrastructure/credentials#"
	openStackNetworkScheme = "http://schemas.openstack.org/infrastructure/network#"
	poolBaseScheme         = "http://schemas.openstack.org/network#"
)

// ooiAction is an action of one of the kinds of ooi.
func ooiAction(scheme, term, kind string) *category {
	return action(scheme, term, term+" "+kind+" instance")
}

func ooiActions(scheme, kind string, terms ...string) []*category {
	var list []*category
	for _, term := range terms {
		list = append(list, ooiAction(scheme, term, kind))
	}
	return list
}

// ooiKind has the attributes of all kinds above it, too.
func ooiKind(term, title, location string, parent *category, actions []*category, definitions ...string) *category {
	k := &category{
		class: kindClass, scheme: infrastructureScheme, term: term, title: title, related: parent, location: location,
		actions: actions, attributes: attributes(definitions...),
	}
	k.attributes = append(k.attributes, parent.attributes...)
	for index := range k.attributes {
		if k.attributes[index].name == vlanAttribute {
			k.attributes[index].valueType = typeString
		}
	}
	return k
}

func ooiCore(term string, parent *category, definitions ...string) *category {
	return &category{
		class: kindClass, scheme: coreScheme, term: term, title: term, related: parent, location: "/" + term + "/",
		attributes: append(attributes(definitions...), attributes(coreID, "immutable", titleAttribute, "")...),
	}
}

func ooiMixin(scheme, term, title, location string, applies *category, definitions ...string) *category {
	m := mixin(scheme, term, location, definitions...)
	m.title, m.applies = title, applies
	return m
}

var (
	ooiEntity   = ooiCore("entity", nil)
	ooiResource = ooiCore("resource", ooiEntity, summaryAttribute, "")
	ooiLink     = ooiCore("link", nil, coreSource, "required", coreTarget, "required")

	ooiComputeActions = ooiActions(computeActionScheme, "compute", "start", "stop", "restart", "suspend", "save")
	ooiStorageActions = ooiActions(storageActionScheme, "storage", "online", "offline", "backup", "snapshot", "resize")
	ooiNetworkActions = ooiActions(networkActionScheme, "network", "up", "down")

	ooiCompute = ooiKind("compute", "compute resource", "/compute/", ooiResource, ooiComputeActions,
		architectureAttribute, "", coresAttribute, "", hostnameAttribute, "", shareAttribute, "", memoryAttribute, "",
		stateAttribute, "immutable", "occi.compute.state.message", "immutable")
	ooiStorage = ooiKind("storage", "storage resource", "/storage/", ooiResource, ooiStorageActions,
		sizeAttribute, "required", "occi.storage.state", "immutable", "occi.storage.state.message", "immutable")
	ooiStorageLink = ooiKind("storagelink", "storage link resource", "/storagelink/", ooiLink, nil,
		deviceAttribute, "", mountPointAttribute, "", linkStateAttribute, "immutable", "occi.storagelink.state.message", "immutable")
	ooiNetwork = ooiKind("network", "network resource", "/network/", ooiResource, ooiNetworkActions,
		vlanAttribute, "", labelAttribute, "", networkStateAttribute, "immutable", "occi.network.state.message", "immutable")
	ooiInterface = ooiKind("networkinterface", "network link resource", "/networklink/", ooiLink, nil,
		"occi.networkinterface.interface", "immutable", "occi.networkinterface.mac", "",
		"occi.networkinterface.state", "immutable", "occi.networkinterface.state.message", "immutable")
	// An ipreservation is a network without its actions, though each instance shows them.
	ooiReservation = ooiKind("ipreservation", "IPReservation", "/ipreservation/", ooiNetwork, nil,
		reservationAddressAttribute, "", reservationUsedAttribute, "immutable", "occi.ipreservation.state", "immutable")

	ooiNeutron   = ooiMixin(openStackNetworkScheme, "neutron", "Network component", "/neutron/", nil)
	ooiOSNetwork = ooiMixin(openStackNetworkScheme, "osnetwork", "openstack network", "/osnetwork/", nil)
	ooiIPNetwork = ooiMixin(infrastructureNetworkScheme, "ipnetwork", "IP Networking Mixin", "/ipnetwork/", ooiNetwork,
		networkAddressAttribute, "", networkGatewayAttribute, "", networkAllocationAttribute, "")
	ooiIPInterface = ooiMixin(infrastructureNetworkInterfaceScheme, "ipnetworkinterface", "IP Network interface Mixin",
		"/ipnetworkinterface/", ooiInterface,
		addressAttribute, "", "occi.networkinterface.gateway", "", "occi.networkinterface.allocation", "")
	ooiOSTemplate       = ooiMixin(infrastructureScheme, "os_tpl", "OCCI OS Template", "/os_tpl/", ooiCompute)
	ooiResourceTemplate = ooiMixin(infrastructureScheme, "resource_tpl", "OCCI Resource Template", "/resource_tpl/", ooiCompute)
	ooiUserData         = ooiMixin(instanceScheme, "user_data", "Contextualization extension - user_data", "/openstack_user_data/", nil,
		userDataAttribute, "immutable required")
	ooiPublicKey = ooiMixin(credentialsScheme, "public_key", "Contextualization extension - public_key", "/openstack_public_key/", nil,
		keyNameAttribute, "immutable", keyDataAttribute, "immutable required")
	// The next two are advertised with attributes that ooi does not read; the misspelled one is its own.
	ooiStandardUserData = ooiMixin(standardUserDataScheme, "user_data", "Contextualization mixin", "/user_data/", ooiCompute,
		"occi.compute.userdata", "required")
	ooiSSHKey = ooiMixin(standardSSHKeyScheme, "ssh_key", "Credentials mixin", "/ssh_key/", ooiCompute,
		"occi.crendentials.ssh.publickey", "required")
	ooiPoolBase = ooiMixin(poolBaseScheme, "floatingippool", "Floating IP pool base mixin", "/floatingippool/", ooiInterface)
	ooiPool     = &category{
		class: mixinClass, scheme: poolScheme, term: poolName, title: poolName, related: ooiPoolBase, applies: ooiInterface,
		location: "/floatingippool/" + poolName,
	}
)

// ooiTemplate is the mixin of an image. Its term is the identifier.
func ooiImageTemplate(i *image) *category {
	return &category{
		class: mixinClass, scheme: osTemplateScheme, term: i.id, title: i.name, related: ooiOSTemplate, applies: ooiCompute,
		location: "/os_tpl/" + i.id, image: i,
	}
}

func ooiFlavorTemplate(f *flavor) *category {
	fixed := func(name string, value any) attributeDefinition {
		return attributeDefinition{name: name, property: "immutable", value: value}
	}
	return &category{
		class: mixinClass, scheme: resourceTplScheme, term: f.id, title: "Flavor: " + f.name, related: ooiResourceTemplate,
		applies: ooiCompute, location: "/resource_tpl/" + f.id, flavor: f,
		attributes: []attributeDefinition{
			fixed(coresAttribute, f.cores), fixed(memoryAttribute, f.memory), fixed("org.openstack.flavor.disk", f.disk),
			fixed("org.openstack.flavor.ephemeral", 0), fixed("org.openstack.flavor.swap", 0), fixed("org.openstack.flavor.name", nil),
		},
	}
}

// ooiCategories lists the query interface. It names neither what is public about osnetwork nor anything of
// security groups.
func (x *exchange) ooiCategories() []*category {
	all := []*category{
		ooiEntity, ooiResource, ooiLink, ooiCompute, ooiStorage, ooiStorageLink, ooiNetwork, ooiInterface, ooiReservation,
	}
	if !x.options.NoNeutronEndpoint {
		all = append(all, ooiNeutron)
	}
	all = append(all, ooiIPNetwork, ooiIPInterface, ooiOSTemplate, ooiResourceTemplate)
	for _, f := range x.nova.flavors {
		all = append(all, ooiFlavorTemplate(f))
	}
	for _, i := range slices.Backward(x.nova.imagesOf(x.tenant)) {
		all = append(all, ooiImageTemplate(i))
	}
	all = append(all, ooiUserData, ooiPublicKey, ooiStandardUserData, ooiSSHKey, ooiPool, ooiPoolBase)
	all = append(all, ooiComputeActions...)
	all = append(all, ooiStorageActions...)
	return append(all, ooiNetworkActions...)
}

package occi

// The types that the server brings itself: names, titles and attributes as in 01-query.guide-plain.

func action(scheme, term, title string, definitions ...string) *category {
	return &category{class: actionClass, scheme: scheme, term: term, title: title, attributes: attributes(definitions...)}
}

func mixin(scheme, term, location string, definitions ...string) *category {
	return &category{class: mixinClass, scheme: scheme, term: term, location: location, attributes: attributes(definitions...)}
}

var (
	resourceRoot = &category{class: kindClass, scheme: coreScheme, term: "resource"}
	linkRoot     = &category{class: kindClass, scheme: coreScheme, term: "link"}

	startAction   = action(computeActionScheme, "start", "Start a compute resource")
	stopAction    = action(computeActionScheme, "stop", "Stop a compute resource", "method", "")
	restartAction = action(computeActionScheme, "restart", "Restart a compute resource", "method", "")
	suspendAction = action(computeActionScheme, "suspend", "Suspend a compute resource", "method", "")

	upAction   = action(networkActionScheme, "up", "Bring up a network resource")
	downAction = action(networkActionScheme, "down", "Bring down a network resource")

	onlineAction   = action(storageActionScheme, "online", "Bring storage online")
	offlineAction  = action(storageActionScheme, "offline", "Bring storage offline")
	backupAction   = action(storageActionScheme, "backup", "Backup storage resource")
	snapshotAction = action(storageActionScheme, "snapshot", "Make a snapshot of storage resource")
	resizeAction   = action(storageActionScheme, "resize", "Resize storage resource", "size", "required")

	changePasswordAction = action(instanceActionScheme, "chg_pwd", "Changes Admin password.",
		"org.openstack.credentials.admin_pwd", "")
	createImageAction = action(instanceActionScheme, "create_image", "Creates a new image for the given server.",
		"org.openstack.snapshot.image_name", "")
	confirmResizeAction = action(instanceActionScheme, "confirm_resize", "Confirms a resize of the given server.")
	allocateAction      = action(instanceActionScheme, "alloc_float_ip", "Allocates a floating IP to the given server.",
		"org.openstack.network.floating.pool", "required")
	deallocateAction = action(instanceActionScheme, "dealloc_float_ip", "Takes the floating IP from the given server.")

	computeKind = &category{
		class: kindClass, scheme: infrastructureScheme, term: "compute", title: "Compute Resource",
		related: resourceRoot, location: "/compute/",
		attributes: attributes("occi.compute.architecture", "", "occi.compute.state", "immutable", "occi.compute.speed", "",
			"occi.compute.memory", "", "occi.compute.cores", "", "occi.compute.hostname", ""),
		actions: []*category{startAction, stopAction, restartAction, suspendAction},
	}
	networkKind = &category{
		class: kindClass, scheme: infrastructureScheme, term: "network", title: "Network Resource",
		related: resourceRoot, location: "/network/",
		attributes: attributes("occi.network.label", "", "occi.network.state", "immutable", "occi.network.vlan", ""),
		actions:    []*category{upAction, downAction},
	}
	storageKind = &category{
		class: kindClass, scheme: infrastructureScheme, term: "storage", title: "Storage Resource",
		related: resourceRoot, location: "/storage/",
		attributes: attributes("occi.storage.state", "immutable", "occi.storage.size", ""),
		actions:    []*category{onlineAction, offlineAction, backupAction, snapshotAction, resizeAction},
	}
	storageLinkKind = &category{
		class: kindClass, scheme: infrastructureScheme, term: "storagelink", title: "A link to a storage resource",
		related: linkRoot, location: "/storage/link/",
		attributes: attributes("occi.storagelink.state", "immutable", "occi.storagelink.mountpoint", "",
			"occi.storagelink.deviceid", ""),
	}
	networkInterfaceKind = &category{
		class: kindClass, scheme: infrastructureScheme, term: "networkinterface", title: "A L2 Network Interface",
		related: linkRoot, location: "/network/interface/",
		attributes: attributes("occi.networkinterface.interface", "immutable", "occi.networkinterface.mac", "",
			"occi.networkinterface.state", "immutable"),
	}
	ruleKind = &category{
		class: kindClass, scheme: ruleScheme, term: "rule", title: "Network security rule kind",
		related: resourceRoot, location: "/network/security/rule/",
		attributes: attributes("occi.network.security.protocol", "", "occi.network.security.to", "",
			"occi.network.security.range", "", "occi.network.security.from", ""),
	}

	ipNetworkMixin = mixin(infrastructureNetworkScheme, "ipnetwork", "/ipnetwork/",
		"occi.network.address", "", "occi.network.allocation", "", "occi.network.gateway", "")
	ipNetworkInterfaceMixin = &category{
		class: mixinClass, scheme: infrastructureNetworkInterfaceScheme, term: "ipnetworkinterface",
		title: "L3/L4 capabilities for L2 Network Interface", location: "/network/interface/ip/",
		attributes: attributes("occi.networkinterface.address", "", "occi.networkinterface.allocation", "",
			"occi.networkinterface.gateway", ""),
	}
	osTemplateMixin       = mixin(infrastructureScheme, "os_tpl", "/os_tpl/")
	resourceTemplateMixin = mixin(infrastructureScheme, "resource_tpl", "/resource_tpl/")
	securityGroupMixin    = mixin(securityScheme, "group", "/group/")
	userDataMixin         = mixin(instanceScheme, "user_data", "/user_data/", "org.openstack.compute.user_data", "")
	publicKeyMixin        = mixin(credentialsScheme, "public_key", "/public_key/",
		"org.openstack.credentials.publickey.data", "", "org.openstack.credentials.publickey.name", "")
	networkLinkMixin = mixin(networkLinkScheme, "os_net_link", "/os_net_link/",
		"org.openstack.network.floating.pool", "required")
)

const (
	infrastructureNetworkScheme          = "http://schemas.ogf.org/occi/infrastructure/network#"
	infrastructureNetworkInterfaceScheme = "http://schemas.ogf.org/occi/infrastructure/networkinterface#"
)

// instanceMixin is what every compute has; the actions that come with it depend on the manner.
func instanceMixin(guideActions bool) *category {
	m := mixin(instanceScheme, "os_vms", "/os_vms/",
		"org.openstack.compute.console.vnc", "immutable", "org.openstack.compute.state", "immutable")
	m.actions = []*category{changePasswordAction, createImageAction}
	if guideActions {
		m.actions = append(m.actions, confirmResizeAction, allocateAction, deallocateAction)
		m.attributes = append(m.attributes, attributeDefinition{name: "org.openstack.network.floating.ip", property: "immutable"})
	}
	return m
}

// builtIn lists the types that do not depend on the tenant.
func builtIn(instanceMixin *category, guideActions bool) []*category {
	all := []*category{
		computeKind, networkKind, storageKind, storageLinkKind, networkInterfaceKind, ruleKind,
		ipNetworkMixin, ipNetworkInterfaceMixin, osTemplateMixin, resourceTemplateMixin, securityGroupMixin,
		instanceMixin, userDataMixin, publicKeyMixin, networkLinkMixin,
		startAction, stopAction, restartAction, suspendAction, upAction, downAction,
		onlineAction, offlineAction, backupAction, snapshotAction, resizeAction, changePasswordAction, createImageAction,
	}
	if !guideActions {
		return all
	}
	all = append(all, confirmResizeAction, allocateAction, deallocateAction)
	for _, pool := range pools {
		all = append(all, mixin(poolScheme, pool.name, "/network/floatingippool/"+pool.name+"/"))
	}
	return all
}

package occi

// The types of GFD.224, and of the extension for security groups that goes with it. Kinds that the other
// manners have, too, keep their identity; what they offer under OCCI 1.2 is their standardView.

var (
	entityRoot = &category{class: kindClass, scheme: coreScheme, term: "entity", title: "Entity"}

	reservationKind = &category{
		class: kindClass, scheme: infrastructureScheme, term: "ipreservation", title: "IP Reservation",
		related: networkKind, location: "/ipreservation/",
		attributes: attributes(reservationAddressAttribute, "", reservationUsedAttribute, "immutable",
			"occi.ipreservation.state", "immutable"),
	}
	groupKind = &category{
		class: kindClass, scheme: infrastructureScheme, term: "securitygroup", title: "Security Group",
		related: resourceRoot, location: "/securitygroup/", attributes: attributes(groupRulesAttribute, "required"),
	}
	groupLinkKind = &category{
		class: kindClass, scheme: infrastructureScheme, term: "securitygrouplink", title: "A link to a security group",
		related: linkRoot, location: "/securitygrouplink/",
		attributes: attributes("occi.securitygrouplink.state", "immutable"),
	}

	saveAction = action(computeActionScheme, "save", "Save a compute resource as an OS template", "method", "", "name", "")

	standardUserDataMixin = mixin(standardUserDataScheme, "user_data", "/user_data/", "occi.compute.userdata", "")
	sshKeyMixin           = mixin(standardSSHKeyScheme, "ssh_key", "/ssh_key/", "occi.credentials.ssh.publickey", "required")
)

var coreAttributes = []string{coreID, "immutable", titleAttribute, ""}

// standardViews are the types that are shown with more than in the other manners.
var standardViews = func() map[*category]*category {
	resource := append([]string{summaryAttribute, ""}, coreAttributes...)
	link := append([]string{coreSource, "required", coreTarget, "required"}, coreAttributes...)
	views := map[*category]*category{}
	view := func(of *category, inherited []string, definitions ...string) *category {
		shown := *of
		shown.attributes = attributes(append(definitions, inherited...)...)
		views[of] = &shown
		return &shown
	}
	view(entityRoot, coreAttributes)
	view(resourceRoot, resource).related = entityRoot
	view(linkRoot, link).related = entityRoot
	view(computeKind, resource,
		architectureAttribute, "", coresAttribute, "", hostnameAttribute, "", shareAttribute, "", memoryAttribute, "",
		stateAttribute, "immutable", "occi.compute.state.message", "immutable",
	).actions = []*category{startAction, stopAction, restartAction, suspendAction, saveAction}
	view(networkKind, resource, vlanAttribute, "", labelAttribute, "",
		networkStateAttribute, "immutable", "occi.network.state.message", "immutable")
	view(storageKind, resource, sizeAttribute, "required",
		"occi.storage.state", "immutable", "occi.storage.state.message", "immutable")
	view(storageLinkKind, link, deviceAttribute, "", mountPointAttribute, "",
		linkStateAttribute, "immutable", "occi.storagelink.state.message", "immutable")
	view(networkInterfaceKind, link, "occi.networkinterface.interface", "immutable", "occi.networkinterface.mac", "",
		"occi.networkinterface.state", "immutable", "occi.networkinterface.state.message", "immutable")
	view(ipNetworkMixin, nil, networkAddressAttribute, "", networkGatewayAttribute, "", networkAllocationAttribute, "").applies = networkKind
	view(ipNetworkInterfaceMixin, nil,
		addressAttribute, "", "occi.networkinterface.gateway", "", "occi.networkinterface.allocation", "").applies = networkInterfaceKind
	for _, m := range []*category{osTemplateMixin, resourceTemplateMixin} {
		view(m, nil).applies = computeKind
	}
	for _, m := range []*category{standardUserDataMixin, sshKeyMixin} {
		shown := *m
		shown.applies = computeKind
		views[m] = &shown
	}
	return views
}()

// view is the category as the manner shows it.
func (x *exchange) view(c *category) *category {
	if shown := standardViews[c]; shown != nil && x.traits.standard12 {
		return shown
	}
	return c
}

func standardCategories() []*category {
	return []*category{
		entityRoot, resourceRoot, linkRoot, computeKind, networkKind, storageKind, storageLinkKind, networkInterfaceKind,
		reservationKind, groupKind, groupLinkKind,
		ipNetworkMixin, ipNetworkInterfaceMixin, osTemplateMixin, resourceTemplateMixin, standardUserDataMixin, sshKeyMixin,
		startAction, stopAction, restartAction, suspendAction, saveAction, upAction, downAction,
		onlineAction, offlineAction, backupAction, snapshotAction, resizeAction,
	}
}

package occi

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// Attributes of computes.
const (
	architectureAttribute = "occi.compute.architecture"
	coresAttribute        = "occi.compute.cores"
	hostnameAttribute     = "occi.compute.hostname"
	memoryAttribute       = "occi.compute.memory"
	shareAttribute        = "occi.compute.share"
	speedAttribute        = "occi.compute.speed"
	stateAttribute        = "occi.compute.state"
	novaStateAttribute    = "org.openstack.compute.state"
	consoleAttribute      = "org.openstack.compute.console.vnc"
	floatingIPAttribute   = "org.openstack.network.floating.ip"
	floatingPoolAttribute = "org.openstack.network.floating.pool"
	keyNameAttribute      = "org.openstack.credentials.publickey.name"
	keyDataAttribute      = "org.openstack.credentials.publickey.data"
	userDataAttribute     = "org.openstack.compute.user_data"
	titleAttribute        = "occi.core.title"
	summaryAttribute      = "occi.core.summary"
)

// makeCompute makes the entity at the first look at an instance. Links to the networks are made now or,
// in occi-os, never.
func (x *exchange) makeCompute(i *instance) *entity {
	e := &entity{
		path: computeKind.location + i.id, kind: computeKind, mixins: []*category{x.instanceMixin, x.osTemplate(i.image)},
		attributes: map[string]string{coreID: i.id}, tenant: x.tenant, listedFor: x.tenant,
	}
	for _, of := range x.addressLinks(i) {
		x.makeNetworkLink(e, of)
	}
	x.registry.add(x.tenant, e)
	return e
}

func (x *exchange) createCompute(e *entity) error {
	i := &instance{tenant: x.tenant, hostname: e.attributes[hostnameAttribute], flavor: x.nova.flavor("m1.small")}
	if err := x.sizes(e, i); err != nil {
		return err
	}
	if err := x.applyMixins(e, i); err != nil {
		return x.tamed(err)
	}
	if x.traits.standard12 {
		e.context(i)
		if err := x.prepareLinks(e, i); err != nil {
			return err
		}
	}
	if i.image == nil {
		return refuse("Please provide a valid OS Template.")
	}
	if err := x.nova.boot(i); err != nil {
		return err
	}
	e.path = computeKind.location + i.id
	if x.traits.forgetful {
		// Links are made before the compute has its identifier, so the compute stays and the request
		// fails (37-compute-create-inline-storagelink).
		if len(e.links) > 0 {
			return crash("KeyError: 'occi.core.id'")
		}
		return nil
	}
	e.attributes[coreID] = i.id
	delete(e.attributes, userDataAttribute)
	if x.instanceMixin != nil {
		e.mixins = append([]*category{x.instanceMixin}, e.mixins...)
	}
	return x.createInlineLinks(e, i)
}

// sizes takes over sizes that do not come from a template.
func (x *exchange) sizes(e *entity, i *instance) error {
	for _, name := range []string{coresAttribute, speedAttribute, memoryAttribute, architectureAttribute} {
		value, set := e.attributes[name]
		if !set {
			continue
		}
		if x.traits.templatesOnly {
			return refuse("There are unsupported attributes in the request.")
		}
		number, err := strconv.ParseFloat(value, 64)
		if name != architectureAttribute && (err != nil || number < 0) {
			return refuse("Invalid value for %s: %s", name, value)
		}
		switch name {
		case coresAttribute:
			i.cores = int(number)
		case memoryAttribute:
			i.memoryMB = number * 1024
		case architectureAttribute:
			i.architecture = value
		}
	}
	return nil
}

func (x *exchange) applyMixins(e *entity, i *instance) error {
	for _, m := range e.mixins {
		switch {
		case m.flavor != nil:
			i.flavor = m.flavor
		case m.image != nil:
			i.image = m.image
		case m.is(publicKeyMixin):
			for _, name := range []string{keyNameAttribute, keyDataAttribute} {
				if _, ok := e.attributes[name]; !ok {
					return crash("KeyError: '%s'", name)
				}
			}
			i.keyName, i.keyData = e.attributes[keyNameAttribute], e.attributes[keyDataAttribute]
		case m.is(userDataMixin):
			value, ok := e.attributes[userDataAttribute]
			if !ok {
				return crash("KeyError: '%s'", userDataAttribute)
			}
			i.userData = value
		case m.isGroup():
			g, err := x.nova.group(x.tenant, m.term)
			if err != nil {
				return err
			}
			i.groups = append(i.groups, g.name)
		}
	}
	return nil
}

func (x *exchange) createInlineLinks(e *entity, i *instance) error {
	links := e.links
	e.links = nil
	for _, link := range links {
		if link.kind == groupLinkKind {
			link.path = groupLinkKind.location + x.nova.newID()
			x.keep(link)
		}
		if link.target.isForeign() {
			x.attachForeign(link, i)
			x.keep(link)
			continue
		}
		if link.kind == storageLinkKind {
			v := x.nova.volume(x.tenant, link.target.id())
			if v == nil || v.status != volumeAvailable {
				return clash("Invalid volume: status must be 'available'")
			}
			x.nova.beginAttach(v, i, link.attributes[deviceAttribute])
			x.finishStorageLink(link, v)
			x.keep(link)
		}
	}
	return nil
}

// refreshCompute shows the instance as it is now.
func (x *exchange) refreshCompute(e *entity) error {
	i, err := x.instanceOf(e)
	if err != nil {
		return err
	}
	x.refreshState(e, i)
	memory := strconv.FormatFloat(i.memoryMB/1024, 'f', -1, 64)
	if !strings.Contains(memory, ".") {
		memory += ".0"
	}
	e.attributes[hostnameAttribute] = i.hostname
	e.attributes[architectureAttribute] = i.architecture
	e.attributes[coresAttribute] = strconv.Itoa(i.cores)
	e.attributes[memoryAttribute] = memory
	if x.traits.standard12 {
		x.syncCompute(e, i)
		return nil
	}
	e.attributes[speedAttribute] = "0.0"
	e.attributes[novaStateAttribute] = i.state
	e.attributes[consoleAttribute] = "N/A"
	if i.state != stateBuilding {
		e.attributes[consoleAttribute] = "http://127.0.0.1:6080/vnc_auto.html?token=" + x.nova.uuid()
	}
	if !x.traits.staleEntities {
		x.syncCompute(e, i)
	}
	return nil
}

// syncCompute shows what occi-os does not: the links and addresses of now, and the groups.
func (x *exchange) syncCompute(e *entity, i *instance) {
	x.syncLinks(e)
	for _, link := range e.links {
		if link.kind == storageLinkKind {
			x.refreshStorageLink(link)
		}
	}
	delete(e.attributes, floatingIPAttribute)
	if count := len(i.floating); count > 0 {
		e.attributes[floatingIPAttribute] = i.floating[count-1].address
	}
}

// refreshState sets the state and the actions that apply to it.
func (x *exchange) refreshState(e *entity, i *instance) {
	if x.traits.standard12 {
		x.standardState(e, i)
		return
	}
	e.attributes[stateAttribute] = "inactive"
	e.actions = nil
	switch i.state {
	case stateActive:
		e.attributes[stateAttribute] = "active"
		e.actions = []*category{stopAction, suspendAction, restartAction}
		if x.traits.guideActions {
			e.actions = append(e.actions, createImageAction, changePasswordAction, allocateAction)
			if len(i.floating) > 0 {
				e.actions = append(e.actions, deallocateAction)
			}
		}
	case statePaused, stateSuspended, stateStopped:
		e.actions = []*category{startAction}
		if i.state == stateSuspended && !x.traits.novaStates {
			e.attributes[stateAttribute] = "suspended"
		}
	case stateVerifyResize:
		e.actions = []*category{confirmResizeAction}
	}
}

// instanceOf is the instance of a compute, also one that vanished since it was looked up.
func (x *exchange) instanceOf(e *entity) (*instance, error) {
	if i := x.nova.instance(x.tenant, e.id()); i != nil {
		return i, nil
	}
	return nil, fail(http.StatusNotFound, "VM not found!")
}

// updateCompute scales or rebuilds. occi-os takes one mixin and nothing else; the mixins before it stay
// listed, the last one is the current one.
func (x *exchange) updateCompute(e, change *entity) error {
	if x.traits.staleEntities && len(change.mixins) != 1 {
		return refuse("Only updates with one mixin in request are currently supported")
	}
	for _, m := range change.mixins {
		if err := x.updateMixin(e, m); err != nil {
			return err
		}
	}
	if x.traits.staleEntities {
		e.attributes[stateAttribute] = "inactive"
		return nil
	}
	i, err := x.instanceOf(e)
	if err != nil {
		return err
	}
	for name, value := range change.attributes {
		switch name {
		case hostnameAttribute:
			i.hostname = value
		case titleAttribute, summaryAttribute:
			e.attributes[name] = value
		default:
			if err := x.updateAttribute(e, i, name, value); err != nil {
				return err
			}
		}
	}
	return nil
}

func (x *exchange) updateMixin(e *entity, m *category) error {
	i, err := x.instanceOf(e)
	if err != nil {
		return err
	}
	switch {
	case x.traits.standard12 && e.has(m):
		return nil
	case m.flavor != nil:
		err = x.scale(i, m.flavor)
	case m.image != nil:
		err = x.nova.rebuild(i, m.image)
	case x.traits.standard12 && m.tenant != "":
		// Of a user's own mixin there is nothing to tell the cloud.
	default:
		err = refuse("Unrecognized mixin. %s", m)
	}
	if err != nil {
		return err
	}
	if !x.traits.staleEntities {
		e.mixins = slices.DeleteFunc(e.mixins, func(old *category) bool {
			return old.flavor != nil && m.flavor != nil || old.image != nil && m.image != nil
		})
	}
	e.mixins = append(e.mixins, m)
	return nil
}

package occi

import (
	"slices"
	"strconv"
)

// methods are those that GFD.224 names for each action; without one the first is used.
var methods = map[*category][]string{
	stopAction:    {"graceful", "acpioff", "poweroff"},
	restartAction: {"graceful", "warm", "cold"},
	suspendAction: {"hibernate", "suspend"},
	saveAction:    {"hot", "deferred"},
}

func checkMethod(a *category, parameters map[string]string) error {
	if method, ok := parameters["method"]; ok && !slices.Contains(methods[a], method) {
		return refuse("%s is no method of %s.", method, a)
	}
	return nil
}

// invokeStandard invokes an action that the entity offers now.
func (x *exchange) invokeStandard(e *entity, a *category, parameters map[string]string) error {
	if err := x.refresh(e); err != nil {
		return err
	}
	if !slices.Contains(e.actions, a) {
		return clash("%s is not applicable to %s now.", a, e.path)
	}
	if err := checkMethod(a, parameters); err != nil {
		return err
	}
	switch a {
	case upAction, downAction:
		return x.invokeNetwork(e, a)
	case onlineAction, offlineAction, backupAction, snapshotAction, resizeAction:
		return x.invokeStorage(e, a, parameters)
	case saveAction:
		made, err := x.save(x.nova.instance(x.tenant, e.id()), parameters)
		if err != nil {
			return err
		}
		x.made = append(x.made, made)
		return nil
	case restartAction:
		return x.nova.reboot(x.nova.instance(x.tenant, e.id()))
	default:
		return x.invokeCompute(e, a, parameters)
	}
}

// standardState sets the states of GFD.224 with the actions that apply to them.
func (x *exchange) standardState(e *entity, i *instance) {
	delete(e.attributes, "occi.compute.state.message")
	e.attributes[stateAttribute] = "inactive"
	e.actions = nil
	switch i.state {
	case stateError:
		e.attributes[stateAttribute] = "error"
		e.attributes["occi.compute.state.message"] = "The compute could not be started."
	case stateActive:
		e.attributes[stateAttribute] = "active"
		e.actions = []*category{stopAction, restartAction, suspendAction, saveAction}
	case stateSuspended, statePaused:
		e.attributes[stateAttribute] = "suspended"
		e.actions = []*category{startAction, saveAction}
	case stateStopped:
		e.actions = []*category{startAction, saveAction}
	}
}

// context takes key and user data, which are not shown again.
func (e *entity) context(i *instance) {
	if e.has(sshKeyMixin) {
		i.keyData = e.attributes["occi.credentials.ssh.publickey"]
	}
	if e.has(standardUserDataMixin) {
		i.userData = e.attributes["occi.compute.userdata"]
	}
	delete(e.attributes, "occi.credentials.ssh.publickey")
	delete(e.attributes, "occi.compute.userdata")
}

// prepareLinks takes over from the links of a new compute what has to be there when it boots.
func (x *exchange) prepareLinks(e *entity, i *instance) error {
	for _, link := range e.links {
		switch link.target.kind {
		case networkKind:
			on := x.nova.networkOf(x.tenant, link.target.id())
			if on == nil || on.external {
				return refuse("Computes cannot be linked to %s.", link.target.path)
			}
			i.networks = append(i.networks, on)
		case reservationKind:
			r := x.nova.reservation(x.tenant, link.target.id())
			if r == nil || r.port != nil {
				return clash("%s is in use.", link.target.path)
			}
			i.reserved = append(i.reserved, r)
		case groupKind:
			i.groups = append(i.groups, link.target.id())
		}
	}
	if len(i.networks) > 0 {
		return nil
	}
	for _, on := range x.nova.pluggable(x.tenant) {
		if on.tenant == "" {
			i.networks = append(i.networks, on)
		}
	}
	return nil
}

// updateAttribute changes a size, which needs no template under OCCI 1.2, and takes what does not change.
func (x *exchange) updateAttribute(e *entity, i *instance, name, value string) error {
	switch {
	case !x.traits.standard12:
		return refuse("%s cannot be changed.", name)
	case e.attributes[name] == value:
		return nil
	case name != coresAttribute && name != memoryAttribute:
		return refuse("%s cannot be changed.", name)
	}
	number, err := strconv.ParseFloat(value, 64)
	if err != nil || number <= 0 {
		return refuse("Invalid value for %s: %s", name, value)
	}
	if err := i.require("resize", stateActive, stateStopped); err != nil {
		return err
	}
	if name == coresAttribute {
		i.cores = int(number)
	} else {
		i.memoryMB = number * 1024
	}
	return nil
}

// save makes an OS template of the compute.
func (x *exchange) save(i *instance, parameters map[string]string) (*category, error) {
	name := parameters["name"]
	if name == "" {
		name = "image-" + x.nova.uuid()
	}
	if slices.ContainsFunc(x.nova.images, func(other *image) bool { return other.name == name }) {
		return nil, clash("There is an OS template %s.", name)
	}
	if err := x.nova.snapshot(i, name); err != nil {
		return nil, err
	}
	return x.osTemplate(x.nova.images[len(x.nova.images)-1]), nil
}

package occi

import (
	"net/http"
)

func (x *exchange) entityHandlers() map[string]handler {
	return map[string]handler{
		http.MethodGet: x.getEntity, http.MethodPost: x.postEntity, http.MethodPut: x.putEntity, http.MethodDelete: x.deleteEntity,
	}
}

func (x *exchange) getEntity(path string) (*answer, error) {
	e, err := x.find(path)
	if err != nil {
		return nil, err
	}
	if err := x.refresh(e); err != nil {
		return nil, err
	}
	return x.showEntity(e)
}

// refresh brings what the server shows of the entity up to date.
func (x *exchange) refresh(e *entity) error {
	switch e.kind {
	case computeKind:
		return x.refreshCompute(e)
	case storageKind:
		return x.refreshStorage(e)
	case storageLinkKind:
		x.refreshStorageLink(e)
	case networkKind:
		if x.traits.neutron {
			x.refreshNetwork(e)
		}
	case reservationKind:
		x.refreshReservation(e)
	}
	return nil
}

// postEntity invokes an action or updates the entity. The answer of occi-os shows the entity as it was
// at the last look.
func (x *exchange) postEntity(path string) (*answer, error) {
	e, err := x.find(path)
	if err != nil {
		return nil, err
	}
	if x.invokes() {
		err = x.invokeRequested([]*entity{e})
	} else {
		err = x.update(e)
	}
	if err != nil {
		return nil, err
	}
	if len(x.made) > 0 {
		return x.showCategories(x.made)
	}
	if x.copied != nil {
		e = x.copied
	}
	if !x.traits.staleEntities {
		if err := x.refresh(e); err != nil {
			return nil, err
		}
	}
	return x.showEntity(e)
}

func (x *exchange) update(e *entity) error {
	change, err := x.entity(e.kind)
	if err != nil {
		return err
	}
	if len(change.links) > 0 {
		return fail(http.StatusBadRequest, "It is not recommend to have links in a full update request")
	}
	switch e.kind {
	case computeKind:
		return x.updateCompute(e, change)
	case storageKind:
		return x.updateStorage(e, change)
	case networkInterfaceKind:
		return refuse("Currently not supported.")
	case networkKind:
		if x.traits.neutron {
			return x.updateNetwork(e, change)
		}
	case groupKind:
		return x.updateSecurityGroup(e, change)
	case storageLinkKind, reservationKind:
		x.updateKept(e, change)
	}
	return nil
}

// updateKept takes over what only the server itself knows of an entity.
func (x *exchange) updateKept(e, change *entity) {
	if !x.traits.standard12 {
		return
	}
	copyCore(e, change)
	if point, ok := change.attributes[mountPointAttribute]; ok {
		e.attributes[mountPointAttribute] = point
	}
}

// putEntity replaces an entity. occi-os only knows those that were made over its API and are kept in its
// registry, links and rules, and does nothing with them; of everything else it makes another one, with
// another identifier (45-compute-put-existing-creates-another).
func (x *exchange) putEntity(path string) (*answer, error) {
	old := x.registry.entities[registryKey{path, x.tenant}]
	if old != nil && (!x.traits.putCreates || old.isLink() || old.kind == ruleKind) {
		if x.traits.putCreates {
			if _, err := x.entity(nil); err != nil {
				return nil, err
			}
			return x.showEntity(old)
		}
		if x.traits.standard12 {
			return x.putOver(old)
		}
		return x.postEntity(path)
	}
	if x.traits.standard12 {
		return x.putNew(path)
	}
	e, err := x.entity(nil)
	if err != nil {
		return nil, err
	}
	return x.create(e)
}

func (x *exchange) deleteEntity(path string) (*answer, error) {
	e, err := x.find(path)
	if err != nil {
		return nil, err
	}
	if err := x.remove(e); err != nil {
		return nil, err
	}
	return x.ok()
}

// remove deletes the entity, a compute with its links. What was done before an error stays done.
func (x *exchange) remove(e *entity) error {
	switch {
	case e.isLink():
		return x.removeLink(e)
	case e.kind == networkKind && !x.traits.forgetful && !x.traits.neutron:
		return refuse("Currently not supported.") // occi-os says OK and does nothing, see 36-network-delete-public.
	}
	for _, link := range e.links {
		if err := x.releaseLink(link); err != nil {
			return err
		}
		x.registry.remove(link.path, x.tenant)
	}
	return x.removeResource(e)
}

// removeResource removes what has no more links. Computes and volumes linger in the cloud and, but for
// occi-os, in the registry.
func (x *exchange) removeResource(e *entity) error {
	var err error
	lingers := false
	switch e.kind {
	case computeKind:
		lingers = true
		x.nova.destroy(x.nova.instance(x.tenant, e.id()))
	case storageKind:
		lingers = true
		err = x.nova.deleteVolume(x.nova.volume(x.tenant, e.id()))
	case ruleKind:
		err = x.removeRule(e)
	case networkKind:
		if x.traits.neutron {
			err = x.removeNetwork(e)
		}
	case reservationKind:
		err = x.removeReservation(e)
	case groupKind:
		err = x.removeSecurityGroup(e)
	}
	if err != nil {
		return err
	}
	if x.traits.forgetful || !lingers {
		x.registry.remove(e.path, x.tenant)
	} else {
		e.links = nil
	}
	return nil
}

// create makes the entity of the request.
func (x *exchange) create(e *entity) (*answer, error) {
	var err error
	switch e.kind {
	case computeKind:
		err = x.createCompute(e)
	case storageKind:
		err = x.createStorage(e)
	case ruleKind:
		err = x.createRule(e)
	case storageLinkKind:
		err = x.createStorageLink(e)
	case networkInterfaceKind:
		err = x.createNetworkInterface(e)
	case reservationKind:
		err = x.createReservation(e)
	case groupKind:
		err = x.createSecurityGroup(e)
	case groupLinkKind:
		err = x.createGroupLink(e)
	default:
		err = refuse("Currently not supported.")
		if e.kind == networkKind && x.traits.neutron {
			err = x.createNetwork(e)
		}
	}
	if err != nil {
		return nil, err
	}
	x.keep(e)
	return x.created(e)
}

// keep puts a new entity into the registry. occi-os keeps links and rules only; computes and volumes are
// made anew at the first look.
func (x *exchange) keep(e *entity) {
	if !x.traits.looseLinks {
		e.listedFor = x.tenant
	}
	if e.isLink() {
		e.source.links = append(e.source.links, e)
	}
	if !x.traits.forgetful || e.isLink() || e.kind == ruleKind {
		x.registry.add(x.tenant, e)
	}
}

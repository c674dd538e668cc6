package occi

import "net/http"

const (
	deviceAttribute     = "occi.storagelink.deviceid"
	mountPointAttribute = "occi.storagelink.mountpoint"
	linkStateAttribute  = "occi.storagelink.state"
)

func (x *exchange) createStorageLink(link *entity) error {
	i, v := x.nova.instance(x.tenant, link.source.id()), x.nova.volume(x.tenant, link.target.id())
	device, ok := link.attributes[deviceAttribute]
	switch {
	case i == nil:
		return fail(http.StatusNotFound, "VM not found!")
	case link.target.isForeign():
		x.attachForeign(link, i)
		return nil
	case v == nil:
		return refuse("Volume %s could not be found.", link.target.id())
	case !ok && x.traits.looseLinks:
		return crash("KeyError: '%s'", deviceAttribute)
	}
	if err := x.nova.attach(v, i, device); err != nil {
		return err
	}
	x.finishStorageLink(link, v)
	return nil
}

// finishStorageLink gives the link its identity and attributes. In occi-os occi.core.id is not the
// identifier of the URL, and the state is active while the volume is still being attached.
func (x *exchange) finishStorageLink(link *entity, v *volume) {
	link.path = storageLinkKind.location + x.nova.newID()
	link.attributes[linkStateAttribute] = "active"
	if x.traits.looseLinks {
		link.attributes[coreID] = x.nova.uuid()
		link.attributes[mountPointAttribute] = ""
		return
	}
	link.attributes[coreID] = link.path
	link.attributes[deviceAttribute] = v.device
	x.refreshStorageLink(link)
}

// refreshStorageLink lets the state follow the volume, which occi-os does not.
func (x *exchange) refreshStorageLink(link *entity) {
	if x.traits.looseLinks || link.target.isForeign() {
		return
	}
	link.attributes[linkStateAttribute] = "inactive"
	if v := x.nova.volume(x.tenant, link.target.id()); v != nil && v.status == volumeInUse && v.instance == link.source.id() {
		link.attributes[linkStateAttribute] = "active"
	}
}

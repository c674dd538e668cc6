package occi

import "net/http"

// releaseLink undoes in the cloud what the link stands for.
func (x *exchange) releaseLink(link *entity) error {
	if link.kind == networkInterfaceKind {
		return x.releaseAddress(link)
	}
	if link.kind == groupLinkKind {
		x.nova.leaveGroup(link)
		return nil
	}
	v := x.nova.volume(x.tenant, link.target.id())
	i := x.nova.instance(x.tenant, link.source.id())
	if link.target.isForeign() {
		x.nova.detachForeign(link)
		return nil
	}
	if x.traits.looseLinks {
		switch {
		case v == nil:
			return fail(http.StatusNotFound, "Volume not found!")
		case i == nil:
			return refuse("VM not found!")
		}
		return x.nova.detach(v, i)
	}
	if v != nil && v.instance == link.source.id() {
		x.nova.beginDetach(v)
	}
	return nil
}

// removeLink deletes a link. occi-os takes it out of its compute first: if the cloud then refuses, the
// link can never be deleted again (46-unlink-while-attaching, 46-unlink-second-try).
func (x *exchange) removeLink(link *entity) error {
	if !x.traits.looseLinks && link.kind == storageLinkKind {
		if v := x.nova.volume(x.tenant, link.target.id()); v != nil && v.status == volumeAttaching {
			return clash("Invalid volume: Volume must be attached in order to detach.")
		}
	}
	if !link.source.unlink(link) && x.traits.looseLinks {
		return crash("ValueError: list.remove(x): x not in list")
	}
	if err := x.releaseLink(link); err != nil {
		return err
	}
	x.registry.remove(link.path, x.tenant)
	return nil
}

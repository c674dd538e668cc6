package occi

import (
	"fmt"
	"slices"
)

// registry keeps the entities that were looked at or made, in the order in which they came.
type registry struct {
	keys     []registryKey
	entities map[registryKey]*entity
}

// registryKey is a path and the tenant who sees the entity there; "" is everybody.
type registryKey struct{ path, tenant string }

func (c *Cloud) newRegistry() *registry {
	r := &registry{entities: map[registryKey]*entity{}}
	if c.traits.neutron {
		for _, builtIn := range c.nova.neutron.networks {
			r.add("", networkEntity(builtIn))
		}
		return r
	}
	r.add("", builtInNetwork(publicNetworkPath, "external", "192.168.0"))
	r.add("", builtInNetwork(adminNetworkPath, "admin", "10.0.0"))
	return r
}

func (r *registry) add(tenant string, e *entity) {
	key := registryKey{e.path, tenant}
	if _, known := r.entities[key]; !known {
		r.keys = append(r.keys, key)
	}
	r.entities[key] = e
}

func (r *registry) remove(path, tenant string) {
	key := registryKey{path, tenant}
	delete(r.entities, key)
	r.keys = slices.DeleteFunc(r.keys, func(k registryKey) bool { return k == key })
}

// find is the entity at the path. What is in the cloud but was never looked at is made now.
func (x *exchange) find(path string) (*entity, error) {
	id := lastSegment(path)
	i, v := x.nova.instance(x.tenant, id), x.nova.volume(x.tenant, id)
	e := x.registry.entities[registryKey{path, x.tenant}]
	switch {
	case e != nil && x.gone(e):
		return nil, x.vanished(e)
	case e != nil && !x.traits.looseLinks && e.isLink() && !x.alive(e):
		e.source.unlink(e)
		x.registry.remove(e.path, x.tenant)
		return nil, miss("")
	case e != nil:
		return e, nil
	case x.registry.entities[registryKey{path, ""}] != nil:
		return x.registry.entities[registryKey{path, ""}], nil
	case !x.traits.forgetful:
		return nil, miss("") // Everything that exists is in the registry.
	case i != nil:
		e = x.makeCompute(i)
	case v != nil:
		e = x.makeStorage(v)
	default:
		return nil, miss("")
	}
	if e.path != path {
		return nil, refuse("Key/identifier mismatch! Requested: %s Got: %s", path, e.path)
	}
	return e, nil
}

// gone tells whether a resource is not in the cloud any more.
func (x *exchange) gone(e *entity) bool {
	switch e.kind {
	case computeKind:
		return x.nova.instance(x.tenant, e.id()) == nil
	case storageKind:
		return x.nova.volume(x.tenant, e.id()) == nil
	case networkKind:
		return x.traits.neutron && x.nova.networkOf(x.tenant, e.id()) == nil
	case reservationKind:
		return x.nova.reservation(x.tenant, e.id()) == nil
	default:
		return false
	}
}

// alive tells whether what the link stands for is there in the cloud.
func (x *exchange) alive(link *entity) bool {
	i := x.nova.instance(x.tenant, link.source.id())
	switch {
	case i == nil:
		return false
	case link.kind == networkInterfaceKind:
		return slices.ContainsFunc(x.addressLinks(i), func(shown addressLink) bool {
			return shown.attributes[addressAttribute] == link.attributes[addressAttribute]
		})
	case link.kind == groupLinkKind:
		return slices.Contains(i.groups, link.target.id())
	case link.target.isForeign():
		return slices.Contains(i.foreignVolumes, link.target.path)
	}
	v := x.nova.volume(x.tenant, link.target.id())
	return v != nil && v.instance == i.id
}

// vanished is the answer for an entity that the registry knows and the cloud has no more. occi-os fails
// to forget it and shows a Python tuple (12-storage-get-gone).
func (x *exchange) vanished(e *entity) error {
	if !x.traits.forgetful {
		x.forget(e)
		return miss("")
	}
	first := e.path
	if len(e.links) > 0 {
		first = e.links[0].path
	}
	return miss(fmt.Sprintf(`('%s', "{'nova_ctx': <nova.context.RequestContext object at 0x7f8a3368fd50>, `+
		`'registry': <occi_os_api.registry.OCCIRegistry object at 0x7f8a3315e790>}")`, first))
}

// forget removes the entity and its links from the registry.
func (x *exchange) forget(e *entity) {
	for _, link := range e.links {
		x.registry.remove(link.path, x.tenant)
	}
	x.registry.remove(e.path, x.tenant)
}

// all lists the entities of the tenant. occi-os shows links that were made over its API twice, once by
// themselves and once with their compute, and shows them to every tenant (10-storagelink-list-duplicates).
func (x *exchange) all() []*entity {
	var list []*entity
	for _, key := range slices.Clone(x.registry.keys) {
		e := x.registry.entities[key]
		if e == nil || e.listedFor != "" && e.listedFor != x.tenant {
			continue
		}
		switch {
		case x.gone(e):
			x.forget(e)
		case e.kind == computeKind:
			if !x.traits.staleEntities {
				x.syncLinks(e)
			}
			list = append(append(list, e), e.links...)
		case e.isLink() && e.listedFor != "":
			// It is listed with its compute.
		default:
			list = append(list, e)
		}
	}
	return append(list, x.unseen()...)
}

// unseen makes the entities of the tenant that nobody looked at yet.
func (x *exchange) unseen() []*entity {
	var list []*entity
	for _, i := range x.nova.instances {
		if i.tenant == x.tenant && x.registry.entities[registryKey{computeKind.location + i.id, x.tenant}] == nil {
			e := x.makeCompute(i)
			list = append(append(list, e), e.links...)
		}
	}
	for _, v := range x.nova.volumes {
		if v.tenant == x.tenant && x.registry.entities[registryKey{storageKind.location + v.id, x.tenant}] == nil {
			e := x.makeStorage(v)
			list = append(list, e)
			for _, key := range x.registry.keys {
				if known := x.registry.entities[key]; known.isLink() && known.target == e {
					list = append(list, known)
				}
			}
		}
	}
	return list
}

// under lists the entities below a path; the location of a category stands for all that have it.
func (x *exchange) under(path string) []*entity {
	c := x.categoryAt(x.tenant, path)
	return slices.DeleteFunc(x.all(), func(e *entity) bool {
		if c == nil {
			return len(e.path) < len(path) || e.path[:len(path)] != path
		}
		return e.kind != c && !e.has(c)
	})
}

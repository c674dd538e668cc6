package occi

import (
	"net/url"
	"slices"
)

// isForeign tells whether a link leads to a volume that another server has, as one that is managed by CDMI (GFD.184,
// section 3.4.3; GFD.224 has it too). Who exports it to the compute is told there, so the URL is all that is known here.
func (x *exchange) isForeign(kind *category, target string) bool {
	parsed, err := url.Parse(target)
	return x.traits.standard12 && kind == storageLinkKind && err == nil &&
		slices.Contains([]string{"http", "https"}, parsed.Scheme) && parsed.Scheme+"://"+parsed.Host != x.origin
}

// foreignStorage stands for a volume of another server; its path is the URL.
func foreignStorage(address string) *entity { return &entity{path: address, kind: storageKind} }

// isForeign tells a volume of another server: a path of this one begins with a slash.
func (e *entity) isForeign() bool { return e.path != "" && e.path[0] != '/' }

// attachForeign takes the word of the client for it that the volume is exported to the compute.
func (x *exchange) attachForeign(link *entity, i *instance) {
	i.foreignVolumes = append(i.foreignVolumes, link.target.path)
	link.path = storageLinkKind.location + x.nova.newID()
	link.attributes[linkStateAttribute] = "active"
	link.attributes[coreID] = link.path
}

// detachForeign forgets a volume of another server.
func (n *nova) detachForeign(link *entity) {
	if i := n.instance(link.tenant, link.source.id()); i != nil {
		i.foreignVolumes = slices.DeleteFunc(i.foreignVolumes, func(volume string) bool { return volume == link.target.path })
	}
}

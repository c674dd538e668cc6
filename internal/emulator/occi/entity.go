package occi

import (
	"slices"
	"strings"
)

// Paths of the two networks.
const (
	publicNetworkPath = "/network/public"
	adminNetworkPath  = "/network/admin"
)

const (
	coreID     = "occi.core.id"
	coreSource = "occi.core.source"
	coreTarget = "occi.core.target"
)

// entity is an OCCI resource or link as the registry keeps it: attributes and actions are those of the
// last look.
type entity struct {
	path           string
	kind           *category
	mixins         []*category
	attributes     map[string]string
	actions        []*category
	links          []*entity
	source, target *entity
	// tenant made it; listedFor is the tenant in whose lists it is, "" for all.
	tenant, listedFor string
}

// id is the last segment of the path: the identifier in the cloud.
func (e *entity) id() string { return lastSegment(e.path) }

func lastSegment(path string) string { return path[strings.LastIndex(path, "/")+1:] }

func (e *entity) isLink() bool { return e.kind.isLinkKind() }

func (e *entity) has(c *category) bool { return containsCategory(e.mixins, c) }

func (e *entity) removeMixin(c *category) {
	e.mixins = slices.DeleteFunc(e.mixins, c.is)
}

// unlink takes the link out of its source; false if it is not there.
func (e *entity) unlink(link *entity) bool {
	index := slices.Index(e.links, link)
	if index < 0 {
		return false
	}
	e.links = slices.Delete(e.links, index, index+1)
	return true
}

// stamp writes the attributes that occi-os only knows once a link was shown. Until then occi.core.id is
// another identifier than the URL (10-storagelink-get-before-vm-get).
func (x *exchange) stamp(link *entity) {
	link.attributes[coreID] = link.path
	x.identify(link)
	link.attributes[coreSource] = x.url(link.source.path)
	link.attributes[coreTarget] = x.url(link.target.path)
}

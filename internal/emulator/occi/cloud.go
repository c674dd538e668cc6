package occi

import (
	"net/http"
	"slices"
	"sync"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

var _ emulator.Cloud = (*Cloud)(nil)

// Cloud is an emulated OCCI server and the cloud behind it. It is safe for concurrent use.
type Cloud struct {
	mu       sync.Mutex
	options  Options
	traits   traits
	syntax   syntax
	nova     *nova
	registry *registry
	// builtIn are the types that the server brings itself, mixins those that users made.
	builtIn, mixins []*category
	instanceMixin   *category
}

// New returns an empty cloud.
func New(options Options) *Cloud {
	options = options.withDefaults()
	c := &Cloud{options: options, traits: options.Manner.traits(), syntax: strictSyntax{}, nova: newNova(options)}
	if c.traits.lenientParser {
		c.syntax = lenientSyntax{}
	}
	c.instanceMixin = instanceMixin(c.traits.guideActions)
	c.builtIn = builtIn(c.instanceMixin, c.traits.guideActions)
	c.registry = newRegistry()
	return c
}

// lock takes the lock and lets everything happen that is due.
func (c *Cloud) lock() {
	c.mu.Lock()
	c.nova.advance()
}

// ServeHTTP answers one request.
func (c *Cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x, refusal := c.newExchange(r)
	if refusal == nil {
		refusal = x.serveLocked()
	}
	x.write(w, refusal)
}

func (x *exchange) serveLocked() error {
	x.lock()
	defer x.mu.Unlock()
	return x.serve()
}

// Inventory lists computes, volumes, links, groups and rules that users made. A group that a restart
// made unreachable is listed by its number.
func (c *Cloud) Inventory() []emulator.Item {
	c.lock()
	defer c.mu.Unlock()
	var items []emulator.Item
	for _, i := range c.nova.instances {
		items = append(items, emulator.Item{
			Kind: "compute", ID: computeKind.location + i.id, Name: i.hostname, Owner: i.tenant, State: i.state,
		})
	}
	for _, v := range c.nova.volumes {
		items = append(items, emulator.Item{
			Kind: "storage", ID: storageKind.location + v.id, Name: v.name, Owner: v.tenant, State: v.status,
		})
	}
	for _, key := range c.registry.keys {
		if e := c.registry.entities[key]; e != nil && c.madeByUser(e) {
			items = append(items, emulator.Item{Kind: e.kind.term, ID: e.path, Owner: e.tenant})
		}
	}
	for _, g := range c.nova.groups {
		if g.id == 1 {
			continue
		}
		items = append(items, emulator.Item{Kind: "group", ID: c.groupIdentifier(g), Name: g.name, Owner: g.tenant})
	}
	for _, m := range c.mixins {
		if !m.isGroup() {
			items = append(items, emulator.Item{Kind: "mixin", ID: m.String(), Name: m.title, Owner: m.tenant})
		}
	}
	return items
}

// madeByUser is true for rules and links that stand for something in the cloud: not for the link to the
// admin network, which is part of its compute, nor for what occi-os shows though it is gone.
func (c *Cloud) madeByUser(e *entity) bool {
	switch e.kind {
	case ruleKind:
		_, rule := c.nova.rule(e.tenant, e.attributes[coreID])
		return rule != nil
	case storageLinkKind:
		v := c.nova.volume(e.tenant, e.target.id())
		return v != nil && v.instance == e.source.id() && v.status != volumeDetaching
	case networkInterfaceKind:
		return e.target.path == publicNetworkPath && c.nova.instance(e.tenant, e.source.id()) != nil
	default:
		return false
	}
}

func (c *Cloud) groupIdentifier(g *securityGroup) string {
	for _, m := range c.numberedGroups(g.tenant, c.mixins) {
		if m.title == "Security group: "+g.name {
			return m.String()
		}
	}
	index := slices.IndexFunc(c.mixins, func(m *category) bool { return m.tenant == g.tenant && m.term == g.name })
	return c.mixins[index].String()
}

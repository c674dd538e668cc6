package occi

import (
	"net/http"
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
	if c.traits.standard12 {
		c.instanceMixin, c.builtIn = nil, standardCategories()
	}
	c.registry = c.newRegistry()
	return c
}

// lock takes the lock and lets everything happen that is due.
func (c *Cloud) lock() {
	c.mu.Lock()
	c.nova.advance()
	c.nova.syncPorts()
}

// unlock is for whoever changed something: ports of computes that do not run any more close with it.
func (c *Cloud) unlock() {
	c.nova.syncPorts()
	c.mu.Unlock()
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
	defer x.unlock()
	return x.serve()
}

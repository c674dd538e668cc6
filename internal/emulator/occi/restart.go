package occi

// Restart does what a restart of the server does; the cloud behind it goes on. A server in the guide
// manner remembers everything. occi-os forgets its registry: links get new identifiers, rules cannot be
// reached any more, groups come back as numbers, and mixins that were added are gone (71-after-restart-*).
func (c *Cloud) Restart() {
	c.lock()
	defer c.mu.Unlock()
	if !c.traits.forgetful {
		return
	}
	c.registry = c.newRegistry()
	c.mixins = nil
}

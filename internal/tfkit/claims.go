package tfkit

import "sync"

// Claims notes which kind of resource manages a part of an entity that only one kind can manage, so that two
// kinds in one configuration do not undo each other's work for ever. The zero value is ready.
type Claims struct {
	mu    sync.Mutex
	kinds map[string]string
}

// Claim notes that a kind of resource manages a part ("drives of server ..."). Any number of resources of
// one kind may. If another kind has claimed it before, that is returned, and the claim is not noted.
func (c *Claims) Claim(part, kind string) (other string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.kinds == nil {
		c.kinds = map[string]string{}
	}
	if former, claimed := c.kinds[part]; claimed && former != kind {
		return former
	}
	c.kinds[part] = kind
	return ""
}

package keystone

import (
	"encoding/base64"
	"slices"
	"time"
)

// token is a token as it was issued.
type token struct {
	id         string
	user       *User
	tenant     *Tenant // nil: unscoped
	methods    []string
	auditIDs   []string
	issued     time.Time
	expires    time.Time
	credential *applicationCredential // nil unless one was used
	federation *federationV3          // nil unless an identity provider vouched for the user
}

// issue makes a token. The lock is held, as in all that is not exported.
func (c *Cloud) issue(user *User, tenant *Tenant, method string) *token {
	now := c.options.Now().UTC()
	issued := &token{
		id: c.newID(), user: user, tenant: tenant, methods: []string{method},
		auditIDs: []string{c.newAuditID()},
		issued:   now, expires: now.Add(c.options.TokenLifetime),
	}
	c.tokens[issued.id] = issued
	return issued
}

// rescope makes a token for another tenant out of a token. It does not live longer [008].
func (c *Cloud) rescope(from *token, tenant *Tenant) *token {
	issued := c.issue(from.user, tenant, "token")
	issued.expires, issued.federation = from.expires, from.federation
	issued.auditIDs = append(issued.auditIDs, from.auditIDs[len(from.auditIDs)-1])
	issued.methods = append(issued.methods, slices.DeleteFunc(slices.Clone(from.methods), func(method string) bool {
		return method == "token"
	})...)
	return issued
}

// valid returns the token, nil if it is not (any longer) good.
func (c *Cloud) valid(id string) *token {
	found := c.tokens[id]
	if found == nil || !c.options.Now().Before(found.expires) {
		return nil
	}
	return found
}

// newAuditID returns 16 bytes in URL-safe base64 without padding.
func (c *Cloud) newAuditID() string {
	return base64.RawURLEncoding.EncodeToString([]byte(c.newID())[:16])
}

package keystone

import (
	"net/http"
	"sync/atomic"
	"time"
)

// authHeader carries the token in a request to a service.
const authHeader = "X-Auth-Token"

// earliness is how long before its end a token is replaced. A token with a short life is replaced when
// a fifth of it is left.
const earliness = time.Minute

// token is what Keystone gave, or what was configured in its place.
type token struct {
	id Secret
	// replaceAt is the zero time if the token is to be used until it is refused.
	replaceAt time.Time
	tenantID  string
	userName  string

	// uses counts the requests that it was set on.
	uses atomic.Int64
}

// replaceAt returns when a token that was obtained now should be replaced. A token that seems to have
// ended already comes from a Keystone whose clock differs: only its refusal tells the end.
func replaceAt(now, expires time.Time) time.Time {
	life := expires.Sub(now)
	if life <= 0 {
		return time.Time{}
	}
	return expires.Add(-min(earliness, life/5))
}

func (t *token) isDue(now time.Time) bool {
	return !t.replaceAt.IsZero() && !now.Before(t.replaceAt)
}

// set sets the three headers that the guide to the OCCI API of OpenStack sends with each request.
func (t *token) set(header http.Header) {
	t.uses.Add(1)
	header.Set(authHeader, string(t.id))
	if t.tenantID != "" {
		header.Set("X-Auth-Tenant-Id", t.tenantID)
	}
	if t.userName != "" {
		header.Set("X-Auth-User", t.userName)
	}
}

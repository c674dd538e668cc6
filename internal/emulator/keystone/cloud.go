package keystone

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// The user and the tenant that exist unless Options say otherwise.
const (
	DefaultUserName   = "demo"
	DefaultPassword   = "demo-password"
	DefaultTenantName = "demo"
	DefaultTenantID   = "7d1e3f5a9b2c4d6e8f0a1b3c5d7e9f63"

	defaultUserID = "0f6f9e5c2c7b4d1b8a3e7f5d9c1b2a30"
)

// The versions of the Identity API.
const (
	V2 = "v2.0"
	V3 = "v3"
)

// All users and tenants are in one domain.
const (
	domainID   = "default"
	domainName = "Default"
)

// Tenant is a tenant, or project as v3 calls it.
type Tenant struct {
	ID, Name string
}

// User is somebody who can log in.
type User struct {
	ID, Name, Password string
	// TenantIDs are the tenants in which the user has a role. The first is the default one.
	TenantIDs []string
}

// Options configure a Cloud. The zero value has one user, one tenant, both versions.
type Options struct {
	// Users and Tenants are who exists; nil is the user "demo" with the password "demo-password" in the
	// tenant "demo". (A tenant "service", in which demo has no role, exists then as well.)
	Users   []User
	Tenants []Tenant
	// AccessTokens are the OpenID Connect access tokens of the identity provider, each with the name of its user.
	AccessTokens map[string]string
	// Certificates are the subjects of X.509 certificates, as crypto/x509/pkix prints them, each with the name
	// of its user. The cloud must then be served over TLS, by a listener that asks for certificates.
	Certificates map[string]string
	// TokenLifetime is how long a token is good; 0 is an hour.
	TokenLifetime time.Duration
	// Versions are the versions of the API that are served, V2 and V3; nil is both.
	Versions []string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
	// Seed makes identifiers and tokens reproducible.
	Seed uint64
}

// Cloud is an emulated Keystone. It is safe for concurrent use.
type Cloud struct {
	options Options
	handler http.Handler

	mu          sync.Mutex
	generated   uint64
	tokens      map[string]*token
	credentials []*applicationCredential
}

var _ emulator.Cloud = (*Cloud)(nil)

// New returns a Keystone without tokens.
func New(options Options) *Cloud {
	if options.Users == nil && options.Tenants == nil {
		options.Users = []User{{
			ID: defaultUserID, Name: DefaultUserName, Password: DefaultPassword, TenantIDs: []string{DefaultTenantID},
		}}
		options.Tenants = []Tenant{
			{ID: DefaultTenantID, Name: DefaultTenantName},
			{ID: "c0ffee5a9b2c4d6e8f0a1b3c5d7e9f63", Name: "service"},
		}
	}
	if options.TokenLifetime <= 0 {
		options.TokenLifetime = time.Hour
	}
	if options.Versions == nil {
		options.Versions = []string{V2, V3}
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	c := &Cloud{options: options, tokens: make(map[string]*token)}
	c.handler = c.routes()
	return c
}

func (c *Cloud) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", notFoundPage)
	mux.HandleFunc("GET /{$}", c.listVersions)
	if slices.Contains(c.options.Versions, V2) {
		mux.HandleFunc("GET /v2.0/{$}", showVersion(V2))
		mux.HandleFunc("POST /v2.0/tokens", c.logInV2)
		mux.HandleFunc("GET /v2.0/tokens/{token}", c.validateV2)
		mux.HandleFunc("GET /v2.0/tenants", c.listTenantsV2)
	}
	if slices.Contains(c.options.Versions, V3) {
		mux.HandleFunc("GET /v3/{$}", showVersion(V3))
		mux.HandleFunc("POST /v3/auth/tokens", c.logInV3)
		mux.HandleFunc("GET /v3/auth/tokens", c.withToken(c.validateV3))
		mux.HandleFunc("DELETE /v3/auth/tokens", c.withToken(c.revokeV3))
		mux.HandleFunc("GET /v3/auth/projects", c.withToken(c.listProjectsV3))
		mux.HandleFunc("GET /v3/auth/catalog", c.withToken(c.showCatalogV3))
		const federation = "/v3/OS-FEDERATION/identity_providers/{provider}/protocols/{protocol}/auth"
		mux.HandleFunc("GET "+federation, c.logInFederated)
		mux.HandleFunc("POST "+federation, c.logInFederated)
		const collection = "/v3/users/{user}/application_credentials"
		mux.HandleFunc("POST "+collection, c.withToken(c.createApplicationCredential))
		mux.HandleFunc("GET "+collection, c.withToken(c.listApplicationCredentials))
		mux.HandleFunc("DELETE "+collection+"/{id}", c.withToken(c.deleteApplicationCredential))
	}
	return mux
}

// ServeHTTP implements http.Handler.
func (c *Cloud) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// Keystone takes a path with or without a slash at its end [001, 002]; ServeMux would redirect.
	if r.URL.Path == "/v3" || r.URL.Path == "/v2.0" {
		r = r.Clone(r.Context())
		r.URL.Path += "/"
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	w.Header().Set("Vary", "X-Auth-Token")
	w.Header().Set("X-Openstack-Request-Id", "req-"+asUUID(c.newID()))
	c.handler.ServeHTTP(w, r)
}

// Inventory implements emulator.Cloud: the application credentials.
func (c *Cloud) Inventory() []emulator.Item {
	c.mu.Lock()
	defer c.mu.Unlock()
	var items []emulator.Item
	for _, credential := range c.credentials {
		items = append(items, emulator.Item{
			Kind: "application_credential", ID: credential.ID, Name: credential.Name, Owner: credential.user.Name,
		})
	}
	return items
}

// Authorize tells a service who sent a token. It is not ok if the token is unknown, expired or revoked; the tenant
// is "" if the token is for none.
func (c *Cloud) Authorize(token string) (tenantID, userName string, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	found := c.valid(token)
	if found == nil {
		return "", "", false
	}
	if found.tenant != nil {
		tenantID = found.tenant.ID
	}
	return tenantID, found.user.Name, true
}

// IssueToken returns a new token for the user in the default tenant, "" if there is no such user.
func (c *Cloud) IssueToken(userName string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	user := c.user(userRef{Name: userName, Domain: &domainRef{ID: domainID}})
	if user == nil {
		return ""
	}
	return c.issue(user, c.defaultTenant(user), "password").id
}

// Revoke makes the token invalid before its time.
func (c *Cloud) Revoke(token string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.tokens, token)
}

// RevokeAll makes all tokens invalid, as when Keystone has lost its keys.
func (c *Cloud) RevokeAll() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.tokens)
}

// user finds a user by its ID or its name; nil if there is none.
func (c *Cloud) user(ref userRef) *User {
	for i, user := range c.options.Users {
		if ref.ID != "" && user.ID == ref.ID || ref.ID == "" && user.Name == ref.Name && ref.Domain.exists() {
			return &c.options.Users[i]
		}
	}
	return nil
}

// tenant finds a tenant in which the user has a role, by its ID or its name; nil if there is none.
func (c *Cloud) tenant(user *User, id, name string) *Tenant {
	for i, tenant := range c.options.Tenants {
		if (tenant.ID == id || id == "" && tenant.Name == name) && slices.Contains(user.TenantIDs, tenant.ID) {
			return &c.options.Tenants[i]
		}
	}
	return nil
}

// tenantsOf returns the tenants in which the user has a role, the default one first.
func (c *Cloud) tenantsOf(user *User) []*Tenant {
	var tenants []*Tenant
	for _, id := range user.TenantIDs {
		if tenant := c.tenant(user, id, ""); tenant != nil {
			tenants = append(tenants, tenant)
		}
	}
	return tenants
}

func (c *Cloud) defaultTenant(user *User) *Tenant {
	tenants := c.tenantsOf(user)
	if len(tenants) == 0 {
		return nil
	}
	return tenants[0]
}

// newID returns a new identifier in OpenStack's form: 32 hexadecimal digits.
func (c *Cloud) newID() string {
	c.generated++
	var input [16]byte
	binary.BigEndian.PutUint64(input[:8], c.options.Seed)
	binary.BigEndian.PutUint64(input[8:], c.generated)
	sum := sha256.Sum256(input[:])
	return hex.EncodeToString(sum[:16])
}

func asUUID(id string) string {
	return strings.Join([]string{id[:8], id[8:12], id[12:16], id[16:20], id[20:]}, "-")
}

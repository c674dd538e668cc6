package keystone

import (
	"net/http"
	"strconv"
)

// The catalog has one entry, Keystone's own.
const (
	region     = "RegionOne"
	serviceID  = "5d9c1b2a300f6f9e5c2c7b4d1b8a3e7f"
	endpointID = "094f6499ff684952b1b9be40d00313c0"
)

// timeV3 is how v3 writes times: in UTC, with microseconds.
const timeV3 = "2006-01-02T15:04:05.000000Z"

type role struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// roles are what every user has in its tenants.
var roles = []role{
	{ID: "8c72fbf676c74d06a9c8e9e210001cc1", Name: "member"},
	{ID: "1b87e452cf124636b7682014ade9c372", Name: "reader"},
}

type domainV3 struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type userV3 struct {
	Domain            domainV3 `json:"domain"`
	ID                string   `json:"id"`
	Name              string   `json:"name"`
	PasswordExpiresAt *string  `json:"password_expires_at"`
	// Federation is there for federated users only.
	Federation *federationV3 `json:"OS-FEDERATION,omitempty"`
}

type projectV3 struct {
	Domain domainV3 `json:"domain"`
	ID     string   `json:"id"`
	Name   string   `json:"name"`
}

type tokenV3 struct {
	Methods               []string       `json:"methods"`
	User                  userV3         `json:"user"`
	AuditIDs              []string       `json:"audit_ids"`
	ExpiresAt             string         `json:"expires_at"`
	IssuedAt              string         `json:"issued_at"`
	Project               *projectV3     `json:"project,omitempty"`
	IsDomain              *bool          `json:"is_domain,omitempty"`
	Roles                 []role         `json:"roles,omitempty"`
	Catalog               []catalogEntry `json:"catalog,omitempty"`
	ApplicationCredential *restriction   `json:"application_credential,omitempty"`
}

// restriction is what the token of an application credential tells about it.
type restriction struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Restricted bool   `json:"restricted"`
}

type catalogEntry struct {
	Endpoints []endpoint `json:"endpoints"`
	ID        string     `json:"id"`
	Type      string     `json:"type"`
	Name      string     `json:"name"`
}

type endpoint struct {
	ID        string `json:"id"`
	Interface string `json:"interface"`
	RegionID  string `json:"region_id"`
	URL       string `json:"url"`
	Region    string `json:"region"`
}

// tokenHandler is a handler that knows who sent the request.
type tokenHandler func(w http.ResponseWriter, r *http.Request, sender *token)

// withToken lets only requests with a good X-Auth-Token pass [028, 029].
func (c *Cloud) withToken(next tokenHandler) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		sender := c.valid(r.Header.Get("X-Auth-Token"))
		if sender == nil {
			unauthorized(w, r)
			return
		}
		next(w, r, sender)
	}
}

func (c *Cloud) validateV3(w http.ResponseWriter, r *http.Request, _ *token) {
	subject := c.valid(r.Header.Get("X-Subject-Token"))
	if subject == nil {
		tokenNotFound(w, r)
		return
	}
	answerTokenV3(w, r, http.StatusOK, subject)
}

func (c *Cloud) revokeV3(w http.ResponseWriter, r *http.Request, _ *token) {
	subject := c.valid(r.Header.Get("X-Subject-Token"))
	if subject == nil {
		tokenNotFound(w, r)
		return
	}
	delete(c.tokens, subject.id)
	w.WriteHeader(http.StatusNoContent)
}

func tokenNotFound(w http.ResponseWriter, r *http.Request) {
	fail(w, r, failure{Code: http.StatusNotFound, Message: "Could not find token: " + r.Header.Get("X-Subject-Token") + "."})
}

func (c *Cloud) listProjectsV3(w http.ResponseWriter, r *http.Request, sender *token) {
	projects := []any{}
	for _, tenant := range c.tenantsOf(sender.user) {
		projects = append(projects, map[string]any{
			"id": tenant.ID, "name": tenant.Name, "domain_id": domainID, "description": "", "enabled": true,
			"parent_id": domainID, "is_domain": false, "tags": []string{}, "options": map[string]any{},
			"links": map[string]string{"self": origin(r) + "/v3/projects/" + tenant.ID},
		})
	}
	answer(w, http.StatusOK, map[string]any{"projects": projects, "links": listLinks(r)})
}

func listLinks(r *http.Request) map[string]any {
	return map[string]any{"next": nil, "self": origin(r) + r.URL.Path, "previous": nil}
}

func (c *Cloud) showCatalogV3(w http.ResponseWriter, r *http.Request, _ *token) {
	answer(w, http.StatusOK, map[string]any{
		"catalog": catalogV3(r), "links": map[string]string{"self": origin(r) + "/v3/auth/catalog"},
	})
}

func catalogV3(r *http.Request) []catalogEntry {
	entry := catalogEntry{ID: serviceID, Type: "identity", Name: "keystone"}
	for i, name := range []string{"admin", "internal", "public"} {
		entry.Endpoints = append(entry.Endpoints, endpoint{
			ID: endpointID[:31] + strconv.Itoa(i), Interface: name, RegionID: region, URL: origin(r) + "/v3", Region: region,
		})
	}
	return []catalogEntry{entry}
}

func answerTokenV3(w http.ResponseWriter, r *http.Request, status int, issued *token) {
	domain := domainV3{ID: domainID, Name: domainName}
	shown := tokenV3{
		Methods:   issued.methods,
		User:      userV3{Domain: domain, ID: issued.user.ID, Name: issued.user.Name, Federation: issued.federation},
		AuditIDs:  issued.auditIDs,
		ExpiresAt: issued.expires.Format(timeV3),
		IssuedAt:  issued.issued.Format(timeV3),
	}
	if issued.tenant != nil {
		shown.Project = &projectV3{Domain: domain, ID: issued.tenant.ID, Name: issued.tenant.Name}
		shown.IsDomain = new(bool)
		shown.Roles = roles
		if !r.URL.Query().Has("nocatalog") {
			shown.Catalog = catalogV3(r)
		}
	}
	if credential := issued.credential; credential != nil {
		shown.ApplicationCredential = &restriction{ID: credential.ID, Name: credential.Name, Restricted: true}
	}
	w.Header().Set("X-Subject-Token", issued.id)
	answer(w, status, map[string]any{"token": shown})
}

package keystone

import (
	"fmt"
	"net/http"
	"slices"
)

// applicationCredential is the right to log in as a user in one tenant, without the password.
type applicationCredential struct {
	ID           string         `json:"id"`
	Name         string         `json:"name"`
	Description  *string        `json:"description"`
	UserID       string         `json:"user_id"`
	ProjectID    string         `json:"project_id"`
	System       *string        `json:"system"`
	ExpiresAt    *string        `json:"expires_at"`
	Unrestricted *bool          `json:"unrestricted"`
	Roles        []detailedRole `json:"roles"`
	// Secret is only in the answer to the request that created it.
	Secret string            `json:"secret,omitempty"`
	Links  map[string]string `json:"links"`

	user   *User
	tenant *Tenant
	secret string
}

type detailedRole struct {
	ID          string          `json:"id"`
	Name        string          `json:"name"`
	DomainID    *string         `json:"domain_id"`
	Description *string         `json:"description"`
	Options     map[string]bool `json:"options"`
}

func (c *Cloud) createApplicationCredential(w http.ResponseWriter, r *http.Request, sender *token) {
	var request struct {
		ApplicationCredential *struct {
			Name        string  `json:"name"`
			Description *string `json:"description"`
			Secret      string  `json:"secret"`
		} `json:"application_credential"`
	}
	decode(w, r, &request)
	wanted := request.ApplicationCredential
	switch {
	case forbiddenFor(w, r, sender):
		return
	case sender.tenant == nil || wanted == nil || wanted.Name == "":
		badRequest(w, r, "Expecting to find application_credential in request body.")
		return
	case c.credential(sender.user, "", wanted.Name) != nil:
		fail(w, r, failure{Code: http.StatusConflict, Message: "Conflict occurred attempting to store application_credential - Duplicate entry."})
		return
	}
	created := &applicationCredential{
		ID: c.newID(), Name: wanted.Name, Description: wanted.Description,
		UserID: sender.user.ID, ProjectID: sender.tenant.ID,
		user: sender.user, tenant: sender.tenant, secret: wanted.Secret,
	}
	if created.secret == "" {
		created.secret = c.newID() + c.newID()
	}
	for _, role := range roles {
		created.Roles = append(created.Roles, detailedRole{ID: role.ID, Name: role.Name, Options: map[string]bool{"immutable": true}})
	}
	created.Links = map[string]string{"self": origin(r) + "/v3/application_credentials/" + created.ID}
	c.credentials = append(c.credentials, created)

	shown := *created
	shown.Secret = created.secret
	answer(w, http.StatusCreated, map[string]any{"application_credential": shown})
}

func (c *Cloud) listApplicationCredentials(w http.ResponseWriter, r *http.Request, sender *token) {
	if forbiddenFor(w, r, sender) {
		return
	}
	own := []*applicationCredential{}
	for _, credential := range c.credentials {
		if credential.user == sender.user {
			own = append(own, credential)
		}
	}
	answer(w, http.StatusOK, map[string]any{"application_credentials": own, "links": listLinks(r)})
}

// deleteApplicationCredential also makes the tokens invalid that were issued for the credential.
func (c *Cloud) deleteApplicationCredential(w http.ResponseWriter, r *http.Request, sender *token) {
	if forbiddenFor(w, r, sender) {
		return
	}
	credential := c.credential(sender.user, r.PathValue("id"), "")
	if credential == nil {
		credentialNotFound(w, r, r.PathValue("id"))
		return
	}
	c.credentials = slices.DeleteFunc(c.credentials, func(other *applicationCredential) bool { return other == credential })
	for id, issued := range c.tokens {
		if issued.credential == credential {
			delete(c.tokens, id)
		}
	}
	w.WriteHeader(http.StatusNoContent)
}

func (c *Cloud) logInWithApplicationCredential(w http.ResponseWriter, r *http.Request, request *loginV3) {
	given := request.Auth.Identity.ApplicationCredential
	if given == nil || given.ID == "" && given.User == nil {
		badRequest(w, r, "Expecting to find user in application_credential.")
		return
	}
	var user *User // nil: any, for an ID is unique
	if given.ID == "" {
		if user = c.user(*given.User); user == nil {
			unauthorized(w, r)
			return
		}
	}
	credential := c.credential(user, given.ID, given.Name)
	switch {
	case credential == nil:
		// An unknown ID is 404, not 401 [020].
		credentialNotFound(w, r, given.ID+given.Name)
	case credential.secret != given.Secret:
		unauthorized(w, r)
	case len(request.Auth.Scope) > 0:
		fail(w, r, failure{
			Code: http.StatusUnauthorized, Identity: map[string]any{},
			Message: "Error authenticating with application credential: Application credentials cannot request a scope.",
		})
	default:
		issued := c.issue(credential.user, credential.tenant, "application_credential")
		issued.credential = credential
		answerTokenV3(w, r, http.StatusCreated, issued)
	}
}

// credential finds an application credential by its ID or its name; nil if there is none.
func (c *Cloud) credential(user *User, id, name string) *applicationCredential {
	for _, credential := range c.credentials {
		if user != nil && credential.user != user {
			continue
		}
		if id != "" && credential.ID == id || id == "" && credential.Name == name {
			return credential
		}
	}
	return nil
}

// forbiddenFor answers 403 if the request is about another user.
func forbiddenFor(w http.ResponseWriter, r *http.Request, sender *token) bool {
	if r.PathValue("user") == sender.user.ID {
		return false
	}
	fail(w, r, failure{Code: http.StatusForbidden, Message: "You are not authorized to perform the requested action."})
	return true
}

func credentialNotFound(w http.ResponseWriter, r *http.Request, id string) {
	fail(w, r, failure{Code: http.StatusNotFound, Message: fmt.Sprintf("Could not find Application Credential: %s.", id)})
}

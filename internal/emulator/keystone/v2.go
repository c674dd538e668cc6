package keystone

import (
	"net/http"
	"time"
)

type loginV2 struct {
	Auth *struct {
		TenantName          string `json:"tenantName"`
		TenantID            string `json:"tenantId"`
		PasswordCredentials *struct {
			UserName string `json:"username"`
			UserID   string `json:"userId"`
			Password string `json:"password"`
		} `json:"passwordCredentials"`
		Token *struct {
			ID string `json:"id"`
		} `json:"token"`
		// VOMS is for the plugin keystone-voms: the certificate of the connection tells who logs in.
		VOMS any `json:"voms"`
	} `json:"auth"`
}

type tenantV2 struct {
	Description *string `json:"description"`
	Enabled     bool    `json:"enabled"`
	ID          string  `json:"id"`
	Name        string  `json:"name"`
}

type tokenV2 struct {
	IssuedAt string    `json:"issued_at"`
	Expires  string    `json:"expires"`
	ID       string    `json:"id"`
	Tenant   *tenantV2 `json:"tenant,omitempty"`
}

type roleV2 struct {
	Name string `json:"name"`
}

type userV2 struct {
	UserName   string   `json:"username"`
	RolesLinks []string `json:"roles_links"`
	Name       string   `json:"name"`
	Roles      []roleV2 `json:"roles"`
	ID         string   `json:"id"`
}

// logInV2 is the login of the guide: a POST of tenant name, user and password.
func (c *Cloud) logInV2(w http.ResponseWriter, r *http.Request) {
	var request loginV2
	decode(w, r, &request)
	switch {
	case request.Auth == nil:
		failV2(w, http.StatusBadRequest, "Expecting to find auth in request body."+clientInError)
		return
	case request.Auth.VOMS != nil && request.Auth.VOMS != true:
		failV2(w, http.StatusBadRequest, "Error in JSON, 'voms' must be set to true")
		return
	case request.Auth.PasswordCredentials == nil && request.Auth.Token == nil && request.Auth.VOMS == nil:
		failV2(w, http.StatusBadRequest, "Expecting to find passwordCredentials or token in auth."+clientInError)
		return
	}
	user, from := c.authenticateV2(r, request)
	if user == nil {
		failV2(w, http.StatusUnauthorized, needsAuthentication)
		return
	}
	var tenant *Tenant
	if request.Auth.TenantID != "" || request.Auth.TenantName != "" {
		if tenant = c.tenant(user, request.Auth.TenantID, request.Auth.TenantName); tenant == nil {
			failV2(w, http.StatusUnauthorized, needsAuthentication)
			return
		}
	}
	if from != nil {
		answerTokenV2(w, r, c.rescope(from, tenant))
		return
	}
	answerTokenV2(w, r, c.issue(user, tenant, "password"))
}

// authenticateV2 returns who logs in, and the token that was used for it, if one was.
func (c *Cloud) authenticateV2(r *http.Request, request loginV2) (*User, *token) {
	if request.Auth.VOMS != nil {
		return c.certified(r), nil
	}
	if request.Auth.Token != nil {
		from := c.valid(request.Auth.Token.ID)
		if from == nil {
			return nil, nil
		}
		return from.user, from
	}
	password := request.Auth.PasswordCredentials
	user := c.user(userRef{ID: password.UserID, Name: password.UserName, Domain: &domainRef{ID: domainID}})
	if user == nil || user.Password != password.Password {
		return nil, nil
	}
	return user, nil
}

// validateV2 shows a token to its owner. (A real Keystone shows it to administrators only.)
func (c *Cloud) validateV2(w http.ResponseWriter, r *http.Request) {
	found := c.valid(r.PathValue("token"))
	switch {
	case c.valid(r.Header.Get("X-Auth-Token")) == nil:
		failV2(w, http.StatusUnauthorized, needsAuthentication)
	case found == nil:
		failV2(w, http.StatusNotFound, "Could not find token.")
	default:
		answerTokenV2(w, r, found)
	}
}

// listTenantsV2 is where the guide's user gets the tenant ID from.
func (c *Cloud) listTenantsV2(w http.ResponseWriter, r *http.Request) {
	sender := c.valid(r.Header.Get("X-Auth-Token"))
	if sender == nil {
		failV2(w, http.StatusUnauthorized, needsAuthentication)
		return
	}
	tenants := []*tenantV2{}
	for _, tenant := range c.tenantsOf(sender.user) {
		tenants = append(tenants, asTenantV2(tenant))
	}
	answer(w, http.StatusOK, map[string]any{"tenants_links": []string{}, "tenants": tenants})
}

func answerTokenV2(w http.ResponseWriter, r *http.Request, issued *token) {
	user := userV2{UserName: issued.user.Name, Name: issued.user.Name, ID: issued.user.ID, RolesLinks: []string{}, Roles: []roleV2{}}
	catalog := []any{}
	if issued.tenant != nil {
		user.Roles = append(user.Roles, roleV2{Name: "Member"})
		url := origin(r) + "/" + V2
		catalog = append(catalog, map[string]any{
			"endpoints": []map[string]string{{
				"adminURL": url, "region": region, "id": endpointID, "internalURL": url, "publicURL": url,
			}},
			"endpoints_links": []string{}, "type": "identity", "name": "keystone",
		})
	}
	answer(w, http.StatusOK, map[string]any{"access": map[string]any{
		"token": tokenV2{
			IssuedAt: issued.issued.Format(time.RFC3339),
			Expires:  issued.expires.Format(time.RFC3339),
			ID:       issued.id,
			Tenant:   asTenantV2(issued.tenant),
		},
		"serviceCatalog": catalog,
		"user":           user,
		"metadata":       map[string]any{"is_admin": 0, "roles": []string{}},
	}})
}

func asTenantV2(tenant *Tenant) *tenantV2 {
	if tenant == nil {
		return nil
	}
	return &tenantV2{Enabled: true, ID: tenant.ID, Name: tenant.Name}
}

// failV2 answers as the Keystone in front of occi-os does: no WWW-Authenticate, another title.
func failV2(w http.ResponseWriter, status int, message string) {
	title := http.StatusText(status)
	if status == http.StatusUnauthorized {
		title = "Not Authorized"
	}
	answer(w, status, map[string]any{"error": failure{Code: status, Message: message, Title: title}})
}

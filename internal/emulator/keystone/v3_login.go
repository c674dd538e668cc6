package keystone

import (
	"encoding/json"
	"net/http"
)

type loginV3 struct {
	Auth *struct {
		Identity *struct {
			Methods  []string `json:"methods"`
			Password *struct {
				User *userRef `json:"user"`
			} `json:"password"`
			Token *struct {
				ID string `json:"id"`
			} `json:"token"`
			ApplicationCredential *struct {
				ID     string   `json:"id"`
				Name   string   `json:"name"`
				Secret string   `json:"secret"`
				User   *userRef `json:"user"`
			} `json:"application_credential"`
		} `json:"identity"`
		Scope json.RawMessage `json:"scope"`
	} `json:"auth"`
}

// userRef names a user by ID, or by name and domain.
type userRef struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Password string     `json:"password"`
	Domain   *domainRef `json:"domain"`
}

type domainRef struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// exists tells whether this is the domain in which all users and tenants are.
func (d *domainRef) exists() bool {
	return d != nil && (d.ID == domainID || d.ID == "" && d.Name == domainName)
}

// logInV3 issues a token for a password, an application credential or a token.
func (c *Cloud) logInV3(w http.ResponseWriter, r *http.Request) {
	var request loginV3
	decode(w, r, &request)
	switch {
	case request.Auth == nil:
		badRequest(w, r, "Expecting to find auth in request body.")
		return
	case request.Auth.Identity == nil || len(request.Auth.Identity.Methods) == 0:
		badRequest(w, r, "Expecting to find identity in auth.")
		return
	}
	switch request.Auth.Identity.Methods[0] {
	case "password":
		c.logInWithPassword(w, r, &request)
	case "token":
		c.logInWithToken(w, r, &request)
	case "application_credential":
		c.logInWithApplicationCredential(w, r, &request)
	default:
		fail(w, r, failure{
			Code:     http.StatusUnauthorized,
			Identity: map[string]any{"methods": []string{"external", "password", "token", "oauth1", "mapped", "application_credential"}},
			Message:  "Attempted to authenticate with an unsupported method.",
		})
	}
}

func (c *Cloud) logInWithPassword(w http.ResponseWriter, r *http.Request, request *loginV3) {
	password := request.Auth.Identity.Password
	switch {
	case password == nil || password.User == nil:
		badRequest(w, r, "Expecting to find user in password.")
		return
	case password.User.ID == "" && password.User.Domain == nil:
		badRequest(w, r, "Expecting to find domain in user.")
		return
	}
	user := c.user(*password.User)
	if user == nil || user.Password != password.User.Password {
		unauthorized(w, r)
		return
	}
	tenant, found := c.scope(user, request.Auth.Scope)
	if !found {
		unauthorized(w, r)
		return
	}
	answerTokenV3(w, r, http.StatusCreated, c.issue(user, tenant, "password"))
}

func (c *Cloud) logInWithToken(w http.ResponseWriter, r *http.Request, request *loginV3) {
	if request.Auth.Identity.Token == nil {
		badRequest(w, r, "Expecting to find token in identity.")
		return
	}
	from := c.valid(request.Auth.Identity.Token.ID)
	if from == nil {
		unauthorized(w, r)
		return
	}
	tenant, found := c.scope(from.user, request.Auth.Scope)
	if !found {
		unauthorized(w, r)
		return
	}
	answerTokenV3(w, r, http.StatusCreated, c.rescope(from, tenant))
}

// scope returns the tenant that a login asks for: the default one if it asks for nothing [004], none if
// it asks for none [005]. It is not found if there is no such tenant, or no role of the user in it.
func (c *Cloud) scope(user *User, requested json.RawMessage) (tenant *Tenant, found bool) {
	if len(requested) == 0 {
		return c.defaultTenant(user), true
	}
	var scope struct {
		Unscoped *struct{} `json:"unscoped"`
		Project  *struct {
			ID     string     `json:"id"`
			Name   string     `json:"name"`
			Domain *domainRef `json:"domain"`
		} `json:"project"`
	}
	if string(requested) == `"unscoped"` {
		return nil, true
	}
	if err := json.Unmarshal(requested, &scope); err != nil {
		return nil, false
	}
	switch {
	case scope.Unscoped != nil:
		return nil, true
	case scope.Project == nil, scope.Project.ID == "" && !scope.Project.Domain.exists():
		return nil, false
	}
	tenant = c.tenant(user, scope.Project.ID, scope.Project.Name)
	return tenant, tenant != nil
}

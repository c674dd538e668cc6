package keystone

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gophercloud/gophercloud/v2/openstack/identity/v2/tokens"
	tokensv3 "github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"
)

// defaultDomainID is the domain of users and projects that are given without one, as in OpenStack's
// own clients: the one into which Keystone moves everything that was made through Identity v2.0.
const defaultDomainID = "default"

// Config says who asks which Keystone for tokens. One kind of credentials is needed: a token, an
// application credential, a password, an OpenID Connect access token, or a client certificate. If there
// are several, the first in this order is used; where both an ID and a name are given, the ID.
type Config struct {
	// AuthURL is the URL of Keystone: "https://cloud.example.org:5000/v3", ".../v2.0", or without a
	// version, which is then discovered. If it is empty, the WWW-Authenticate header of the service's
	// first 401 answer tells it.
	AuthURL string
	// Endpoint is the URL of the service that the tokens are for. It is needed if AuthURL is empty:
	// a service at https is not believed that its Keystone is at http.
	Endpoint *url.URL

	// Token is used as it is: it is neither checked nor renewed, and Keystone is never asked.
	Token Secret

	// ApplicationCredentialID and ApplicationCredentialSecret are an application credential (v3 only),
	// whose project cannot be chosen.
	ApplicationCredentialID     string
	ApplicationCredentialSecret Secret
	// ApplicationCredentialName may stand in for the ID, together with the user.
	ApplicationCredentialName string

	UserName string
	UserID   string // v3 only
	Password Secret
	// UserDomainID and UserDomainName are the domain of UserName (v3 only). Without both it is the domain
	// with the ID "default".
	UserDomainID   string
	UserDomainName string

	// AccessToken is an OpenID Connect access token of IdentityProvider (v3 only).
	AccessToken Secret
	// ClientCertificate says that HTTPClient presents an X.509 certificate or proxy by which Keystone knows
	// the user: through IdentityProvider and Protocol in v3 or, without these, through VOMS in v2.0.
	ClientCertificate bool
	// IdentityProvider and Protocol are Keystone's names for who vouches for the user, and how; at the sites
	// of EGI they are "egi.eu" and "openid" (or "oidc"; "mapped" for certificates).
	IdentityProvider string
	Protocol         string

	// ProjectID and ProjectName are the project that the token is for. Without them, Keystone takes the
	// user's default project, if there is one. For an access token or a certificate it never takes one: then
	// the user must have exactly one project.
	ProjectID   string
	ProjectName string
	// ProjectDomainID and ProjectDomainName are the domain of ProjectName (v3 only). Without both it is
	// the domain of the user.
	ProjectDomainID   string
	ProjectDomainName string
	// TenantID and TenantName are what v2.0 calls a project. They also stand for the project in v3.
	TenantID   string
	TenantName string

	// HTTPClient returns the client for requests to a Keystone with this scheme, host and port.
	HTTPClient func(origin *url.URL) (*http.Client, error)
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// credential is a kind of credentials.
type credential int

const (
	noCredential credential = iota
	givenToken
	applicationCredential
	password
	accessToken
	certificate
)

// credential returns what is used to log in.
func (c *Config) credential() credential {
	switch {
	case c.Token != "":
		return givenToken
	case c.usesApplicationCredential():
		return applicationCredential
	case c.Password != "":
		return password
	case c.AccessToken != "":
		return accessToken
	case c.ClientCertificate:
		return certificate
	default:
		return noCredential
	}
}

// validate tells what is missing.
func (c *Config) validate() error {
	used := c.credential()
	switch {
	case used == givenToken:
		return nil
	case c.HTTPClient == nil:
		return errors.New("keystone: no HTTP client is configured")
	case c.AuthURL == "" && (c.Endpoint == nil || c.Endpoint.Host == ""):
		return errors.New("keystone: neither the URL of Keystone nor that of the service is configured")
	}
	switch used {
	case applicationCredential:
		return c.validateApplicationCredential()
	case password:
		if c.UserID == "" && c.UserName == "" {
			return errors.New("keystone: a password is configured, but neither a user name nor a user ID")
		}
	case accessToken:
		if c.IdentityProvider == "" || c.Protocol == "" {
			return errors.New("keystone: an OpenID Connect access token needs the identity provider and the protocol")
		}
	case certificate:
		if (c.IdentityProvider == "") != (c.Protocol == "") {
			return errors.New("keystone: the identity provider and the protocol are only good together")
		}
	default:
		return errors.New("keystone: no password, application credential, token, access token or client certificate is configured")
	}
	return nil
}

func (c *Config) validateApplicationCredential() error {
	if c.ApplicationCredentialSecret == "" {
		return errors.New("keystone: the application credential has no secret")
	}
	if c.ApplicationCredentialID == "" && c.UserID == "" && c.UserName == "" {
		return errors.New("keystone: an application credential given by its name also needs the user's name or ID")
	}
	return nil
}

// isFederated tells whether somebody else than Keystone says who the user is.
func (c *Config) isFederated() bool {
	used := c.credential()
	return used == accessToken || used == certificate && c.IdentityProvider != ""
}

// usesVOMS tells whether the plugin keystone-voms is to recognise the certificate.
func (c *Config) usesVOMS() bool {
	return c.credential() == certificate && c.IdentityProvider == ""
}

// whose says for whom a token is asked, for errors: Keystone answers a wrong password and a wrong project
// with the same words.
func (c *Config) whose() string {
	text := ""
	for _, part := range []struct{ word, value string }{
		{"user", cmp.Or(c.UserName, c.UserID)},
		{"project", cmp.Or(c.projectName(), c.projectID())},
		{"application credential", cmp.Or(c.ApplicationCredentialName, c.ApplicationCredentialID)},
	} {
		if part.value != "" {
			text += fmt.Sprintf(" %s %q", part.word, part.value)
		}
	}
	if text == "" {
		return ""
	}
	return " (asked for" + text + ")"
}

func (c *Config) usesApplicationCredential() bool {
	return c.ApplicationCredentialID != "" || c.ApplicationCredentialName != ""
}

// projectID and projectName are the project under either of its names.
func (c *Config) projectID() string   { return cmp.Or(c.ProjectID, c.TenantID) }
func (c *Config) projectName() string { return cmp.Or(c.ProjectName, c.TenantName) }

// inTenantForm tells whether the configuration speaks the language of Identity v2.0.
func (c *Config) inTenantForm() bool {
	return c.TenantName != "" || c.TenantID != ""
}

// optionsV2 returns the login in Identity v2.0, or an error if it cannot be said there.
func (c *Config) optionsV2() (tokens.AuthOptionsBuilder, error) {
	switch {
	case c.usesApplicationCredential():
		return nil, errors.New("identity v2.0 has no application credentials")
	case c.isFederated():
		return nil, errors.New("identity v2.0 has no identity providers")
	case c.usesVOMS():
		return vomsOptions{tenantID: c.projectID(), tenantName: c.projectName()}, nil
	case c.UserName == "":
		return nil, errors.New("identity v2.0 needs the user's name instead of the ID")
	}
	for _, domain := range []string{c.UserDomainID, c.UserDomainName, c.ProjectDomainID, c.ProjectDomainName} {
		if domain != "" && !strings.EqualFold(domain, defaultDomainID) {
			return nil, fmt.Errorf("identity v2.0 has no domains, but the domain %q is configured", domain)
		}
	}
	options := tokens.AuthOptions{Username: c.UserName, Password: string(c.Password), TenantID: c.projectID()}
	if options.TenantID == "" {
		options.TenantName = c.projectName()
	}
	return options, nil
}

// optionsV3 returns the login in Identity v3.
func (c *Config) optionsV3() *tokensv3.AuthOptions {
	options := &tokensv3.AuthOptions{}
	if c.ApplicationCredentialID != "" {
		options.ApplicationCredentialID = c.ApplicationCredentialID
		options.ApplicationCredentialSecret = string(c.ApplicationCredentialSecret)
		return options
	}
	if c.UserID != "" {
		options.UserID = c.UserID
	} else {
		options.Username = c.UserName
		options.DomainID, options.DomainName = domain(c.UserDomainID, c.UserDomainName)
	}
	if c.ApplicationCredentialName != "" {
		options.ApplicationCredentialName = c.ApplicationCredentialName
		options.ApplicationCredentialSecret = string(c.ApplicationCredentialSecret)
		return options
	}
	options.Password = string(c.Password)
	options.Scope = c.scope()
	return options
}

func (c *Config) scope() tokensv3.Scope {
	if id := c.projectID(); id != "" {
		return tokensv3.Scope{ProjectID: id}
	}
	name := c.projectName()
	if name == "" {
		return tokensv3.Scope{}
	}
	scope := tokensv3.Scope{ProjectName: name}
	if c.ProjectDomainID != "" || c.ProjectDomainName != "" {
		scope.DomainID, scope.DomainName = domain(c.ProjectDomainID, c.ProjectDomainName)
	} else {
		scope.DomainID, scope.DomainName = domain(c.UserDomainID, c.UserDomainName)
	}
	return scope
}

// domain returns the ID or the name of a domain, of which Keystone takes only one.
func domain(configuredID, configuredName string) (id, name string) {
	switch {
	case configuredID != "":
		return configuredID, ""
	case configuredName != "":
		return "", configuredName
	default:
		return defaultDomainID, ""
	}
}

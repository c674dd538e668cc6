package keystone

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

// The identity provider, as the sites of EGI call it, and how it knows a user.
const (
	IdentityProvider    = "egi.eu"
	OpenIDProtocol      = "openid"
	CertificateProtocol = "mapped"
)

// named is an object of which only the identifier is shown.
type named struct {
	ID string `json:"id"`
}

// federationV3 is what the token of a federated user tells about where the user comes from.
type federationV3 struct {
	Groups           []named `json:"groups"`
	IdentityProvider named   `json:"identity_provider"`
	Protocol         named   `json:"protocol"`
}

// logInFederated issues a token without a project, never with one.
func (c *Cloud) logInFederated(w http.ResponseWriter, r *http.Request) {
	if provider := r.PathValue("provider"); provider != IdentityProvider {
		fail(w, r, failure{Code: http.StatusNotFound, Message: fmt.Sprintf("Could not find Identity Provider: %s.", provider)})
		return
	}
	var user *User
	protocol := r.PathValue("protocol")
	switch protocol {
	case OpenIDProtocol:
		accessToken, _ := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		user = c.known(c.options.AccessTokens[accessToken])
	case CertificateProtocol:
		user = c.certified(r)
	default:
		fail(w, r, failure{Code: http.StatusNotFound, Message: fmt.Sprintf("Could not find Federation Protocol: %s.", protocol)})
		return
	}
	if user == nil {
		refuseAtTheDoor(w)
		return
	}
	issued := c.issue(user, nil, protocol)
	issued.federation = &federationV3{
		Groups: []named{}, IdentityProvider: named{ID: IdentityProvider}, Protocol: named{ID: protocol},
	}
	answerTokenV3(w, r, http.StatusCreated, issued)
}

// known finds a user that somebody else vouches for by the name; nil if there is none.
func (c *Cloud) known(name string) *User {
	return c.user(userRef{Name: name, Domain: &domainRef{ID: domainID}})
}

// certified finds the user whose certificate is in the chain that the client presented: the first of it,
// or the one that a proxy was made from. Who vouches for the chain is for the listener to check.
func (c *Cloud) certified(r *http.Request) *User {
	if r.TLS == nil {
		return nil
	}
	for _, certificate := range r.TLS.PeerCertificates {
		if name, found := c.options.Certificates[certificate.Subject.String()]; found {
			return c.known(name)
		}
	}
	return nil
}

// refuseAtTheDoor answers as the web server in front of Keystone does, which knows the access tokens.
func refuseAtTheDoor(w http.ResponseWriter) {
	w.Header().Set("Www-Authenticate", `Bearer realm="keystone", error="invalid_token"`)
	w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = io.WriteString(w, "<html><head><title>401 Unauthorized</title></head><body><h1>Unauthorized</h1></body></html>\n")
}

package keystone

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"
)

// logInFederated has an identity provider tell Keystone who the user is (OS-FEDERATION of Identity v3). It
// knows the user by the access token or by the certificate of the connection. The token that this
// gives is never for a project and must be exchanged for one that is. Gophercloud has no such login.
func (s *server) logInFederated(ctx context.Context, identity *gophercloud.ServiceClient) (*token, error) {
	address := identity.ServiceURL("OS-FEDERATION", "identity_providers", url.PathEscape(s.config.IdentityProvider),
		"protocols", url.PathEscape(s.config.Protocol), "auth")
	headers := map[string]string{}
	if s.config.AccessToken != "" {
		headers["Authorization"] = "Bearer " + string(s.config.AccessToken)
	}
	var result tokens.CreateResult
	response, err := identity.Request(ctx, http.MethodGet, address, &gophercloud.RequestOpts{
		JSONResponse: &result.Body, MoreHeaders: headers, OkCodes: []int{http.StatusOK, http.StatusCreated},
	})
	if response != nil {
		_ = response.Body.Close()
	}
	_, result.Header, result.Err = gophercloud.ParseResponse(response, err)
	unscoped, err := s.tokenV3(result)
	if err != nil || unscoped.id == "" {
		return unscoped, err
	}
	return s.rescope(ctx, identity, unscoped)
}

// rescope exchanges a token without a project for one with the configured project, or the only one.
func (s *server) rescope(ctx context.Context, identity *gophercloud.ServiceClient, unscoped *token) (*token, error) {
	options := &tokens.AuthOptions{TokenID: string(unscoped.id), Scope: s.config.scope()}
	if options.Scope == (tokens.Scope{}) {
		only, err := onlyProject(ctx, identity, "auth/projects", unscoped)
		if err != nil {
			return nil, err
		}
		options.Scope.ProjectID = only.ID
	}
	scoped, err := s.tokenV3(tokens.Create(ctx, identity, options))
	if err != nil {
		return nil, clean("choosing a project at "+identity.Endpoint, err, unscoped.id)
	}
	return scoped, nil
}

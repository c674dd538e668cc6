package keystone

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/gophercloud/gophercloud/v2"
	tokensv2 "github.com/gophercloud/gophercloud/v2/openstack/identity/v2/tokens"
	tokensv3 "github.com/gophercloud/gophercloud/v2/openstack/identity/v3/tokens"
)

// server is one Keystone. Only one login at a time may use it.
type server struct {
	config  *Config
	client  *gophercloud.ProviderClient
	root    string // the URL without the version, with a slash at the end
	version version
}

func newServer(config *Config, authURL *url.URL) (*server, error) {
	httpClient, err := config.HTTPClient(&url.URL{Scheme: authURL.Scheme, Host: authURL.Host})
	if err != nil {
		return nil, fmt.Errorf("keystone: connecting to %s: %w", authURL, err)
	}
	s := &server{config: config, client: &gophercloud.ProviderClient{HTTPClient: *httpClient}}
	s.root, s.version = splitVersion(authURL)
	return s, nil
}

// logIn gets a new token.
func (s *server) logIn(ctx context.Context) (*token, error) {
	if s.version == unknownVersion {
		found, err := s.discover(ctx)
		if err != nil {
			return nil, err
		}
		s.version = found
	}
	identity := &gophercloud.ServiceClient{
		ProviderClient: s.client, Endpoint: s.root + string(s.version) + "/", Type: "identity",
	}
	var issued *token
	var err error
	if s.version == versionV2 {
		issued, err = s.logInV2(ctx, identity)
	} else {
		issued, err = s.logInV3(ctx, identity)
	}
	if err != nil {
		return nil, clean("getting a token from "+identity.Endpoint, err, s.config.Password, s.config.ApplicationCredentialSecret)
	}
	if issued.id == "" {
		return nil, fmt.Errorf("keystone: the answer of %s has no token in it", identity.Endpoint)
	}
	return issued, nil
}

func (s *server) logInV2(ctx context.Context, identity *gophercloud.ServiceClient) (*token, error) {
	options, err := s.config.optionsV2()
	if err != nil {
		return nil, err
	}
	result := tokensv2.Create(ctx, identity, options)
	answer, err := result.ExtractToken()
	if err != nil {
		return nil, err
	}
	user, err := tokensv2.GetResult{CreateResult: result}.ExtractUser()
	if err != nil {
		return nil, err
	}
	return &token{
		id:        Secret(answer.ID),
		replaceAt: replaceAt(s.config.Now(), answer.ExpiresAt),
		tenantID:  answer.Tenant.ID,
		userName:  user.Name,
	}, nil
}

func (s *server) logInV3(ctx context.Context, identity *gophercloud.ServiceClient) (*token, error) {
	result := tokensv3.Create(ctx, identity, s.config.optionsV3())
	answer, err := result.ExtractToken()
	if err != nil {
		return nil, err
	}
	project, projectErr := result.ExtractProject()
	user, userErr := result.ExtractUser()
	if err := errors.Join(projectErr, userErr); err != nil {
		return nil, err
	}
	issued := &token{id: Secret(answer.ID), replaceAt: replaceAt(s.config.Now(), answer.ExpiresAt)}
	if project != nil {
		issued.tenantID = project.ID
	}
	if user != nil {
		issued.userName = user.Name
	}
	return issued, nil
}

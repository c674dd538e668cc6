package keystone

import (
	"context"
	"errors"
	"fmt"
	"net/http"
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
	if config.credential() == certificate && authURL.Scheme != "https" {
		return nil, fmt.Errorf("keystone: a client certificate can be presented over https only, not to %s", authURL)
	}
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
	logIn := s.logInV3
	switch {
	case s.version == versionV2:
		logIn = s.logInV2
	case s.config.isFederated():
		logIn = s.logInFederated
	}
	issued, err := logIn(ctx, identity)
	if err != nil {
		err = clean("getting a token from "+identity.Endpoint, err,
			s.config.Password, s.config.ApplicationCredentialSecret, s.config.AccessToken)
		return nil, fmt.Errorf("%w%s%s", err, s.config.whose(), s.advise(err))
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
	issued, err := s.requestV2(ctx, identity, options)
	if err != nil || issued.tenantID != "" || !s.config.usesVOMS() {
		return issued, err
	}
	tenant, err := onlyProject(ctx, identity, "tenants", issued)
	if err != nil {
		return nil, err
	}
	// As rOCCI does: keystone-voms compares the name, and does not look at an ID.
	return s.requestV2(ctx, identity, vomsOptions{tenantName: tenant.Name})
}

func (s *server) requestV2(
	ctx context.Context, identity *gophercloud.ServiceClient, options tokensv2.AuthOptionsBuilder,
) (*token, error) {
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
	if s.config.usesVOMS() {
		return nil, errors.New("identity v3 knows a client certificate by an identity provider and a protocol only; configure both")
	}
	return s.tokenV3(tokensv3.Create(ctx, identity, s.config.optionsV3()))
}

// tokenV3 reads the answer to a login.
func (s *server) tokenV3(result tokensv3.CreateResult) (*token, error) {
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

// advise says what to do where the version that is given in the URL is one that Keystone has not got any more.
func (s *server) advise(err error) string {
	var answer *Error
	if s.version != versionV2 || !errors.As(err, &answer) || answer.Status != http.StatusNotFound {
		return ""
	}
	return ". This Keystone has no v2.0: give its URL without a version, and it is asked which ones it has"
}

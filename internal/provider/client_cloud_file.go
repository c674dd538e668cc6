package provider

import (
	"crypto/tls"
	"errors"
	"fmt"
	"regexp"

	"github.com/gophercloud/gophercloud/v2"
	"github.com/gophercloud/gophercloud/v2/openstack/config/clouds"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

// quotedValue is how yaml.v2 quotes values of the wrong type in its errors; they may be secrets.
var quotedValue = regexp.MustCompile("`[^`]*`")

// readCloud returns what clouds.yaml and secure.yaml say of a cloud: how to log in, and what TLS needs. The
// region and the interface are of no use here: the endpoint is configured.
func (f *clientFactory) readCloud(name string) (keystone.Config, *tls.Config, error) {
	options := []clouds.ParseOption{clouds.WithCloudName(name)}
	if file := f.getenv("OS_CLIENT_CONFIG_FILE"); file != "" {
		options = append(options, clouds.WithLocations(file))
	}
	auth, connection, err := parseCloud(options)
	if err != nil {
		return keystone.Config{}, nil, fmt.Errorf("reading the cloud %q: %s", name, quotedValue.ReplaceAllString(err.Error(), "***"))
	}
	config := keystone.Config{
		AuthURL:                     auth.IdentityEndpoint,
		UserName:                    auth.Username,
		UserID:                      auth.UserID,
		Password:                    keystone.Secret(auth.Password),
		UserDomainID:                auth.DomainID,
		UserDomainName:              auth.DomainName,
		Token:                       keystone.Secret(auth.TokenID),
		ApplicationCredentialID:     auth.ApplicationCredentialID,
		ApplicationCredentialName:   auth.ApplicationCredentialName,
		ApplicationCredentialSecret: keystone.Secret(auth.ApplicationCredentialSecret),
	}
	if scope := auth.Scope; scope != nil {
		if scope.System || scope.TrustID != "" {
			return keystone.Config{}, nil, fmt.Errorf("the cloud %q is for the whole system or by a trust, and not for a project", name)
		}
		if scope.ProjectID != "" || scope.ProjectName != "" {
			config.ProjectID, config.ProjectName = scope.ProjectID, scope.ProjectName
			config.ProjectDomainID, config.ProjectDomainName = scope.DomainID, scope.DomainName
		}
	}
	return config, connection, nil
}

// parseCloud is gophercloud's reader. It panics (v2.15) where a cloud has no section "auth".
func parseCloud(options []clouds.ParseOption) (auth gophercloud.AuthOptions, connection *tls.Config, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("it has no section auth")
		}
	}()
	auth, _, connection, err = clouds.Parse(options...)
	return auth, connection, err
}

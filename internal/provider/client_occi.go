package provider

import (
	"context"
	"net/http"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// occi returns the client of the OCCI cloud, or why there is none.
func (f *clientFactory) occi(config *occiModel, diagnostics *diag.Diagnostics) (*occi.Client, error) {
	missing := &tfkit.NotConfiguredError{Attribute: "occi.endpoint", Variable: "OCCI_ENDPOINT"}
	address := f.text(config.Endpoint, "OCCI_ENDPOINT")
	if address == "" {
		return nil, missing
	}
	attribute := path.Root("occi")
	endpoint, err := parseEndpoint(address)
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, attribute.AtName("endpoint"), "The OCCI endpoint is not usable", err)
		return nil, missing
	}
	authenticator, err := f.occiAuthenticator(config, endpoint)
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, attribute, "The OCCI credentials are not usable", err)
		return nil, missing
	}
	httpClient, err := f.transport(endpoint, authenticator)
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, path.Root("http"), "The HTTP settings are not usable", err)
		return nil, missing
	}
	client, err := occi.NewClient(occi.Config{
		Endpoint: endpoint, HTTP: httpClient, Rendering: config.Rendering.ValueString(),
	})
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, attribute, "The OCCI configuration is not usable", err)
		return nil, missing
	}
	return client, nil
}

// occiAuthenticator returns how to authenticate: as the configuration says, else as the environment
// says; nil if neither says anything, for a server that lets everybody in.
func (f *clientFactory) occiAuthenticator(config *occiModel, endpoint *url.URL) (transport.Authenticator, error) {
	switch {
	case !config.Token.IsNull():
		return keystone.New(keystone.Config{Token: keystone.Secret(config.Token.ValueString())})
	case config.Basic != nil:
		return f.basic(config.Basic), nil
	case config.Keystone != nil:
		return f.keystone(config.Keystone, endpoint)
	case f.getenv("OCCI_TOKEN") != "":
		return keystone.New(keystone.Config{Token: keystone.Secret(f.getenv("OCCI_TOKEN"))})
	case f.getenv("OCCI_USERNAME") != "":
		return f.basic(&basicModel{}), nil
	case f.getenv("OS_TOKEN") != "" || f.getenv("OS_PASSWORD") != "" || f.getenv("OS_APPLICATION_CREDENTIAL_SECRET") != "":
		return f.keystone(&keystoneModel{}, endpoint)
	default:
		return nil, nil
	}
}

func (f *clientFactory) keystone(config *keystoneModel, endpoint *url.URL) (transport.Authenticator, error) {
	// A credential in the block wins over all of the environment: an OS_TOKEN left there must not displace
	// a configured password.
	credential := *f
	if config.hasCredential() {
		credential.getenv = func(string) string { return "" }
	}
	return keystone.New(keystone.Config{
		AuthURL:                     f.text(config.AuthURL, "OS_AUTH_URL"),
		Endpoint:                    endpoint,
		UserName:                    f.text(config.UserName, "OS_USERNAME"),
		UserID:                      f.text(config.UserID, "OS_USER_ID"),
		UserDomainName:              f.text(config.UserDomainName, "OS_USER_DOMAIN_NAME"),
		UserDomainID:                f.text(config.UserDomainID, "OS_USER_DOMAIN_ID"),
		TenantName:                  f.text(config.TenantName, "OS_TENANT_NAME"),
		TenantID:                    f.text(config.TenantID, "OS_TENANT_ID"),
		ProjectName:                 f.text(config.ProjectName, "OS_PROJECT_NAME"),
		ProjectID:                   f.text(config.ProjectID, "OS_PROJECT_ID"),
		ProjectDomainName:           f.text(config.ProjectDomainName, "OS_PROJECT_DOMAIN_NAME"),
		ProjectDomainID:             f.text(config.ProjectDomainID, "OS_PROJECT_DOMAIN_ID"),
		Password:                    keystone.Secret(credential.text(config.Password, "OS_PASSWORD")),
		Token:                       keystone.Secret(credential.text(config.Token, "OS_TOKEN")),
		ApplicationCredentialID:     credential.text(config.ApplicationCredentialID, "OS_APPLICATION_CREDENTIAL_ID"),
		ApplicationCredentialName:   credential.text(config.ApplicationCredentialName, "OS_APPLICATION_CREDENTIAL_NAME"),
		ApplicationCredentialSecret: keystone.Secret(credential.text(config.ApplicationCredentialSecret, "OS_APPLICATION_CREDENTIAL_SECRET")),
		HTTPClient: func(origin *url.URL) (*http.Client, error) {
			return f.transport(origin, nil)
		},
	})
}

// hasCredential tells whether the block itself says what to authenticate with.
func (m *keystoneModel) hasCredential() bool {
	return !m.Password.IsNull() || !m.Token.IsNull() || !m.ApplicationCredentialSecret.IsNull()
}

func (f *clientFactory) basic(config *basicModel) transport.Authenticator {
	return basicAuthenticator{
		username: f.text(config.Username, "OCCI_USERNAME"),
		password: f.text(config.Password, "OCCI_PASSWORD"),
	}
}

// basicAuthenticator is HTTP Basic authentication of an OCCI server.
type basicAuthenticator struct {
	username, password string
}

// Authenticate implements transport.Authenticator.
func (a basicAuthenticator) Authenticate(_ context.Context, request *http.Request) error {
	request.SetBasicAuth(a.username, a.password)
	return nil
}

// Renew implements transport.Authenticator: there is nothing to renew.
func (basicAuthenticator) Renew(context.Context, *http.Response) (bool, error) { return false, nil }

package provider

import (
	"cmp"
	"crypto/tls"
	"net/http"
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// login is how to get tokens from Keystone, put together from the provider block, a cloud of clouds.yaml
// and the environment, in this order.
type login struct {
	keystone.Config
	// connection is what the cloud of clouds.yaml says about TLS, nil if it is not used.
	connection *tls.Config
}

// login reads the three places.
func (f *clientFactory) login(config *occiModel) (*login, error) {
	block := config.Keystone.login()
	block.AccessToken = keystone.Secret(config.OIDCToken.ValueString())
	name := ""
	if config.Keystone != nil {
		name = config.Keystone.Cloud.ValueString()
	}
	if name == "" && !hasCredential(&block) {
		// A variable that was left behind must not make a complete configuration fail.
		name = f.getenv("OS_CLOUD")
	}
	lower := f.environmentLogin()
	var connection *tls.Config
	if name != "" {
		cloud, cloudConnection, err := f.readCloud(name)
		if err != nil {
			return nil, atAttribute(path.Root("occi").AtName("keystone").AtName("cloud"), err)
		}
		lower, connection = overlay(cloud, lower), cloudConnection
	}
	return &login{Config: overlay(block, lower), connection: connection}, nil
}

// login is what the block itself says.
func (m *keystoneModel) login() keystone.Config {
	if m == nil {
		return keystone.Config{}
	}
	return keystone.Config{
		AuthURL:                     m.AuthURL.ValueString(),
		UserName:                    m.UserName.ValueString(),
		UserID:                      m.UserID.ValueString(),
		UserDomainName:              m.UserDomainName.ValueString(),
		UserDomainID:                m.UserDomainID.ValueString(),
		TenantName:                  m.TenantName.ValueString(),
		TenantID:                    m.TenantID.ValueString(),
		ProjectName:                 m.ProjectName.ValueString(),
		ProjectID:                   m.ProjectID.ValueString(),
		ProjectDomainName:           m.ProjectDomainName.ValueString(),
		ProjectDomainID:             m.ProjectDomainID.ValueString(),
		Password:                    keystone.Secret(m.Password.ValueString()),
		Token:                       keystone.Secret(m.Token.ValueString()),
		ApplicationCredentialID:     m.ApplicationCredentialID.ValueString(),
		ApplicationCredentialName:   m.ApplicationCredentialName.ValueString(),
		ApplicationCredentialSecret: keystone.Secret(m.ApplicationCredentialSecret.ValueString()),
		IdentityProvider:            m.IdentityProvider.ValueString(),
		Protocol:                    m.Protocol.ValueString(),
	}
}

// environmentLogin is what the variables of OpenStack's clients say.
func (f *clientFactory) environmentLogin() keystone.Config {
	return keystone.Config{
		AuthURL:                     f.getenv("OS_AUTH_URL"),
		UserName:                    f.getenv("OS_USERNAME"),
		UserID:                      f.getenv("OS_USER_ID"),
		UserDomainName:              f.getenv("OS_USER_DOMAIN_NAME"),
		UserDomainID:                f.getenv("OS_USER_DOMAIN_ID"),
		TenantName:                  f.getenv("OS_TENANT_NAME"),
		TenantID:                    f.getenv("OS_TENANT_ID"),
		ProjectName:                 f.getenv("OS_PROJECT_NAME"),
		ProjectID:                   f.getenv("OS_PROJECT_ID"),
		ProjectDomainName:           f.getenv("OS_PROJECT_DOMAIN_NAME"),
		ProjectDomainID:             f.getenv("OS_PROJECT_DOMAIN_ID"),
		Password:                    keystone.Secret(f.getenv("OS_PASSWORD")),
		Token:                       keystone.Secret(f.getenv("OS_TOKEN")),
		ApplicationCredentialID:     f.getenv("OS_APPLICATION_CREDENTIAL_ID"),
		ApplicationCredentialName:   f.getenv("OS_APPLICATION_CREDENTIAL_NAME"),
		ApplicationCredentialSecret: keystone.Secret(f.getenv("OS_APPLICATION_CREDENTIAL_SECRET")),
		AccessToken:                 keystone.Secret(cmp.Or(f.getenv("OS_ACCESS_TOKEN"), f.getenv("OIDC_TOKEN"))),
		IdentityProvider:            f.getenv("OS_IDENTITY_PROVIDER"),
		Protocol:                    f.getenv("OS_PROTOCOL"),
	}
}

// overlay fills what upper leaves open with what lower says. What names one thing goes together: an
// OS_PROJECT_ID left in the environment must not displace a configured project_name, nor an OS_TOKEN a
// configured password.
func overlay(upper, lower keystone.Config) keystone.Config {
	upper.AuthURL = cmp.Or(upper.AuthURL, lower.AuthURL)
	if upper.UserName == "" && upper.UserID == "" {
		upper.UserName, upper.UserID = lower.UserName, lower.UserID
	}
	if upper.UserDomainName == "" && upper.UserDomainID == "" {
		upper.UserDomainName, upper.UserDomainID = lower.UserDomainName, lower.UserDomainID
	}
	if upper.ProjectName == "" && upper.ProjectID == "" && upper.TenantName == "" && upper.TenantID == "" {
		upper.ProjectName, upper.ProjectID = lower.ProjectName, lower.ProjectID
		upper.TenantName, upper.TenantID = lower.TenantName, lower.TenantID
	}
	if upper.ProjectDomainName == "" && upper.ProjectDomainID == "" {
		upper.ProjectDomainName, upper.ProjectDomainID = lower.ProjectDomainName, lower.ProjectDomainID
	}
	upper.IdentityProvider = cmp.Or(upper.IdentityProvider, lower.IdentityProvider)
	upper.Protocol = cmp.Or(upper.Protocol, lower.Protocol)
	switch {
	case hasCredential(&upper):
	case upper.ApplicationCredentialID != "" || upper.ApplicationCredentialName != "":
		upper.ApplicationCredentialSecret = lower.ApplicationCredentialSecret
	default:
		upper.Password, upper.Token, upper.AccessToken = lower.Password, lower.Token, lower.AccessToken
		upper.ApplicationCredentialID = lower.ApplicationCredentialID
		upper.ApplicationCredentialName = lower.ApplicationCredentialName
		upper.ApplicationCredentialSecret = lower.ApplicationCredentialSecret
	}
	return upper
}

// hasCredential tells whether there is a secret to log in with.
func hasCredential(config *keystone.Config) bool {
	return config.Password != "" || config.Token != "" || config.ApplicationCredentialSecret != "" || config.AccessToken != ""
}

// isOIDC tells whether an OpenID Connect access token is what is used to log in.
func (l *login) isOIDC() bool {
	return l.AccessToken != "" && l.Token == "" && l.ApplicationCredentialSecret == "" && l.Password == ""
}

// keystone returns the authenticator of the login.
func (f *clientFactory) keystone(login *login, endpoint *url.URL, identity tlsIdentity) (transport.Authenticator, error) {
	config := login.Config
	config.Endpoint = endpoint
	config.ClientCertificate = identity.certificate != nil
	config.HTTPClient = func(origin *url.URL) (*http.Client, error) {
		return f.transport(origin, nil, identity)
	}
	attribute := path.Root("occi").AtName("keystone")
	if login.isOIDC() && config.IdentityProvider == "" {
		attribute = attribute.AtName("identity_provider")
	}
	authenticator, err := keystone.New(config)
	if err != nil {
		return nil, atAttribute(attribute, err)
	}
	return authenticator, nil
}

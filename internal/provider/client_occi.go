package provider

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
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
	authenticator, identity, err := f.occiCredentials(config, endpoint)
	if err != nil {
		cause := attribute
		var located *attributeError
		if errors.As(err, &located) {
			cause = located.attribute
		}
		tfkit.ReportAttributeError(diagnostics, cause, "The OCCI credentials are not usable", err)
		return nil, missing
	}
	httpClient, err := f.transport(endpoint, authenticator, identity)
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

// occiCredentials returns how to authenticate: as the configuration says, else as the environment says.
// Both results are empty if neither says anything, for a server that lets everybody in. A client
// certificate belongs to the connection and goes with any credentials in the requests.
func (f *clientFactory) occiCredentials(config *occiModel, endpoint *url.URL) (transport.Authenticator, tlsIdentity, error) {
	certificate, err := f.certificate(config.ClientCertificate)
	if err != nil {
		return nil, tlsIdentity{}, err
	}
	identity := tlsIdentity{certificate: certificate}
	if certificate != nil && endpoint.Scheme != "https" && config.Keystone == nil {
		return nil, identity, atAttribute(path.Root("occi").AtName("client_certificate"),
			fmt.Errorf("a certificate can be presented over https only, not to %s", endpoint))
	}
	inEnvironment := config.Keystone == nil && config.OIDCToken.IsNull()
	switch {
	case !config.Token.IsNull():
		authenticator, err := keystone.New(keystone.Config{Token: keystone.Secret(config.Token.ValueString())})
		return authenticator, identity, err
	case config.Basic != nil:
		authenticator, err := f.basic(config.Basic)
		return authenticator, identity, err
	case inEnvironment && f.getenv("OCCI_TOKEN") != "":
		authenticator, err := keystone.New(keystone.Config{Token: keystone.Secret(f.getenv("OCCI_TOKEN"))})
		return authenticator, identity, err
	case inEnvironment && f.getenv("OCCI_USERNAME") != "":
		authenticator, err := f.basic(&basicModel{})
		return authenticator, identity, err
	default:
		return f.openStackCredentials(config, endpoint, identity)
	}
}

// openStackCredentials returns how to authenticate at a cloud that has a Keystone, or may have one.
func (f *clientFactory) openStackCredentials(
	config *occiModel, endpoint *url.URL, identity tlsIdentity,
) (transport.Authenticator, tlsIdentity, error) {
	login, err := f.login(config)
	if err != nil {
		return nil, identity, err
	}
	identity.add(login.connection)
	hasKeystone := config.Keystone != nil
	switch {
	case !hasKeystone && login.isOIDC() && login.IdentityProvider == "":
		return authorization("Bearer " + string(login.AccessToken)), identity, nil
	case hasCredential(&login.Config):
		authenticator, err := f.keystone(login, endpoint, identity)
		return authenticator, identity, err
	}
	// Only a certificate can still tell who the user is.
	if identity.certificate == nil && (hasKeystone || endpoint.Scheme == "https") {
		if identity.certificate, err = f.environmentCertificate(); err != nil {
			return nil, identity, err
		}
	}
	if !hasKeystone {
		switch {
		case identity.certificate == nil && login.UserName+login.UserID != "":
			return nil, identity, errors.New("there is a user name for Keystone, but no password: set occi.keystone.password, " +
				"or the environment variable OS_PASSWORD")
		case identity.certificate == nil:
			return nil, identity, nil
		}
		// The server may take the certificate itself: Keystone is asked if the server's 401 names it.
		login.AuthURL = ""
	}
	authenticator, err := f.keystone(login, endpoint, identity)
	return authenticator, identity, err
}

func (f *clientFactory) basic(config *basicModel) (transport.Authenticator, error) {
	user, password := f.text(config.Username, "OCCI_USERNAME"), f.text(config.Password, "OCCI_PASSWORD")
	if user == "" {
		return nil, atAttribute(path.Root("occi").AtName("basic"),
			errors.New("there is no user name: set username, or the environment variable OCCI_USERNAME"))
	}
	return authorization("Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"+password))), nil
}

// authorization is the header Authorization of each request, for HTTP Basic and bearer tokens.
type authorization string

// Authenticate implements transport.Authenticator.
func (a authorization) Authenticate(_ context.Context, request *http.Request) error {
	request.Header.Set("Authorization", string(a))
	return nil
}

// Renew implements transport.Authenticator: there is nothing to renew.
func (authorization) Renew(context.Context, *http.Response) (bool, error) { return false, nil }

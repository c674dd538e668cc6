package provider

import (
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// cloudSigma returns the client of CloudSigma, or why there is none.
func (f *clientFactory) cloudSigma(config *cloudSigmaModel, diagnostics *diag.Diagnostics) (*cloudsigma.Client, error) {
	authenticator, problem := f.cloudSigmaAuthenticator(config)
	if problem != nil {
		return nil, problem
	}
	attribute := path.Root("cloudsigma")
	endpoint, err := f.cloudSigmaEndpoint(config)
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, attribute, "The CloudSigma endpoint is not usable", err)
		return nil, err
	}
	httpClient, err := f.transport(endpoint, authenticator, tlsIdentity{})
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, path.Root("http"), "The HTTP settings are not usable", err)
		return nil, err
	}
	client, err := cloudsigma.NewClient(cloudsigma.Config{Endpoint: endpoint, HTTP: httpClient})
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, attribute, "The CloudSigma configuration is not usable", err)
		return nil, err
	}
	return client, nil
}

// cloudSigmaAuthenticator prefers what is configured to the environment, and a token to a password.
func (f *clientFactory) cloudSigmaAuthenticator(config *cloudSigmaModel) (transport.Authenticator, error) {
	token := config.Token.ValueString()
	if token == "" && config.Password.IsNull() {
		token = f.getenv("CLOUDSIGMA_TOKEN")
	}
	if token != "" {
		return cloudsigma.TokenAuthenticator{Token: cloudsigma.Secret(token)}, nil
	}
	username := f.text(config.Username, "CLOUDSIGMA_USERNAME")
	if username == "" {
		return nil, &tfkit.NotConfiguredError{Attribute: "cloudsigma.username", Variable: "CLOUDSIGMA_USERNAME"}
	}
	password := f.text(config.Password, "CLOUDSIGMA_PASSWORD")
	if password == "" {
		return nil, &tfkit.NotConfiguredError{Attribute: "cloudsigma.password", Variable: "CLOUDSIGMA_PASSWORD"}
	}
	return cloudsigma.BasicAuthenticator{Username: username, Password: cloudsigma.Secret(password)}, nil
}

// defaultLocation is that of the official provider.
const defaultLocation = "zrh"

// cloudSigmaEndpoint is the configured endpoint or location, else those of the environment, else the default.
func (f *clientFactory) cloudSigmaEndpoint(config *cloudSigmaModel) (*url.URL, error) {
	switch {
	case config.Endpoint.ValueString() != "":
		return parseEndpoint(config.Endpoint.ValueString())
	case config.Location.ValueString() != "":
		return cloudsigma.EndpointForLocation(config.Location.ValueString())
	case f.getenv("CLOUDSIGMA_ENDPOINT") != "":
		return parseEndpoint(f.getenv("CLOUDSIGMA_ENDPOINT"))
	case f.getenv("CLOUDSIGMA_LOCATION") != "":
		return cloudsigma.EndpointForLocation(f.getenv("CLOUDSIGMA_LOCATION"))
	default:
		return cloudsigma.EndpointForLocation(defaultLocation)
	}
}

package occientity

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Access gives resources and data sources the OCCI client of the configured provider.
type Access struct {
	clients *tfkit.Clients
}

// Client returns the client, or nil with a diagnostic that says why there is none.
func (a *Access) Client(diagnostics *diag.Diagnostics) *occi.Client {
	client, err := a.clients.OCCI()
	if err != nil {
		tfkit.ReportError(diagnostics, "No OCCI cloud to talk to", err)
		return nil
	}
	return client
}

// ClientForPlan returns the client. It is nil without an error as long as the provider's configuration is
// not known: what needs the cloud is then checked at apply.
func (a *Access) ClientForPlan() (*occi.Client, error) {
	client, err := a.clients.OCCI()
	if errors.Is(err, tfkit.ErrUnknownConfiguration) {
		return nil, nil
	}
	return client, err
}

// ResourceBase is embedded by the resources.
type ResourceBase struct{ Access }

// Configure implements resource.ResourceWithConfigure.
func (b *ResourceBase) Configure(_ context.Context, request resource.ConfigureRequest, response *resource.ConfigureResponse) {
	b.clients = tfkit.ClientsFrom(request.ProviderData, &response.Diagnostics)
}

// DataSourceBase is embedded by the data sources.
type DataSourceBase struct{ Access }

// Configure implements datasource.DataSourceWithConfigure.
func (b *DataSourceBase) Configure(_ context.Context, request datasource.ConfigureRequest, response *datasource.ConfigureResponse) {
	b.clients = tfkit.ClientsFrom(request.ProviderData, &response.Diagnostics)
}

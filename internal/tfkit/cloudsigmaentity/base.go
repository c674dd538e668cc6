package cloudsigmaentity

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// Access gives resources and data sources the CloudSigma client of the configured provider.
type Access struct {
	clients *tfkit.Clients
}

// Client returns the client, or nil with a diagnostic that says why there is none.
func (a *Access) Client(diagnostics *diag.Diagnostics) *cloudsigma.Client {
	client, err := a.clients.CloudSigma()
	if err != nil {
		tfkit.ReportError(diagnostics, "No CloudSigma account to talk to", err)
		return nil
	}
	return client
}

// ClientForPlan returns the client, or nil without a diagnostic if there is none: what needs the cloud is
// then checked at apply.
func (a *Access) ClientForPlan() *cloudsigma.Client {
	client, err := a.clients.CloudSigma()
	if err != nil {
		return nil
	}
	return client
}

// Claim says that a kind of resource ("cloudsigma_drive_attachment") manages a part of an entity ("drives of
// server ..."). It is an error at the attribute if resources of another kind in the same configuration do.
func (a *Access) Claim(part, kind string, attribute path.Path, diagnostics *diag.Diagnostics) {
	if a.clients == nil {
		return
	}
	if other := a.clients.Claims().Claim(part, kind); other != "" {
		diagnostics.AddAttributeError(attribute, "Managed in two ways",
			fmt.Sprintf("The %s are managed by %s, and by %s too: each would undo for ever what the other does. Use only one of them.",
				part, kind, other))
	}
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

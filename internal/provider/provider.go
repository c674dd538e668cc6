package provider

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/compute"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/queryinterface"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/securitygroup"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/securityrule"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/storage"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/storagelink"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/template"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

var _ provider.Provider = (*Provider)(nil)

// Provider is the provider "occi".
type Provider struct {
	version string
	getenv  func(string) string
}

// New returns a factory of the provider. The version goes into the User-Agent.
func New(version string) func() provider.Provider {
	return func() provider.Provider { return &Provider{version: version, getenv: os.Getenv} }
}

// Metadata implements provider.Provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, response *provider.MetadataResponse) {
	response.TypeName = "occi"
	response.Version = p.version
}

// Schema implements provider.Provider.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, response *provider.SchemaResponse) {
	response.Schema = providerSchema()
}

// Configure implements provider.Provider: it makes a client per configured cloud. What is wrong in the
// configuration itself is an error here; a cloud that is not configured is one only where it is used.
func (p *Provider) Configure(ctx context.Context, request provider.ConfigureRequest, response *provider.ConfigureResponse) {
	var config configModel
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() {
		return
	}
	factory := clientFactory{
		getenv:    p.getenv,
		userAgent: "terraform-provider-occi/" + p.version + " terraform/" + request.TerraformVersion,
		http:      config.HTTP,
	}
	occiClient, occiProblem := factory.occi(config.OCCI, &response.Diagnostics)
	cloudSigmaClient, cloudSigmaProblem := factory.cloudSigma(config.CloudSigma, &response.Diagnostics)
	clients := tfkit.NewClients(occiClient, occiProblem, cloudSigmaClient, cloudSigmaProblem)
	response.DataSourceData = clients
	response.ResourceData = clients
}

// Resources implements provider.Provider.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		compute.NewResource,
		securitygroup.NewResource,
		securityrule.NewResource,
		storage.NewResource,
		storagelink.NewResource,
	}
}

// DataSources implements provider.Provider.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		queryinterface.NewDataSource,
		template.NewOSTemplate,
		template.NewResourceTemplate,
	}
}

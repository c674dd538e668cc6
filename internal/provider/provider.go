package provider

import (
	"context"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/acl"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/backuppolicy"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/balance"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/capabilities"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/cloudstatus"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/currentusage"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/drive"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/driveattachment"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/firewallpolicy"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/firewallpolicyattachment"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/globalcontext"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/ip"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/librarydrive"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/license"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/location"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/pricing"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/profile"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/server"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/servercontext"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/snapshot"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/sshkey"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/subscription"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/tag"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/cloudsigma/vlan"
	functions "github.com/terraform-provider-occi/terraform-provider-occi/internal/service/function"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/compute"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/entity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/floatingip"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/floatingipassociation"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/healthcheck"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/image"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/link"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/mixin"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/mixinassociation"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/network"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/networkinterface"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/ovf"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/queryinterface"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/securitygroup"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/securitygroupassociation"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/securityrule"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/storage"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/storagelink"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/storagesnapshot"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/service/occi/template"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

var (
	_ provider.Provider                       = (*Provider)(nil)
	_ provider.ProviderWithEphemeralResources = (*Provider)(nil)
	_ provider.ProviderWithFunctions          = (*Provider)(nil)
)

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
	occiBlock, occiKnown := block[occiModel](ctx, request.Config, "occi", &response.Diagnostics)
	cloudSigmaBlock, cloudSigmaKnown := cloudSigmaAccount(ctx, request.Config, &response.Diagnostics)
	httpBlock, httpKnown := block[httpModel](ctx, request.Config, "http", &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	factory := clientFactory{
		getenv:    p.getenv,
		userAgent: "terraform-provider-occi/" + p.version + " terraform/" + request.TerraformVersion,
		http:      httpBlock,
	}
	var occiClient *occi.Client
	var cloudSigmaClient *cloudsigma.Client
	occiProblem, cloudSigmaProblem := tfkit.ErrUnknownConfiguration, tfkit.ErrUnknownConfiguration
	if occiKnown && httpKnown {
		occiClient, occiProblem = factory.occi(occiBlock, &response.Diagnostics)
	}
	if cloudSigmaKnown && httpKnown {
		cloudSigmaClient, cloudSigmaProblem = factory.cloudSigma(cloudSigmaBlock, &response.Diagnostics)
	}
	clients := tfkit.NewClients(occiClient, occiProblem, cloudSigmaClient, cloudSigmaProblem)
	response.DataSourceData = clients
	response.ResourceData = clients
}

// block reads one of the provider's nested attributes. It is empty if the attribute is null, and not known
// if anything in it is known only after apply.
func block[T any](ctx context.Context, config tfsdk.Config, name string, diagnostics *diag.Diagnostics) (values *T, known bool) {
	var object types.Object
	diagnostics.Append(config.GetAttribute(ctx, path.Root(name), &object)...)
	raw, err := object.ToTerraformValue(ctx)
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, path.Root(name), "The configuration cannot be read", err)
	}
	if err != nil || !raw.IsFullyKnown() {
		return nil, false
	}
	values = new(T)
	if !object.IsNull() {
		diagnostics.Append(object.As(ctx, values, basetypes.ObjectAsOptions{})...)
	}
	return values, true
}

// cloudSigmaAccount reads the attribute cloudsigma or, if it is not given, the arguments of the official provider.
func cloudSigmaAccount(ctx context.Context, config tfsdk.Config, diagnostics *diag.Diagnostics) (account *cloudSigmaModel, known bool) {
	account, known = block[cloudSigmaModel](ctx, config, "cloudsigma", diagnostics)
	if !known || *account != (cloudSigmaModel{}) {
		return account, known
	}
	for name, target := range map[string]*types.String{
		"location": &account.Location, "username": &account.Username, "password": &account.Password, "token": &account.Token,
	} {
		diagnostics.Append(config.GetAttribute(ctx, path.Root(name), target)...)
		known = known && !target.IsUnknown()
	}
	return account, known
}

// Resources implements provider.Provider.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		acl.NewResource,
		backuppolicy.NewResource,
		compute.NewResource,
		drive.NewResource,
		driveattachment.NewResource,
		entity.NewResource,
		firewallpolicy.NewResource,
		firewallpolicyattachment.NewResource,
		floatingip.NewResource,
		floatingipassociation.NewResource,
		globalcontext.NewResource,
		image.NewResource,
		ip.NewResource,
		link.NewResource,
		mixin.NewResource,
		mixinassociation.NewResource,
		network.NewResource,
		networkinterface.NewResource,
		securitygroup.NewResource,
		securitygroupassociation.NewResource,
		securityrule.NewResource,
		server.NewResource,
		snapshot.NewRemoteResource,
		snapshot.NewResource,
		sshkey.NewResource,
		storage.NewResource,
		storagelink.NewResource,
		storagesnapshot.NewResource,
		subscription.NewResource,
		tag.NewResource,
		vlan.NewResource,
	}
}

// DataSources implements provider.Provider.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		acl.NewDataSource,
		balance.NewDataSource,
		capabilities.NewDataSource,
		cloudstatus.NewDataSource,
		compute.NewDataSource,
		compute.NewPluralDataSource,
		currentusage.NewDataSource,
		drive.NewDataSource,
		drive.NewPluralDataSource,
		entity.NewDataSource,
		entity.NewPluralDataSource,
		firewallpolicy.NewDataSource,
		firewallpolicy.NewPluralDataSource,
		floatingip.NewPoolsDataSource,
		healthcheck.NewDataSource,
		ip.NewDataSource,
		ip.NewPluralDataSource,
		librarydrive.NewDataSource,
		librarydrive.NewPluralDataSource,
		license.NewDataSource,
		license.NewPluralDataSource,
		location.NewDataSource,
		location.NewPluralDataSource,
		network.NewDataSource,
		network.NewPluralDataSource,
		ovf.NewDataSource,
		pricing.NewDataSource,
		profile.NewDataSource,
		queryinterface.NewDataSource,
		securitygroup.NewDataSource,
		securitygroup.NewPluralDataSource,
		securityrule.NewDataSource,
		server.NewDataSource,
		server.NewPluralDataSource,
		servercontext.NewDataSource,
		snapshot.NewDataSource,
		snapshot.NewPluralDataSource,
		snapshot.NewRemoteDataSource,
		snapshot.NewRemotePluralDataSource,
		sshkey.NewDataSource,
		sshkey.NewPluralDataSource,
		storage.NewDataSource,
		storage.NewPluralDataSource,
		subscription.NewDataSource,
		subscription.NewPluralDataSource,
		tag.NewDataSource,
		tag.NewPluralDataSource,
		template.NewOSTemplate,
		template.NewOSTemplates,
		template.NewResourceTemplate,
		template.NewResourceTemplates,
		vlan.NewDataSource,
		vlan.NewPluralDataSource,
	}
}

// Functions implements provider.ProviderWithFunctions.
func (p *Provider) Functions(context.Context) []func() function.Function {
	return []func() function.Function{
		functions.NewCloudSigmaMeta,
		functions.NewJinja,
	}
}

// EphemeralResources implements provider.ProviderWithEphemeralResources.
func (p *Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		sshkey.NewPair,
	}
}

// ClientsFromEnvironment returns the clients that an empty provider block has: those of the clouds that the
// environment names.
func ClientsFromEnvironment(version string) (*tfkit.Clients, diag.Diagnostics) {
	var diagnostics diag.Diagnostics
	factory := clientFactory{getenv: os.Getenv, userAgent: "terraform-provider-occi/" + version, http: &httpModel{}}
	occiClient, occiProblem := factory.occi(&occiModel{}, &diagnostics)
	cloudSigmaClient, cloudSigmaProblem := factory.cloudSigma(&cloudSigmaModel{}, &diagnostics)
	return tfkit.NewClients(occiClient, occiProblem, cloudSigmaClient, cloudSigmaProblem), diagnostics
}

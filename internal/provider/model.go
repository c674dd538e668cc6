package provider

import "github.com/hashicorp/terraform-plugin-framework/types"

type occiModel struct {
	Endpoint          types.String      `tfsdk:"endpoint"`
	Rendering         types.String      `tfsdk:"rendering"`
	Token             types.String      `tfsdk:"token"`
	OIDCToken         types.String      `tfsdk:"oidc_token"`
	Basic             *basicModel       `tfsdk:"basic"`
	Keystone          *keystoneModel    `tfsdk:"keystone"`
	ClientCertificate *certificateModel `tfsdk:"client_certificate"`
}

type certificateModel struct {
	CertFile types.String `tfsdk:"cert_file"`
	CertPEM  types.String `tfsdk:"cert_pem"`
	KeyFile  types.String `tfsdk:"key_file"`
	KeyPEM   types.String `tfsdk:"key_pem"`
}

type basicModel struct {
	Username types.String `tfsdk:"username"`
	Password types.String `tfsdk:"password"`
}

type keystoneModel struct {
	AuthURL                     types.String `tfsdk:"auth_url"`
	UserName                    types.String `tfsdk:"user_name"`
	UserID                      types.String `tfsdk:"user_id"`
	Password                    types.String `tfsdk:"password"`
	UserDomainName              types.String `tfsdk:"user_domain_name"`
	UserDomainID                types.String `tfsdk:"user_domain_id"`
	TenantName                  types.String `tfsdk:"tenant_name"`
	TenantID                    types.String `tfsdk:"tenant_id"`
	ProjectName                 types.String `tfsdk:"project_name"`
	ProjectID                   types.String `tfsdk:"project_id"`
	ProjectDomainName           types.String `tfsdk:"project_domain_name"`
	ProjectDomainID             types.String `tfsdk:"project_domain_id"`
	ApplicationCredentialID     types.String `tfsdk:"application_credential_id"`
	ApplicationCredentialName   types.String `tfsdk:"application_credential_name"`
	ApplicationCredentialSecret types.String `tfsdk:"application_credential_secret"`
	Token                       types.String `tfsdk:"token"`
	IdentityProvider            types.String `tfsdk:"identity_provider"`
	Protocol                    types.String `tfsdk:"protocol"`
	Cloud                       types.String `tfsdk:"cloud"`
}

type cloudSigmaModel struct {
	Location types.String `tfsdk:"location"`
	Endpoint types.String `tfsdk:"endpoint"`
	Username types.String `tfsdk:"username"`
	Password types.String `tfsdk:"password"`
	Token    types.String `tfsdk:"token"`
}

type httpModel struct {
	RequestTimeout        types.String  `tfsdk:"request_timeout"`
	MaxRetries            types.Int64   `tfsdk:"max_retries"`
	MaxConcurrentRequests types.Int64   `tfsdk:"max_concurrent_requests"`
	RequestsPerSecond     types.Float64 `tfsdk:"requests_per_second"`
	CAFile                types.String  `tfsdk:"ca_file"`
	CAPEM                 types.String  `tfsdk:"ca_pem"`
	Insecure              types.Bool    `tfsdk:"insecure"`
}

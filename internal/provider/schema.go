package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/objectvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

func providerSchema() schema.Schema {
	return schema.Schema{
		MarkdownDescription: "Manages OCCI clouds (resources `occi_*`) and CloudSigma (resources `cloudsigma_*`). " +
			"A cloud that is not configured is an error only when one of its resources is used.",
		Attributes: map[string]schema.Attribute{
			"occi":       occiSchema(),
			"cloudsigma": cloudSigmaSchema(),
			"http":       httpSchema(),
		},
	}
}

func occiSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The OCCI cloud. Give `token`, `basic` or `keystone`; a server that answers 401 with the " +
			"address of its Keystone needs no `auth_url`.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"endpoint": optional("URL of the OCCI service, such as `https://cloud.example.org:8787/`. " +
				"Environment variable `OCCI_ENDPOINT`."),
			"rendering": schema.StringAttribute{
				MarkdownDescription: "How requests are rendered: `auto` (default: headers where all fits, else a body), " +
					"`text/plain` or `text/occi`.",
				Optional: true,
				Validators: []validator.String{
					stringvalidator.OneOf("auto", occi.MediaTypeTextPlain, occi.MediaTypeTextOCCI),
				},
			},
			"token": schema.StringAttribute{
				MarkdownDescription: "A token, sent as `X-Auth-Token`. Environment variable `OCCI_TOKEN`.",
				Optional:            true,
				Sensitive:           true,
				Validators: []validator.String{stringvalidator.ConflictsWith(
					path.MatchRelative().AtParent().AtName("basic"), path.MatchRelative().AtParent().AtName("keystone"),
				)},
			},
			"basic": schema.SingleNestedAttribute{
				MarkdownDescription: "HTTP Basic authentication.",
				Optional:            true,
				Validators: []validator.Object{
					objectvalidator.ConflictsWith(path.MatchRelative().AtParent().AtName("keystone")),
				},
				Attributes: map[string]schema.Attribute{
					"username": optional("Environment variable `OCCI_USERNAME`."),
					"password": secret("Environment variable `OCCI_PASSWORD`."),
				},
			},
			"keystone": keystoneSchema(),
		},
	}
}

func keystoneSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "OpenStack Keystone, v2.0 or v3. Each attribute falls back to the usual `OS_*` variable.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"auth_url": optional("URL of Keystone, with or without the version, such as `https://cloud.example.org:5000/v3`. " +
				"Environment variable `OS_AUTH_URL`."),
			"user_name":           optional("Environment variable `OS_USERNAME`."),
			"user_id":             optional("Environment variable `OS_USER_ID`."),
			"password":            secret("Environment variable `OS_PASSWORD`."),
			"user_domain_name":    optional("Domain of the user (v3). Environment variable `OS_USER_DOMAIN_NAME`."),
			"user_domain_id":      optional("Domain of the user (v3). Environment variable `OS_USER_DOMAIN_ID`."),
			"tenant_name":         optional("Tenant, the word of v2.0 for project. Environment variable `OS_TENANT_NAME`."),
			"tenant_id":           optional("Tenant, the word of v2.0 for project. Environment variable `OS_TENANT_ID`."),
			"project_name":        optional("Environment variable `OS_PROJECT_NAME`."),
			"project_id":          optional("Environment variable `OS_PROJECT_ID`."),
			"project_domain_name": optional("Domain of the project (v3). Environment variable `OS_PROJECT_DOMAIN_NAME`."),
			"project_domain_id":   optional("Domain of the project (v3). Environment variable `OS_PROJECT_DOMAIN_ID`."),
			"application_credential_id": optional("Application credential (v3). " +
				"Environment variable `OS_APPLICATION_CREDENTIAL_ID`."),
			"application_credential_name": optional("Application credential by name, with the user it belongs to (v3). " +
				"Environment variable `OS_APPLICATION_CREDENTIAL_NAME`."),
			"application_credential_secret": secret("Environment variable `OS_APPLICATION_CREDENTIAL_SECRET`."),
			"token":                         secret("A token of this Keystone, used as it is. Environment variable `OS_TOKEN`."),
		},
	}
}

func cloudSigmaSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The CloudSigma account.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"location": optional("Location, such as `zrh`; it makes the endpoint `https://zrh.cloudsigma.com/api/2.0/`. " +
				"Environment variable `CLOUDSIGMA_LOCATION`."),
			"endpoint": optional("URL of the API, wins over `location`. Environment variable `CLOUDSIGMA_ENDPOINT`."),
			"username": optional("E-mail address of the account. Environment variable `CLOUDSIGMA_USERNAME`."),
			"password": secret("Environment variable `CLOUDSIGMA_PASSWORD`."),
			"token": schema.StringAttribute{
				MarkdownDescription: "A bearer token, instead of `username` and `password`. Environment variable `CLOUDSIGMA_TOKEN`.",
				Optional:            true,
				Sensitive:           true,
				Validators: []validator.String{
					stringvalidator.ConflictsWith(path.MatchRelative().AtParent().AtName("password")),
				},
			},
		},
	}
}

func httpSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How requests are sent, for both clouds.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"request_timeout": schema.StringAttribute{
				MarkdownDescription: "Time for one request, such as `30s`. Default `60s`.",
				Optional:            true,
				Validators:          []validator.String{tfkit.PositiveDuration()},
			},
			"max_retries": schema.Int64Attribute{
				MarkdownDescription: "How often a failed request is repeated where that is safe. Default 4.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(0, 20)},
			},
			"max_concurrent_requests": schema.Int64Attribute{
				MarkdownDescription: "Requests under way at once, per cloud. Default 10.",
				Optional:            true,
				Validators:          []validator.Int64{int64validator.Between(1, 1000)},
			},
			"requests_per_second": schema.Float64Attribute{
				MarkdownDescription: "Bound on the rate of requests, per cloud. Default: none.",
				Optional:            true,
				Validators:          []validator.Float64{float64validator.AtLeast(0.01)},
			},
			"ca_file": schema.StringAttribute{
				MarkdownDescription: "File with certificates (PEM) of authorities to trust besides the system's.",
				Optional:            true,
				Validators: []validator.String{
					stringvalidator.ConflictsWith(path.MatchRelative().AtParent().AtName("ca_pem")),
				},
			},
			"ca_pem": optional("Certificates (PEM) of authorities to trust besides the system's."),
			"insecure": schema.BoolAttribute{
				MarkdownDescription: "Accept any server certificate. Credentials can then be stolen: for tests only.",
				Optional:            true,
			},
		},
	}
}

func optional(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true}
}

func secret(description string) schema.StringAttribute {
	return schema.StringAttribute{MarkdownDescription: description, Optional: true, Sensitive: true}
}

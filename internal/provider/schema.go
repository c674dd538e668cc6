package provider

import (
	"fmt"
	"maps"

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
	attributes := map[string]schema.Attribute{
		"occi":       occiSchema(),
		"cloudsigma": cloudSigmaSchema(),
		"http":       httpSchema(),
	}
	maps.Copy(attributes, officialArguments())
	return schema.Schema{
		MarkdownDescription: "Manages OCCI clouds (resources `occi_*`) and CloudSigma (resources `cloudsigma_*`). " +
			"A cloud that is not configured is an error only when one of its resources is used.",
		Attributes: attributes,
	}
}

// officialArguments are those that the official provider of CloudSigma has, so that its users need not write their
// provider block anew.
func officialArguments() map[string]schema.Attribute {
	const same = "The same as `cloudsigma.%[1]s`, as the provider `cloudsigma/cloudsigma` has it."
	insteadOfBlock := path.MatchRoot("cloudsigma")
	arguments := map[string]schema.Attribute{}
	for _, name := range []string{"location", "username"} {
		argument := optional(fmt.Sprintf(same, name))
		argument.Validators = []validator.String{stringvalidator.ConflictsWith(insteadOfBlock)}
		arguments[name] = argument
	}
	arguments["password"] = secret(fmt.Sprintf(same, "password"), insteadOfBlock)
	arguments["token"] = secret(fmt.Sprintf(same, "token"), insteadOfBlock, beside("username"), beside("password"))
	unused := optional("Not used, as in the provider `cloudsigma/cloudsigma`.")
	unused.DeprecationMessage = "It has no effect. Use cloudsigma.endpoint for another endpoint."
	arguments["base_url"] = unused
	return arguments
}

func occiSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The OCCI cloud. Give one of `token`, `basic`, `keystone` and `oidc_token` (the last also " +
			"together with `keystone`), and `client_certificate` alone or besides. What is not given is taken from the environment. " +
			"A server that answers 401 with the address of its Keystone needs no `auth_url`.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"endpoint": optional("URL at which the OCCI API begins, such as `https://cloud.example.org:8787/`, or " +
				"`https://cloud.example.org:8787/occi1.2/` of ooi. Environment variable `OCCI_ENDPOINT`."),
			"rendering": schema.StringAttribute{
				MarkdownDescription: "How requests are rendered: `auto` (default: headers where all fits, else a body, or JSON where " +
					"the server has it and text cannot carry a value), `text/plain`, `text/occi` or `application/occi+json`.",
				Optional: true,
				Validators: []validator.String{
					stringvalidator.OneOf(occi.RenderingAuto, occi.RenderingTextPlain, occi.RenderingTextOCCI, occi.RenderingJSON),
				},
			},
			"token": secret("A token, sent as `X-Auth-Token`. Environment variable `OCCI_TOKEN`.",
				beside("basic"), beside("keystone"), beside("oidc_token")),
			"basic": schema.SingleNestedAttribute{
				MarkdownDescription: "HTTP Basic authentication.",
				Optional:            true,
				Validators:          []validator.Object{objectvalidator.ConflictsWith(beside("keystone"), beside("oidc_token"))},
				Attributes: map[string]schema.Attribute{
					"username": optional("Name of the user. Environment variable `OCCI_USERNAME`."),
					"password": secret("Password of the user. Environment variable `OCCI_PASSWORD`."),
				},
			},
			"oidc_token": secret("An OpenID Connect access token, as of EGI Check-in. It is sent as `Authorization: Bearer`, or " +
				"given to Keystone for a token where `keystone` is given or its `identity_provider` is in the environment. " +
				"Environment variables `OS_ACCESS_TOKEN` and `OIDC_TOKEN`."),
			"client_certificate": certificateSchema(),
			"keystone":           keystoneSchema(),
		},
	}
}

func certificateSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "An X.509 certificate or VOMS proxy, presented to the OCCI service and to Keystone. Where nothing " +
			"else is configured, Keystone knows the user by it: through `keystone.identity_provider` and `keystone.protocol` (v3), " +
			"else through VOMS (v2.0). If this is empty (`{}`), or there are no other credentials, it is taken from the environment: " +
			"the file that `X509_USER_PROXY` names, else those of `X509_USER_CERT` and `X509_USER_KEY`.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"cert_file": exclusive("File with the certificate (PEM) and the chain that belongs to it: all of it is sent. A proxy "+
				"has its key in the same file.", "cert_pem"),
			"cert_pem": secret("What else would be in `cert_file`."),
			"key_file": exclusive("File with the private key (PEM, no passphrase), if it is not beside the certificate.", "key_pem"),
			"key_pem":  secret("What else would be in `key_file`."),
		},
	}
}

func keystoneSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "OpenStack Keystone, v2.0 or v3. What is not given is taken from the `cloud`, then from " +
			"the usual `OS_*` variables.",
		Optional: true,
		Attributes: map[string]schema.Attribute{
			"auth_url": optional("URL of Keystone, with or without the version, such as `https://cloud.example.org:5000/v3`. " +
				"Environment variable `OS_AUTH_URL`."),
			"user_name": optional("Name of the user, such as `demo`. Environment variable `OS_USERNAME`."),
			"user_id":   optional("ID of the user, instead of `user_name` (v3). Environment variable `OS_USER_ID`."),
			"password": secret("Password of the user. Environment variable `OS_PASSWORD`.",
				beside("token"), beside("application_credential_secret"), besideKeystone("oidc_token")),
			"user_domain_name": optional("Name of the domain of the user (v3). Without it and the ID, the domain is the one with the ID " +
				"`default`. Environment variable `OS_USER_DOMAIN_NAME`."),
			"user_domain_id": optional("ID of the domain of the user (v3). Environment variable `OS_USER_DOMAIN_ID`."),
			"tenant_name": exclusive("Name of the tenant, the word of v2.0 for project. Environment variable `OS_TENANT_NAME`.",
				"project_name", "project_id"),
			"tenant_id": exclusive("ID of the tenant, the word of v2.0 for project. Environment variable `OS_TENANT_ID`.",
				"project_name", "project_id"),
			"project_name": optional("Name of the project that the resources are in, such as `demo`. " +
				"Environment variable `OS_PROJECT_NAME`."),
			"project_id": optional("ID of the project, instead of `project_name`. Environment variable `OS_PROJECT_ID`."),
			"project_domain_name": optional("Name of the domain of the project (v3). Without it and the ID, it is the domain of the " +
				"user. Environment variable `OS_PROJECT_DOMAIN_NAME`."),
			"project_domain_id": optional("ID of the domain of the project (v3). Environment variable `OS_PROJECT_DOMAIN_ID`."),
			"application_credential_id": optional("ID of an application credential (v3), which is for one project. " +
				"Environment variable `OS_APPLICATION_CREDENTIAL_ID`."),
			"application_credential_name": optional("Name of an application credential (v3), instead of its ID; it needs the user it " +
				"belongs to. Environment variable `OS_APPLICATION_CREDENTIAL_NAME`."),
			"application_credential_secret": secret("Secret of the application credential, which Keystone showed when it was made. "+
				"Environment variable `OS_APPLICATION_CREDENTIAL_SECRET`.",
				beside("token"), besideKeystone("oidc_token")),
			"token": secret("A token of this Keystone, used as it is. Environment variable `OS_TOKEN`.",
				besideKeystone("oidc_token")),
			"identity_provider": optional("Keystone's name for the issuer of `oidc_token` or of the client certificate (v3), " +
				"such as `egi.eu`. Environment variable `OS_IDENTITY_PROVIDER`."),
			"protocol": optional("Keystone's name for how it knows the user of `identity_provider`, such as `openid` or `mapped`. " +
				"Environment variable `OS_PROTOCOL`."),
			"cloud": optional("A cloud of `clouds.yaml` and `secure.yaml`, in the working directory, `~/.config/openstack` or " +
				"`/etc/openstack`, or where `OS_CLIENT_CONFIG_FILE` says. Its password, token or application credential, its " +
				"project, its certificates and authorities are used. Environment variable `OS_CLOUD`."),
		},
	}
}

func cloudSigmaSchema() schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		MarkdownDescription: "The CloudSigma account.",
		Optional:            true,
		Attributes: map[string]schema.Attribute{
			"location": optional("Location, such as `zrh`; it makes the endpoint `https://zrh.cloudsigma.com/api/2.0/`. " +
				"Environment variable `CLOUDSIGMA_LOCATION`, where `CLOUDSIGMA_ENDPOINT` is not set. Default `zrh`."),
			"endpoint": optional("URL of the API, such as `https://zrh.cloudsigma.com/api/2.0/`, instead of `location`. If both are set, the " +
				"endpoint is used. Environment variable `CLOUDSIGMA_ENDPOINT`, which is not looked at if `location` is set."),
			"username": exclusive("E-mail address of the account. Environment variable `CLOUDSIGMA_USERNAME`.", "token"),
			"password": secret("Password of the account. Environment variable `CLOUDSIGMA_PASSWORD`."),
			"token": secret("A bearer token, instead of `username` and `password`. Environment variable `CLOUDSIGMA_TOKEN`.",
				beside("password")),
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
			"ca_file": exclusive("File with certificates (PEM) of authorities to trust besides the system's.", "ca_pem"),
			"ca_pem":  optional("Certificates (PEM) of authorities to trust besides the system's."),
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

// exclusive is an optional text that cannot be given together with others of the same object.
func exclusive(description string, others ...string) schema.StringAttribute {
	attribute := optional(description)
	for _, other := range others {
		attribute.Validators = append(attribute.Validators, stringvalidator.ConflictsWith(beside(other)))
	}
	return attribute
}

func secret(description string, conflicts ...path.Expression) schema.StringAttribute {
	attribute := optional(description)
	attribute.Sensitive = true
	if len(conflicts) > 0 {
		attribute.Validators = []validator.String{stringvalidator.ConflictsWith(conflicts...)}
	}
	return attribute
}

// beside is another attribute of the same object.
func beside(name string) path.Expression { return path.MatchRelative().AtParent().AtName(name) }

// besideKeystone is an attribute of the object around the keystone block.
func besideKeystone(name string) path.Expression {
	return path.MatchRelative().AtParent().AtParent().AtName(name)
}

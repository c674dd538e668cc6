package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// unknown stands for a value that is known only after apply.
type unknown struct{}

// terraformValue returns a value of the type: strings, objects as maps, whose other attributes are null.
func terraformValue(t *testing.T, of tftypes.Type, value any) tftypes.Value {
	t.Helper()
	switch value := value.(type) {
	case unknown:
		return tftypes.NewValue(of, tftypes.UnknownValue)
	case map[string]any:
		object, ok := of.(tftypes.Object)
		if !ok {
			t.Fatalf("%s is no object", of)
		}
		attributes := map[string]tftypes.Value{}
		for name, attribute := range object.AttributeTypes {
			attributes[name] = terraformValue(t, attribute, value[name])
		}
		for name := range value {
			if _, exists := object.AttributeTypes[name]; !exists {
				t.Fatalf("there is no attribute %s", name)
			}
		}
		return tftypes.NewValue(of, attributes)
	default:
		return tftypes.NewValue(of, value)
	}
}

type object = map[string]any

// TestConflicts validates provider blocks as terraform validate and plan do.
func TestConflicts(t *testing.T) {
	t.Parallel()
	full := object{"auth_url": "https://k.example/v3", "user_name": "u"}
	with := func(attribute string) object {
		return object{"auth_url": "https://k.example/v3", "user_name": "u", attribute: "hunter2"}
	}
	both := func(first, second string) object { return object{first: "hunter2", second: "hunter2"} }
	certificate := object{"cert_pem": "hunter2"}
	tests := map[string]struct {
		occi object
		want string // the attribute, as the diagnostic has it; "" is none
	}{
		"nothing":                    {object{}, ""},
		"token":                      {object{"token": "hunter2"}, ""},
		"token, certificate":         {object{"token": "hunter2", "client_certificate": certificate}, ""},
		"Keystone, certificate":      {object{"keystone": with("password"), "client_certificate": certificate}, ""},
		"Keystone, access token":     {object{"keystone": full, "oidc_token": "hunter2"}, ""},
		"cloud, own password":        {object{"keystone": both("cloud", "password")}, ""},
		"all unknown":                {object{"token": unknown{}, "keystone": unknown{}, "client_certificate": unknown{}}, ""},
		"token, basic":               {object{"token": "hunter2", "basic": object{}}, "occi.token"},
		"token, Keystone":            {object{"token": "hunter2", "keystone": full}, "occi.token"},
		"token, access token":        {object{"token": "hunter2", "oidc_token": "hunter2"}, "occi.token"},
		"basic, Keystone":            {object{"basic": object{}, "keystone": full}, "occi.basic"},
		"basic, access token":        {object{"basic": object{}, "oidc_token": "hunter2"}, "occi.basic"},
		"tenant and project":         {object{"keystone": both("tenant_name", "project_id")}, "occi.keystone.tenant_name"},
		"tenant by name and id":      {object{"keystone": both("tenant_name", "tenant_id")}, ""},
		"two Keystone passwords":     {object{"keystone": both("password", "application_credential_secret")}, "occi.keystone.password"},
		"Keystone token, password":   {object{"keystone": both("password", "token")}, "occi.keystone.password"},
		"Keystone token, credential": {object{"keystone": both("application_credential_secret", "token")}, "occi.keystone.application_credential_secret"},
		"access token, password":     {object{"keystone": with("password"), "oidc_token": "hunter2"}, "occi.keystone.password"},
		"access token, credential":   {object{"keystone": with("application_credential_secret"), "oidc_token": "hunter2"}, "occi.keystone.application_credential_secret"},
		"access token, token":        {object{"keystone": with("token"), "oidc_token": "hunter2"}, "occi.keystone.token"},
		"certificate twice":          {object{"client_certificate": both("cert_pem", "cert_file")}, "occi.client_certificate.cert_file"},
		"key twice":                  {object{"client_certificate": object{"cert_pem": "hunter2", "key_pem": "hunter2", "key_file": "hunter2"}}, "occi.client_certificate.key_file"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diagnostics := validated(t, object{"occi": test.occi})
			if test.want == "" && len(diagnostics) == 0 {
				return
			}
			if test.want == "" || len(diagnostics) != 1 {
				t.Fatalf("%d diagnostics, want one at %q: %+v", len(diagnostics), test.want, diagnostics)
			}
			at := strings.NewReplacer("AttributeName(\"", "", "\")", "").Replace(diagnostics[0].Attribute.String())
			if at != test.want || diagnostics[0].Severity != tfprotov6.DiagnosticSeverityError {
				t.Errorf("the diagnostic is at %s, want an error at %s", at, test.want)
			}
			if strings.Contains(diagnostics[0].Summary+diagnostics[0].Detail, "hunter2") {
				t.Errorf("a secret is in the diagnostic %+v", diagnostics[0])
			}
		})
	}
}

// validated returns what the provider says about its block.
func validated(t *testing.T, block object) []*tfprotov6.Diagnostic {
	t.Helper()
	schema := providerSchema()
	of := schema.Type().TerraformType(t.Context())
	config, err := tfprotov6.NewDynamicValue(of, terraformValue(t, of, block))
	if err != nil {
		t.Fatal(err)
	}
	server := providerserver.NewProtocol6(New("test")())()
	response, err := server.ValidateProviderConfig(t.Context(), &tfprotov6.ValidateProviderConfigRequest{Config: &config})
	if err != nil {
		t.Fatal(err)
	}
	return response.Diagnostics
}

// TestWholeBlockIsRead configures the provider with a block in which every attribute is null or has a value: the
// model must have all that the schema has.
func TestWholeBlockIsRead(t *testing.T) {
	t.Parallel()
	g := newGrid(t)
	for name, block := range map[string]object{
		"password":     {"keystone": object{"auth_url": "https://k.example/v3", "user_name": "u", "password": "p"}, "client_certificate": object{"cert_pem": g.proxyPEM(t)}},
		"access token": {"oidc_token": "t", "keystone": object{"identity_provider": "egi.eu", "protocol": "openid"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			block["endpoint"] = "https://cloud.example.org:8787/"
			response := configured(t, object{"occi": block})
			if len(response.Diagnostics) != 0 {
				t.Fatal(response.Diagnostics)
			}
			if _, err := clientsOf(t, response).OCCI(); err != nil {
				t.Error(err)
			}
		})
	}
}

package provider

import (
	"encoding/base64"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// recorder records the headers of the last request and answers as an empty OCCI server.
type recorder struct {
	*httptest.Server

	mu   sync.Mutex
	last http.Header
}

func newRecorder(t *testing.T) *recorder {
	t.Helper()
	s := &recorder{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.last = r.Header.Clone()
		emptyCloud(w)
	}))
	t.Cleanup(s.Close)
	return s
}

// emptyCloud answers as the query interface of a server that has one kind.
func emptyCloud(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write([]byte(`Category: compute; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"`))
}

func (s *recorder) header(name string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last.Get(name)
}

func factory(environment map[string]string) *clientFactory {
	return &clientFactory{
		getenv: func(variable string) string { return environment[variable] }, userAgent: "terraform-provider-occi/test",
		http: &httpModel{},
	}
}

func TestOCCICredentials(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		config        occiModel
		environment   map[string]string
		token         string
		authorization string
	}{
		"none":            {},
		"token":           {config: occiModel{Token: types.StringValue("T")}, token: "T"},
		"OCCI_TOKEN":      {environment: map[string]string{"OCCI_TOKEN": "T"}, token: "T"},
		"OS_TOKEN":        {environment: map[string]string{"OS_TOKEN": "T"}, token: "T"},
		"attribute first": {config: occiModel{Token: types.StringValue("T")}, environment: map[string]string{"OCCI_TOKEN": "other"}, token: "T"},
		"basic": {
			config:        occiModel{Basic: &basicModel{Username: types.StringValue("u"), Password: types.StringValue("p")}},
			environment:   map[string]string{"OCCI_TOKEN": "other"},
			authorization: "Basic " + base64.StdEncoding.EncodeToString([]byte("u:p")),
		},
		"basic of the environment": {
			environment:   map[string]string{"OCCI_USERNAME": "u", "OCCI_PASSWORD": "p", "OS_TOKEN": "other"},
			authorization: "Basic " + base64.StdEncoding.EncodeToString([]byte("u:p")),
		},
		"bearer": {
			config: occiModel{OIDCToken: types.StringValue("A")}, environment: map[string]string{"OCCI_TOKEN": "other", "OS_PASSWORD": "other"},
			authorization: "Bearer A",
		},
		"OIDC_TOKEN":      {environment: map[string]string{"OIDC_TOKEN": "A"}, authorization: "Bearer A"},
		"OS_ACCESS_TOKEN": {environment: map[string]string{"OIDC_TOKEN": "other", "OS_ACCESS_TOKEN": "A"}, authorization: "Bearer A"},
		"OS_TOKEN before an access token": {
			environment: map[string]string{"OS_TOKEN": "T", "OS_ACCESS_TOKEN": "other"}, token: "T",
		},
		"token in the keystone block": {
			config:      occiModel{Keystone: &keystoneModel{Token: types.StringValue("T")}},
			environment: map[string]string{"OS_TOKEN": "other", "OS_APPLICATION_CREDENTIAL_SECRET": "other"},
			token:       "T",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newRecorder(t)
			test.config.Endpoint = types.StringValue(server.URL)
			var diagnostics diag.Diagnostics
			client, err := factory(test.environment).occi(&test.config, &diagnostics)
			if err != nil || diagnostics.HasError() {
				t.Fatalf("no client: %v %v", err, diagnostics)
			}
			if _, err := client.QueryInterface(t.Context()); err != nil {
				t.Fatal(err)
			}
			if got := server.header("X-Auth-Token"); got != test.token {
				t.Errorf("X-Auth-Token is %q, want %q", got, test.token)
			}
			if got := server.header("Authorization"); got != test.authorization {
				t.Errorf("Authorization is %q, want %q", got, test.authorization)
			}
			if got := server.header("User-Agent"); got != "terraform-provider-occi/test" {
				t.Errorf("User-Agent is %q", got)
			}
		})
	}
}

func TestOCCINotConfigured(t *testing.T) {
	t.Parallel()
	var diagnostics diag.Diagnostics
	_, err := factory(nil).occi(&occiModel{}, &diagnostics)
	var missing *tfkit.NotConfiguredError
	if !errors.As(err, &missing) || missing.Attribute != "occi.endpoint" || missing.Variable != "OCCI_ENDPOINT" {
		t.Errorf("got error %v, want one that names occi.endpoint and OCCI_ENDPOINT", err)
	}
	if len(diagnostics) != 0 {
		t.Errorf("a cloud that is not used must not be an error, got %v", diagnostics)
	}
}

func TestBasicWithoutUser(t *testing.T) {
	t.Parallel()
	var diagnostics diag.Diagnostics
	config := occiModel{Endpoint: types.StringValue("https://cloud.example.org:8787/"), Basic: &basicModel{Password: types.StringValue("p")}}
	if client, _ := factory(nil).occi(&config, &diagnostics); client != nil {
		t.Error("there is a client")
	}
	if len(diagnostics) != 1 || !strings.Contains(diagnostics[0].Detail(), "OCCI_USERNAME") {
		t.Fatalf("got %v, want one that names OCCI_USERNAME", diagnostics)
	}
	located, ok := diagnostics[0].(diag.DiagnosticWithPath)
	if want := path.Root("occi").AtName("basic"); !ok || !located.Path().Equal(want) {
		t.Errorf("got %v, want it at %s", diagnostics[0], want)
	}
}

// TestUnknownConfigurationIsNoError configures the provider with values that are known only after apply:
// there is no diagnostic, and the cloud concerned says why it cannot be used yet.
func TestUnknownConfigurationIsNoError(t *testing.T) {
	t.Parallel()
	for name, block := range map[string]any{
		"the whole block": unknown{},
		"the endpoint":    object{"endpoint": unknown{}},
		"a certificate":   object{"client_certificate": object{"cert_pem": unknown{}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			response := configured(t, object{"occi": block})
			if len(response.Diagnostics) != 0 {
				t.Errorf("unknown values must not be errors, got %v", response.Diagnostics)
			}
			clients := clientsOf(t, response)
			if _, err := clients.OCCI(); !errors.Is(err, tfkit.ErrUnknownConfiguration) {
				t.Errorf("OCCI: got error %v", err)
			}
			var missing *tfkit.NotConfiguredError
			if _, err := clients.CloudSigma(); !errors.As(err, &missing) {
				t.Errorf("CloudSigma: got error %v", err)
			}
		})
	}
}

// configured returns the answer of a provider without environment to its block.
func configured(t *testing.T, block object) *provider.ConfigureResponse {
	t.Helper()
	schema := providerSchema()
	raw := terraformValue(t, schema.Type().TerraformType(t.Context()), block)
	var response provider.ConfigureResponse
	p := &Provider{getenv: func(string) string { return "" }}
	p.Configure(t.Context(), provider.ConfigureRequest{Config: tfsdk.Config{Raw: raw, Schema: schema}}, &response)
	return &response
}

func clientsOf(t *testing.T, response *provider.ConfigureResponse) *tfkit.Clients {
	t.Helper()
	clients := tfkit.ClientsFrom(response.ResourceData, &response.Diagnostics)
	if clients == nil {
		t.Fatal(response.Diagnostics)
	}
	return clients
}

func TestBadSettingsAreTold(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	endpoint := text("http://127.0.0.1:1/")
	cases := map[string]struct {
		config occiModel
		http   *httpModel
		want   string
	}{
		"no URL":                      {config: occiModel{Endpoint: text("cloud.example.org:8787")}, want: "occi.endpoint"},
		"broken URL with credentials": {config: occiModel{Endpoint: text("https://u:hunter2@cloud.example.org:port/")}, want: "occi.endpoint"},
		"credentials in URL":          {config: occiModel{Endpoint: text("http://u:hunter2@cloud.example.org/")}, want: "occi.endpoint"},
		"password, no user":           {config: occiModel{Endpoint: endpoint, Keystone: &keystoneModel{Password: text("p")}}, want: "occi.keystone"},
		"Keystone, no secret":         {config: occiModel{Endpoint: endpoint, Keystone: &keystoneModel{UserName: text("u")}}, want: "occi.keystone"},
		"access token of nobody": {
			config: occiModel{Endpoint: endpoint, OIDCToken: text("hunter2"), Keystone: &keystoneModel{AuthURL: endpoint}}, want: "occi.keystone.identity_provider",
		},
		"CA file not there":   {config: occiModel{Endpoint: endpoint}, http: &httpModel{CAFile: text("/nowhere/ca.pem")}, want: "http"},
		"CA is no PEM":        {config: occiModel{Endpoint: endpoint}, http: &httpModel{CAPEM: text("hello")}, want: "http"},
		"time-out is no time": {config: occiModel{Endpoint: endpoint}, http: &httpModel{RequestTimeout: text("soon")}, want: "http"},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var diagnostics diag.Diagnostics
			f := factory(nil)
			if test.http != nil {
				f.http = test.http
			}
			if client, _ := f.occi(&test.config, &diagnostics); client != nil {
				t.Error("got a client")
			}
			if diagnostics.ErrorsCount() != 1 {
				t.Fatalf("got %v, want one error", diagnostics)
			}
			problem, ok := diagnostics[0].(diag.DiagnosticWithPath)
			if !ok || problem.Path().String() != test.want {
				t.Errorf("got %v, want an error at %s", diagnostics[0], test.want)
			}
			if strings.Contains(diagnostics[0].Detail(), "hunter2") {
				t.Errorf("the password is in the diagnostic: %s", diagnostics[0].Detail())
			}
		})
	}
}

// TestUserNameWithoutPassword is what happens when OS_PASSWORD was not exported: nothing must go out unnamed.
func TestUserNameWithoutPassword(t *testing.T) {
	t.Parallel()
	var diagnostics diag.Diagnostics
	client, _ := factory(map[string]string{
		"OCCI_ENDPOINT": "http://127.0.0.1:1/", "OS_AUTH_URL": "http://127.0.0.1:1/v3", "OS_USERNAME": "demo",
	}).occi(&occiModel{}, &diagnostics)
	if client != nil || diagnostics.ErrorsCount() != 1 || !strings.Contains(diagnostics[0].Detail(), "OS_PASSWORD") {
		t.Errorf("got client %v and %v, want an error that names OS_PASSWORD", client, diagnostics)
	}
}

func TestCloudSigmaEndpoint(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	cases := map[string]struct {
		config      cloudSigmaModel
		environment map[string]string
		want        string
	}{
		"location":             {config: cloudSigmaModel{Location: text("zrh")}, want: "https://zrh.cloudsigma.com/api/2.0/"},
		"endpoint wins":        {config: cloudSigmaModel{Location: text("zrh"), Endpoint: text("https://e.example/api/2.0/")}, want: "https://e.example/api/2.0/"},
		"nothing":              {want: "https://zrh.cloudsigma.com/api/2.0/"},
		"location of variable": {environment: map[string]string{"CLOUDSIGMA_LOCATION": "fra"}, want: "https://fra.cloudsigma.com/api/2.0/"},
		"configured location wins over the variable's endpoint": {
			config: cloudSigmaModel{Location: text("zrh")}, environment: map[string]string{"CLOUDSIGMA_ENDPOINT": "https://e.example/"},
			want: "https://zrh.cloudsigma.com/api/2.0/",
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			endpoint, err := factory(test.environment).cloudSigmaEndpoint(&test.config)
			if err != nil || endpoint.String() != test.want {
				t.Errorf("got %v, error %v; want %s", endpoint, err, test.want)
			}
		})
	}
}

func TestCloudSigmaCredentials(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	location := map[string]string{"CLOUDSIGMA_LOCATION": "zrh"}
	for name, test := range map[string]struct {
		config  cloudSigmaModel
		missing string
	}{
		"nothing":       {cloudSigmaModel{}, "cloudsigma.username"},
		"user alone":    {cloudSigmaModel{Username: text("u")}, "cloudsigma.password"},
		"user and word": {cloudSigmaModel{Username: text("u"), Password: text("p")}, ""},
		"token":         {cloudSigmaModel{Token: text("t")}, ""},
	} {
		var diagnostics diag.Diagnostics
		_, err := factory(location).cloudSigma(&test.config, &diagnostics)
		var missing *tfkit.NotConfiguredError
		if test.missing == "" && err != nil || test.missing != "" && (!errors.As(err, &missing) || missing.Attribute != test.missing) {
			t.Errorf("%s: got error %v, want one about %q", name, err, test.missing)
		}
	}
}

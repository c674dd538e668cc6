package provider

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/types"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

const cloudsYAML = `
clouds:
  lab:
    region_name: RegionOne
    auth:
      auth_url: https://lab.example.org:5000
      username: lab-user
      user_domain_name: Users
      project_name: lab-project
      project_domain_id: projects
  robot:
    auth_type: v3applicationcredential
    auth:
      auth_url: https://lab.example.org:5000/v3
      application_credential_id: cf90
      application_credential_secret: robot-secret
  admin:
    auth: {auth_url: https://lab.example.org:5000, username: a, password: p, system_scope: all}
  empty: {}
`

// cloudsFiles writes clouds.yaml and, beside it, secure.yaml, and returns the environment that names them.
func cloudsFiles(t *testing.T, clouds, secure string) map[string]string {
	t.Helper()
	path := file(t, "clouds.yaml", clouds)
	if secure != "" {
		writeFile(t, filepath.Join(filepath.Dir(path), "secure.yaml"), secure)
	}
	return map[string]string{"OS_CLIENT_CONFIG_FILE": path}
}

// TestPrecedence is the table of who wins: the block, the cloud of clouds.yaml, the environment.
func TestPrecedence(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	lab := keystone.Config{
		AuthURL: "https://lab.example.org:5000", UserName: "lab-user", UserDomainName: "Users", Password: "lab-password",
		ProjectName: "lab-project", ProjectDomainID: "projects",
	}
	with := func(config keystone.Config, change func(*keystone.Config)) keystone.Config {
		change(&config)
		return config
	}
	leftBehind := map[string]string{
		"OS_AUTH_URL": "https://env.example.org/v3", "OS_USERNAME": "env-user", "OS_PASSWORD": "env-password", "OS_TOKEN": "env-token",
		"OS_PROJECT_ID": "env-project", "OS_USER_DOMAIN_ID": "env-domain", "OS_PROJECT_DOMAIN_NAME": "env-domain",
		"OS_APPLICATION_CREDENTIAL_ID": "env-id", "OS_APPLICATION_CREDENTIAL_SECRET": "env-secret", "OS_ACCESS_TOKEN": "env-access",
	}
	tests := map[string]struct {
		block       *keystoneModel
		oidc        types.String
		environment map[string]string
		want        keystone.Config
	}{
		"environment alone": {
			environment: map[string]string{
				"OS_AUTH_URL": "https://env.example.org/v3", "OS_ACCESS_TOKEN": "A", "OS_IDENTITY_PROVIDER": "egi.eu", "OS_PROTOCOL": "openid", "OS_TENANT_NAME": "vo",
			},
			want: keystone.Config{AuthURL: "https://env.example.org/v3", AccessToken: "A", IdentityProvider: "egi.eu", Protocol: "openid", TenantName: "vo"},
		},
		"cloud of the block":       {block: &keystoneModel{Cloud: text("lab")}, want: lab},
		"OS_CLOUD":                 {environment: map[string]string{"OS_CLOUD": "lab"}, want: lab},
		"block's cloud first":      {block: &keystoneModel{Cloud: text("lab")}, environment: map[string]string{"OS_CLOUD": "robot"}, want: lab},
		"cloud before environment": {block: &keystoneModel{Cloud: text("lab")}, environment: leftBehind, want: lab},
		"application credential of the cloud": {
			block: &keystoneModel{Cloud: text("robot")}, environment: map[string]string{"OS_PASSWORD": "env-password"},
			want: keystone.Config{AuthURL: "https://lab.example.org:5000/v3", ApplicationCredentialID: "cf90", ApplicationCredentialSecret: "robot-secret"},
		},
		"block before cloud": {
			block: &keystoneModel{Cloud: text("lab"), UserID: text("me"), Password: text("mine"), ProjectID: text("p1"), AuthURL: text("https://other.example/v3")},
			want: with(lab, func(c *keystone.Config) {
				c.UserName, c.UserID, c.Password, c.ProjectName, c.ProjectID, c.AuthURL = "", "me", "mine", "", "p1", "https://other.example/v3"
			}),
		},
		"access token before cloud": {
			block: &keystoneModel{Cloud: text("lab"), IdentityProvider: text("egi.eu"), Protocol: text("oidc")}, oidc: text("A"),
			want: with(lab, func(c *keystone.Config) {
				c.Password, c.AccessToken, c.IdentityProvider, c.Protocol = "", "A", "egi.eu", "oidc"
			}),
		},
		"configured password, OS_CLOUD not even read": {
			block:       &keystoneModel{UserName: text("me"), Password: text("mine"), ProjectName: text("p1")},
			environment: map[string]string{"OS_CLOUD": "nowhere", "OS_AUTH_URL": "https://env.example.org/v3", "OS_PROJECT_ID": "env-project", "OS_TOKEN": "env-token"},
			want:        keystone.Config{AuthURL: "https://env.example.org/v3", UserName: "me", Password: "mine", ProjectName: "p1"},
		},
		"secret of the environment": {
			block:       &keystoneModel{ApplicationCredentialID: text("cf90")},
			environment: map[string]string{"OS_APPLICATION_CREDENTIAL_SECRET": "env-secret", "OS_PASSWORD": "env-password", "OS_TOKEN": "env-token"},
			want:        keystone.Config{ApplicationCredentialID: "cf90", ApplicationCredentialSecret: "env-secret"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environment := cloudsFiles(t, cloudsYAML, "clouds:\n  lab:\n    auth:\n      password: lab-password\n")
			for variable, value := range test.environment {
				environment[variable] = value
			}
			got, err := factory(environment).login(&occiModel{Keystone: test.block, OIDCToken: test.oidc})
			if err != nil {
				t.Fatal(err)
			}
			// Secrets are shown as *** here; that they differ is seen.
			if diff := cmp.Diff(test.want, got.Config); diff != "" {
				t.Errorf("login (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCloudsFileErrors(t *testing.T) {
	t.Parallel()
	const broken = "clouds:\n  lab:\n    auth: hunter2\n"
	tests := map[string]struct {
		cloud, clouds, secure string
		want                  string
	}{
		"no such cloud": {"other", cloudsYAML, "", `cloud "other" not found`},
		"no YAML":       {"lab", "clouds: [", "", "yaml:"},
		"wrong type":    {"lab", broken, "", "cannot unmarshal"},
		"secure.yaml":   {"lab", cloudsYAML, broken, "secure.yaml"},
		"no login":      {"empty", cloudsYAML, "", "no section auth"},
		"system":        {"admin", cloudsYAML, "", "not for a project"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := &occiModel{Endpoint: types.StringValue("https://cloud.example.org/"), Keystone: &keystoneModel{Cloud: types.StringValue(test.cloud)}}
			told := onlyProblem(t, factory(cloudsFiles(t, test.clouds, test.secure)), config, "occi.keystone.cloud")
			if !strings.Contains(told, test.want) || !strings.Contains(told, test.cloud) || strings.Contains(told, "hunter2") {
				t.Errorf("the error is %q, want %q in it and no values", told, test.want)
			}
		})
	}
	t.Run("no file", func(t *testing.T) {
		t.Parallel()
		config := &occiModel{Endpoint: types.StringValue("https://cloud.example.org/")}
		environment := map[string]string{"OS_CLOUD": "lab", "OS_CLIENT_CONFIG_FILE": "/nowhere/clouds.yaml"}
		if told := onlyProblem(t, factory(environment), config, "occi.keystone.cloud"); !strings.Contains(told, "/nowhere/clouds.yaml") {
			t.Errorf("the error is %q, want the file in it", told)
		}
	})
}

// TestCloudsFileTLS reads authorities, certificate and key from clouds.yaml; they serve Keystone and the service.
func TestCloudsFileTLS(t *testing.T) {
	t.Parallel()
	g := newGrid(t)
	cloud := emulated.New(emulated.Options{})
	keystoneServer := g.start(t, cloud)
	service := g.start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, _, ok := cloud.Authorize(r.Header.Get("X-Auth-Token")); !ok {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		emptyCloud(w)
	}))
	settings := func(trust string) string {
		return "clouds:\n  tls:\n    " + trust +
			"\n    cert: " + file(t, "cert.pem", g.user.certPEM()) + "\n    key: " + file(t, "key.pem", g.user.keyPEM(t)) +
			"\n    auth: {auth_url: '" + keystoneServer.URL + "', username: demo, password: demo-password, project_name: demo}\n"
	}
	authorities := file(t, "ca.pem", authority(service)+authority(keystoneServer))
	for name, trust := range map[string]string{"authorities": "cacert: " + authorities, "not verified": "verify: false"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environment := cloudsFiles(t, settings(trust), "")
			environment["OS_CLOUD"] = "tls"
			query(t, factory(environment), &occiModel{Endpoint: types.StringValue(service.URL)})
		})
	}
}

// TestAccessTokenForKeystone exchanges the access token at the Keystone that is configured, in part, by the environment.
func TestAccessTokenForKeystone(t *testing.T) {
	t.Parallel()
	text := types.StringValue
	tests := map[string]struct {
		config      occiModel
		environment map[string]string
	}{
		"attributes": {config: occiModel{
			OIDCToken: text("checked-in"), Keystone: &keystoneModel{IdentityProvider: text("egi.eu"), Protocol: text("openid"), ProjectName: text("demo")},
		}},
		"environment": {environment: map[string]string{"OS_ACCESS_TOKEN": "checked-in", "OS_IDENTITY_PROVIDER": "egi.eu", "OS_PROTOCOL": "openid"}},
		"both": {
			config:      occiModel{OIDCToken: text("checked-in")},
			environment: map[string]string{"OS_IDENTITY_PROVIDER": "egi.eu", "OS_PROTOCOL": "openid", "OS_PASSWORD": "other", "OCCI_TOKEN": "other"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := emulated.New(emulated.Options{AccessTokens: map[string]string{"checked-in": "demo"}})
			keystoneServer := httptest.NewServer(cloud)
			t.Cleanup(keystoneServer.Close)
			server := newRecorder(t)
			environment := map[string]string{"OS_AUTH_URL": keystoneServer.URL}
			for variable, value := range test.environment {
				environment[variable] = value
			}
			test.config.Endpoint = text(server.URL)
			query(t, factory(environment), &test.config)
			if tenantID, _, _ := cloud.Authorize(server.header("X-Auth-Token")); tenantID != emulated.DefaultTenantID {
				t.Errorf("the service received a token for %q, want one for the project of demo", tenantID)
			}
			if got := server.header("Authorization"); got != "" {
				t.Errorf("the service received the header Authorization %q", got)
			}
		})
	}
}

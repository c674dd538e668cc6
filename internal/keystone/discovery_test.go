package keystone_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/keystone"
)

func TestVersionChoice(t *testing.T) {
	t.Parallel()
	const (
		onlyV3 = `{"versions": {"values": [{"id": "v3.14", "status": "stable", "updated": "2020-04-07T00:00:00Z", "links": [{"rel": "self", "href": "http://10.0.0.1:5000/v3/"}]}]}}`
		onlyV2 = `{"versions": {"values": [{"id": "v2.0", "status": "beta", "links": [{"rel": "self", "href": "http://10.0.0.1:5000/v2.0/"}]}]}}`
		both   = `{"versions": {"values": [{"id": "v2.0", "status": "deprecated"}, {"id": "v3.6", "status": "stable"}]}}`
	)
	tenant := keystone.Config{UserName: "demo", Password: "demo-password", TenantName: "demo"}
	project := keystone.Config{UserName: "demo", Password: "demo-password", ProjectName: "demo"}
	tests := map[string]struct {
		path   string
		config keystone.Config
		status int
		body   string
		want   []string
	}{
		"only v3 (001), whose URL is another host": {"", tenant, 300, onlyV3, []string{"GET /", "POST /v3/auth/tokens"}},
		"only v2.0":                     {"/", project, 300, onlyV2, []string{"GET /", "POST /v2.0/tokens"}},
		"both":                          {"", tenant, 300, both, []string{"GET /", "POST /v3/auth/tokens"}},
		"below a path":                  {"/identity", project, 200, both, []string{"GET /identity/", "POST /identity/v3/auth/tokens"}},
		"no document, tenant":           {"", tenant, 404, "<html>", []string{"GET /", "POST /v2.0/tokens"}},
		"no document, project":          {"", project, 404, "<html>", []string{"GET /", "POST /v3/auth/tokens"}},
		"a page of a load balancer":     {"", project, 200, "<html>", []string{"GET /", "POST /v3/auth/tokens"}},
		"a host name that looks like v": {"/v3.example", project, 300, onlyV3, []string{"GET /v3.example/", "POST /v3.example/v3/auth/tokens"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := newFakeServer(t, func(w http.ResponseWriter, r *http.Request) {
				switch {
				case r.Method == http.MethodGet:
					respondWith(test.status, test.body)(w, r)
				case strings.Contains(r.URL.Path, "v2.0"):
					respondWith(http.StatusOK, answerV2)(w, r)
				default:
					respondWith(http.StatusCreated, answerV3)(w, r)
				}
			})
			test.config.AuthURL, test.config.HTTPClient = server.URL+test.path, plainClient
			authenticate(t, newAuthenticator(t, test.config))
			var got []string
			for _, request := range server.received() {
				got = append(got, request.method+" "+request.path)
			}
			if strings.Join(got, ", ") != strings.Join(test.want, ", ") {
				t.Errorf("requests %q, want %q", got, test.want)
			}
		})
	}
}

func TestVersionErrors(t *testing.T) {
	t.Parallel()
	_, onlyV2 := startKeystone(t, emulated.Options{Versions: []string{emulated.V2}})
	broken := newFakeServer(t, respondWith(http.StatusInternalServerError, `{"error": {"message": "An unexpected error prevented the server from fulfilling your request."}}`))
	tests := map[string]struct {
		config keystone.Config
		want   string
	}{
		"application credential in v2.0": {
			keystone.Config{AuthURL: onlyV2.URL, ApplicationCredentialID: "cf90", ApplicationCredentialSecret: "SECRET"}, "no application credentials",
		},
		"user ID in v2.0": {keystone.Config{AuthURL: onlyV2.URL, UserID: "612d", Password: "demo-password"}, "needs the user's name"},
		"domain in v2.0": {
			keystone.Config{AuthURL: onlyV2.URL + "/v2.0", UserName: "demo", Password: "demo-password", UserDomainName: "Users"}, `"Users"`,
		},
		"broken": {keystone.Config{AuthURL: broken.URL, UserName: "demo", Password: "demo-password"}, "An unexpected error"},
		"closed": {keystone.Config{AuthURL: "http://127.0.0.1:1", UserName: "demo", Password: "demo-password"}, "127.0.0.1:1"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.config.HTTPClient = plainClient
			err := newAuthenticator(t, test.config).Authenticate(t.Context(), newRequest(t.Context(), t))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the error is %v, want %q in it", err, test.want)
			}
		})
	}
	t.Run("nothing is sent", func(t *testing.T) {
		t.Parallel()
		for _, request := range onlyV2.Log.Matching("POST", "") {
			t.Errorf("%s %s reached the Keystone that cannot understand it", request.Method, request.Path)
		}
	})
}

func TestKeystoneNamedByTheService(t *testing.T) {
	t.Parallel()
	_, server := startKeystone(t, emulated.Options{})
	tests := map[string]string{
		"as occi-os, without version": "Keystone uri='" + server.URL + "'",
		"as ooi":                      `Keystone uri="` + server.URL + `/v3"`,
		"without quotes":              "keystone uri=" + server.URL + "/v2.0",
		"after another scheme":        `Basic realm="occi", Keystone uri="` + server.URL + `/"`,
	}
	for name, challenge := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := demoConfig("")
			config.Endpoint = parsed(t, "http://127.0.0.1:8787/")
			authenticator := newAuthenticator(t, config)
			if header := authenticate(t, authenticator); len(header) != 0 {
				t.Fatalf("headers %v are set before Keystone is known", header)
			}
			again, err := authenticator.Renew(t.Context(), refusal(t, http.Header{}, challenge))
			if !again || err != nil {
				t.Fatalf("Renew is %t, %v, want a login", again, err)
			}
			if header := authenticate(t, authenticator); header.Get("X-Auth-Tenant-Id") != emulated.DefaultTenantID {
				t.Errorf("headers %v, want those of a token for the tenant", header)
			}
		})
	}
}

func TestKeystoneThatIsNotBelieved(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ endpoint, challenge, want string }{
		"none":             {"https://cloud.example.org:8787", "", "does not tell where its Keystone is"},
		"another scheme":   {"https://cloud.example.org:8787", `Basic realm="occi"`, "does not tell where its Keystone is"},
		"downgrade":        {"https://cloud.example.org:8787", "Keystone uri='http://cloud.example.org:35357'", "not encrypted"},
		"its own loopback": {"http://cloud.example.org:8787", "Keystone uri='http://127.0.0.1:35357'", "not reachable from here"},
		"localhost":        {"http://cloud.example.org:8787", "Keystone uri='http://localhost:35357'", "not reachable from here"},
		"no URL":           {"https://cloud.example.org:8787", "Keystone uri='cloud.example.org'", "want http(s)://"},
		"another protocol": {"https://cloud.example.org:8787", "Keystone uri='file:///etc/passwd'", "want http(s)://"},
		"credentials":      {"https://cloud.example.org:8787", "Keystone uri='https://a:b@cloud.example.org/v3'", "credentials"},
		"unparseable":      {"https://cloud.example.org:8787", "Keystone uri='https://%zz'", "cannot be parsed"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := demoConfig("")
			config.Endpoint = parsed(t, test.endpoint)
			config.HTTPClient = func(origin *url.URL) (*http.Client, error) {
				t.Errorf("a client for %s is made", origin)
				return nil, errors.New("not allowed")
			}
			again, err := newAuthenticator(t, config).Renew(t.Context(), refusal(t, http.Header{}, test.challenge))
			if again || err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("Renew is %t, %v, want %q in the error", again, err, test.want)
			}
		})
	}
}

func parsed(t *testing.T, text string) *url.URL {
	t.Helper()
	u, err := url.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

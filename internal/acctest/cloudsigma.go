package acctest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	client "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/provider"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// CloudSigma is a CloudSigma location for one test.
type CloudSigma struct {
	// Provider is the provider block, to be put before the resources of a configuration.
	Provider string
	// VLAN and IP are a VLAN (by UUID) and an address that the account has by subscription, Grantee is the UUID of another
	// account, and RemoteLocation one for remote snapshots. Each is "" if the environment names none: CLOUDSIGMA_TEST_VLAN,
	// CLOUDSIGMA_TEST_IP, CLOUDSIGMA_TEST_GRANTEE, CLOUDSIGMA_TEST_REMOTE_LOCATION. They are only set by StartCloudSigma.
	VLAN, IP, Grantee, RemoteLocation string
	// Server and Cloud are the emulator; nil for the real cloud.
	Server *emulator.Server
	Cloud  *cloudsigma.Cloud
}

// friend is another account of the emulated location.
const friend = "friend@example.com"

// StartCloudSigma returns the account that the environment names, or else an emulated one.
func StartCloudSigma(t *testing.T) *CloudSigma {
	t.Helper()
	if os.Getenv("CLOUDSIGMA_USERNAME") != "" || os.Getenv("CLOUDSIGMA_TOKEN") != "" {
		return &CloudSigma{
			Provider: "provider \"cloudsigma\" {}\n",
			VLAN:     os.Getenv("CLOUDSIGMA_TEST_VLAN"), IP: os.Getenv("CLOUDSIGMA_TEST_IP"),
			Grantee: os.Getenv("CLOUDSIGMA_TEST_GRANTEE"), RemoteLocation: os.Getenv("CLOUDSIGMA_TEST_REMOTE_LOCATION"),
		}
	}
	account := EmulateCloudSigma(t, cloudsigma.Options{Users: map[string]string{
		cloudsigma.DefaultUser: cloudsigma.DefaultPassword, friend: "another-password",
	}})
	account.VLAN, account.IP = account.Cloud.VLANs(cloudsigma.DefaultUser)[0], account.Cloud.StaticIPs(cloudsigma.DefaultUser)[0]
	account.Grantee, account.RemoteLocation = account.Cloud.AccountUUID(friend), "ZRH"
	return account
}

// EmulateCloudSigma returns an emulated account.
func EmulateCloudSigma(t *testing.T, options cloudsigma.Options) *CloudSigma {
	t.Helper()
	cloud := cloudsigma.New(options)
	server := Serve(t, cloud)
	return &CloudSigma{
		Server: server,
		Cloud:  cloud,
		Provider: fmt.Sprintf(`
provider "cloudsigma" {
  cloudsigma = {
    endpoint = "%s/api/2.0/"
    username = %q
    password = %q
  }
}
`, server.URL, cloudsigma.DefaultUser, cloudsigma.DefaultPassword),
	}
}

// Client returns a client of the account, to prepare it and to meddle with it. What it sends to an emulated one is given
// to log, unless that is nil.
func (c *CloudSigma) Client(t *testing.T, log transport.LogFunc) *client.Client {
	t.Helper()
	if c.Server == nil {
		clients, diagnostics := provider.ClientsFromEnvironment("test")
		if diagnostics.HasError() {
			t.Fatal(diagnostics)
		}
		named, err := clients.CloudSigma()
		if err != nil {
			t.Fatal(err)
		}
		return named
	}
	endpoint, err := url.Parse(c.Server.URL + "/api/2.0/")
	if err != nil {
		t.Fatal(err)
	}
	httpClient, err := transport.NewClient(transport.Config{
		Origin:        endpoint,
		Authenticator: client.BasicAuthenticator{Username: cloudsigma.DefaultUser, Password: cloudsigma.DefaultPassword},
		Log:           log,
	})
	if err != nil {
		t.Fatal(err)
	}
	made, err := client.NewClient(client.Config{Endpoint: endpoint, HTTP: httpClient})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// Send sends a request to an emulated account as somebody else would, such as a PUT to "drives/<uuid>/", and returns
// the UUID of the first object in the answer; "" if there is none.
func (c *CloudSigma) Send(t *testing.T, method, path string, body any) string {
	t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), method, c.Server.URL+"/api/2.0/"+path, bytes.NewReader(encoded))
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(cloudsigma.DefaultUser, cloudsigma.DefaultPassword)
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode >= http.StatusBadRequest {
		t.Fatalf("%s %s: %s", method, path, response.Status)
	}
	var answer struct {
		Objects []struct{ UUID string }
	}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || len(answer.Objects) == 0 {
		return ""
	}
	return answer.Objects[0].UUID
}

var anyUUID = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// RequestsSent fails unless exactly these requests, as in "GET drives/{uuid}/", reached an emulated account since its log
// was last emptied.
func (c *CloudSigma) RequestsSent(want map[string]int) resource.TestCheckFunc {
	return func(*terraform.State) error {
		got := map[string]int{}
		for _, request := range c.Server.Log.All() {
			path := strings.TrimPrefix(anyUUID.ReplaceAllString(request.Path, "{uuid}"), "/api/2.0/")
			if request.Query != "" {
				path += "?" + request.Query
			}
			got[request.Method+" "+path]++
		}
		if diff := cmp.Diff(want, got); diff != "" {
			return fmt.Errorf("the requests sent differ (-want +got):\n%s", diff)
		}
		return nil
	}
}

// Serve serves an emulated cloud until the test ends.
func Serve(t *testing.T, cloud emulator.Cloud) *emulator.Server {
	t.Helper()
	server, err := emulator.Start(t.Context(), "127.0.0.1:0", cloud, emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	return server
}

package acctest

import (
	"fmt"
	"net/url"
	"os"
	"testing"

	client "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/transport"
)

// CloudSigma is a CloudSigma location for one test.
type CloudSigma struct {
	// Provider is the provider block, to be put before the resources of a configuration.
	Provider string
	// Server and Cloud are the emulator; nil for the real cloud.
	Server *emulator.Server
	Cloud  *cloudsigma.Cloud
}

// StartCloudSigma returns the account that the environment names, or else an emulated one.
func StartCloudSigma(t *testing.T) *CloudSigma {
	t.Helper()
	if os.Getenv("CLOUDSIGMA_USERNAME") != "" || os.Getenv("CLOUDSIGMA_TOKEN") != "" {
		return &CloudSigma{Provider: "provider \"cloudsigma\" {}\n"}
	}
	return EmulateCloudSigma(t, cloudsigma.Options{})
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

// Client returns a client of an emulated account, to prepare it and to meddle with it. What it sends is given to
// log, unless that is nil.
func (c *CloudSigma) Client(t *testing.T, log transport.LogFunc) *client.Client {
	t.Helper()
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

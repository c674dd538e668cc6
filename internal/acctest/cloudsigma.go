package acctest

import (
	"fmt"
	"os"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
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
	server := start(t, cloud)
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

// start serves an emulated cloud until the test ends.
func start(t *testing.T, cloud emulator.Cloud) *emulator.Server {
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

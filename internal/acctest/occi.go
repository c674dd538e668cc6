package acctest

import (
	"fmt"
	"os"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// OCCI is an OCCI cloud for one test.
type OCCI struct {
	// Provider is the provider block, to be put before the resources of a configuration.
	Provider string
	// Image and OtherImage, Flavor and OtherFlavor name templates that the cloud has.
	Image, OtherImage, Flavor, OtherFlavor string
	// Server and Cloud are the emulator, Keystone the cloud that gives the tokens; nil for the real cloud.
	Server   *emulator.Server
	Cloud    *occi.Cloud
	Keystone *keystone.Cloud
}

// OnOCCI runs a test on the cloud that the environment names, or else on the emulator in each manner.
// OCCI_IMAGE, OCCI_OTHER_IMAGE, OCCI_FLAVOR and OCCI_OTHER_FLAVOR name templates of a real cloud.
func OnOCCI(t *testing.T, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	if os.Getenv("OCCI_ENDPOINT") != "" {
		test(t, &OCCI{
			Provider: "provider \"occi\" {}\n",
			Image:    environment("OCCI_IMAGE", defaultImage), OtherImage: environment("OCCI_OTHER_IMAGE", defaultOtherImage),
			Flavor: environment("OCCI_FLAVOR", defaultFlavor), OtherFlavor: environment("OCCI_OTHER_FLAVOR", defaultOtherFlavor),
		})
		return
	}
	for _, manner := range []occi.Manner{occi.MannerGuide, occi.MannerOcciOS} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			test(t, EmulateOCCI(t, occi.Options{Manner: manner}))
		})
	}
}

// The templates of the OpenStack OCCI guide, which the emulators have.
const (
	defaultImage       = "cirros-0.3.0-x86_64-uec"
	defaultOtherImage  = "SmartOS"
	defaultFlavor      = "itsy"
	defaultOtherFlavor = "bitsy"
)

func environment(variable, otherwise string) string {
	if value := os.Getenv(variable); value != "" {
		return value
	}
	return otherwise
}

// EmulateOCCI returns an emulated cloud with its Keystone.
func EmulateOCCI(t *testing.T, options occi.Options) *OCCI {
	t.Helper()
	tokens := keystone.New(keystone.Options{})
	tokenServer := start(t, tokens)
	options.KeystoneURL = tokenServer.URL
	options.Authorize = tokens.Authorize
	cloud := occi.New(options)
	server := start(t, cloud)
	return &OCCI{
		Image: defaultImage, OtherImage: defaultOtherImage, Flavor: defaultFlavor, OtherFlavor: defaultOtherFlavor,
		Server: server, Cloud: cloud, Keystone: tokens,
		Provider: fmt.Sprintf(`
provider "occi" {
  occi = {
    endpoint = "%s/"
    keystone = { auth_url = "%s/v2.0", tenant_name = %q, user_name = %q, password = %q }
  }
}
`, server.URL, tokenServer.URL, keystone.DefaultTenantName, keystone.DefaultUserName, keystone.DefaultPassword),
	}
}

package acctest

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// OnEmulatedOCCI runs a test on the emulator in each manner, for tests that look into the cloud or need its
// changes to take time.
func OnEmulatedOCCI(t *testing.T, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	for _, manner := range []occi.Manner{occi.MannerGuide, occi.MannerOcciOS} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			options := options
			options.Manner = manner
			test(t, EmulateOCCI(t, options))
		})
	}
}

// KeepID is a check that keeps the id of a resource for looks into the emulated cloud.
func KeepID(address string, id *string) func(*terraform.State) error {
	return func(state *terraform.State) error {
		found, ok := state.RootModule().Resources[address]
		if !ok {
			return fmt.Errorf("%s is not in the state", address)
		}
		*id = found.Primary.ID
		return nil
	}
}

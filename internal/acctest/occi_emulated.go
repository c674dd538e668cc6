package acctest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// OnEmulatedOCCI is OnOCCI without a real cloud, for tests that need to look into the cloud.
func OnEmulatedOCCI(t *testing.T, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	emulatedOCCI(t, occi.Manners(), options, test)
}

// OnEmulatedGuideOCCI is OnEmulatedOCCI in the two manners of the OpenStack OCCI guide.
func OnEmulatedGuideOCCI(t *testing.T, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	emulatedOCCI(t, guideManners, options, test)
}

func emulatedOCCI(t *testing.T, manners []occi.Manner, options occi.Options, test func(t *testing.T, cloud *OCCI)) {
	t.Helper()
	for _, manner := range manners {
		for _, rendering := range renderings(manner) {
			t.Run(string(manner)+"/"+strings.ReplaceAll(rendering, "/", "-"), func(t *testing.T) {
				t.Parallel()
				options := options
				options.Manner = manner
				test(t, emulateOCCI(t, options, rendering))
			})
		}
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

package acctest

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
)

// NothingLeft is for CheckDestroy: it fails if something of the configuration still exists. On a real cloud
// (nil) there is nothing to look into.
func NothingLeft(server *emulator.Server) func(*terraform.State) error {
	return func(*terraform.State) error {
		if server == nil {
			return nil
		}
		if left := server.Inventory(); len(left) > 0 {
			return fmt.Errorf("after destroy there still is: %+v", left)
		}
		return nil
	}
}

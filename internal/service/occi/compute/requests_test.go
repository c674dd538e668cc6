package compute_test

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestRequests counts what goes over the wire.
func TestRequests(t *testing.T) {
	t.Parallel()
	options := times()
	options.BootTime = 3 * time.Second
	options.Times[occi.ChangeDelete] = time.Second
	onEmulators(t, options, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := vm(cloud, set("os_template", cloud.Image), set("resource_template", "itsy"))
		run(t, cloud,
			resource.TestStep{
				Config: config,
				// One query interface for the plan, one for the apply. The polls are those of a boot that ends a second
				// after the first look. The framework's plans afterwards are a refresh each.
				Check: func(*terraform.State) error {
					expectRequests(t, cloud, "GET", queryInterface, 2, 2)
					expectRequests(t, cloud, "POST", vmCollection, 1, 1)
					expectRequests(t, cloud, "GET", vmCollection, 0, 0)
					expectRequests(t, cloud, "GET", anyVM, 3, 6)
					cloud.Server.Log.Reset()
					return nil
				},
			},
			resource.TestStep{
				PreConfig:    func() { cloud.Server.Log.Reset() },
				RefreshState: true,
				Check: func(*terraform.State) error {
					expectRequests(t, cloud, "", "", 1, 1)
					expectRequests(t, cloud, "GET", anyVM, 1, 1)
					cloud.Server.Log.Reset()
					return nil
				},
			},
			resource.TestStep{
				PreConfig: func() { cloud.Server.Log.Reset() },
				Config:    cloud.Provider,
				Check: func(*terraform.State) error {
					expectRequests(t, cloud, "DELETE", "", 1, 1)
					expectRequests(t, cloud, "GET", queryInterface, 0, 0)
					expectRequests(t, cloud, "", "", 4, 12)
					return nil
				},
			},
		)
	})
}

package storagelink_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// A volume that somebody detached is attached again, untouched.
func TestLinkDisappears(t *testing.T) {
	t.Parallel()
	acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		lab := &lab{cloud: cloud}
		config, volume := attached(cloud, ""), ""
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: config, Check: resource.ComposeTestCheckFunc(lab.keep(), acctest.KeepID("occi_storage.data", &volume))},
				{
					PreConfig: lab.vanish(t, &lab.link), Config: config,
					ConfigPlanChecks: expectAction(plancheck.ResourceActionCreate),
					Check: resource.ComposeTestCheckFunc(
						lab.keep(), lab.isAttached(""), resource.TestCheckResourceAttrPtr("occi_storage.data", "id", &volume)),
				},
			},
		})
	})
}

// The volume or the VM vanished while they were linked: both are made again, and the old link, which occi-os
// still shows, is no obstacle. In ooi the link of a VM that is gone is 404 in the words of the VM (capture
// 390-storagelink-get-after-compute-delete).
func TestLinkWithoutAnEnd(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"volume", "vm"} {
		t.Run(end, func(t *testing.T) {
			t.Parallel()
			acctest.OnEmulatedOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
				lab := &lab{cloud: cloud}
				gone := map[string]*string{"volume": &lab.volume, "vm": &lab.vm}[end]
				config := attached(cloud, "")
				resource.Test(t, resource.TestCase{
					ProtoV6ProviderFactories: acctest.Providers(),
					CheckDestroy: func(*terraform.State) error {
						// The link in the registry of occi-os is beyond anybody's reach.
						left := slices.DeleteFunc(cloud.Server.Inventory(), func(item emulator.Item) bool {
							return item.Kind == "storagelink" && cloud.Manner == occi.MannerOcciOS
						})
						if len(left) > 0 {
							return fmt.Errorf("left: %+v", left)
						}
						return nil
					},
					Steps: []resource.TestStep{
						{Config: config, Check: lab.keep()},
						{
							PreConfig: lab.vanish(t, gone), Config: config,
							Check: resource.ComposeTestCheckFunc(lab.keep(), lab.isAttached("")),
						},
						{PreConfig: lab.vanish(t, gone), Config: config, Destroy: true},
					},
				})
			})
		})
	}
}

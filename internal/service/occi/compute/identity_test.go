package compute_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestRebuildFromImageOfLikeName: "SmartOS" would mean the image "smartos" if that were the only one, so that the
// identity of the image has to tell that somebody rebuilt the VM from it.
func TestRebuildFromImageOfLikeName(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	config := vm(cloud, set("os_template", "SmartOS"))
	var id string
	run(t, cloud,
		resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasImage("SmartOS", &id)}}},
		resource.TestStep{
			PreConfig: func() {
				path := onlyVM(t, cloud)
				post(t, cloud, path+"?action=create_image",
					"Category: create_image; scheme=\"http://schemas.openstack.org/instance/action#\"; class=\"action\"\n"+
						"X-OCCI-Attribute: org.openstack.snapshot.image_name=\"smartos\"\n")
				post(t, cloud, path, mixinLine("http://schemas.openstack.org/template/os#", "smartos"))
			},
			Config:            config,
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasImage("SmartOS", &id)}, text("os_template", "SmartOS")},
		},
	)
}

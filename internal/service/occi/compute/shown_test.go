package compute_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestOtherHostnameAtCreate: a new VM that shows another host name than the configured one, as on ooi, is made
// all the same, and shows no difference.
func TestOtherHostnameAtCreate(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: anyVM, Times: 1,
		Status: http.StatusOK, Header: map[string]string{"Content-Type": "text/plain"},
		Body: "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n" +
			"X-OCCI-Attribute: occi.compute.state=\"active\"\nX-OCCI-Attribute: occi.compute.hostname=\"OCCI_VM\"\n",
	})
	run(t, cloud, resource.TestStep{
		Config:            vm(cloud, set("os_template", cloud.Image), set("hostname", "web-1")),
		ConfigStateChecks: []statecheck.StateCheck{text("hostname", "web-1")},
	})
}

// TestLineBreakOfPublicKey: the line break that files end with is not sent, and none replaces a VM.
func TestLineBreakOfPublicKey(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	config := func(name, key string) string {
		return vm(cloud, set("os_template", cloud.Image), fmt.Sprintf("ssh_key = { name = %q, public_key = %q }", name, key))
	}
	run(t, cloud,
		resource.TestStep{Config: config("me", "ssh-ed25519 AAAA")},
		resource.TestStep{
			Config: config("me", "ssh-ed25519 AAAA\n"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop),
			}},
		},
		resource.TestStep{
			Config:           config("me", "ssh-ed25519 BBBB"),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
		},
	)
}

package networkinterface_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// shows has GETs of interfaces show a state and a message.
func shows(t *testing.T, cloud *acctest.OCCI, times int, state, message string) {
	t.Helper()
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: "^/network/interface/.+", Times: times,
		Status: http.StatusOK, Header: map[string]string{"Content-Type": "text/plain"},
		Body: fmt.Sprintf(`Category: networkinterface; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"
X-OCCI-Attribute: occi.networkinterface.state=%q
X-OCCI-Attribute: occi.networkinterface.state.message=%q
`, state, message),
	})
}

// An interface is ready when it is active.
func TestInterfaceThatTakesTime(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	shows(t, cloud, 2, "inactive", "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: connected(cloud, ""), Check: expectAddress(cloud),
			ConfigStateChecks: []statecheck.StateCheck{expectText("state", "active")},
		}},
	})
}

// An interface that failed is told with the server's words and is made anew by the next apply.
func TestInterfaceThatFails(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	shows(t, cloud, 1, "error", "no port was left")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config:      connected(cloud, ""),
				ExpectError: regexp.MustCompile(`(?s)created but is not active.*the\s+interface\s+failed:\s+no\s+port\s+was\s+left`),
			},
			{Config: connected(cloud, ""), ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate)},
		},
	})
}

// A network that somebody deleted is made again, and so is the interface that was on it.
func TestNetworkDeletedBelowInterface(t *testing.T) {
	t.Parallel()
	onNeutron(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var network string
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			CheckDestroy:             acctest.NothingLeft(cloud.Server),
			Steps: []resource.TestStep{
				{Config: connected(cloud, ""), Check: acctest.KeepID("occi_network.back", &network)},
				{
					PreConfig: func() {
						if err := cloud.Cloud.Vanish(network); err != nil {
							t.Error(err)
						}
					},
					Config: connected(cloud, ""), Check: expectAddress(cloud),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction("occi_network.back", plancheck.ResourceActionCreate),
						plancheck.ExpectResourceAction("occi_compute.vm", plancheck.ResourceActionNoop),
					}},
				},
			},
		})
	})
}

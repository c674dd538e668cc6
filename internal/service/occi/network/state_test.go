package network_test

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

// shows has the first GETs of networks show a state and a message.
func shows(t *testing.T, cloud *acctest.OCCI, times int, state, message string) {
	t.Helper()
	if err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: "^/network/[^/]+$", Times: times,
		Status: http.StatusOK, Header: map[string]string{"Content-Type": "text/plain"},
		Body: fmt.Sprintf(`Category: network; scheme="http://schemas.ogf.org/occi/infrastructure#"; class="kind"
X-OCCI-Attribute: occi.network.state=%q
X-OCCI-Attribute: occi.network.state.message=%q
`, state, message),
	}); err != nil {
		t.Error(err)
	}
}

// A network that is not up yet, and does not offer to be brought up, is waited for.
func TestNetworkThatTakesTime(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	shows(t, cloud, 2, "inactive", "")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{{
			Config: network(cloud, plain), ConfigStateChecks: []statecheck.StateCheck{expectText("state", "active")},
		}},
	})
	if sent := cloud.Server.Log.Count(http.MethodPost, "^/network/.+"); sent != 0 {
		t.Errorf("%d actions were invoked", sent)
	}
}

// A network that failed is told with the server's words and is made anew by the next apply.
func TestNetworkThatFails(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	shows(t, cloud, 1, "error", "no VLAN was left")
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config:      network(cloud, plain),
				ExpectError: regexp.MustCompile(`(?s)created but is not ready.*the\s+network\s+failed:\s+no\s+VLAN\s+was\s+left`),
			},
			{Config: network(cloud, plain), ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate)},
		},
	})
}

// An action up or down that the server accepts and does not carry out is told with all that is known of it.
func TestDownWithoutEffect(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	config := network(cloud, plain+"\nup = false\ntimeouts = { create = \"2s\" }\n")
	if err := cloud.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: "^/network/[^/]+$", Times: 1, Status: http.StatusNoContent,
	}); err != nil {
		t.Error(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		CheckDestroy:             acctest.NothingLeft(cloud.Server),
		Steps: []resource.TestStep{
			{
				Config: config,
				ExpectError: regexp.MustCompile(
					`(?s)to\s+become\s+inactive:\s+timed\s+out.*state\s+was\s+"active".*had\s+accepted\s+down\..*offered\s+down`),
			},
			{Config: config, ConfigPlanChecks: expectAction(plancheck.ResourceActionDestroyBeforeCreate)},
		},
	})
}

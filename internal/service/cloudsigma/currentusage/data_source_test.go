package currentusage_test

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestAmountsThatAreNotWhole has amounts as the API writes decimal numbers elsewhere, and one that is missing.
func TestAmountsThatAreNotWhole(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, cloudsigma.Options{})
	err := account.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: `/currentusage/$`, Status: http.StatusOK,
		Header: map[string]string{"Content-Type": "application/json"},
		Body: `{"balance": {"balance": "1.5", "currency": "EUR"}, "usage": {
			"tx": {"using": 0.125, "subscribed": "10737418240.50000000000000000001", "burst": null}, "ip": {"using": 1, "subscribed": 1.0, "burst": 0}}}`,
	})
	if err != nil {
		t.Fatal(err)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{
			Config: account.Provider + "data \"cloudsigma_current_usage\" \"test\" {}\n",
			Check: func(state *terraform.State) error {
				source := "data.cloudsigma_current_usage.test"
				return resource.ComposeAggregateTestCheckFunc(
					resource.TestCheckResourceAttr(source, "usage.tx.using", "0.125"),
					resource.TestCheckResourceAttr(source, "usage.tx.subscribed", "10737418240.50000000000000000001"),
					resource.TestCheckNoResourceAttr(source, "usage.tx.burst"),
					resource.TestCheckResourceAttr(source, "usage.ip.subscribed", "1"),
				)(state)
			},
		}},
	})
}

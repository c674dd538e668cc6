package cloudsigmaentity_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// TestCapabilitiesThatCannotBeRead has several resources plan: the first one warns, and the others do not even ask.
func TestCapabilitiesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	account := acctest.EmulateCloudSigma(t, emulated.Options{})
	err := account.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodGet, Path: `/capabilities/$`, Status: http.StatusForbidden,
		Body: `[{"error_type": "permission", "error_message": "Not for you"}]`,
	})
	if err != nil {
		t.Fatal(err)
	}
	clients := tfkit.NewClients(nil, nil, account.Client(t, nil), nil)
	var told diag.Diagnostics
	for range 3 {
		var planned cloudsigmaentity.ResourceBase
		planned.Configure(t.Context(), resource.ConfigureRequest{ProviderData: clients}, &resource.ConfigureResponse{})
		if limits := planned.Capabilities(t.Context(), &told); limits != nil {
			t.Errorf("got %+v", limits)
		}
	}
	if told.HasError() || told.WarningsCount() != 1 || !strings.Contains(told[0].Detail(), "Not for you") {
		t.Errorf("told was %v, want one warning", told)
	}
	if asked := account.Server.Log.Count(http.MethodGet, `/capabilities/$`); asked != 1 {
		t.Errorf("asked %d times", asked)
	}
	if limits := (&cloudsigmaentity.ResourceBase{}).Capabilities(t.Context(), &told); limits != nil || len(told) != 1 {
		t.Errorf("of a provider that is not configured: %+v, %v", limits, told)
	}
}

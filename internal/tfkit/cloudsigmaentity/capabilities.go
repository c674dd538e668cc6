package cloudsigmaentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// Capabilities returns the limits of the location for a plan, or nil if they are not known: then nothing is held against
// them, and it is for the API to refuse at apply. That they cannot be read is a warning of the first resource that asks; the
// others do not ask again.
func (a *Access) Capabilities(ctx context.Context, diagnostics *diag.Diagnostics) *cloudsigma.Capabilities {
	client := a.ClientForPlan()
	if client == nil || a.clients.LimitsUnknown().Load() {
		return nil
	}
	capabilities, err := client.Capabilities(ctx)
	if err != nil {
		if !a.clients.LimitsUnknown().Swap(true) {
			diagnostics.AddWarning("The limits of the location are not known",
				"What is planned has not been held against the capabilities of CloudSigma's location, which could not be read. If it is "+
					"beyond them, the apply fails.\n\n"+err.Error())
		}
		return nil
	}
	return capabilities
}

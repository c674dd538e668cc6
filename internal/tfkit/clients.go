package tfkit

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// ErrUnknownConfiguration says that the provider's configuration depends on values that are known only
// after apply. It is no error at plan time: what needs the cloud then is left out.
var ErrUnknownConfiguration = errors.New(
	"the provider's configuration depends on values that are known only after apply")

// NotConfiguredError says that a cloud is used that the provider was not configured for.
type NotConfiguredError struct {
	// Attribute is the path of the attribute in the provider block, Variable the environment variable
	// that can be set instead.
	Attribute, Variable string
}

// Error names the attribute and the variable.
func (e *NotConfiguredError) Error() string {
	return fmt.Sprintf("set %s in the provider block, or the environment variable %s", e.Attribute, e.Variable)
}

// Clients is what the provider gives to its resources and data sources: for each cloud a client, or
// the reason why there is none.
type Clients struct {
	occi              *occi.Client
	occiProblem       error
	cloudSigma        *cloudsigma.Client
	cloudSigmaProblem error
	claims            Claims
	limitsUnknown     atomic.Bool
}

// NewClients takes for each cloud a client or, where that is nil, the reason.
func NewClients(
	occiClient *occi.Client, occiProblem error, cloudSigmaClient *cloudsigma.Client, cloudSigmaProblem error,
) *Clients {
	return &Clients{
		occi: occiClient, occiProblem: occiProblem,
		cloudSigma: cloudSigmaClient, cloudSigmaProblem: cloudSigmaProblem,
	}
}

// OCCI returns the client of the OCCI cloud, or ErrUnknownConfiguration, or a *NotConfiguredError.
func (c *Clients) OCCI() (*occi.Client, error) {
	if c == nil {
		return nil, ErrUnknownConfiguration
	}
	return c.occi, c.occiProblem
}

// CloudSigma returns the client of CloudSigma, or ErrUnknownConfiguration, or a *NotConfiguredError.
func (c *Clients) CloudSigma() (*cloudsigma.Client, error) {
	if c == nil {
		return nil, ErrUnknownConfiguration
	}
	return c.cloudSigma, c.cloudSigmaProblem
}

// Claims are those of the resources of this configuration of the provider.
func (c *Clients) Claims() *Claims { return &c.claims }

// LimitsUnknown notes that the limits of CloudSigma's location could not be read, and that this has been told.
func (c *Clients) LimitsUnknown() *atomic.Bool { return &c.limitsUnknown }

// ClientsFrom returns the clients in what Terraform hands to Configure. They are nil, without a
// diagnostic, as long as the provider itself is not configured: when a configuration is validated.
func ClientsFrom(providerData any, diagnostics *diag.Diagnostics) *Clients {
	if providerData == nil {
		return nil
	}
	clients, ok := providerData.(*Clients)
	if !ok {
		diagnostics.AddError("Unexpected provider data",
			fmt.Sprintf("Got %T. This is a bug in the provider; please report it.", providerData))
		return nil
	}
	return clients
}

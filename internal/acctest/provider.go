package acctest

import (
	"fmt"
	"math/rand/v2"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/provider"
)

// NamePrefix begins the names of all that the tests make, so that sweepers find what was left behind.
const NamePrefix = "tf-acc-"

// Providers are the factories of the provider under both local names that the resources imply.
func Providers() map[string]func() (tfprotov6.ProviderServer, error) {
	factory := providerserver.NewProtocol6WithError(provider.New("test")())
	return map[string]func() (tfprotov6.ProviderServer, error){"occi": factory, "cloudsigma": factory}
}

// Name returns a new name for something of a test.
func Name(what string) string {
	return fmt.Sprintf("%s%s-%06x", NamePrefix, what, rand.N(1<<24)) //nolint:gosec // names need no secret randomness
}

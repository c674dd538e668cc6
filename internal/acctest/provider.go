package acctest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/provider"
)

// NamePrefix begins the names of all that the tests make, so that sweepers find what was left behind.
const NamePrefix = "tf-acc-"

// Providers are the factories of the provider under both local names that the resources imply.
func Providers() map[string]func() (tfprotov6.ProviderServer, error) {
	factory := func() (tfprotov6.ProviderServer, error) {
		server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
		return withSchemas{server}, err
	}
	return map[string]func() (tfprotov6.ProviderServer, error){"occi": factory, "cloudsigma": factory}
}

// withSchemas answers what every command of Terraform asks first, and what never changes, only once: with the race
// detector it takes a good part of the time of the tests.
type withSchemas struct{ tfprotov6.ProviderServer }

// schemas is the answer; whichever provider gives it.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server := providerserver.NewProtocol6(provider.New("test")())()
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// GetProviderSchema implements tfprotov6.ProviderServer.
func (withSchemas) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return schemas()
}

// Name returns a new name for something of a test.
func Name(what string) string {
	return fmt.Sprintf("%s%s-%06x", NamePrefix, what, rand.N(1<<24)) //nolint:gosec // names need no secret randomness
}

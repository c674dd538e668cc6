package acctest

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/provider"
)

// NamePrefix begins the names of all that the tests make, so that sweepers find what was left behind.
const NamePrefix = "tf-acc-"

// Providers are the factories of the provider under both local names that the resources imply. They have the types that
// the tests of the package name. Every command of Terraform reads all schemas that it is offered, so the others would
// cost more than the tests themselves.
func Providers() map[string]func() (tfprotov6.ProviderServer, error) {
	return factories(schemasOfPackage)
}

// AllProviders are Providers with all types: for configurations that do not stand in the tests of the package.
func AllProviders() map[string]func() (tfprotov6.ProviderServer, error) { return factories(schemas) }

func factories(schemas func() (*tfprotov6.GetProviderSchemaResponse, error)) map[string]func() (tfprotov6.ProviderServer, error) {
	factory := func() (tfprotov6.ProviderServer, error) {
		server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
		return withSchemas{server, schemas}, err
	}
	return map[string]func() (tfprotov6.ProviderServer, error){"occi": factory, "cloudsigma": factory}
}

// withSchemas answers what every command of Terraform asks first, and what never changes, only once: with the race
// detector it takes a good part of the time of the tests.
type withSchemas struct {
	tfprotov6.ProviderServer
	schemas func() (*tfprotov6.GetProviderSchemaResponse, error)
}

// GetProviderSchema implements tfprotov6.ProviderServer.
func (s withSchemas) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas()
}

// schemas are all that the provider has; whichever server gives them.
var schemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server := providerserver.NewProtocol6(provider.New("test")())()
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// schemasOfPackage are those of the types that the tests in the working directory name. go test runs the tests of a
// package in its folder.
var schemasOfPackage = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	all, err := schemas()
	if err != nil {
		return nil, err
	}
	named, err := namedTypes(".")
	if err != nil {
		return nil, err
	}
	some := *all
	some.ResourceSchemas, some.DataSourceSchemas = maps.Clone(all.ResourceSchemas), maps.Clone(all.DataSourceSchemas)
	isNotNamed := func(name string, _ *tfprotov6.Schema) bool { return !named[name] }
	maps.DeleteFunc(some.ResourceSchemas, isNotNamed)
	maps.DeleteFunc(some.DataSourceSchemas, isNotNamed)
	return &some, nil
})

var typeName = regexp.MustCompile(`\b(?:occi|cloudsigma)_\w+`)

// namedTypes are the types of resources and data sources that the tests in a folder name.
func namedTypes(folder string) (map[string]bool, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		return nil, err
	}
	named := map[string]bool{}
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // a file of this module
		if err != nil {
			return nil, err
		}
		for _, name := range typeName.FindAllString(string(text), -1) {
			named[name] = true
		}
	}
	return named, nil
}

// Name returns a new name for something of a test.
func Name(what string) string {
	return fmt.Sprintf("%s%s-%06x", NamePrefix, what, rand.N(1<<24)) //nolint:gosec // names need no secret randomness
}

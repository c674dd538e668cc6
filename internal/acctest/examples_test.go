package acctest_test

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

var (
	// servers are what an example begins with if the guide's servers cannot do what it shows.
	servers = map[string]occi.Manner{
		"# For servers of OCCI 1.2.\n": occi.MannerStandard12,
		"# For ooi.\n":                 occi.MannerOOI,
	}
	variable = regexp.MustCompile(`(?m)^variable "(\w+)"`)
)

// variables are what examples leave to their users without a default.
func variables(account *acctest.CloudSigma) map[string]string {
	return map[string]string{
		"vnc_password":    "a password of the tests",
		"admin_password":  "a password of the tests",
		"public_key":      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDV9kPI6c7dmfQDcTcQqpjxqSZ8SOvUV5iC6Tfj4rGBM admin",
		"address":         account.Cloud.StaticIPs(cloudsigma.DefaultUser)[0],
		"colleague":       account.Cloud.AccountUUID(cloudsigma.DefaultUser),
		"vlan_uuid":       account.Cloud.VLANs(cloudsigma.DefaultUser)[0],
		"subscription_id": account.Cloud.Subscriptions(cloudsigma.DefaultUser, "vlan")[0],

		"database_password": "a password of the tests",
	}
}

// TestExamples applies each example of the documentation to clouds of its own, wants an empty plan, destroys it, and
// wants both clouds to be empty.
func TestExamples(t *testing.T) {
	t.Parallel()
	if os.Getenv("TEST_MATRIX") != "examples" {
		t.Skip("make test-matrix applies the examples")
	}
	files, err := filepath.Glob(filepath.Join("..", "..", "examples", "*s", "*", "*.tf"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, file := range files {
		folder := filepath.Dir(file)
		t.Run(strings.Join([]string{filepath.Base(filepath.Dir(folder)), filepath.Base(folder), filepath.Base(file)}, "/"), func(t *testing.T) {
			t.Parallel()
			applyExample(t, file)
		})
	}
}

func applyExample(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	options := occi.Options{Manner: occi.MannerGuide, LivePorts: acctest.LivePorts(t)}
	for line, manner := range servers {
		if strings.HasPrefix(string(text), line) {
			options.Manner = manner
		}
	}
	cloud, account := acctest.EmulateOCCI(t, options), acctest.EmulateCloudSigma(t, cloudsigma.Options{LivePorts: acctest.LivePorts(t)})
	folder, err := filepath.Abs(filepath.Dir(file))
	if err != nil {
		t.Fatal(err)
	}
	// The example may read files that are next to it.
	example := strings.ReplaceAll(string(text), "${path.module}", folder)
	values, left := variables(account), config.Variables{}
	for _, found := range variable.FindAllStringSubmatch(string(text), -1) {
		if value, ok := values[found[1]]; ok {
			left[found[1]] = config.StringVariable(value)
		}
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.AllProviders(),
		Steps:                    []resource.TestStep{{Config: bothClouds(cloud, account) + "\n" + example, ConfigVariables: left}},
		CheckDestroy: func(state *terraform.State) error {
			return errors.Join(acctest.NothingLeft(cloud.Server)(state), acctest.NothingLeft(account.Server)(state))
		},
	})
}

// bothClouds is one provider block for both, as in the examples.
func bothClouds(cloud *acctest.OCCI, account *acctest.CloudSigma) string {
	return strings.TrimSuffix(strings.TrimSpace(cloud.Provider), "}") +
		strings.TrimPrefix(strings.TrimSpace(account.Provider), `provider "cloudsigma" {`)
}

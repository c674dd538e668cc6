package acctest_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occopus"
)

// descriptors are the cases of the converter.
var descriptors = filepath.Join("..", "occopus", "testdata")

// machinesOf are the descriptors, and how many machines each has.
var machinesOf = map[string]int{
	"article": 1, "autoscaling-hadoop": 2, "cloudsigma-gates": 2, "cloudsigma-helloworld": 1, "cloudsigma-ping": 2, "cqueue-cluster": 2, "dataavenue-cluster": 2,
	"docker-swarm": 3, "features": 4, "gates": 2, "hadoop-cluster": 3, "jupyterlab": 1, "kubernetes-cluster": 5,
	"mysql-application": 2,
	"nova-helloworld":   1, "nova-ping": 2, "occi": 2, "slurm-cluster": 3, "spark-cluster-with-python": 3, "spark-cluster-with-r": 3,
	"tensorflow-jupyter-gpu": 1, "tensorflow-keras-jupyter": 1,
}

// existing stands for what the descriptors expect to be in the clouds, by the names and UUIDs that they have.
const (
	existingInOCCI = `
resource "occi_security_group" "existing" {
  term     = "open"
  scheme   = "http://example.org/groups#"
  location = "/groups/open/"
}
`
	existingInCloudSigma = `
data "cloudsigma_library_drive" "existing" {
  provider    = occi
  name_regex  = "^Ubuntu 24"
  most_recent = true
}

resource "cloudsigma_ssh_key" "existing" {
  provider   = occi
  name       = "existing"
  public_key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDV9kPI6c7dmfQDcTcQqpjxqSZ8SOvUV5iC6Tfj4rGBM admin"
}

resource "cloudsigma_firewall_policy" "existing" {
  provider = occi
  name     = "existing"
  rules    = [{ action = "accept", direction = "in" }]
}
`
)

var existing = strings.NewReplacer(
	`["open"]`, "[occi_security_group.existing.type_identifier]",
	`"0644fb79-0a4d-4ca3-ad1e-aeca59a5d7ac"`, "data.cloudsigma_library_drive.existing.id",
	`"d7c0f1ee-40df-4029-8d95-ec35b34dae1e"`, "cloudsigma_ssh_key.existing.id",
	`"fd97e326-83c8-44d8-90f7-0a19110f3c9d"`, "cloudsigma_firewall_policy.existing.id",
)

// TestOccopus applies what each descriptor of the converter becomes, wants an empty plan, destroys it, and wants the clouds to
// be empty. Most emulated machines run no services, so the health checks are off.
func TestOccopus(t *testing.T) {
	t.Parallel()
	onlyInMatrix(t)
	cases, err := filepath.Glob(filepath.Join(descriptors, "*"))
	if err != nil || len(cases) != len(machinesOf) {
		t.Fatalf("there are %d cases, not %d: %v", len(cases), len(machinesOf), err)
	}
	for _, name := range slices.Sorted(maps.Keys(machinesOf)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			applyDescriptor(t, name, false, func(_ *acctest.OCCI, _ *acctest.CloudSigma, state *terraform.State) error {
				return errors.Join(hasMachines(state, machinesOf[name]), hasNoTemplates(state))
			})
		})
	}
}

func onlyInMatrix(t *testing.T) {
	t.Helper()
	if os.Getenv("TEST_MATRIX") != "examples" {
		t.Skip("make test-matrix runs it")
	}
}

// applyDescriptor applies what a descriptor becomes on clouds of its own, with or without the health checks, and looks at it by
// check.
func applyDescriptor(
	t *testing.T, name string, checked bool, check func(*acctest.OCCI, *acctest.CloudSigma, *terraform.State) error,
) {
	t.Helper()
	options := descriptor(name)
	manner := occi.MannerOcciOS
	if options.Server == occopus.ServerOOI {
		manner = occi.MannerOOI
	}
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: manner, LivePorts: acctest.LivePorts(t)})
	account := acctest.EmulateCloudSigma(t, cloudsigma.Options{LivePorts: acctest.LivePorts(t)})
	configuration, values := converted(t, options)
	values["health_checks"] = config.BoolVariable(checked)
	configuration = existing.Replace(configuration)
	if strings.Contains(configuration, "cloudsigma_library_drive.existing") {
		configuration += existingInCloudSigma
	}
	if strings.Contains(configuration, "occi_security_group.existing") {
		configuration += existingInOCCI
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.AllProviders(),
		Steps: []resource.TestStep{{
			Config: bothClouds(cloud, account) + "\n" + configuration, ConfigVariables: values,
			Check: func(state *terraform.State) error { return check(cloud, account, state) },
		}},
		CheckDestroy: func(state *terraform.State) error {
			return errors.Join(acctest.NothingLeft(cloud.Server)(state), acctest.NothingLeft(account.Server)(state))
		},
	})
}

// descriptor is a case of the converter.
func descriptor(name string) occopus.Options {
	folder := filepath.Join(descriptors, name)
	server, _ := os.ReadFile(filepath.Join(folder, "server")) // most have none
	return occopus.Options{
		Infrastructure: filepath.Join(folder, "infra.yaml"),
		Definitions:    []string{filepath.Join(folder, "nodes", "node_definitions.yaml")},
		Server:         strings.TrimSpace(string(server)),
	}
}

// variableBlock is a variable of a configuration, and whether it has a default.
var variableBlock = regexp.MustCompile(`(?ms)^variable "(\w+)" \{\n(.*?)^\}`)

// converted is a descriptor as a configuration without its provider block and its terraform block, which names another
// source than that of the tests. Variables without a default have some value, as from secrets.auto.tfvars.
func converted(t *testing.T, options occopus.Options) (string, config.Variables) {
	t.Helper()
	made, err := occopus.Convert(options)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, "templates"), 0o700); err != nil {
		t.Fatal(err)
	}
	var configuration strings.Builder
	for name, text := range made.Files {
		switch {
		case strings.HasPrefix(name, "templates/"):
			if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
				t.Fatal(err)
			}
		case name != "versions.tf" && name != "providers.tf" && strings.HasSuffix(name, ".tf"):
			configuration.WriteString(strings.ReplaceAll(string(text), "${path.module}", folder))
		}
	}
	values := config.Variables{}
	for _, found := range variableBlock.FindAllStringSubmatch(configuration.String(), -1) {
		switch {
		case strings.Contains(found[2], "default "):
		case strings.HasPrefix(found[1], "public_key_"):
			values[found[1]] = config.StringVariable("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDV9kPI6c7dmfQDcTcQqpjxqSZ8SOvUV5iC6Tfj4rGBM admin")
		default:
			values[found[1]] = config.StringVariable("a value of the tests")
		}
	}
	return configuration.String(), values
}

func isMachine(kind string) bool { return kind == "occi_compute" || kind == "cloudsigma_server" }

func hasMachines(state *terraform.State, want int) error {
	got := 0
	for _, found := range state.RootModule().Resources {
		if isMachine(found.Type) {
			got++
		}
	}
	if got != want {
		return fmt.Errorf("there are %d machines, not %d", got, want)
	}
	return nil
}

// hasNoTemplates wants all templates to be rendered, and addresses to be those of machines.
func hasNoTemplates(state *terraform.State) error {
	for name, found := range state.RootModule().Resources {
		userData := found.Primary.Attributes["user_data"]
		if isMachine(found.Type) && regexp.MustCompile(`getip|getprivip|variables\.|{%`).MatchString(userData) {
			return fmt.Errorf("the user data of %s is not rendered:\n%s", name, userData)
		}
	}
	return nil
}

// TestOccopusAddresses: the user data of a worker has the address of the master.
func TestOccopusAddresses(t *testing.T) {
	t.Parallel()
	onlyInMatrix(t)
	applyDescriptor(t, "docker-swarm", false, func(_ *acctest.OCCI, account *acctest.CloudSigma, state *terraform.State) error {
		resources := state.RootModule().Resources
		master := resources["cloudsigma_server.master"].Primary.Attributes["ipv4_address"]
		for _, worker := range []string{"cloudsigma_server.worker.0", "cloudsigma_server.worker.1"} {
			server, _ := account.Cloud.Server(resources[worker].Primary.ID)
			userData, err := base64.StdEncoding.DecodeString(server.Meta["cloudinit-user-data"])
			if err != nil || !strings.Contains(string(userData), " "+master+":2377") {
				return fmt.Errorf("the user data of %s does not have %s: %s, %w", worker, master, userData, err)
			}
		}
		return nil
	})
}

// TestOccopusGates: with health checks a node is not made before those of the node that it needs pass, and then it has the
// address of that node.
func TestOccopusGates(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		descriptor, kind, address string
		// opens is the time after which the first node has its port open, as its user data says.
		opens time.Duration
	}{
		{"gates", "occi_compute", "addresses.0", 5 * time.Second},
		{"cloudsigma-gates", "cloudsigma_server", "ipv4_address", 2 * time.Second},
	} {
		t.Run(test.descriptor, func(t *testing.T) {
			t.Parallel()
			applyDescriptor(t, test.descriptor, true, func(cloud *acctest.OCCI, account *acctest.CloudSigma, state *terraform.State) error {
				var made []time.Time
				for _, request := range append(cloud.Server.Log.All(), account.Server.Log.All()...) {
					if request.Method == http.MethodPost && machinePath.MatchString(request.Path) && request.Query == "" {
						made = append(made, request.Time)
					}
				}
				if len(made) != 2 || made[1].Sub(made[0]) < test.opens {
					return fmt.Errorf("the machines were made at %v", made)
				}
				resources := state.RootModule().Resources
				address := resources[test.kind+".database"].Primary.Attributes[test.address]
				if userData := resources[test.kind+".application"].Primary.Attributes["user_data"]; !strings.Contains(userData, "--database "+address+"\n") {
					return fmt.Errorf("the user data does not have %s:\n%s", address, userData)
				}
				return nil
			})
		})
	}
}

// machinePath is where machines are made.
var machinePath = regexp.MustCompile(`/(compute|servers)/$`)

// TestOccopusLarge plans what a descriptor with 200 nodes becomes.
func TestOccopusLarge(t *testing.T) {
	t.Parallel()
	onlyInMatrix(t)
	folder := t.TempDir()
	infra := "infra_name: large\nnodes:\n"
	for i := range 200 {
		infra += fmt.Sprintf("  - { name: n%d, type: occi_node }\n", i)
	}
	infra += "dependencies:\n"
	for i := 1; i < 200; i++ {
		infra += fmt.Sprintf("  - [ n%d, n%d ]\n", i, i/2)
	}
	file := filepath.Join(folder, "infra.yaml")
	if err := os.WriteFile(file, []byte(infra), 0o600); err != nil {
		t.Fatal(err)
	}
	configuration, values := converted(t, occopus.Options{
		Infrastructure: file, Definitions: []string{filepath.Join(descriptors, "occi", "nodes", "node_definitions.yaml")},
	})
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.AllProviders(),
		Steps:                    []resource.TestStep{{Config: cloud.Provider + configuration, ConfigVariables: values, PlanOnly: true, ExpectNonEmptyPlan: true}},
	})
}

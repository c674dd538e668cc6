package endtoend

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/provider"
)

// officialStates are the cases of testdata/official. Each is a folder with a configuration for the official provider
// (main.tf) and the state that it writes (terraform.tfstate). The function makes in an empty account what the state
// has, and returns the values of the {{PLACEHOLDERS}} in both files.
var officialStates = map[string]func(*testing.T, *cloudsigma.Client) map[string]string{
	"drive":    seedOfficialDrives,
	"server":   seedServers,
	"snapshot": seedSnapshot,
	"ssh_key":  seedKeys,
	"tag":      seedTags,
}

// successorSettings begin a configuration that was written for the official provider.
const successorSettings = `
terraform {
  required_providers {
    cloudsigma = { source = "registry.terraform.io/terraform-provider-occi/occi" }
  }
}
`

// resourceName finds the names of resources in a configuration.
var resourceName = regexp.MustCompile(`(?m)^resource "(\w+)" "(\w+)"`)

// TestOfficialState takes over states of the official provider by `terraform state replace-provider` and by `moved`
// blocks, and expects that there is nothing to do.
func TestOfficialState(t *testing.T) {
	t.Parallel()
	for name, seed := range officialStates {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, occi.Options{}, emulated.Options{}, "")
			configuration, state := official(t, name, seed(t, w.client(t)))
			w.write(t, "main.tf", successorSettings+configuration)
			w.write(t, "terraform.tfstate", state)
			w.replaceProvider(t)
			// The exit code is an error if the plan has a change.
			w.run(t, "plan", "-detailed-exitcode", "-input=false", "-no-color")

			w.write(t, "main.tf", successorSettings+resourceName.ReplaceAllString(configuration,
				"moved {\n  from = $1.$2\n  to   = $1.moved_$2\n}\n\nresource \"$1\" \"moved_$2\""))
			w.write(t, "terraform.tfstate", state)
			w.pretendOfficial(t)
			plan := w.run(t, "plan", "-input=false", "-no-color")
			if !strings.Contains(plan, "Plan: 0 to add, 0 to change, 0 to destroy.") {
				t.Errorf("the plan after a move to this provider:\n%s", plan)
			}
		})
	}
}

// TestOfficialServerWithDHCPBlock takes over a server whose configuration has the block that the official provider
// puts into its state anyway. The block is added to the state, and nothing is sent to the server.
func TestOfficialServerWithDHCPBlock(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, occi.Options{}, emulated.Options{}, "")
	configuration, state := official(t, "server", seedServers(t, w.client(t)))
	configuration = strings.Replace(configuration, `"plain"
  vnc_password`, `"plain"
  network {
    type = "dhcp"
  }
  vnc_password`, 1)
	w.write(t, "main.tf", successorSettings+configuration)
	w.write(t, "terraform.tfstate", state)
	w.replaceProvider(t)
	w.cloudSigma.Log.Reset()
	output := w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")
	if !strings.Contains(output, "0 added, 1 changed, 0 destroyed") || strings.Contains(output, "will be stopped") {
		t.Errorf("the apply:\n%s", output)
	}
	for _, request := range w.cloudSigma.Log.All() {
		if request.Method != http.MethodGet {
			t.Errorf("%s %s was sent", request.Method, request.Path)
		}
	}
	w.run(t, "plan", "-detailed-exitcode", "-input=false", "-no-color")
}

// TestOfficialStateResourceByResource takes over one of two drives, as the guide has it: both providers are in one
// module, and the one that is taken over says which provider it has now.
func TestOfficialStateResourceByResource(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t, occi.Options{}, emulated.Options{}, "")
	configuration, state := official(t, "drive", seedOfficialDrives(t, w.client(t)))
	w.pretendOfficial(t)
	w.write(t, "main.tf", `
terraform {
  required_providers {
    cloudsigma = { source = "cloudsigma/cloudsigma" }
    occi       = { source = "registry.terraform.io/terraform-provider-occi/occi" }
  }
}

moved {
  from = cloudsigma_drive.blank
  to   = cloudsigma_drive.empty
}
`+strings.Replace(configuration, `"blank" {`, "\"empty\" {\n  provider = occi\n", 1))
	w.write(t, "terraform.tfstate", state)
	output := w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")
	if !strings.Contains(output, "0 added, 0 changed, 0 destroyed") {
		t.Errorf("the apply:\n%s", output)
	}
	providers := w.run(t, "providers")
	_, fromState, _ := strings.Cut(providers, "required by state")
	for _, provider := range []string{"cloudsigma/cloudsigma", "terraform-provider-occi/occi"} {
		if !strings.Contains(fromState, provider) {
			t.Errorf("the state has no resource of %s:\n%s", provider, providers)
		}
	}
	w.run(t, "plan", "-detailed-exitcode", "-input=false", "-no-color")
}

// replaceProvider puts this provider into the place of the official one.
func (w *workspace) replaceProvider(t *testing.T) {
	t.Helper()
	w.run(t, "state", "replace-provider", "-auto-approve", "registry.terraform.io/cloudsigma/cloudsigma",
		"registry.terraform.io/terraform-provider-occi/occi")
}

// pretendOfficial installs this provider under the name of the official one as well. Terraform wants a provider for all
// that the state has; it asks it for its schemas and nothing else.
func (w *workspace) pretendOfficial(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	err := os.Symlink(filepath.Join(binaries, "terraform-provider-occi"), filepath.Join(folder, "terraform-provider-cloudsigma"))
	if err != nil {
		t.Fatal(err)
	}
	w.write(t, "terraform.rc", fmt.Sprintf(`
provider_installation {
  dev_overrides {
    "registry.terraform.io/terraform-provider-occi/occi" = %q
    "registry.terraform.io/cloudsigma/cloudsigma"        = %q
  }
  direct {}
}
`, binaries, folder))
}

// TestOfficialStateDecodes has the provider read the states of testdata/official without Terraform.
func TestOfficialStateDecodes(t *testing.T) {
	t.Parallel()
	for name := range officialStates {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, content := official(t, name, nil)
			var state struct {
				Resources []struct {
					Type      string
					Instances []struct{ Attributes json.RawMessage }
				}
			}
			if err := json.Unmarshal([]byte(content), &state); err != nil {
				t.Fatal(err)
			}
			server := providerserver.NewProtocol6(provider.New("test")())()
			for _, resource := range state.Resources {
				for _, instance := range resource.Instances {
					response, err := server.UpgradeResourceState(t.Context(), &tfprotov6.UpgradeResourceStateRequest{
						TypeName: resource.Type, Version: 0, RawState: &tfprotov6.RawState{JSON: instance.Attributes},
					})
					if err != nil || len(response.Diagnostics) > 0 {
						t.Errorf("%s: %v %+v", resource.Type, err, response.Diagnostics)
					}
				}
			}
		})
	}
}

// official returns the files of a case with values for the placeholders.
func official(t *testing.T, name string, values map[string]string) (configuration, state string) {
	t.Helper()
	read := func(file string) string {
		content, err := os.ReadFile(filepath.Join("testdata", "official", name, file))
		if err != nil {
			t.Fatal(err)
		}
		text := string(content)
		for placeholder, value := range values {
			quoted, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			text = strings.ReplaceAll(text, "{{"+placeholder+"}}", strings.Trim(string(quoted), `"`))
		}
		return text
	}
	return read("main.tf"), read("terraform.tfstate")
}

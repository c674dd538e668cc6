package endtoend

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	client "github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/keystone"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// binaries is the folder of the built provider; empty until the first test needs it.
var binaries string

func TestMain(m *testing.M) {
	code := m.Run()
	if binaries != "" {
		_ = os.RemoveAll(binaries)
	}
	os.Exit(code)
}

// build builds the provider once, with the flag of make build, so that what that has compiled is used again.
var build = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "terraform-provider-occi-")
	if err != nil {
		return "", err
	}
	binaries = folder
	module := "github.com/terraform-provider-occi/terraform-provider-occi"
	command := exec.Command("go", "build", "-trimpath", "-o", filepath.Join(folder, "terraform-provider-occi"), module)
	output, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("building the provider: %w\n%s", err, output)
	}
	return folder, nil
})

// workspace is a folder with a configuration, and clouds to apply it to.
type workspace struct {
	folder     string
	occi       *emulator.Server
	cloudSigma *emulator.Server
	tokens     *keystone.Cloud
	env        []string
}

// newWorkspace starts the clouds and writes the configuration. It skips the test without TF_ACC.
func newWorkspace(t *testing.T, occiOptions occi.Options, cloudSigmaOptions cloudsigma.Options, configuration string) *workspace {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("set TF_ACC=1 to run acceptance tests")
	}
	provider, err := build()
	if err != nil {
		t.Fatal(err)
	}
	w := &workspace{folder: t.TempDir(), tokens: keystone.New(keystone.Options{})}
	tokenServer := acctest.Serve(t, w.tokens)
	occiOptions.KeystoneURL, occiOptions.Authorize = tokenServer.URL, w.tokens.Authorize
	w.occi = acctest.Serve(t, occi.New(occiOptions))
	w.cloudSigma = acctest.Serve(t, cloudsigma.New(cloudSigmaOptions))
	w.write(t, "main.tf", `
terraform {
  required_providers {
    occi = { source = "registry.terraform.io/terraform-provider-occi/occi" }
  }
}

provider "occi" {}
`+configuration)
	w.write(t, "terraform.rc", fmt.Sprintf(`
provider_installation {
  dev_overrides { "registry.terraform.io/terraform-provider-occi/occi" = %q }
  direct {}
}
`, provider))
	w.env = append(os.Environ(),
		"TF_CLI_CONFIG_FILE="+filepath.Join(w.folder, "terraform.rc"), "TF_IN_AUTOMATION=1", "CHECKPOINT_DISABLE=1",
		"OCCI_ENDPOINT="+w.occi.URL+occiOptions.Manner.Path(), "OS_AUTH_URL="+tokenServer.URL, "OS_TENANT_NAME="+keystone.DefaultTenantName,
		"OS_USERNAME="+keystone.DefaultUserName, "OS_PASSWORD="+keystone.DefaultPassword,
		"CLOUDSIGMA_ENDPOINT="+w.cloudSigma.URL+"/api/2.0/",
		"CLOUDSIGMA_USERNAME="+cloudsigma.DefaultUser, "CLOUDSIGMA_PASSWORD="+cloudsigma.DefaultPassword,
	)
	return w
}

// client returns a client of the emulated account of CloudSigma.
func (w *workspace) client(t *testing.T) *client.Client {
	t.Helper()
	return (&acctest.CloudSigma{Server: w.cloudSigma}).Client(t, nil)
}

func (w *workspace) write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(w.folder, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// process is a running terraform.
type process struct {
	*exec.Cmd

	output bytes.Buffer
	done   chan error
}

// start starts terraform with the arguments.
func (w *workspace) start(t *testing.T, arguments ...string) *process {
	t.Helper()
	terraform := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if terraform == "" {
		terraform = "terraform"
	}
	p := &process{done: make(chan error, 1)}
	p.Cmd = exec.CommandContext(t.Context(), terraform, arguments...)
	p.Dir, p.Env, p.Stdout, p.Stderr = w.folder, w.env, &p.output, &p.output
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { p.done <- p.Wait() }()
	return p
}

// wait returns the error of the process; it fails the test if the process hangs.
func (p *process) wait(t *testing.T) error {
	t.Helper()
	select {
	case err := <-p.done:
		return err
	case <-time.After(2 * time.Minute):
		_ = p.Process.Kill()
		t.Fatalf("terraform hangs:\n%s", p.output.String())
		return nil
	}
}

// run runs terraform to its end and returns what it printed.
func (w *workspace) run(t *testing.T, arguments ...string) string {
	t.Helper()
	p := w.start(t, arguments...)
	if err := p.wait(t); err != nil {
		t.Fatalf("terraform %s: %v\n%s", strings.Join(arguments, " "), err, p.output.String())
	}
	return p.output.String()
}

// ids returns the ids of all resources in the state.
func (w *workspace) ids(t *testing.T) map[string]bool {
	t.Helper()
	var state struct {
		Resources []struct {
			Instances []struct {
				Attributes struct {
					ID string `json:"id"`
				} `json:"attributes"`
			} `json:"instances"`
		} `json:"resources"`
	}
	content, err := os.ReadFile(filepath.Join(w.folder, "terraform.tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, &state); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, resource := range state.Resources {
		for _, instance := range resource.Instances {
			ids[instance.Attributes.ID] = true
		}
	}
	return ids
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, condition func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !condition() {
		select {
		case <-deadline:
			t.Fatalf("it never happened: %s", what)
		case <-tick.C:
		}
	}
}

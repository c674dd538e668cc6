package endtoend

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

const occiNetworks = `
resource "occi_network" "back" {
  title      = "back"
  address    = "192.168.7.0/24"
  depends_on = [occi_compute.vm]
}

resource "occi_network_interface" "back" {
  source_id = occi_compute.vm.id
  target_id = occi_network.back.id
}
`

const occiGroups = `
resource "occi_security_group" "web" {
  title = "web"
}

resource "occi_security_rule" "https" {
  group_id  = occi_security_group.web.id
  protocol  = "TCP"
  from_port = 443
  to_port   = 443
  range     = "0.0.0.0/0"
}

resource "occi_security_group_association" "web" {
  compute_id = occi_compute.vm.id
  group_id   = occi_security_group.web.id
}
`

const occiAssociation = occiReservation + `
resource "occi_floating_ip_association" "public" {
  floating_ip_id = occi_floating_ip.public.id
  compute_id     = occi_compute.vm.id
}
`

// TestGenerateConfig: what terraform plan -generate-config-out writes for what exists is valid, imports it without a
// change, and makes a new VM where one is to be replaced.
func TestGenerateConfig(t *testing.T) {
	t.Parallel()
	ooi := strings.NewReplacer("cirros-0.3.0-x86_64-uec", "cirros-0.6.2", "itsy", "m1.tiny")
	for manner, configuration := range map[occi.Manner]string{
		occi.MannerOOI:        ooi.Replace(occiLink) + occiAssociation,
		occi.MannerStandard12: occiLink + occiNetworks + occiGroups + occiAssociation,
	} {
		t.Run(string(manner), func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, occi.Options{Manner: manner}, cloudsigma.Options{}, configuration)
			w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")
			before := w.occi.Inventory()
			w.forget(t)
			w.run(t, "plan", "-input=false", "-no-color", "-generate-config-out=generated.tf")
			generated := w.read(t, "generated.tf")
			if !strings.Contains(generated, "resource_template") || !strings.Contains(generated, "cores ") {
				t.Errorf("a VM without a template or sizes:\n%s", generated)
			}
			applied := w.run(t, "apply", "-auto-approve", "-input=false", "-no-color")
			if !strings.Contains(applied, " 0 added, 0 changed, 0 destroyed") {
				t.Errorf("the import changed something:\n%s\n%s", applied, generated)
			}
			w.run(t, "plan", "-detailed-exitcode", "-input=false", "-no-color")
			if after := w.occi.Inventory(); !slices.EqualFunc(before, after, func(a, b emulator.Item) bool { return a.ID == b.ID }) {
				t.Errorf("the cloud had %+v and has %+v", before, after)
			}
			w.run(t, "apply", "-auto-approve", "-input=false", "-no-color", "-target=occi_compute.vm", "-replace=occi_compute.vm")
		})
	}
}

func (w *workspace) read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(w.folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// forget puts import blocks in the place of the configuration and forgets the state.
func (w *workspace) forget(t *testing.T) {
	t.Helper()
	var state struct {
		Resources []struct {
			Type, Name string
			Instances  []struct {
				Attributes struct {
					ID string `json:"id"`
				} `json:"attributes"`
			}
		}
	}
	if err := json.Unmarshal([]byte(w.read(t, "terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	blocks, _, _ := strings.Cut(w.read(t, "main.tf"), "\nresource ")
	for _, resource := range state.Resources {
		blocks += fmt.Sprintf("\nimport {\n  to = %s.%s\n  id = %q\n}\n", resource.Type, resource.Name, resource.Instances[0].Attributes.ID)
	}
	w.write(t, "main.tf", blocks)
	if err := os.Remove(filepath.Join(w.folder, "terraform.tfstate")); err != nil {
		t.Fatal(err)
	}
}

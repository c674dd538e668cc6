package endtoend

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// attachmentCount is how many drives are attached to one server at the same time.
const attachmentCount = 20

// TestAttachmentsInParallel attaches 20 drives to one server at the same time, and changes and detaches them in
// the same way. The cloud keeps each writer out for a while after another one (503, concurrency); none of the
// changes may be lost, on a server that is stopped or one that runs.
func TestAttachmentsInParallel(t *testing.T) {
	t.Parallel()
	for _, power := range []string{"stopped", "running"} {
		t.Run(power, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, occi.Options{}, cloudsigma.Options{EditTime: 50 * time.Millisecond}, fmt.Sprintf(`
variable "attached" { default = %d }
variable "order" { default = 0 }

resource "cloudsigma_server" "server" {
  provider         = occi
  name             = "server"
  cpu              = 2000
  memory           = 2147483648
  vnc_password     = "vnc-secret"
  power_state      = %q
  shutdown_timeout = "0s"
}

resource "cloudsigma_drive" "drive" {
  provider = occi
  count    = %d
  name     = "drive-${count.index}"
  media    = "disk"
  size     = 1073741824
}

resource "cloudsigma_drive_attachment" "attachment" {
  provider         = occi
  count            = var.attached
  server_uuid      = cloudsigma_server.server.id
  drive_uuid       = cloudsigma_drive.drive[count.index].id
  boot_order       = var.order + count.index + 1
  shutdown_timeout = "0s"
}
`, attachmentCount, power, attachmentCount))
			apply := []string{"apply", "-auto-approve", "-input=false", "-no-color", "-parallelism=20"}

			w.run(t, apply...)
			w.wantMounted(t, attachmentCount)
			if w.refusals() == 0 {
				t.Error("no write met another one: this test proves nothing")
			}
			w.wantStops(t, power)

			output := w.run(t, append(apply, "-var=order=100")...)
			if told := strings.Contains(output, "The server will be stopped and started"); told != (power == "running") {
				t.Errorf("it was told that the server is stopped and started: %t\n%s", told, output)
			}
			w.wantMounted(t, attachmentCount)
			w.wantStops(t, power)
			w.run(t, "plan", "-detailed-exitcode", "-input=false", "-var=order=100", "-parallelism=20")
			if reads := w.cloudSigma.Log.Count(http.MethodGet, "/servers/"); reads > attachmentCount {
				t.Errorf("a refresh read the server %d times", reads)
			}

			w.run(t, append(apply, "-var=order=100", "-var=attached=0")...)
			w.wantMounted(t, 0)
			w.wantStops(t, power)
		})
	}
}

// TestAttachmentsOfTwoProviderConfigurations attaches drives and a firewall policy to one server by two configurations of
// the provider for one account. Terraform starts a process for each, so they share no locks.
func TestAttachmentsOfTwoProviderConfigurations(t *testing.T) {
	t.Parallel()
	const count = 6
	w := newWorkspace(t, occi.Options{}, cloudsigma.Options{}, fmt.Sprintf(`
provider "occi" {
  alias = "second"
}

resource "cloudsigma_server" "server" {
  provider         = occi
  name             = "server"
  cpu              = 2000
  memory           = 2147483648
  vnc_password     = "vnc-secret"
  shutdown_timeout = "0s"
}

resource "cloudsigma_drive" "drive" {
  provider = occi
  count    = %[1]d
  name     = "drive-${count.index}"
  media    = "disk"
  size     = 1073741824
}

resource "cloudsigma_firewall_policy" "policy" {
  provider = occi
  name     = "policy"
}

resource "cloudsigma_drive_attachment" "first" {
  provider         = occi
  count            = %[1]d / 2
  server_uuid      = cloudsigma_server.server.id
  drive_uuid       = cloudsigma_drive.drive[count.index].id
  shutdown_timeout = "0s"
}

resource "cloudsigma_drive_attachment" "second" {
  provider         = occi.second
  count            = %[1]d / 2
  server_uuid      = cloudsigma_server.server.id
  drive_uuid       = cloudsigma_drive.drive[%[1]d / 2 + count.index].id
  shutdown_timeout = "0s"
}

resource "cloudsigma_firewall_policy_attachment" "policy" {
  provider             = occi.second
  server_uuid          = cloudsigma_server.server.id
  nic_index            = 0
  firewall_policy_uuid = cloudsigma_firewall_policy.policy.id
  shutdown_timeout     = "0s"
}
`, count))
	w.run(t, "apply", "-auto-approve", "-input=false", "-no-color", "-parallelism=20")
	// The refresh shows what the server has.
	w.run(t, "plan", "-detailed-exitcode", "-input=false", "-no-color")
	for _, item := range w.cloudSigma.Inventory() {
		if item.Kind == "server" && item.State != "running" {
			t.Errorf("the server is %s", item.State)
		}
	}
}

// wantMounted wants so many drives to be on the server, and all resources in the state.
func (w *workspace) wantMounted(t *testing.T, want int) {
	t.Helper()
	mounted := 0
	for _, item := range w.cloudSigma.Inventory() {
		if item.Kind == "drive" && item.State == "mounted" {
			mounted++
		}
	}
	if mounted != want {
		t.Errorf("%d drives are attached, want %d", mounted, want)
	}
	if got := len(w.ids(t)); got != 1+attachmentCount+want {
		t.Errorf("the state has %d resources, want %d", got, 1+attachmentCount+want)
	}
}

// refusals counts the writes that were refused for another one.
func (w *workspace) refusals() (count int) {
	for _, request := range w.cloudSigma.Log.Matching(http.MethodPut, "/servers/") {
		if request.Status == http.StatusServiceUnavailable {
			count++
		}
	}
	return count
}

// wantStops wants a server that ran to run again, after far fewer stops than changes, and one that was stopped to
// be left alone. It empties the log.
func (w *workspace) wantStops(t *testing.T, power string) {
	t.Helper()
	stops := 0
	for _, request := range w.cloudSigma.Log.Matching(http.MethodPost, "/servers/.*/action/") {
		if request.Query == "do=stop" && request.Status == http.StatusAccepted {
			stops++
		}
	}
	if power == "running" && (stops == 0 || stops > attachmentCount/2) || power == "stopped" && stops > 0 {
		t.Errorf("the server, which was %s, was stopped %d times", power, stops)
	}
	for _, item := range w.cloudSigma.Inventory() {
		if item.Kind == "server" && item.State != power {
			t.Errorf("the server is %s, want %s", item.State, power)
		}
	}
	w.cloudSigma.Log.Reset()
}

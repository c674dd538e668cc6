package endtoend

import (
	"os"
	"testing"
	"time"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// long is longer than any test: what takes it is interrupted.
const long = 10 * time.Minute

const occiVM = `
resource "occi_compute" "vm" {
  os_template       = "cirros-0.3.0-x86_64-uec"
  resource_template = "itsy"
}
`

const occiVolume = `
resource "occi_storage" "volume" {
  title = "data"
  size  = 1
}
`

const occiLink = occiVM + occiVolume + `
resource "occi_storage_link" "link" {
  source_id = occi_compute.vm.id
  target_id = occi_storage.volume.id
}
`

const occiFloatingIP = occiVM + `
resource "occi_floating_ip" "public" {
  compute_id = occi_compute.vm.id
}
`

const occiReservation = `
resource "occi_floating_ip" "public" {}
`

const cloudSigmaDrive = `
resource "cloudsigma_drive" "boot" {
  provider         = occi
  name             = "boot"
  media            = "disk"
  size             = 53687091200
  clone_drive_id = "` + cloudsigma.TrustyLibraryDrive + `"
}
`

const cloudSigmaServer = `
resource "cloudsigma_server" "server" {
  provider     = occi
  name         = "server"
  cpu          = 2000
  memory       = 2147483648
  vnc_password = "vnc-secret"
  network { type = "dhcp" }
}
`

// TestInterrupt presses Ctrl-C while something is being made: all that exists must be in the state.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	take := func(change occi.Change) occi.Options {
		return occi.Options{Manner: occi.MannerOcciOS, Times: map[occi.Change]time.Duration{change: long}}
	}
	cases := map[string]struct {
		configuration string
		occi          occi.Options
		cloudSigma    cloudsigma.Options
		kind          string
		fault         *emulator.Fault
	}{
		"boot":   {configuration: occiVM, occi: take(occi.ChangeBoot), kind: "compute"},
		"volume": {configuration: occiVolume, occi: take(occi.ChangeVolume), kind: "storage"},
		"attach": {configuration: occiLink, occi: take(occi.ChangeAttach), kind: "storagelink"},
		"clone":  {configuration: cloudSigmaDrive, cloudSigma: cloudsigma.Options{DriveTime: long}, kind: "drive"},
		"start":  {configuration: cloudSigmaServer, cloudSigma: cloudsigma.Options{BootTime: long}, kind: "server"},
		"create under way": {
			configuration: occiVM, occi: take(occi.ChangeBoot), kind: "compute",
			fault: &emulator.Fault{Kind: emulator.FaultDelayAnswer, Method: "POST", Path: "^/compute/$", Delay: 3 * time.Second},
		},
		"address under way": {
			configuration: occiFloatingIP, occi: occi.Options{Manner: occi.MannerOcciOS}, kind: "networkinterface",
			fault: &emulator.Fault{Kind: emulator.FaultDelayAnswer, Method: "POST", Path: "^/network/interface/$", Delay: 3 * time.Second},
		},
		"reservation under way": {
			configuration: occiReservation, occi: occi.Options{Manner: occi.MannerStandard12}, kind: "ipreservation",
			fault: &emulator.Fault{Kind: emulator.FaultDelayAnswer, Method: "POST", Path: "^/ipreservation/$", Delay: 3 * time.Second},
		},
		"server create under way": {
			configuration: cloudSigmaServer, cloudSigma: cloudsigma.Options{BootTime: long}, kind: "server",
			fault: &emulator.Fault{Kind: emulator.FaultDelayAnswer, Method: "POST", Path: "/servers/$", Delay: 3 * time.Second},
		},
	}
	for name, test := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t, test.occi, test.cloudSigma, test.configuration)
			if test.fault != nil {
				for _, server := range []*emulator.Server{w.occi, w.cloudSigma} {
					if err := server.Faults.Add(*test.fault); err != nil {
						t.Fatal(err)
					}
				}
			}
			apply := w.start(t, "apply", "-auto-approve", "-input=false", "-no-color")
			eventually(t, "a "+test.kind+" exists", func() bool { return w.has(test.kind) })
			if err := apply.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
			if err := apply.wait(t); err == nil {
				t.Errorf("an interrupted apply succeeded:\n%s", apply.output.String())
			}
			ids := w.ids(t)
			for _, item := range w.inventory() {
				if !ids[item.ID] {
					t.Errorf("%s %s exists but is not in the state %v\n%s", item.Kind, item.ID, ids, apply.output.String())
				}
			}
		})
	}
}

func (w *workspace) inventory() []emulator.Item {
	return append(w.occi.Inventory(), w.cloudSigma.Inventory()...)
}

func (w *workspace) has(kind string) bool {
	for _, item := range w.inventory() {
		if item.Kind == kind {
			return true
		}
	}
	return false
}

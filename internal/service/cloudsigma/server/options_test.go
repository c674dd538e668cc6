package server_test

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// TestServerOptions sets all options of the virtual machine, changes some, and stops managing them.
func TestServerOptions(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	options := []string{
		`hypervisor = "kvm"`, `cpu_type = "intel"`, `cpu_model = "kvm64"`, `cpus_instead_of_cores = true`, `enable_numa = true`,
		`hv_relaxed = true`, `hv_tsc = true`, `context = false`, `auto_start = true`, `is_grey = true`, `allocation_pool = "blue"`,
		`gpus = ["nvidia_a6000"]`, `enclave_page_caches = [1048576]`,
	}
	all := f.config(options...)
	has := func(wanted emulated.Server) resource.TestCheckFunc {
		return f.checkServer(func(got emulated.Server) error {
			wanted.Entity, wanted.Status, wanted.CPU, wanted.Memory, wanted.SMP = got.Entity, "running", 2000, gibibyte, 1
			wanted.VNCPassword, wanted.NICs, wanted.ActiveSince, wanted.Requirements = got.VNCPassword, got.NICs, got.ActiveSince, got.Requirements
			if diff := cmp.Diff(wanted, got); diff != "" {
				return errors.New("the server (-want +got):\n" + diff)
			}
			return nil
		})
	}
	everything := emulated.Server{
		Hypervisor: "kvm", CPUType: "intel", CPUModel: "kvm64", CPUsInsteadOfCores: true, EnableNUMA: true, HVRelaxed: true,
		HVTSC: true, AutoStart: true, IsGrey: true, AllocationPool: "blue", GPUs: []string{"nvidia_a6000"}, EPCs: []int64{1 << 20},
	}
	fewer := everything
	fewer.HVTSC, fewer.Context, fewer.GPUs = false, true, nil
	changed := f.config(append(options, `gpus = []`, `hv_tsc = false`, `context = true`)[3:]...)
	changed = regexp.MustCompile(`(?m)^(gpus = \["nvidia_a6000"\]|hv_tsc = true|context = false)\n`).ReplaceAllString(changed, "")
	f.test(t,
		resource.TestStep{Config: all, Check: has(everything)},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			// The NIC is of no block.
			ImportStateVerifyIgnore: []string{"shutdown_timeout", "network"},
		},
		resource.TestStep{
			PreConfig: f.resetLog, Config: changed, ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(f.expectActions("shutdown", "start"), has(fewer)),
		},
		resource.TestStep{Config: f.config(), ConfigPlanChecks: emptyPlan()},
	)
}

// TestServerClone clones a server with two disks and a CD-ROM, changes what is configured, and deletes the copies of
// the disks with the clone.
func TestServerClone(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{DriveTime: 50 * time.Millisecond})
	drives := f.drives(t, 2)
	key, policy := f.key(t), f.policy(t)
	source := f.make(t, "template", func(definition *cloudsigma.ServerDefinition) {
		for i, drive := range append(drives, emulated.CDROMLibraryDrive) {
			order := int64(i) + 1
			definition.Drives = append(definition.Drives, cloudsigma.ServerDrive{
				Device: "virtio", DevChannel: fmt.Sprintf("0:%d", i), BootOrder: &order, Drive: cloudsigma.Reference{UUID: drive},
			})
		}
		definition.NICs[0].FirewallPolicy = &cloudsigma.Reference{UUID: policy}
		definition.Meta = cloudsigma.NewMeta(map[string]string{"template": "yes"})
	})
	f.settled(t, drives...)
	config := f.config(`cpu = 3000`, fmt.Sprintf(`
clone_server_id     = %q
clone_avoid         = [%q]
avoid               = [%q]
random_vnc_password = true
ssh_keys            = [%q]
delete_drives       = "disks"
network {
  type = "manual"
}
`, source, source, source, key))
	config = strings.Replace(config, "vnc_password = \"t0p-5ecret\"\n", "", 1)
	f.test(t,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("attached_drives"), knownvalue.ListSizeExact(3)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("drive"), knownvalue.ListSizeExact(0)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("vnc_password"), knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{8}$`))),
				statecheck.ExpectSensitiveValue(address, tfjsonpath.New("vnc_password")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapExact(map[string]knownvalue.Check{
					"template": knownvalue.StringExact("yes"),
				})),
			},
			Check: f.checkServer(func(server emulated.Server) error {
				clones := f.Server.Log.Matching("POST", "/"+source+"/action/$")
				starts := f.Server.Log.Matching("POST", "/"+f.id+"/action/$")
				nic := server.NICs[0]
				switch {
				case len(clones) != 1 || clones[0].Query != "avoid="+source+"&do=clone":
					return fmt.Errorf("clones: %+v", clones)
				case len(starts) != 1 || starts[0].Query != "avoid="+source+"&do=start":
					return fmt.Errorf("starts: %+v", starts)
				case server.Name != "web" || server.CPU != 3000 || server.Status != "running" || len(server.PublicKeys) != 1:
					return fmt.Errorf("got %+v", server)
				case nic.IPv4.Conf != "manual" || nic.FirewallPolicy != policy:
					return fmt.Errorf("got the NIC %+v", nic)
				case len(server.Drives) != 3 || server.Drives[0].Drive == drives[0] || server.Drives[2].Drive != emulated.CDROMLibraryDrive:
					return fmt.Errorf("got the drives %+v", server.Drives)
				}
				return nil
			}),
		},
		// The source is of no matter any more, and the password of the clone stays in the state.
		resource.TestStep{
			PreConfig: f.resetLog, Config: strings.Replace(config, "clone_server_id     = \""+source+"\"\nclone_avoid         = [\""+source+"\"]\n", "clone_server_id = \""+source+"\"\n", 1),
			ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate), Check: f.expectActions(),
		},
		resource.TestStep{
			Config:           strings.Replace(config, "clone_server_id     = \""+source+"\"", "clone_server_id = \"5d4bbf7b-8f5b-4a6a-9a9a-3c1a6d3c0f10\"", 1),
			ConfigPlanChecks: actionIs(plancheck.ResourceActionDestroyBeforeCreate), ExpectError: regexp.MustCompile(`Could not clone the server`),
		},
	)
}

// settled waits until drives are made.
func (f *fixture) settled(t *testing.T, drives ...string) {
	t.Helper()
	for _, uuid := range drives {
		for {
			drive, err := f.client.Drives.Get(t.Context(), uuid)
			if err != nil {
				t.Fatal(err)
			}
			if drive.Status != cloudsigma.DriveCreating {
				break
			}
		}
	}
}

// TestServerVNCPasswordIsOnlyWritten keeps the password out of state and plan, and changes it by its version.
func TestServerVNCPasswordIsOnlyWritten(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	config := func(password string, version int) string {
		text := f.config(fmt.Sprintf("vnc_password_wo = %q\nvnc_password_wo_version = %d", password, version))
		return strings.Replace(text, "vnc_password = \"t0p-5ecret\"\n", "", 1)
	}
	is := func(password string) resource.TestCheckFunc {
		return f.checkServer(func(server emulated.Server) error {
			if server.VNCPassword != password {
				return fmt.Errorf("the password is %q, want %q", server.VNCPassword, password)
			}
			return nil
		})
	}
	hidden := []statecheck.StateCheck{
		statecheck.ExpectKnownValue(address, tfjsonpath.New("vnc_password"), knownvalue.Null()),
		statecheck.ExpectKnownValue(address, tfjsonpath.New("vnc_password_wo"), knownvalue.Null()),
	}
	f.test(t,
		resource.TestStep{Config: config("f1rst-5ecret", 1), Check: is("f1rst-5ecret"), ConfigStateChecks: hidden},
		resource.TestStep{Config: config("n0t-5ent", 1), ConfigPlanChecks: emptyPlan()},
		resource.TestStep{
			PreConfig: f.resetLog, Config: config("5econd-5ecret", 2), ConfigStateChecks: hidden,
			Check: resource.ComposeTestCheckFunc(f.expectActions("shutdown", "start"), is("5econd-5ecret")),
		},
		resource.TestStep{Config: f.config(), Check: is("t0p-5ecret")},
		resource.TestStep{Config: config("th1rd-5ecret", 3), Check: is("th1rd-5ecret"), ConfigStateChecks: hidden},
	)
}

// TestServerMustNotBeStopped refuses at plan time what would stop the server, and does all else.
func TestServerMustNotBeStopped(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	config := func(lines ...string) string { return f.config(append(lines, `stop_for_update = false`)...) }
	f.test(t,
		resource.TestStep{Config: config(), Check: f.remember},
		resource.TestStep{PreConfig: f.resetLog, Config: config(`name = "renamed"`), Check: f.expectActions()},
		resource.TestStep{
			Config:      config(`name = "renamed"`, `cpu = 2500`),
			ExpectError: regexp.MustCompile(`(?s)would have to be stopped.*changes\s+cpu, smp of\s+a\s+stopped\s+server`),
		},
		resource.TestStep{
			PreConfig: func() { f.stopOutside(t) }, Config: config(`name = "renamed"`, `cpu = 2500`),
			Check: f.expectActions(),
		},
		// What is to be stopped anyway may be changed.
		resource.TestStep{Config: config(`name = "renamed"`, `cpu = 2500`, `power_state = "running"`)},
		resource.TestStep{
			PreConfig: f.resetLog, Config: config(`name = "renamed"`, `cpu = 2600`, `power_state = "stopped"`),
			Check: f.expectActions("shutdown"),
		},
	)
}

// TestServerMayBeStoppedIsNotKnownYet plans with a permission that is known only when it is applied.
func TestServerMayBeStoppedIsNotKnownYet(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		resource.TestStep{
			PreConfig: f.resetLog,
			Config:    f.config(`cpu = 2500`, `stop_for_update = terraform_data.later.output`) + `resource "terraform_data" "later" { input = true }`,
			Check:     f.expectActions("shutdown", "start"),
		},
	)
}

// TestServerStartedMeanwhileIsNotStopped has somebody start the server between plan and apply.
func TestServerStartedMeanwhileIsNotStopped(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config(`power_state = "stopped"`), Check: f.remember},
		resource.TestStep{
			PreConfig: func() {
				// The second look, at the apply, finds a running server: the first is the refresh.
				err := f.Server.Faults.Add(emulator.Fault{
					Kind: emulator.FaultAnswer, Method: "GET", Path: `/servers/[^/]+/$`, Status: 200, Skip: 1,
					Header: map[string]string{"Content-Type": "application/json"},
					Body:   `{"uuid": "` + f.id + `", "status": "running", "name": "web", "cpu": 2000, "mem": 1073741824, "vnc_password": "t0p-5ecret", "smp": 1}`,
				})
				if err != nil {
					t.Error(err)
				}
			},
			Config:      f.config(`cpu = 2500`, `stop_for_update = false`),
			ExpectError: regexp.MustCompile(`stop_for_update\s+=\s+false\s+forbids`),
		},
		resource.TestStep{
			PreConfig: f.Server.Faults.Reset, Config: f.config(`cpu = 2500`),
			Check: func(*terraform.State) error {
				if got := f.server(t); got.CPU != 2500 {
					return fmt.Errorf("got %d MHz", got.CPU)
				}
				return nil
			},
		},
	)
}

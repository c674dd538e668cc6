package server_test

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// everything uses all that a server can have.
func (f *fixture) everything(t *testing.T) (config string, drives []string) {
	t.Helper()
	drives = f.drives(t, 2)
	return f.config(fmt.Sprintf(`
  smp       = 2
  ssh_keys  = [%q]
  tags      = [%q]
  meta      = { role = "web" }
  user_data = "#cloud-config\npackages: [nginx]\n"

  drive {
    uuid = %q
  }
  drive {
    uuid   = %q
    device = "ide"
  }
  network {
    type                 = "dhcp"
    firewall_policy_uuid = %q
  }
  network {
    type         = "static"
    ipv4_address = %q
  }
  network {
    vlan_uuid = %q
  }
  network {
    type = "manual"
  }
`, f.key(t), f.tag(t), drives[0], drives[1], f.policy(t),
		f.Cloud.StaticIPs(emulated.DefaultUser)[0], f.Cloud.VLANs(emulated.DefaultUser)[0])), drives
}

func TestServerLifeCycle(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{BootTime: 100 * time.Millisecond})
	config, drives := f.everything(t)
	f.test(t,
		resource.TestStep{
			Config: config,
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("running")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("power_state"), knownvalue.StringExact("running")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("ipv4_address"), knownvalue.StringRegexp(regexp.MustCompile(`^203\.0\.113\.`))),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("resource_uri"), knownvalue.StringRegexp(regexp.MustCompile(`^/api/2.0/servers/.+/$`))),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapExact(map[string]knownvalue.Check{
					"role": knownvalue.StringExact("web"),
				})),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("nics"), knownvalue.ListSizeExact(4)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("nics").AtSliceIndex(1).AtMapKey("type"), knownvalue.StringExact("static")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("drive").AtSliceIndex(0).AtMapKey("dev_channel"), knownvalue.StringExact("0:0")),
				statecheck.ExpectSensitiveValue(address, tfjsonpath.New("vnc_password")),
			},
			Check: f.checkServer(func(server emulated.Server) error {
				wanted := []emulated.Attachment{
					{Drive: drives[1], Device: "ide", DevChannel: "0:0", BootOrder: 2},
					{Drive: drives[0], Device: "virtio", DevChannel: "0:0", BootOrder: 1},
				}
				if diff := cmp.Diff(wanted, server.Drives); diff != "" {
					return errors.New("drives (-want +got):\n" + diff)
				}
				// "#cloud-config\npackages: [nginx]\n" in base64.
				if got := server.Meta["cloudinit-user-data"]; got != "I2Nsb3VkLWNvbmZpZwpwYWNrYWdlczogW25naW54XQo=" {
					return fmt.Errorf("user data in meta: %q", got)
				}
				if got := server.Meta["base64_fields"]; got != "cloudinit-user-data" {
					return fmt.Errorf("base64_fields: %q", got)
				}
				return nil
			}),
		},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true,
			ImportStateVerifyIgnore: []string{"shutdown_timeout"},
		},
	)
}

// TestServerImportedPlanIsEmpty imports by a block, so that the plan of the import itself is checked.
func TestServerImportedPlanIsEmpty(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	config, _ := f.everything(t)
	config = regexp.MustCompile(`shutdown_timeout = "1ms"\n`).ReplaceAllString(config, "")
	f.test(t,
		resource.TestStep{Config: config},
		resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID,
			ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}},
		},
	)
}

func TestServerDefaults(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{
			Config: f.config(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("power_state"), knownvalue.StringExact("running")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("network"), knownvalue.ListSizeExact(0)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("nics").AtSliceIndex(0).AtMapKey("type"), knownvalue.StringExact("dhcp")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("smp"), knownvalue.Int64Exact(1)),
			},
		},
	)
}

func TestServerDisappears(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		resource.TestStep{
			PreConfig: func() {
				if err := f.Cloud.Vanish("servers", f.id); err != nil {
					t.Error(err)
				}
			},
			Config: f.config(), ConfigPlanChecks: actionIs(plancheck.ResourceActionCreate),
		},
	)
}

func TestServerRequests(t *testing.T) {
	t.Parallel()
	// The requests of each operation, with an emulator in which everything is done by the next request.
	tests := []struct {
		name          string
		before, after string
		wanted        []string
		// limits is how often the capabilities are asked for: once by plan and once by apply.
		limits int
	}{
		{
			name: "create stopped", after: `power_state = "stopped"`,
			wanted: []string{"POST /servers/"}, limits: 2,
		},
		{
			name:   "create and start",
			wanted: []string{"POST /servers/", "POST action start", "GET server"}, limits: 2,
		},
		{
			name: "change while it runs", before: `name = "old"`, after: `name = "new"`,
			wanted: []string{"GET server", "GET server", "PUT server"},
		},
		{
			name: "change of a stopped server", before: `power_state = "stopped"`,
			after:  "power_state = \"stopped\"\ncpu = 3000",
			wanted: []string{"GET server", "GET server", "GET server", "PUT server"}, limits: 2,
		},
		{
			name: "change that needs a stop", before: `cpu = 2000`, after: `cpu = 3000`,
			wanted: []string{
				"GET server",                                       // refresh
				"GET server", "POST action shutdown", "GET server", // stop
				"GET server", "PUT server", // edit
				"POST action start", "GET server",
			},
			limits: 2,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, emulated.Options{})
			steps := []resource.TestStep{{PreConfig: f.resetLog, Config: f.config(test.after)}}
			if test.before != "" {
				steps = append([]resource.TestStep{{Config: f.config(test.before)}}, steps...)
			}
			var got []string
			var limits int
			steps[len(steps)-1].Check = func(*terraform.State) error {
				got, limits = f.requests(), f.Server.Log.Count("GET", `/capabilities/$`)
				return nil
			}
			f.test(t, steps...)
			if diff := cmp.Diff(test.wanted, got); diff != "" {
				t.Errorf("requests (-want +got):\n%s", diff)
			}
			if limits != test.limits {
				t.Errorf("the limits were asked for %d times, want %d", limits, test.limits)
			}
		})
	}
}

func TestServerRefreshIsOneRequest(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config()},
		resource.TestStep{
			PreConfig: f.resetLog, RefreshState: true,
			Check: func(*terraform.State) error {
				if diff := cmp.Diff([]string{"GET server"}, f.requests()); diff != "" {
					return errors.New("requests (-want +got):\n" + diff)
				}
				return nil
			},
		},
	)
}

func TestServerLostAnswerOfCreateIsAdopted(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	err := f.Server.Faults.Add(emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: "POST", Path: `/servers/$`, Times: 1})
	if err != nil {
		t.Fatal(err)
	}
	f.test(t, resource.TestStep{
		Config: f.config(),
		Check: func(*terraform.State) error {
			if servers := f.Server.Inventory(); len(servers) != 1 {
				return fmt.Errorf("%d entities, want one server: %v", len(servers), servers)
			}
			if posts := f.Server.Log.Count("POST", `/servers/$`); posts != 1 {
				return fmt.Errorf("%d creates were sent, want 1", posts)
			}
			return nil
		},
		ConfigStateChecks: []statecheck.StateCheck{
			statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("running")),
			statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapSizeExact(0)),
		},
	})
}

// TestServerThatDoesNotStart proves that a server is in the state, and so destroyed at the end, though
// its create failed.
func TestServerThatDoesNotStart(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	err := f.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: "POST", Path: `/action/$`, Status: 403, Times: 1,
		Header: map[string]string{"Content-Type": "application/json"},
		Body:   `[{"error_type": "billing", "error_point": null, "error_message": "Not enough credit"}]`,
	})
	if err != nil {
		t.Fatal(err)
	}
	f.test(t,
		resource.TestStep{Config: f.config(), ExpectError: regexp.MustCompile(`(?s)does not run.*403.*Not\s+enough\s+credit`)},
		resource.TestStep{Config: f.config(), ConfigPlanChecks: actionIs(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

func TestServerDeleteRequests(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config()},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.Provider,
			Check: func(*terraform.State) error {
				wanted := []string{
					"GET server", // refresh
					"GET server", "POST action shutdown", "GET server",
					"DELETE server", "GET server",
				}
				if diff := cmp.Diff(wanted, f.requests()); diff != "" {
					return errors.New("requests (-want +got):\n" + diff)
				}
				return nil
			},
		},
	)
}

// TestServerDeletesDrives destroys a server for each value of delete_drives, each with a disk and a CD-ROM.
func TestServerDeletesDrives(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	left := map[string][]string{
		"": {"disk", "cdrom"}, "none": {"disk", "cdrom"}, "disks": {"cdrom"}, "cdroms": {"disk"}, "all": nil,
	}
	asked := map[string]string{"": "", "none": "", "disks": "recurse=disks", "cdroms": "recurse=cdroms", "all": "recurse=all_drives"}
	config, remaining, queries := f.Provider, []string{}, map[string]string{}
	for value, media := range left {
		setting := "null"
		if value != "" {
			setting = strconv.Quote(value)
		}
		disk, cdrom := f.drive(t, cloudsigma.MediaDisk), f.drive(t, cloudsigma.MediaCDROM)
		for _, kept := range media {
			remaining = append(remaining, map[string]string{"disk": disk, "cdrom": cdrom}[kept])
		}
		config += fmt.Sprintf(`
resource "cloudsigma_server" "with_%s" {
  name          = "web"
  cpu           = 2000
  memory        = 1073741824
  vnc_password  = "t0p-5ecret"
  power_state   = "stopped"
  delete_drives = %s
  drive {
    uuid = %q
  }
  drive {
    uuid = %q
  }
}
`, value, setting, disk, cdrom)
	}
	slices.Sort(remaining)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{{Config: config, Check: func(state *terraform.State) error {
			for value, query := range asked {
				queries[state.RootModule().Resources["cloudsigma_server.with_"+value].Primary.ID] = query
			}
			return nil
		}}},
		CheckDestroy: func(*terraform.State) error {
			sent, found := map[string]string{}, []string{}
			for _, request := range f.Server.Log.Matching("DELETE", "") {
				sent[path.Base(request.Path)] = request.Query
			}
			for _, item := range f.Server.Inventory() {
				found = append(found, item.ID)
			}
			slices.Sort(found)
			if diff := cmp.Diff(queries, sent) + cmp.Diff(remaining, found); diff != "" {
				return errors.New("queries of DELETE by server, and what remains (-want +got):\n" + diff)
			}
			return nil
		},
	})
}

// TestServerNotKnownAtOnce has the API deny for a while that it knows the new server.
func TestServerNotKnownAtOnce(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	// A refused start is followed by a look. So the second start is accepted, and not the first look after it.
	for method, times := range map[string]int{"POST": 1, "GET": 2} {
		err := f.Server.Faults.Add(emulator.Fault{
			Kind: emulator.FaultAnswer, Method: method, Path: `/servers/[^/]+/(action/)?$`, Status: 404, Times: times,
			Header: map[string]string{"Content-Type": "application/json"},
			Body:   `[{"error_type": "notexist", "error_point": null, "error_message": "Object does not exist"}]`,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	f.test(t, resource.TestStep{
		Config: f.config(),
		Check: func(*terraform.State) error {
			wanted := []string{"POST /servers/", "POST action start", "GET server", "POST action start", "GET server", "GET server"}
			if diff := cmp.Diff(wanted, f.requests()); diff != "" {
				return errors.New("requests (-want +got):\n" + diff)
			}
			return nil
		},
	})
}

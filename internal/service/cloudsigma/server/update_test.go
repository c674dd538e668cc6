package server_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
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

func TestServerChangesWithoutRestart(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	tag := f.tag(t)
	f.test(t,
		resource.TestStep{
			Config: f.config(fmt.Sprintf("tags = [%q]\nmeta = { role = \"web\" }\nuser_data = \"one\"", tag)),
			Check:  f.remember,
		},
		resource.TestStep{
			PreConfig: func() {
				f.resetLog()
				f.edit(t, func(definition *cloudsigma.ServerDefinition) {
					definition.Meta.Set(cloudsigma.MetaSSHPublicKey, "ssh-ed25519 AAAA")
				})
			},
			Config:           f.config("name = \"renamed\"", "tags = []", "meta = {}", "user_data = \"two\""),
			ConfigPlanChecks: updates("name", "tags", "meta", "user_data"),
			Check: resource.ComposeTestCheckFunc(f.expectActions(), f.checkServer(func(server emulated.Server) error {
				marker := server.Meta[cloudsigma.MetaCreateMarker]
				wanted := map[string]string{
					cloudsigma.MetaUserData: "dHdv", cloudsigma.MetaBase64Fields: cloudsigma.MetaUserData,
					cloudsigma.MetaSSHPublicKey: "ssh-ed25519 AAAA", cloudsigma.MetaCreateMarker: marker,
				}
				if diff := cmp.Diff(wanted, server.Meta); diff != "" || marker == "" {
					return errors.New("meta (-want +got):\n" + diff)
				}
				if labels, _ := f.Cloud.Tag(tag); server.Name != "renamed" || len(labels.Resources) > 0 {
					return fmt.Errorf("name %q, tagged %v", server.Name, labels.Resources)
				}
				return nil
			})),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("tags"), knownvalue.SetSizeExact(0)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("meta"), knownvalue.MapSizeExact(0)),
			},
		},
		resource.TestStep{
			Config: f.config("name = \"renamed\""),
			Check: f.checkServer(func(server emulated.Server) error {
				if _, found := server.Meta[cloudsigma.MetaUserData]; found {
					return errors.New("the user data is still there")
				}
				return nil
			}),
		},
	)
}

// TestServerLeavesAloneWhatIsNotConfigured changes a server of which others manage the rest.
func TestServerLeavesAloneWhatIsNotConfigured(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{ForgetAbsent: true})
	tag, key, policy, drives := f.tag(t), f.key(t), f.policy(t), f.drives(t, 1)
	f.test(t,
		resource.TestStep{Config: f.config(`power_state = "stopped"`), Check: f.remember},
		resource.TestStep{
			PreConfig: func() {
				f.edit(t, func(definition *cloudsigma.ServerDefinition) {
					definition.Tags = cloudsigma.References(tag)
					definition.PublicKeys = cloudsigma.References(key)
					definition.Meta.Set("made-by", "somebody")
					definition.Meta.SetUserData("theirs")
					definition.NICs[0].FirewallPolicy = &cloudsigma.Reference{UUID: policy}
					definition.Drives = []cloudsigma.ServerDrive{
						{Device: "virtio", DevChannel: "0:3", Drive: cloudsigma.Reference{UUID: drives[0]}},
					}
				})
			},
			Config:           f.config(`power_state = "stopped"`),
			ConfigPlanChecks: emptyPlan(),
		},
		resource.TestStep{
			Config: f.config("power_state = \"stopped\"\nmemory = 2147483648"),
			Check: f.checkServer(func(server emulated.Server) error {
				labels, _ := f.Cloud.Tag(tag)
				kept := len(labels.Resources) == 1 && slices.Equal(server.PublicKeys, []string{key}) &&
					server.Meta["made-by"] == "somebody" && server.Meta[cloudsigma.MetaUserData] != "" &&
					server.NICs[0].FirewallPolicy == policy && len(server.Drives) == 1
				if !kept || server.Memory != 2*gibibyte {
					return fmt.Errorf("got %+v", server)
				}
				return nil
			}),
		},
	)
}

func TestServerChangesThatNeedAStop(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		after func(*testing.T, *fixture) string
		check func(emulated.Server) bool
	}{
		{
			"cpu", func(*testing.T, *fixture) string { return `cpu = 4000` },
			func(server emulated.Server) bool { return server.CPU == 4000 && server.SMP == 2 },
		},
		{
			"memory", func(*testing.T, *fixture) string { return `memory = 2147483648` },
			func(server emulated.Server) bool { return server.Memory == 2*gibibyte },
		},
		{
			"smp", func(*testing.T, *fixture) string { return `smp = 2` },
			func(server emulated.Server) bool { return server.SMP == 2 },
		},
		{
			"vnc_password", func(*testing.T, *fixture) string { return `vnc_password = "0ther-5ecret"` },
			func(server emulated.Server) bool { return server.VNCPassword == "0ther-5ecret" },
		},
		{
			"ssh_keys", func(t *testing.T, f *fixture) string { return fmt.Sprintf(`ssh_keys = [%q]`, f.key(t)) },
			func(server emulated.Server) bool { return len(server.PublicKeys) == 1 },
		},
		{
			"drive", func(t *testing.T, f *fixture) string {
				return fmt.Sprintf("drive {\n  uuid = %q\n}", f.drives(t, 1)[0])
			},
			func(server emulated.Server) bool { return len(server.Drives) == 1 },
		},
		{
			"network", func(*testing.T, *fixture) string { return "network {\n  type = \"manual\"\n}" },
			func(server emulated.Server) bool { return server.NICs[0].IPv4.Conf == "manual" },
		},
		{
			"enclave_page_caches", func(*testing.T, *fixture) string { return `enclave_page_caches = [1048576]` },
			func(server emulated.Server) bool { return slices.Equal(server.EPCs, []int64{1 << 20}) },
		},
	}
	f := newFixture(t, emulated.Options{})
	steps := []resource.TestStep{{Config: f.config()}}
	for _, test := range tests {
		steps = append(steps, resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(test.after(t, f)), ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate),
			Check: resource.ComposeTestCheckFunc(f.expectActions("shutdown", "start"),
				f.checkServer(func(server emulated.Server) error {
					if !test.check(server) || server.Status != "running" {
						return fmt.Errorf("%s: got %+v", test.name, server)
					}
					return nil
				})),
		})
	}
	f.test(t, steps...)
}

func TestServerThatIgnoresACPIIsStopped(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{
		IgnoreACPI: true, ACPITimeout: 50 * time.Millisecond, BootTime: 20 * time.Millisecond, StopTime: 20 * time.Millisecond,
	})
	f.test(t,
		resource.TestStep{Config: f.config()},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(`cpu = 2500`),
			Check: f.expectActions("shutdown", "stop", "start"),
		},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(`cpu = 2000`, `shutdown_timeout = "0s"`),
			Check: f.expectActions("stop", "start"),
		},
	)
}

// TestServerThatIsStoppedStaysSo changes a server that somebody has stopped, also its drives: the official provider
// starts it then.
func TestServerThatIsStoppedStaysSo(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		resource.TestStep{
			PreConfig: func() { f.stopOutside(t) },
			Config:    f.config(), ConfigPlanChecks: emptyPlan(),
		},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(`cpu = 2500`), Check: f.expectActions(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("stopped")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("ipv4_address"), knownvalue.Null()),
			},
		},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(`cpu = 2500`, fmt.Sprintf("drive {\n  uuid = %q\n}", f.drives(t, 1)[0])),
			Check: resource.ComposeTestCheckFunc(f.expectActions(), f.checkServer(func(server emulated.Server) error {
				if server.Status != "stopped" || len(server.Drives) != 1 {
					return fmt.Errorf("got %+v", server)
				}
				return nil
			})),
		},
	)
}

func (f *fixture) stopOutside(t *testing.T) {
	t.Helper()
	f.resetLog()
	if err := f.Cloud.StopServer(f.id); err != nil {
		t.Fatal(err)
	}
}

func TestServerPowerState(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	running, stopped := f.config(`power_state = "running"`), f.config(`power_state = "stopped"`)
	f.test(t,
		resource.TestStep{Config: running, Check: f.remember},
		resource.TestStep{
			PreConfig: func() { f.stopOutside(t) }, Config: running,
			ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate), Check: f.expectActions("start"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("ipv4_address"), knownvalue.NotNull()),
			},
		},
		resource.TestStep{
			PreConfig: f.resetLog, Config: stopped,
			ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate), Check: f.expectActions("shutdown"),
		},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config("power_state = \"running\"\ncpu = 2500"), Check: f.expectActions("start"),
		},
	)
}

func TestServerConflictingWriteIsRepeated(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		resource.TestStep{
			PreConfig: func() {
				f.resetLog()
				f.Cloud.Conflict("servers", f.id, 2)
			},
			Config: f.config(`name = "renamed"`),
			Check: f.checkServer(func(server emulated.Server) error {
				if puts := f.Server.Log.Count("PUT", `/servers/`); puts != 3 || server.Name != "renamed" {
					return fmt.Errorf("%d PUTs were sent, the name is %q", puts, server.Name)
				}
				return nil
			}),
		},
	)
}

// TestServerIsStartedAgainAfterAFailedUpdate refuses the definition once the server is stopped.
func TestServerIsStartedAgainAfterAFailedUpdate(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		resource.TestStep{
			PreConfig: func() {
				err := f.Server.Faults.Add(emulator.Fault{
					Kind: emulator.FaultAnswer, Method: "PUT", Path: `/servers/`, Status: 400, Times: 1,
					Header: map[string]string{"Content-Type": "application/json"},
					Body:   `[{"error_type": "validation", "error_point": "cpu", "error_message": "No capacity"}]`,
				})
				if err != nil {
					t.Error(err)
				}
			},
			Config: f.config(`cpu = 2500`), ExpectError: regexp.MustCompile(`(?s)Could not update.*400.*cpu:\s+No\s+capacity`),
		},
		resource.TestStep{
			PreConfig: func() {
				if status := f.server(t).Status; status != "running" {
					t.Errorf("the server is %s after the failed update, want running", status)
				}
			},
			Config: f.config(`cpu = 2500`),
			Check: f.checkServer(func(server emulated.Server) error {
				if server.CPU != 2500 || server.Status != "running" {
					return fmt.Errorf("got %+v", server)
				}
				return nil
			}),
		},
	)
}

// TestServerUpdateThatIsIgnored has CloudSigma accept changes and not make them, as it does if somebody has started the
// server meanwhile.
func TestServerUpdateThatIsIgnored(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	ignore := func(times int) func() {
		return func() {
			f.resetLog()
			err := f.Server.Faults.Add(emulator.Fault{
				Kind: emulator.FaultAnswer, Method: "PUT", Path: `/servers/`, Status: 200, Times: times,
				Header: map[string]string{"Content-Type": "application/json"}, Body: f.shown(t),
			})
			if err != nil {
				t.Error(err)
			}
		}
	}
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		resource.TestStep{
			PreConfig: ignore(1), Config: f.config(`cpu = 2500`),
			Check: f.checkServer(func(server emulated.Server) error {
				if server.CPU != 2500 || server.Status != "running" {
					return fmt.Errorf("got %+v", server)
				}
				return nil
			}),
		},
		resource.TestStep{
			PreConfig: ignore(0), Config: f.config(`cpu = 2000`, "network {\n  type = \"manual\"\n}"),
			ExpectError: regexp.MustCompile(`(?s)accepted\s+the\s+change.*,\s+cpu,\s+network\s+and\s+not\s+made`),
		},
		resource.TestStep{
			PreConfig: func() {
				f.Server.Faults.Reset()
				if status := f.server(t).Status; status != "running" {
					t.Errorf("the server is %s after the failed update, want running", status)
				}
			},
			Config: f.config(`cpu = 2500`), ConfigPlanChecks: emptyPlan(),
		},
	)
}

// shown is the server as the API shows it.
func (f *fixture) shown(t *testing.T) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, f.Server.URL+"/api/2.0/servers/"+f.id+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.SetBasicAuth(emulated.DefaultUser, emulated.DefaultPassword)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// TestServerThatCouldNotBeStartedAgain has the start refused after an update; the next apply owes it.
func TestServerThatCouldNotBeStartedAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		resource.TestStep{
			PreConfig: func() {
				err := f.Server.Faults.Add(emulator.Fault{
					Kind: emulator.FaultAnswer, Method: "POST", Path: `/action/$`, Status: 403, Skip: 1, Times: 2,
					Header: map[string]string{"Content-Type": "application/json"},
					Body:   `[{"error_type": "billing", "error_point": null, "error_message": "Not enough credit"}]`,
				})
				if err != nil {
					t.Error(err)
				}
			},
			Config: f.config(`cpu = 2500`), ExpectError: regexp.MustCompile(`(?s)could\s+not\s+be\s+started\s+again`),
		},
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(`cpu = 2500`),
			ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate), Check: f.expectActions("start"),
		},
		resource.TestStep{
			PreConfig: func() { f.stopOutside(t) }, Config: f.config(`cpu = 2500`), ConfigPlanChecks: emptyPlan(),
		},
	)
}

// TestServerStaysOwedAfterASecondFailure has the start refused in two applies in a row.
func TestServerStaysOwedAfterASecondFailure(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	refused := resource.TestStep{Config: f.config(`cpu = 2500`), ExpectError: regexp.MustCompile(`Not\s+enough\s+credit`)}
	first := refused
	first.PreConfig = func() {
		err := f.Server.Faults.Add(emulator.Fault{
			// The first apply shuts down, then starts twice; the second starts once.
			Kind: emulator.FaultAnswer, Method: "POST", Path: `/action/$`, Status: 403, Skip: 1, Times: 3,
			Header: map[string]string{"Content-Type": "application/json"},
			Body:   `[{"error_type": "billing", "error_point": null, "error_message": "Not enough credit"}]`,
		})
		if err != nil {
			t.Error(err)
		}
	}
	f.test(t,
		resource.TestStep{Config: f.config(), Check: f.remember},
		first,
		refused,
		resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(`cpu = 2500`),
			ConfigPlanChecks: actionIs(plancheck.ResourceActionUpdate), Check: f.expectActions("start"),
		},
	)
}

// TestServerWithLessCPU lowers cpu below what the cores that CloudSigma chose need.
func TestServerWithLessCPU(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	step := func(cpu, cores int64) resource.TestStep {
		return resource.TestStep{
			PreConfig: f.resetLog, Config: f.config(fmt.Sprintf("cpu = %d", cpu)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectKnownValue(address, tfjsonpath.New("smp"), knownvalue.Int64Exact(cores)),
			}},
			Check: resource.ComposeTestCheckFunc(f.expectActions("shutdown", "start"),
				f.checkServer(func(server emulated.Server) error {
					if server.CPU != cpu || server.SMP != cores {
						return fmt.Errorf("got %d MHz and %d cores, want %d and %d", server.CPU, server.SMP, cpu, cores)
					}
					return nil
				})),
		}
	}
	f.test(t,
		resource.TestStep{
			Config: f.config(`cpu = 8000`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("smp"), knownvalue.Int64Exact(3)),
			},
		},
		step(4000, 3), step(2500, 2), step(500, 1),
	)
}

// TestServerUpdatesSideBySide has two resources change one server at the same time. Each changes what it
// wants to change, and nothing of the other's is lost.
func TestServerUpdatesSideBySide(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{BootTime: 50 * time.Millisecond, ShutdownTime: 50 * time.Millisecond})
	made, err := f.client.Servers.Create(t.Context(), cloudsigma.ServerDefinition{
		Name: "web", CPU: 2000, Memory: gibibyte, VNCPassword: "t0p-5ecret",
	}, "")
	if err != nil {
		t.Fatal(err)
	}
	f.id = made.UUID
	if err := f.client.Servers.Start(t.Context(), f.id); err != nil {
		t.Fatal(err)
	}
	config := func(cpu, memory int) string {
		server := `
import {
  to = cloudsigma_server.%[1]s
  id = %[2]q
}
resource "cloudsigma_server" "%[1]s" {
  name         = "web"
  cpu          = %[3]d
  memory       = %[4]d
  vnc_password = "t0p-5ecret"
}
`
		return f.Provider + fmt.Sprintf(server, "one", f.id, cpu, gibibyte) + fmt.Sprintf(server, "two", f.id, 2000, memory)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.Providers(),
		Steps: []resource.TestStep{
			{Config: config(2000, gibibyte)},
			{Config: config(2500, 2*gibibyte), ExpectNonEmptyPlan: true},
		},
		CheckDestroy: func(*terraform.State) error {
			var bodies []string
			for _, put := range f.Server.Log.Matching("PUT", `/servers/`) {
				bodies = append(bodies, put.Body)
			}
			last := bodies[len(bodies)-1]
			if !regexp.MustCompile(`"cpu":2500\b`).MatchString(last) || !regexp.MustCompile(`"mem":2147483648\b`).MatchString(last) {
				return fmt.Errorf("the last of %d definitions lost a change: %s", len(bodies), last)
			}
			// The first start is this test's, the last shutdown that of the destroy.
			wanted := []string{"start", "shutdown", "start", "shutdown", "start", "shutdown"}
			if diff := cmp.Diff(wanted, f.actions()); diff != "" {
				return errors.New("actions (-want +got):\n" + diff)
			}
			return nil
		},
	})
}

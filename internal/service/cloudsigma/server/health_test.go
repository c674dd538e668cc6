package server_test

import (
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

const (
	application = "cloudsigma_server.application"
	other       = "cloudsigma_server.other"
)

// newLiveFixture is newFixture with servers that listen on loopback.
func newLiveFixture(t *testing.T) *fixture {
	t.Helper()
	return newFixture(t, emulated.Options{LivePorts: acctest.LivePorts(t)})
}

// another is a further server, with these lines.
func another(name, lines string) string {
	return fmt.Sprintf("resource \"cloudsigma_server\" %q {\nname = %[1]q\ncpu = 1000\nmemory = 536870912\nshutdown_timeout = \"1ms\"\n%s\n}\n", name, lines)
}

const password = `vnc_password = "t0p-5ecret"`

// created are the times at which servers were asked for, by a definition or as a clone.
func (f *fixture) created() []time.Time {
	var times []time.Time
	for _, request := range f.Server.Log.Matching("POST", `/servers/(.*/action/)?$`) {
		if request.Query == "" || request.Query == "do=clone" {
			times = append(times, request.Time)
		}
	}
	return times
}

// isAt expects the state to have the address that the server has.
func (f *fixture) isAt(state *terraform.State) error {
	shown := state.RootModule().Resources[address].Primary.Attributes["ipv4_address"]
	return f.checkServer(func(server emulated.Server) error {
		if shown == "" || shown != server.NICs[0].Address {
			return fmt.Errorf("the state has the address %q, the server %q", shown, server.NICs[0].Address)
		}
		return nil
	})(state)
}

// TestServerHealthGate: what depends on a server is not created before all of its checks pass, and a clone passes them too.
// The first look finds nothing, as the ports open late, and the service behind one of them is ready later still.
func TestServerHealthGate(t *testing.T) {
	t.Parallel()
	f := newLiveFixture(t)
	database := acctest.StartService(t, func(requests int) bool { return requests > 2 })
	config := func(timeout string) string {
		check := `health_check = {
		  ports    = [10022]
		  urls     = ["http://{{ip}}:15000/ready"]
		  address  = "private"
		  interval = "5ms"
		  timeout  = "` + timeout + `"
		}`
		return f.config(acctest.LiveUserData("10022/ssh after 50ms, 15000 to "+database.Address+" after 100ms"), check) +
			another("application", "clone_server_id = "+address+".id\n"+check)
	}
	f.test(t,
		resource.TestStep{
			Config: config("1m"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("healthy"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(application, tfjsonpath.New("healthy"), knownvalue.Bool(true)),
			},
			Check: func(*terraform.State) error { return database.ReadyBetween(f.created()) },
		},
		resource.TestStep{
			// Another definition is checked at once.
			Config: config("59s"),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
				plancheck.ExpectUnknownValue(address, tfjsonpath.New("healthy")),
				plancheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("running")),
			}},
		},
	)
}

// TestServerHealthGateFails: on_failure tells what becomes of a server whose checks do not pass. Other user data has it
// replaced where that is configured.
func TestServerHealthGateFails(t *testing.T) {
	t.Parallel()
	f := newLiveFixture(t)
	config := func(onFailure, timeout, ports, check string) string {
		return f.config(acctest.LiveUserData(ports), "user_data_replace_on_change = true", fmt.Sprintf(
			"health_check = {\n %s\n timeout = %q\n interval = \"10ms\"\n on_failure = %q\n}", check, timeout, onFailure))
	}
	const deadPort = "ports = [10022, 10023]"
	ready := acctest.StartService(t, func(int) bool { return len(f.actions()) > 3 })
	f.test(t,
		resource.TestStep{
			Config:      config("taint", "3s", "10022/ssh", deadPort),
			ExpectError: regexp.MustCompile(`(?s)The server \S+ is not healthy.*port 10022: passed.*port 10023: dial:\s+connect:\s+connection\s+refused.*\s+is\s+tainted:\s+the\s+next\s+apply\s+makes\s+a\s+new\s+one`),
		},
		resource.TestStep{
			Config:           config("ignore", "3s", "10022/ssh", deadPort),
			ConfigPlanChecks: actionIs(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: acctest.ExpectHealth(address, false,
				acctest.CheckResult("port 10022", ""), acctest.CheckResult("port 10023", "dial: connect: connection refused")),
		},
		resource.TestStep{
			PreConfig:         f.resetLog,
			Config:            config("restart", "4s", "15000 to "+ready.Address, `urls = ["http://{{ip}}:15000/"]`),
			ConfigPlanChecks:  actionIs(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, tfjsonpath.New("healthy"), knownvalue.Bool(true))},
			// The first stop is that of the replaced server. A restart brings another address.
			Check: resource.ComposeTestCheckFunc(f.expectActions("shutdown", "start", "shutdown", "start"), f.isAt),
		},
	)
}

// repairedNodes are three servers: "web" listens, "application" knows its address, "other" has nothing to do with it.
func (f *fixture) repairedNodes(onUnhealthy string) string {
	const check = "health_check = {\n ports = [10022]\n interval = \"10ms\"\n timeout = \"1m\"\n unhealthy_after = \"0s\"\n}\nmonitor = true\n"
	return f.config(acctest.LiveUserData("10022/ssh"), check, fmt.Sprintf("on_unhealthy = %q", onUnhealthy)) +
		another("application", password+"\n"+check+
			`user_data = "#cloud-config\n# live-ports: 10022/ssh\n# the database is at ${`+address+`.ipv4_address}\n"`) +
		another("other", password+"\n"+check+acctest.LiveUserData("10022/ssh"))
}

// TestServerRepair: the next apply repairs exactly the server that broke. What knows its dynamic address follows, for that is
// another one after each start.
func TestServerRepair(t *testing.T) {
	t.Parallel()
	f := newLiveFixture(t)
	var before string
	broken := func(how emulator.Breakage, onUnhealthy string, action plancheck.ResourceActionType, replaced bool) resource.TestStep {
		return resource.TestStep{
			PreConfig: func() {
				before = f.id
				if err := f.Cloud.Break(f.id, how); err != nil {
					t.Fatal(err)
				}
			},
			Config: f.repairedNodes(onUnhealthy),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, action),
				plancheck.ExpectResourceAction(application, plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(other, plancheck.ResourceActionNoop),
			}},
			ConfigStateChecks: append(acctest.ExpectHealth(address, true, acctest.CheckResult("port 10022", "")),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("running"))),
			Check: resource.ComposeTestCheckFunc(f.isAt, func(*terraform.State) error {
				if (f.id != before) != replaced {
					return fmt.Errorf("the server was %s and is %s; replaced: want %t", before, f.id, replaced)
				}
				return nil
			}),
		}
	}
	const replace = plancheck.ResourceActionDestroyBeforeCreate
	f.test(t,
		resource.TestStep{Config: f.repairedNodes("replace"), Check: f.remember},
		broken(emulator.BreakMute, "replace", replace, true),
		broken(emulator.BreakError, "replace", replace, true),
		broken(emulator.BreakVanish, "replace", plancheck.ResourceActionCreate, true),
		broken(emulator.BreakStop, "replace", plancheck.ResourceActionUpdate, false),
		broken(emulator.BreakMute, "restart", plancheck.ResourceActionUpdate, false),
		broken(emulator.BreakError, "restart", plancheck.ResourceActionUpdate, false),
	)
}

// TestServerRepairKeepsAddress: what knows a static address has nothing to follow. Without a monitor nobody starts the
// server, and one that is "unavailable" is left alone as long as its checks pass.
func TestServerRepairKeepsAddress(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	working := acctest.StartService(t, func(int) bool { return true })
	config := func(monitored bool) string {
		return f.config(fmt.Sprintf(`monitor = %t
			health_check = { urls = ["http://%s/"], interval = "5ms" }
			network {
			  type         = "static"
			  ipv4_address = %q
			}`, monitored, working.Address, f.Cloud.StaticIPs(emulated.DefaultUser)[0])) +
			another("application", password+"\nuser_data_replace_on_change = true\nuser_data = \"#! ${"+address+".ipv4_address}\"")
	}
	stop := func() {
		if err := f.Cloud.StopServer(f.id); err != nil {
			t.Fatal(err)
		}
		f.resetLog()
	}
	f.test(t,
		resource.TestStep{Config: config(false), Check: f.remember},
		resource.TestStep{PreConfig: stop, Config: config(false), PlanOnly: true},
		resource.TestStep{
			PreConfig: stop,
			Config:    config(true),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(address, plancheck.ResourceActionUpdate),
				plancheck.ExpectResourceAction(application, plancheck.ResourceActionNoop),
			}},
			Check: resource.ComposeTestCheckFunc(f.expectActions("start"), f.checkServer(func(server emulated.Server) error {
				if server.Status != "running" {
					return errors.New("the server is " + server.Status)
				}
				return nil
			})),
		},
		resource.TestStep{
			// What CloudSigma shows so may work all the same.
			PreConfig: func() {
				if err := f.Cloud.SetServerStatus(f.id, "unavailable"); err != nil {
					t.Fatal(err)
				}
			},
			Config:           config(true),
			ConfigPlanChecks: emptyPlan(),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("healthy"), knownvalue.Bool(true)),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("status"), knownvalue.StringExact("unavailable")),
			},
		},
	)
}

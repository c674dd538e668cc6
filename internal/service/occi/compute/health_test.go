package compute_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestHealthGate: what depends on a VM is not created before all of its checks pass. The first look finds nothing, as the
// ports open late, and the service behind one of them is ready later still.
func TestHealthGate(t *testing.T) {
	t.Parallel()
	acctest.OnLiveOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		database := acctest.StartService(t, func(requests int) bool { return requests > 2 })
		config := func(timeout string) string {
			return vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor),
				acctest.LiveUserData("10022/ssh after 50ms, 15000 to "+database.Address+" after 100ms"),
				`health_check = {
				  ports    = [10022]
				  urls     = ["http://{{ip}}:15000/ready"]
				  http     = [{ url = "http://{{ip}}:15000/", status = [200], body_regex = "^$" }]
				  ssh      = { port = 10022 }
				  address  = "private"
				  interval = "5ms"
				  timeout  = "`+timeout+`"
				}`) + fmt.Sprintf(`
				resource "occi_compute" "application" {
				  os_template       = %q
				  resource_template = %q
				  depends_on        = [occi_compute.vm]
				}`, cloud.Image, cloud.Flavor)
		}
		run(t, cloud,
			resource.TestStep{
				Config: config("1m"),
				ConfigStateChecks: []statecheck.StateCheck{
					statecheck.ExpectKnownValue(address, tfjsonpath.New("healthy"), knownvalue.Bool(true)),
					statecheck.ExpectKnownValue("occi_compute.application", tfjsonpath.New("healthy"), knownvalue.Null()),
				},
				Check: func(*terraform.State) error { return database.ReadyBetween(creates(cloud)) },
			},
			resource.TestStep{
				// Another definition is checked at once.
				Config:           config("59s"),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, known("addresses"), known("state")),
			},
		)
	})
}

// creates are the times at which VMs were asked for.
func creates(cloud *acctest.OCCI) []time.Time {
	var times []time.Time
	for _, request := range cloud.Server.Log.Matching("POST", `/compute/$`) {
		times = append(times, request.Time)
	}
	return times
}

// TestHealthGateFails: on_failure tells what becomes of a VM whose checks do not pass.
func TestHealthGateFails(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12, LivePorts: acctest.LivePorts(t)})
	config := func(onFailure, timeout string) string {
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor), acctest.LiveUserData("10022/ssh"),
			fmt.Sprintf("health_check = {\n ports = [10022, 10023]\n timeout = %q\n interval = \"10ms\"\n on_failure = %q\n}", timeout, onFailure))
	}
	ready := acctest.StartService(t, func(int) bool { return len(actions(cloud, "restart")) > 0 })
	healsByRestart := vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor), acctest.LiveUserData("15000 to "+ready.Address),
		`health_check = {
		  urls       = ["http://{{ip}}:15000/"]
		  timeout    = "4s"
		  interval   = "10ms"
		  on_failure = "restart"
		}`)
	run(t, cloud,
		resource.TestStep{
			Config: config("taint", "3s"),
			ExpectError: words(`The VM /compute/[^ ]+ is not healthy`, `The health checks of VM /compute/[^ ]+ at 127[0-9.]+: the checks did not pass `+
				`within [0-9.]+m?s:`, `- port 10022: passed`, `- port 10023: dial: connect: connection refused`),
		},
		resource.TestStep{
			Config:            config("ignore", "3s"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: acctest.ExpectHealth(address, false, acctest.CheckResult("port 10022", ""), acctest.CheckResult("port 10023", "dial: connect: connection refused")),
		},
		resource.TestStep{
			Config:           healsByRestart,
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			Check:            restarted(cloud, 1, "graceful"),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("healthy"), knownvalue.Bool(true)),
			},
		},
	)
}

// repairedNodes are three VMs: "vm" listens, "application" knows its address, "other" has nothing to do with it.
func repairedNodes(cloud *acctest.OCCI, onUnhealthy string) string {
	const check = "health_check = {\n ports = [10022]\n interval = \"10ms\"\n timeout = \"1m\"\n unhealthy_after = \"0s\"\n}\nmonitor = true"
	templates := set("os_template", cloud.Image) + "\n" + set("resource_template", cloud.Flavor)
	return vm(cloud, templates, acctest.LiveUserData("10022/ssh"), check, set("on_unhealthy", onUnhealthy)) + fmt.Sprintf(`
		resource "occi_compute" "application" {
		  %[1]s
		  user_data = "#cloud-config\n# live-ports: 10022/ssh\n# the database is at ${one(occi_compute.vm.addresses)}\n"
		  %[2]s
		}
		resource "occi_compute" "other" {
		  %[1]s
		  user_data = "#cloud-config\n# live-ports: 10022/ssh\n"
		  %[2]s
		}`, templates, check)
}

// TestRepair: the next apply repairs exactly the VM that broke; what depends on it follows only where its address changed.
func TestRepair(t *testing.T) {
	t.Parallel()
	acctest.OnLiveOCCI(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI) {
		var id, before string
		broken := func(how func() error, onUnhealthy string, node, application plancheck.ResourceActionType, replaced bool) resource.TestStep {
			return resource.TestStep{
				PreConfig: func() {
					before = id
					if err := how(); err != nil {
						t.Fatal(err)
					}
				},
				Config: repairedNodes(cloud, onUnhealthy),
				ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
					plancheck.ExpectResourceAction(address, node),
					plancheck.ExpectResourceAction("occi_compute.application", application),
					plancheck.ExpectResourceAction("occi_compute.other", plancheck.ResourceActionNoop),
				}},
				ConfigStateChecks: append(acctest.ExpectHealth(address, true, acctest.CheckResult("port 10022", "")), text("state", "active")),
				Check: resource.ComposeTestCheckFunc(acctest.KeepID(address, &id), func(*terraform.State) error {
					if (id != before) != replaced {
						return fmt.Errorf("the VM was %s and is %s; replaced: want %t", before, id, replaced)
					}
					return nil
				}),
			}
		}
		mute := func() error { return cloud.Cloud.Mute(id) }
		state := func(state string) func() error { return func() error { return cloud.Cloud.SetState(id, state) } }
		const (
			noop    = plancheck.ResourceActionNoop
			update  = plancheck.ResourceActionUpdate
			create  = plancheck.ResourceActionCreate
			replace = plancheck.ResourceActionDestroyBeforeCreate
		)
		steps := []resource.TestStep{
			{Config: repairedNodes(cloud, "replace"), Check: acctest.KeepID(address, &id)},
			broken(mute, "replace", replace, replace, true),
			broken(func() error { return cloud.Cloud.Vanish(id) }, "replace", create, replace, true),
			broken(state("stopped"), "replace", update, noop, false),
			broken(mute, "restart", update, noop, false),
			{
				PreConfig: func() {
					if err := mute(); err != nil {
						t.Fatal(err)
					}
				},
				Config:            repairedNodes(cloud, "none"),
				ConfigStateChecks: acctest.ExpectHealth(address, false, acctest.CheckResult("port 10022", "dial: connect: connection refused")),
				ConfigPlanChecks:  planned(update), // of on_unhealthy
			},
		}
		// ooi shows a VM in the state ERROR as inactive.
		if cloud.Manner != occi.MannerOOI {
			steps = slices.Insert(steps, 2, broken(state("error"), "replace", replace, replace, true))
		}
		run(t, cloud, steps...)
		if sent := len(actions(cloud, "restart")); sent != 1 {
			t.Errorf("%d restarts, want 1", sent)
		}
	})
}

// TestMonitorPatience: a VM is not unhealthy before it has been failing for long enough; one look is taken at each refresh.
func TestMonitorPatience(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12, LivePorts: acctest.LivePorts(t)})
	var id string
	config := func(after string) string {
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor), acctest.LiveUserData("10022/ssh"),
			fmt.Sprintf("health_check = {\n ports = [10022]\n interval = \"10ms\"\n unhealthy_after = %q\n}\nmonitor = true", after),
			set("on_unhealthy", "replace"))
	}
	run(t, cloud,
		resource.TestStep{Config: config("1h"), Check: acctest.KeepID(address, &id)},
		resource.TestStep{
			PreConfig: func() {
				if err := cloud.Cloud.Mute(id); err != nil {
					t.Fatal(err)
				}
			},
			Config:            config("1h"),
			ConfigPlanChecks:  planned(plancheck.ResourceActionNoop),
			ConfigStateChecks: acctest.ExpectHealth(address, true, acctest.CheckResult("port 10022", "dial: connect: connection refused")),
		},
	)
}

// TestErrorStateIsReplaced: also a VM without any health check.
func TestErrorStateIsReplaced(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := vm(cloud, set("os_template", cloud.Image), set("resource_template", cloud.Flavor))
		var id string
		run(t, cloud,
			resource.TestStep{Config: config, Check: acctest.KeepID(address, &id)},
			resource.TestStep{
				PreConfig: func() {
					if err := cloud.Cloud.SetState(id, "error"); err != nil {
						t.Fatal(err)
					}
				},
				Config:            config,
				ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{text("state", "active")},
			},
		)
	})
}

// TestHealthCheckIsRefused: mistakes are told when the configuration is validated, at the attribute.
func TestHealthCheckIsRefused(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{})
	acctest.ExpectInvalid(t, cloud.Provider, "occi_compute", []acctest.Invalid{
		{
			Name: "nothing", Arguments: `health_check = { timeout = "1m", ping = false, ports = [] }`,
			Line: "health_check = {", Says: "Set at least one of ping = true, ports, urls, http, mysql and ssh",
		},
		{
			Name: "port", Arguments: `health_check = { ports = [0] }`,
			Line: "health_check.ports[0]", Says: "value must be between 1 and 65535",
		},
		{
			Name: "URL", Arguments: `health_check = { urls = ["{{ip}}:5000/ready"] }`,
			Line: "{{ip}}:5000/ready", Says: "must be a URL like http://{{ip}}:5000/ready",
		},
		{
			Name: "regular expression", Arguments: `health_check = { http = [{ url = "http://{{ip}}/", body_regex = "(" }] }`,
			Line: "health_check.http[0].body_regex", Says: "must be a regular expression",
		},
		{
			Name: "certificates", Arguments: `health_check = { http = [{ url = "https://{{ip}}/", ca_pem = "x" }] }`,
			Line: "health_check.http[0].ca_pem", Says: "there is no certificate in it",
		},
		{
			Name: "interval", Arguments: `health_check = { ports = [22], interval = "soon" }`,
			Line: "health_check.interval", Says: "must be a positive duration",
		},
		{
			Name: "on_failure", Arguments: `health_check = { ports = [22], on_failure = "panic" }`,
			Line: "health_check.on_failure", Says: "value must be one of",
		},
		{
			Name: "SSH without a key", Arguments: `health_check = { ssh = { command = "true", user = "me", accept_any_host_key = true } }`,
			Line: "Incomplete SSH check", Says: "The command needs a key to log in with",
		},
		{
			Name: "SSH without a host key", Arguments: `health_check = { ssh = { command = "true", user = "me", agent = true } }`,
			Line: "Incomplete SSH check", Says: "which server it may run on",
		},
		{
			Name: "SSH without a command", Arguments: `health_check = { ssh = { agent = true } }`,
			Line: "Incomplete SSH check", Says: "Without a command only the banner is looked for",
		},
		{
			Name: "monitor", Arguments: `monitor = true`,
			Line: "monitor = true", Says: "Set health_check, which says what is checked",
		},
		{
			Name: "on_unhealthy", Arguments: "health_check = { ports = [22] }\n on_unhealthy = \"replace\"",
			Line: `on_unhealthy = "replace"`, Says: "Set monitor = true",
		},
	})
}

package compute_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// hasSettled checks that a VM runs with a flavor and nothing is under way.
func hasSettled(flavor, state string) func(occi.ComputeRecord) error {
	return func(got occi.ComputeRecord) error {
		if got.Flavor != flavor || got.State != state || got.Task != "" {
			return fmt.Errorf("the VM has %s and is %s (%s), want %s and %s", got.Flavor, got.State, got.Task, flavor, state)
		}
		return nil
	}
}

func TestScale(t *testing.T) {
	t.Parallel()
	onEmulators(t, times(), func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := func(flavor string) string {
			return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor))
		}
		step := func(flavor string, memory float64) resource.TestStep {
			return resource.TestStep{
				Config: config(flavor),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate,
					plancheck.ExpectUnknownValue(address, tfjsonpath.New("memory")),
					known("addresses"), known("hostname"), known("os_template"), known("power_state")),
				ConfigStateChecks: []statecheck.StateCheck{
					onServer{cloud, hasSettled(flavor, "active")},
					text("state", "active"), text("power_state", "active"),
					statecheck.ExpectKnownValue(address, tfjsonpath.New("memory"), knownvalue.Float64Exact(memory)),
				},
			}
		}
		// Back to the first one: its mixin is listed twice in occi-os then.
		run(t, cloud, resource.TestStep{Config: config("itsy")}, step("m1.medium", 4), step("itsy", 0.125), step("m1.medium", 4))
	})
}

// known expects a value that the plan knows to stay as it is.
func known(name string) plancheck.PlanCheck {
	return plancheck.ExpectKnownValue(address, tfjsonpath.New(name), knownvalue.NotNull())
}

// TestScaleWithoutConfirmation leaves the confirmation to somebody else until it is asked for.
func TestScaleWithoutConfirmation(t *testing.T) {
	t.Parallel()
	onEmulators(t, times(), func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		config := func(flavor string, confirm bool) string {
			return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor), set("confirm_resize", confirm))
		}
		resized := "active"
		if manner == occi.MannerGuide {
			resized = "verify_resize"
		}
		run(t, cloud,
			resource.TestStep{Config: config("itsy", false)},
			resource.TestStep{
				Config:           config("bitsy", false),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					onServer{cloud, hasSettled("bitsy", resized)},
					text("state", resized), text("power_state", "active"),
					pending(manner == occi.MannerGuide),
				},
			},
			resource.TestStep{
				Config:           config("bitsy", true),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					onServer{cloud, hasSettled("bitsy", "active")}, text("state", "active"), pending(false),
				},
			},
		)
	})
}

// TestScaleOfStoppedVM: the confirmation starts a VM, which is stopped again.
func TestScaleOfStoppedVM(t *testing.T) {
	t.Parallel()
	options := times()
	options.Manner = occi.MannerGuide
	for name, power := range map[string]string{"configured": `power_state = "inactive"`, "as found": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, options)
			config := func(flavor, power string) string {
				return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor), power)
			}
			run(t, cloud,
				resource.TestStep{Config: config("itsy", `power_state = "inactive"`)},
				resource.TestStep{
					Config:            config("bitsy", power),
					ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasSettled("bitsy", "stopped")}, text("power_state", "inactive")},
				},
			)
		})
	}
}

// TestScaleOver15Seconds: occi-os answers 400 while the resize goes on, and the VM gets stuck (60-*).
func TestScaleOver15Seconds(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{
		Manner: occi.MannerOcciOS, Times: map[occi.Change]time.Duration{occi.ChangeResize: time.Hour},
		Sleep: func(time.Duration) {},
	})
	config := func(flavor string) string {
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor))
	}
	run(t, cloud,
		resource.TestStep{Config: config("itsy")},
		resource.TestStep{
			Config: config("bitsy"),
			ExpectError: words(`POST http://[^ ]+/compute/[^ ]+: 400 Bad Request: Instance [^ ]+ in vm_state active. `+
				`Cannot confirm_resize while the instance is in this state`, `terraform apply -replace`),
		},
		// The VM has got stuck meanwhile.
		resource.TestStep{
			PreConfig: func() { setState(t, cloud, "resized") },
			Config:    config("itsy"),
			ConfigStateChecks: []statecheck.StateCheck{
				text("state", "resized"), text("power_state", "active"), text("resource_template", "itsy"), pending(true),
			},
		},
		resource.TestStep{
			Config:      config("bitsy"),
			ExpectError: words(`400 Bad Request: Instance [^ ]+ in vm_state resized. Cannot resize`, `terraform apply -replace`),
		},
	)
}

func setState(t *testing.T, cloud *acctest.OCCI, state string) {
	t.Helper()
	if err := cloud.Cloud.SetState(onlyVM(t, cloud), state); err != nil {
		t.Fatal(err)
	}
}

func hasImage(name string, id *string) onServerCheck {
	return func(got occi.ComputeRecord) error {
		if *id == "" {
			*id = got.ID
		}
		if got.Image != name || got.ID != *id {
			return fmt.Errorf("the VM %s has %s, want %s with %s", got.ID, got.Image, *id, name)
		}
		return nil
	}
}

type onServerCheck = func(occi.ComputeRecord) error

func TestRebuild(t *testing.T) {
	t.Parallel()
	onEmulators(t, times(), func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		var id string
		config := func(image string, more ...string) string {
			return vm(cloud, append(more, set("os_template", image))...)
		}
		run(t, cloud,
			resource.TestStep{
				Config:            config(cloud.Image),
				ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasImage(cloud.Image, &id)}},
			},
			resource.TestStep{
				Config:            config(cloud.OtherImage),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate, known("addresses")),
				ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasImage(cloud.OtherImage, &id)}, text("os_template", cloud.OtherImage)},
			},
			// A rebuild is over when no GET can tell; the stop has to wait for it.
			resource.TestStep{
				Config:            config(cloud.Image, set("power_state", "inactive")),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasImage(cloud.Image, &id)}, text("power_state", "inactive")},
			},
		)
	})
}

func TestScaleAndRebuildTogether(t *testing.T) {
	t.Parallel()
	onEmulators(t, times(), func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		var id string
		run(t, cloud,
			resource.TestStep{
				Config:            vm(cloud, set("os_template", cloud.Image), set("resource_template", "itsy")),
				ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasImage(cloud.Image, &id)}},
			},
			resource.TestStep{
				Config:           vm(cloud, set("os_template", cloud.OtherImage), set("resource_template", "bitsy"), set("title", "both")),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					onServer{cloud, hasImage(cloud.OtherImage, &id)}, onServer{cloud, hasFlavor("bitsy")},
				},
			},
		)
	})
}

func TestOSChangeReplaces(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := func(image string) string {
		return vm(cloud, set("os_template", image), set("os_change", "replace"))
	}
	run(t, cloud,
		resource.TestStep{Config: config(cloud.Image)},
		resource.TestStep{Config: config(cloud.OtherImage), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

// TestOtherNameOfSameTemplates must neither scale nor wipe.
func TestOtherNameOfSameTemplates(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		run(t, cloud,
			resource.TestStep{Config: vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"))},
			resource.TestStep{
				Config: vm(cloud, set("os_template", "  "+cloud.Image+" "), set("resource_template", "M1-Tiny")),
			},
		)
		expectRequests(t, cloud, "POST", anyVM, 0, 0)
	})
}

func TestPowerStates(t *testing.T) {
	t.Parallel()
	onEmulators(t, times(), func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		config := func(power string) string {
			return vm(cloud, set("os_template", cloud.Image), set("power_state", power))
		}
		stopped, suspended := "stopped", "suspended"
		if manner == occi.MannerOcciOS {
			stopped, suspended = "suspended", "paused"
		}
		step := func(power, state string) resource.TestStep {
			return resource.TestStep{
				Config: config(power),
				ConfigStateChecks: []statecheck.StateCheck{
					text("power_state", power), text("state", state), onServer{cloud, hasSettled("m1.small", state)},
				},
			}
		}
		// The first one is a create, of a VM that is stopped.
		run(t, cloud, step("inactive", stopped), step("suspended", suspended), step("inactive", stopped), step("active", "active"))
	})
}

// TestStopWithoutEffect: a stop that the server accepts and does not carry out is told with all that is known of it, and
// the state says that the VM runs.
func TestStopWithoutEffect(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := vm(cloud, set("os_template", cloud.Image), set("power_state", "inactive"), `timeouts = { create = "5s" }`)
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: anyVM, Status: http.StatusOK, Times: 1,
	})
	run(t, cloud,
		resource.TestStep{
			Config: config,
			ExpectError: words(`aiting for VM /compute/[^ ]+ to become inactive: timed out after`, `its last state was "active"`,
				`The server had accepted stop. At the last look /compute/[^ ]+ offered stop, suspend, restart`),
		},
		resource.TestStep{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

// TestChangesInPlace: titles are changed where the server keeps them, and nothing else is disturbed.
func TestChangesInPlace(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		config := func(more ...string) string { return vm(cloud, append(more, set("os_template", cloud.Image))...) }
		run(t, cloud,
			resource.TestStep{Config: config()},
			resource.TestStep{Config: config(set("title", "one")), ConfigPlanChecks: updates("title")},
			resource.TestStep{
				PreConfig: func() {
					// occi-os refuses it, and shows no title at all.
					status := map[occi.Manner]int{occi.MannerGuide: http.StatusOK, occi.MannerOcciOS: http.StatusBadRequest}[manner]
					sent := cloud.Server.Log.Matching("POST", anyVM)
					if len(sent) != 1 || sent[0].Status != status || !strings.Contains(fmt.Sprint(sent[0].Header), `occi.core.title="one"`) {
						t.Errorf("the title was sent as %+v, want one request with it, answered %d", sent, status)
					}
				},
				Config:            config(set("title", "two"), set("summary", "of two")),
				ConfigPlanChecks:  updates("title", "summary"),
				ConfigStateChecks: []statecheck.StateCheck{text("title", "two"), text("summary", "of two")},
			},
			// Arguments of the provider alone.
			resource.TestStep{
				Config:           config(set("title", "two"), set("summary", "of two"), set("os_change", "replace"), `timeouts = { create = "5m" }`),
				ConfigPlanChecks: updates("os_change", "timeouts"),
			},
		)
	})
}

// TestPowerIsLeftAlone: a VM whose power state is not configured stays as it is found.
func TestPowerIsLeftAlone(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		run(t, cloud,
			resource.TestStep{Config: vm(cloud, set("os_template", cloud.Image), set("title", "one"))},
			resource.TestStep{
				PreConfig:         func() { setState(t, cloud, "suspended") },
				Config:            vm(cloud, set("os_template", cloud.Image), set("title", "two")),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasSettled("m1.small", "suspended")}},
			},
		)
	})
}

// TestBetweenPlanAndApply: what others change after the plan is for the next refresh to tell.
func TestBetweenPlanAndApply(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := func(title string) string { return vm(cloud, set("os_template", cloud.Image), set("title", title)) }
	run(t, cloud,
		resource.TestStep{Config: config("one")},
		resource.TestStep{
			// The first GET after this is that of the refresh, the second one that of the apply.
			PreConfig: func() {
				addFault(t, cloud, emulator.Fault{
					Kind: emulator.FaultAnswer, Method: "GET", Path: anyVM, Skip: 2, Times: 1, Status: 200,
					Header: map[string]string{"Content-Type": "text/plain", "Server": "pyssf OCCI/1.1"},
					Body: "Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n" +
						"X-OCCI-Attribute: occi.compute.state=\"inactive\"\nX-OCCI-Attribute: occi.compute.cores=\"7\"\n",
				})
			},
			Config: config("two"),
		},
	)
}

func TestUpdateErrors(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerGuide})
	config := func(more ...string) string {
		return vm(cloud, append(more, set("os_template", cloud.Image), set("title", "a VM"))...)
	}
	run(t, cloud,
		resource.TestStep{Config: config(set("cores", 1), set("memory", 0.5))},
		resource.TestStep{
			Config:      config(set("cores", 2), set("memory", 0.5)),
			ExpectError: words(`Could not update the VM`, `cores = 2`, `POST http://[^ ]+: 400 Bad Request: occi.compute.cores cannot be changed`),
		},
		// The state was not taken for changed.
		resource.TestStep{
			Config:           config(set("cores", 1), set("memory", 0.5)),
			ConfigPlanChecks: planned(plancheck.ResourceActionNoop),
		},
	)
}

// words matches texts in their order, whatever line breaks Terraform puts between words.
func words(patterns ...string) *regexp.Regexp {
	pattern := "(?s)"
	for i, part := range patterns {
		if i > 0 {
			pattern += ".*"
		}
		pattern += regexp.MustCompile(` +`).ReplaceAllString(part, `\s+`)
	}
	return regexp.MustCompile(pattern)
}

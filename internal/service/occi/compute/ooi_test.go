package compute_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
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
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// anyOOIVM is anyVM where the API of ooi is.
const anyOOIVM = `^/occi1\.2/compute/[^/]+$`

func onOOI(t *testing.T, options occi.Options) *acctest.OCCI {
	t.Helper()
	options.Manner = occi.MannerOOI
	return acctest.EmulateOCCI(t, options)
}

func pending(value bool) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New("resize_pending"), knownvalue.Bool(value))
}

// TestResizeThatOCCICannotConfirm: ooi shows a VM that waits for it as inactive, like a stopped one. It is neither
// waited for nor started, and the next plans are empty.
func TestResizeThatOCCICannotConfirm(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, times())
	config := func(flavor, power string) string {
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor), power)
	}
	active := set("power_state", "active")
	run(t, cloud,
		resource.TestStep{Config: config("m1.tiny", set("power_state", "inactive")), ConfigStateChecks: []statecheck.StateCheck{pending(false)}},
		// It is started first.
		resource.TestStep{
			Config:           config("m1.small", active),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{
				pending(true), text("power_state", "active"), text("state", "inactive"), onServer{cloud, hasSettled("m1.small", "verify_resize")},
			},
		},
		resource.TestStep{
			Config:           config("m1.medium", active),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ExpectError:      words(`409 Conflict: Cannot 'resize' instance [^ ]+ while it is in vm_state verify_resize`),
		},
		resource.TestStep{
			Config:           config("m1.small", set("power_state", "inactive")),
			ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ExpectError:      words(`waits for the confirmation of a resize, so it cannot become inactive`),
		},
		// Somebody confirms it.
		resource.TestStep{
			PreConfig:         func() { setState(t, cloud, "active") },
			Config:            config("m1.small", ""),
			ConfigStateChecks: []statecheck.StateCheck{pending(false), text("power_state", "active")},
		},
		// Somebody stops it: now inactive means stopped.
		resource.TestStep{
			PreConfig:         func() { setState(t, cloud, "stopped") },
			Config:            config("m1.small", active),
			ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{pending(false), onServer{cloud, hasSettled("m1.small", "active")}},
		},
	)
	for _, put := range cloud.Server.Log.Matching(http.MethodPut, "") {
		if sent := strings.Join(put.Header["Category"], "\n"); !strings.Contains(sent, "template/resource#") {
			t.Errorf("sent PUT %s with %s", put.Path, sent)
		}
	}
	expectRequests(t, cloud, http.MethodPut, anyOOIVM, 2, 2)
}

// TestPowerStatesOfOOI: ooi lists all actions in all states, and refuses those that do not apply.
func TestPowerStatesOfOOI(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, times())
	step := func(power, state string) resource.TestStep {
		return resource.TestStep{
			Config: vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"), set("power_state", power)),
			ConfigStateChecks: []statecheck.StateCheck{
				text("power_state", power), pending(false), onServer{cloud, hasSettled("m1.tiny", state)},
			},
		}
	}
	run(t, cloud, step("inactive", "stopped"), step("suspended", "suspended"), step("inactive", "stopped"), step("active", "active"))
}

// TestHostnameIsTheTitle: no difference to the configured host name, but a warning.
func TestHostnameIsTheTitle(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	config := func(hostname string) string {
		return vm(cloud, set("title", "a VM"), set("hostname", hostname), set("os_template", cloud.Image), set("resource_template", "m1.tiny"))
	}
	run(t, cloud,
		resource.TestStep{
			Config:            config("web-1"),
			ConfigStateChecks: []statecheck.StateCheck{text("hostname", "web-1"), text("actual_hostname", "a VM")},
		},
		resource.TestStep{Config: config("web-1"), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
		resource.TestStep{Config: config("web-2"), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate)},
	)
}

// TestKeyPairsDoNotStay: a second VM with the same key would be refused.
func TestKeyPairsDoNotStay(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	key := fmt.Sprintf("ssh_key = { name = \"me\", public_key = %q }", lifeKey)
	config := vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"), "count = 2", key)
	run(t, cloud, resource.TestStep{
		Config: config,
		Check: func(*terraform.State) error {
			for _, item := range vms(cloud) {
				if got, _ := cloud.Cloud.Compute(item.ID); got.PublicKey != lifeKey {
					return fmt.Errorf("the VM has the key %q", got.PublicKey)
				}
			}
			return nil
		},
	})
}

// TestFailureThatIsNotShown: a failed VM of ooi is inactive like one that boots. The time-out names what was seen.
func TestFailureThatIsNotShown(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	cloud.Cloud.FailNextBoot()
	run(t, cloud, resource.TestStep{
		Config:      vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"), `timeouts = { create = "3s" }`),
		ExpectError: words(`aiting for VM /compute/[^ ]+ to become active: timed out after [0-9.]+s; its last state was "inactive"`),
	})
}

// TestDeletedFlavor: the VM whose flavor was deleted is not found, but it is listed. It stays in the state.
func TestDeletedFlavor(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	config := vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"))
	run(t, cloud,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() {
				// It belongs to the VM that exists, not to one of that name that an apply would make.
				if err := cloud.Cloud.Vanish("1"); err != nil {
					t.Fatal(err)
				}
			},
			Config:            config,
			ConfigPlanChecks:  planned(plancheck.ResourceActionNoop),
			ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasFlavor("m1.tiny")}},
		},
	)
}

// TestActionRightAfterCreate: ooi answers 404 to it for a while, though a GET finds the VM.
func TestActionRightAfterCreate(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	addFault(t, cloud, emulator.Fault{
		Kind: emulator.FaultAnswer, Method: http.MethodPost, Path: anyOOIVM, Times: 2, Status: http.StatusNotFound,
		Header: map[string]string{"Content-Type": "text/plain"}, Body: "Instance could not be found.",
	})
	run(t, cloud, resource.TestStep{
		Config:            vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"), set("power_state", "inactive")),
		ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasSettled("m1.tiny", "stopped")}},
	})
}

// TestTitleIsNotChanged: the error says what to do.
func TestTitleIsNotChanged(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	config := func(title string) string {
		return vm(cloud, set("title", title), set("os_template", cloud.Image), set("resource_template", "m1.tiny"))
	}
	run(t, cloud,
		resource.TestStep{Config: config("one")},
		resource.TestStep{Config: config("two"), ExpectError: words(`400 Bad Request: Invalid action`, `apply -replace`)},
		resource.TestStep{Config: config("one"), ConfigPlanChecks: planned(plancheck.ResourceActionNoop)},
	)
}

// TestRebuildIsNotOffered: the error says what to do.
func TestRebuildIsNotOffered(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	config := func(image, change string) string {
		return vm(cloud, set("os_template", image), set("resource_template", "m1.tiny"), set("os_change", change))
	}
	run(t, cloud,
		resource.TestStep{Config: config(cloud.Image, "rebuild")},
		resource.TestStep{Config: config(cloud.OtherImage, "rebuild"), ExpectError: words(`400 Bad Request`, `os_change = "replace"`)},
		resource.TestStep{
			Config:           config(cloud.OtherImage, "replace"),
			ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, func(got occi.ComputeRecord) error {
				if got.Image != cloud.OtherImage {
					return errors.New("the image is " + got.Image)
				}
				return nil
			}}},
		},
	)
}

// TestOOIDeletesLater: a deleted VM is shown in its last state for a while, and is waited for.
func TestOOIDeletesLater(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{Times: map[occi.Change]time.Duration{occi.ChangeDelete: time.Second}})
	run(t, cloud,
		resource.TestStep{Config: vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"))},
		resource.TestStep{
			PreConfig: cloud.Server.Log.Reset,
			Config:    cloud.Provider,
			Check: func(*terraform.State) error {
				if left := vms(cloud); len(left) > 0 {
					return fmt.Errorf("left behind: %v", left)
				}
				return nil
			},
		},
	)
	expectRequests(t, cloud, http.MethodDelete, anyOOIVM, 1, 1)
	expectRequests(t, cloud, http.MethodGet, anyOOIVM, 3, 30)
}

// TestLongUserDataOnOOI: what is longer than a header line of Nova's goes in a body; the rendering text/occi has none.
func TestLongUserDataOnOOI(t *testing.T) {
	t.Parallel()
	userData := "#cloud-config\n" + strings.Repeat("# sixteen bytes\n", 1200)
	acctest.OnEachRendering(t, occi.Options{Manner: occi.MannerOOI}, func(t *testing.T, cloud *acctest.OCCI, rendering string) {
		config := vm(cloud, set("os_template", cloud.Image), set("resource_template", "m1.tiny"), set("user_data", userData))
		step := resource.TestStep{Config: config, ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, func(got occi.ComputeRecord) error {
			if got.UserData != userData {
				return fmt.Errorf("the VM has %d bytes of user data, want %d", len(got.UserData), len(userData))
			}
			return nil
		}}}}
		if rendering == "text/occi" {
			step = resource.TestStep{Config: config, ExpectError: words(`does not fit into the headers of a request`, `use the rendering text/plain`)}
		}
		run(t, cloud, step)
	})
}

// TestFlavorThatOOINeeds: it takes no sizes, and refuses a VM without a flavor.
func TestFlavorThatOOINeeds(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	run(t, cloud, resource.TestStep{
		Config:      vm(cloud, set("os_template", cloud.Image), set("cores", 4)),
		ExpectError: words(`Could not create the VM`, `400 Bad Request: Missing OCCI types: 'http://schemas.openstack.org/template/resource#'`),
	})
}

// TestPlanAfterImportFromOOI: what ooi never shows is recorded in place.
func TestPlanAfterImportFromOOI(t *testing.T) {
	t.Parallel()
	cloud := onOOI(t, occi.Options{})
	status, answer := send(t, cloud, http.MethodPost, "/occi1.2/compute/",
		"Category: compute; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n"+
			"Category: a5fa8e07-9892-4d79-8693-57d41bfd898d; scheme=\"http://schemas.openstack.org/template/os#\"; class=\"mixin\"\n"+
			"Category: 1; scheme=\"http://schemas.openstack.org/template/resource#\"; class=\"mixin\"\n"+
			"X-OCCI-Attribute: occi.core.title=\"theirs\"")
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, answer)
	}
	id := answer[strings.LastIndex(answer, "/compute/"):]
	before, _ := cloud.Cloud.Compute(id)
	// ooi shows the title as the host name, so what the host name is cannot be known.
	config := vm(cloud, set("title", "theirs"), set("hostname", "ours"), set("os_template", cloud.Image), set("resource_template", "m1.tiny"),
		set("user_data", "#!/bin/sh"), fmt.Sprintf("ssh_key = { name = \"me\", public_key = %q }", lifeKey))
	run(t, cloud, resource.TestStep{
		Config:            config + importBlock(id),
		ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
		ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, func(after occi.ComputeRecord) error { return sameVM(before, after) }}},
	})
}

package compute_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestFailedBoot: the VM is in the state, tainted.
func TestFailedBoot(t *testing.T) {
	t.Parallel()
	onEmulators(t, times(), func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		cloud.Cloud.FailNextBoot()
		config := vm(cloud, set("os_template", cloud.Image))
		run(t, cloud,
			resource.TestStep{
				Config: config,
				ExpectError: words(`The VM was created but is not ready`, `aiting for VM /compute/[^ ]+ to become active`,
					`its last state was "error"`, `the VM failed`),
			},
			resource.TestStep{
				PreConfig:         func() { onlyVM(t, cloud) },
				Config:            config,
				ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{text("state", "active")},
			},
		)
	})
}

// TestBootTimesOut: the VM that was not waited for is in the state.
func TestBootTimesOut(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{
		Manner: occi.MannerOcciOS, Times: map[occi.Change]time.Duration{occi.ChangeBoot: time.Hour},
	})
	run(t, cloud, resource.TestStep{
		Config:      vm(cloud, set("os_template", cloud.Image), `timeouts = { create = "3s" }`),
		ExpectError: words(`aiting for VM /compute/[^ ]+ to become active: timed out after [0-9.]+s; its last state was "building"`),
	})
}

func TestRefusedCreate(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{MaxComputes: 1}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		run(t, cloud, resource.TestStep{
			Config: vm(cloud, set("os_template", cloud.Image), "count = 2"),
			ExpectError: words(`Could not create the VM`, `reating compute: POST http://[^ ]+/compute/: 400 Bad Request: Quota exceeded for `+
				`instances: Requested 1, but already used 1 of 1 instances`),
		})
	})
}

// TestLostAnswer: the cloud made the VM, but the connection was cut before it could say so.
func TestLostAnswer(t *testing.T) {
	t.Parallel()
	// The VM must still be booting when it is looked for: an older one of the name is not adopted.
	slow := occi.Options{BootTime: 3 * time.Second}
	lose := emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: "POST", Path: vmCollection, Times: 1}
	onEmulators(t, slow, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		addFault(t, cloud, lose)
		run(t, cloud, resource.TestStep{
			Config: vm(cloud, set("os_template", cloud.Image), set("hostname", "web-1")),
			ConfigStateChecks: []statecheck.StateCheck{
				text("hostname", "web-1"), text("state", "active"),
				onServer{cloud, func(occi.ComputeRecord) error {
					if found := vms(cloud); len(found) != 1 {
						return fmt.Errorf("%d VMs: %v", len(found), found)
					}
					return nil
				}},
			},
		})
		expectRequests(t, cloud, "POST", vmCollection, 1, 1)
	})
}

// TestLostAnswerWithoutName: it cannot be told whether the VM was made, so that none is made twice.
func TestLostAnswerWithoutName(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		manner occi.Manner
		names  string
	}{
		"no name": {occi.MannerGuide, ""},
		// occi-os shows no titles, so that the title does not rule out anything.
		"title not shown": {occi.MannerOcciOS, set("title", "a VM")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cloud := acctest.EmulateOCCI(t, occi.Options{Manner: test.manner, BootTime: 3 * time.Second})
			addFault(t, cloud, emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: "POST", Path: vmCollection, Times: 1})
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Providers(),
				Steps: []resource.TestStep{{
					Config: vm(cloud, set("os_template", cloud.Image), test.names),
					ExpectError: words(`answer to POST [^ ]+ was lost`,
						`it may be one of /compute/[^ ]+: import it with .terraform import., or delete it`),
				}},
			})
			onlyVM(t, cloud)
			expectRequests(t, cloud, "POST", vmCollection, 1, 1)
		})
	}
}

// TestLostAnswerDoesNotAdoptOthers: a VM of the same name that runs already belongs to somebody.
func TestLostAnswerDoesNotAdoptOthers(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		id := existing(t, cloud, osTemplate(manner, cloud.Image)+"X-OCCI-Attribute: occi.compute.hostname=\"web-1\"\n")
		addFault(t, cloud, emulator.Fault{Kind: emulator.FaultDrop, Method: "POST", Path: vmCollection, Times: 1})
		resource.Test(t, resource.TestCase{
			ProtoV6ProviderFactories: acctest.Providers(),
			Steps: []resource.TestStep{{
				Config:      vm(cloud, set("os_template", cloud.Image), set("hostname", "web-1")),
				ExpectError: words(`it may be one of `+id, `import it`),
			}},
		})
		if got := onlyVM(t, cloud); got != id {
			t.Errorf("the VM is %s, want %s", got, id)
		}
	})
}

// TestDroppedCreate: the request did not arrive, which only the list of VMs tells. It is then repeated.
func TestDroppedCreate(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		addFault(t, cloud, emulator.Fault{Kind: emulator.FaultDrop, Method: "POST", Path: vmCollection, Times: 1})
		run(t, cloud, resource.TestStep{Config: vm(cloud, set("os_template", cloud.Image), set("hostname", "web-1"))})
		expectRequests(t, cloud, "POST", vmCollection, 2, 2)
	})
}

func TestBusyServer(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		addFault(t, cloud, emulator.Fault{
			Kind: emulator.FaultAnswer, Method: "POST", Path: vmCollection, Times: 2, Status: 503,
			Header: map[string]string{"Retry-After": "0"},
		})
		run(t, cloud, resource.TestStep{
			Config: vm(cloud, set("os_template", cloud.Image)),
			ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, func(occi.ComputeRecord) error {
				if found := vms(cloud); len(found) != 1 {
					return fmt.Errorf("%d VMs: %v", len(found), found)
				}
				return nil
			}}},
		})
		expectRequests(t, cloud, "POST", vmCollection, 3, 3)
	})
}

// TestLostAnswerOfAction: the action was carried out, and a GET shows it.
func TestLostAnswerOfAction(t *testing.T) {
	t.Parallel()
	onEmulators(t, times(), func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := func(flavor, power string) string {
			return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor), set("power_state", power))
		}
		lose := func() {
			cloud.Server.Faults.Reset()
			addFault(t, cloud, emulator.Fault{Kind: emulator.FaultLoseAnswer, Method: "POST", Path: anyVM, Times: 1})
		}
		run(t, cloud,
			resource.TestStep{Config: config("itsy", "active")},
			resource.TestStep{
				PreConfig: lose, Config: config("bitsy", "active"),
				ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasSettled("bitsy", "active")}},
			},
			resource.TestStep{
				PreConfig: lose, Config: config("bitsy", "inactive"),
				ConfigStateChecks: []statecheck.StateCheck{text("power_state", "inactive")},
			},
		)
	})
}

// TestDeleteWaits: a deleted VM lingers; the group it has must not be deleted before it is gone.
func TestDeleteWaits(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{Times: map[occi.Change]time.Duration{occi.ChangeDelete: time.Second}},
		func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
			config := vm(cloud, set("os_template", cloud.Image), "security_groups = [occi_security_group.web.type_identifier]")
			run(t, cloud,
				resource.TestStep{Config: config + group("web")},
				resource.TestStep{
					Config: cloud.Provider, // destroys all
					Check: func(*terraform.State) error {
						if left := cloud.Cloud.Inventory(); len(left) > 0 {
							return fmt.Errorf("left behind: %v", left)
						}
						return nil
					},
				},
			)
			expectRequests(t, cloud, "DELETE", anyVM, 1, 1)
			expectRequests(t, cloud, "GET", anyVM, 4, 30)
		})
}

// TestDeleteWithVanishedVolume: occi-os answers 404, and the VM lives (46-*).
func TestDeleteWithVanishedVolume(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerOcciOS})
	config := vm(cloud, set("os_template", cloud.Image))
	var link string
	run(t, cloud,
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig: func() { link = linkedVolumeThatVanished(t, cloud) },
			Config:    cloud.Provider,
			ExpectError: words(`Could not delete the VM`, `DELETE [^ ]+: 404 Not Found: Volume not found!`, `The VM is still there`,
				`delete the link`, `run destroy again`),
		},
		resource.TestStep{
			PreConfig: func() {
				onlyVM(t, cloud)
				send(t, cloud, http.MethodDelete, link, "")
			},
			Config: cloud.Provider,
		},
	)
}

// linkedVolumeThatVanished links a volume to the VM and takes it away. It returns the path of the link.
func linkedVolumeThatVanished(t *testing.T, cloud *acctest.OCCI) string {
	t.Helper()
	post(t, cloud, "/storage/", "Category: storage; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n"+
		"X-OCCI-Attribute: occi.storage.size=\"1.0\"\n")
	volume := itemOf(t, cloud, "storage")
	post(t, cloud, "/storage/link/", "Category: storagelink; scheme=\"http://schemas.ogf.org/occi/infrastructure#\"; class=\"kind\"\n"+
		"X-OCCI-Attribute: occi.core.source=\""+onlyVM(t, cloud)+"\"\n"+
		"X-OCCI-Attribute: occi.core.target=\""+volume+"\"\n"+
		"X-OCCI-Attribute: occi.storagelink.deviceid=\"/dev/vdc\"\n")
	link := itemOf(t, cloud, "storagelink")
	if err := cloud.Cloud.Vanish(volume); err != nil {
		t.Fatal(err)
	}
	return link
}

// TestDisappears: what is gone is made again, and destroying what is gone is a success.
func TestDisappears(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, _ occi.Manner) {
		config := vm(cloud, set("os_template", cloud.Image))
		vanish := func() {
			if err := cloud.Cloud.Vanish(onlyVM(t, cloud)); err != nil {
				t.Fatal(err)
			}
		}
		run(t, cloud,
			resource.TestStep{Config: config},
			resource.TestStep{PreConfig: vanish, Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate)},
			resource.TestStep{
				// It vanishes between the refresh and the DELETE.
				PreConfig: func() {
					addFault(t, cloud, emulator.Fault{
						Kind: emulator.FaultAnswer, Method: "DELETE", Path: anyVM, Status: 404, Times: 1, Body: "VM not found!",
					})
					addFault(t, cloud, emulator.Fault{Kind: emulator.FaultAnswer, Method: "GET", Path: anyVM, Skip: 1, Status: 404})
				},
				Config: cloud.Provider,
			},
			resource.TestStep{
				PreConfig: func() {
					cloud.Server.Faults.Reset()
					vanish()
				},
				Config: cloud.Provider,
			},
		)
	})
}

// TestDrift: what others did is undone by the next apply.
func TestDrift(t *testing.T) {
	t.Parallel()
	onEmulators(t, occi.Options{}, func(t *testing.T, cloud *acctest.OCCI, manner occi.Manner) {
		config := vm(cloud, set("os_template", cloud.Image), set("resource_template", "itsy"), set("power_state", "active"))
		repair := func(change func(path string)) resource.TestStep {
			return resource.TestStep{
				PreConfig:        func() { change(onlyVM(t, cloud)) },
				Config:           config,
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					onServer{cloud, hasSettled("itsy", "active")},
					onServer{cloud, func(got occi.ComputeRecord) error {
						if got.Image != cloud.Image {
							return fmt.Errorf("the image is %s", got.Image)
						}
						return nil
					}},
				},
			}
		}
		run(t, cloud,
			resource.TestStep{Config: config},
			repair(func(string) { setState(t, cloud, "stopped") }),
			repair(func(string) { setState(t, cloud, "suspended") }),
			repair(func(path string) {
				post(t, cloud, path, flavorTemplate("bitsy"))
				setState(t, cloud, "active") // the confirmation, where one is needed
			}),
			repair(func(path string) { post(t, cloud, path, osTemplate(manner, cloud.OtherImage)) }),
		)
	})
}

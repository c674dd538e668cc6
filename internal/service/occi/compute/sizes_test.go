package compute_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/acctest"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/occi"
)

// TestSizesWithoutTemplate: OCCI 1.2 has cores and memory changed by themselves, in place.
func TestSizesWithoutTemplate(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	var id string
	step := func(cores int, memory float64) resource.TestStep {
		return resource.TestStep{
			Config: vm(cloud, set("os_template", cloud.Image), set("cores", cores), set("memory", memory)),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, tfjsonpath.New("cores"), knownvalue.Int64Exact(int64(cores))),
				statecheck.ExpectKnownValue(address, tfjsonpath.New("memory"), knownvalue.Float64Exact(memory)),
				onServer{cloud, func(got occi.ComputeRecord) error {
					if id == "" {
						id = got.ID
					}
					if got.ID != id || got.Cores != cores || got.MemoryGiB != memory {
						return fmt.Errorf("the VM %s has %d cores and %v GiB", got.ID, got.Cores, got.MemoryGiB)
					}
					return nil
				}},
			},
		}
	}
	inPlace := step(4, 96)
	inPlace.ConfigPlanChecks = planned(plancheck.ResourceActionUpdate, known("addresses"), known("state"))
	run(t, cloud, step(2, 1.5), inPlace)
	expectRequests(t, cloud, "PUT", "", 0, 0)
}

// TestSizesBesideTemplate: sizes beside a template, as in the configurations that Terraform generates, must agree with
// what it brings. They are never sent.
func TestSizesBesideTemplate(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	config := func(flavor string, cores int, memory float64) string {
		return vm(cloud, set("os_template", cloud.Image), set("resource_template", flavor), set("cores", cores), set("memory", memory))
	}
	run(t, cloud,
		resource.TestStep{
			Config:      config("itsy", 4, 0.125),
			ExpectError: words(`The VM was created but is not ready`, `emplate itsy brings cores = 1, not 4`),
		},
		resource.TestStep{
			Config: config("itsy", 1, 0.125), ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasFlavor("itsy")}},
		},
		resource.TestStep{
			Config:      config("itsy", 1, 0.25),
			ExpectError: regexp.MustCompile(`(?s)The template has another size.*memory +=.*itsy\s+brings\s+0.125`),
		},
		resource.TestStep{
			Config: config("bitsy", 1, 0.25), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			ConfigStateChecks: []statecheck.StateCheck{onServer{cloud, hasFlavor("bitsy")}},
		},
	)
	for _, sent := range cloud.Server.Log.Matching("POST", "^/compute/") {
		if strings.Contains(sent.Body, "occi.compute.cores") || strings.Contains(sent.Body, "occi.compute.memory") {
			t.Errorf("sent: %s", sent.Body)
		}
	}
}

// TestRefusedScale: the refusal of an update is no reason to send a PUT, which would take title and summary away.
func TestRefusedScale(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	config := func(flavor string) string {
		return vm(cloud, set("title", "a VM"), set("os_template", cloud.Image), set("resource_template", flavor))
	}
	run(t, cloud,
		resource.TestStep{Config: config("itsy")},
		resource.TestStep{
			PreConfig: func() {
				addFault(t, cloud, emulator.Fault{
					Kind: emulator.FaultAnswer, Method: "POST", Path: anyVM, Status: 400, Times: 1,
					Header: map[string]string{"Content-Type": "text/plain"}, Body: "Quota exceeded for memory",
				})
			},
			Config: config("bitsy"), ExpectError: words(`POST http://[^ ]+: 400 Bad Request: Quota exceeded for memory`),
		},
	)
	expectRequests(t, cloud, "PUT", "", 0, 0)
}

// TestFailedBootThatIsShown: OCCI 1.2 has a state for it and words, which end the wait at once.
func TestFailedBootThatIsShown(t *testing.T) {
	t.Parallel()
	cloud := acctest.EmulateOCCI(t, occi.Options{Manner: occi.MannerStandard12})
	cloud.Cloud.FailNextBoot()
	run(t, cloud, resource.TestStep{
		Config: vm(cloud, set("os_template", cloud.Image)),
		ExpectError: words(`The VM was created but is not ready`, `its last state was "error": the VM failed: `+
			`The compute could not be started`),
	})
}

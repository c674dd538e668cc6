package server_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator"
	emulated "github.com/terraform-provider-occi/terraform-provider-occi/internal/emulator/cloudsigma"
)

// capabilities has the location answer with these limits instead of its own.
func (f *fixture) capabilities(t *testing.T, status int, body string) {
	t.Helper()
	err := f.Server.Faults.Add(emulator.Fault{
		Kind: emulator.FaultAnswer, Method: "GET", Path: `/capabilities/$`, Status: status, Body: body,
		Header: map[string]string{"Content-Type": "application/json"},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestServerLimitsAreThoseOfTheLocation plans what the emulated location offers and another one does not.
func TestServerLimitsAreThoseOfTheLocation(t *testing.T) {
	t.Parallel()
	const other = `{
  "hosts": {"amd": {"cpu": {"min": 500, "max": 4000}, "cpu_per_smp": {"min": 1500, "max": 2000}, "mem": {"min": 1073741824.0, "max": 4294967296}, "smp": {"min": 1, "max": 2}}},
  "hypervisors": {"kvm": ["amd"], "xen": ["arm"]}, "gpus": {"nvidia_a100": {}}, "epc": {"max_per_host": 1048576, "epc_mem_ratio": 0.5}
}`
	for name, test := range map[string]struct{ lines, wanted string }{
		"sizes and devices": {
			"cpu_type = \"intel\"\ncpu = 4001\nmemory = 536870912\ngpus = [\"nvidia_a6000\"]\nenclave_page_caches = [1048576, 65536]",
			`does not run on hosts of the type\s+"intel"; it runs on:\s+amd.*from 500 to 4000 MHz.*from 1073741824 to 4294967296\s+bytes.*` +
				`has no GPU\s+"nvidia_a6000"; it has: nvidia_a100.*at most 1048576 bytes for the\s+enclaves of a server; got\s+1114112`,
		},
		"hypervisor and fast cores": {
			"hypervisor = \"solaris-kz\"\ncpu = 3000\nsmp = 1",
			`has no hypervisor\s+"solaris-kz"; it has: kvm, xen.*3000 MHz to each of 1 cores; the\s+most is 2000 MHz`,
		},
		"slow cores": {"cpu = 2000\nsmp = 3", `from 1 to 2\s+cores.*666 MHz for each of 3 cores; the\s+least is 1500 MHz`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newFixture(t, emulated.Options{})
			f.capabilities(t, 200, other)
			f.test(t, resource.TestStep{Config: f.config(test.lines), PlanOnly: true, ExpectError: regexp.MustCompile(`(?s)` + test.wanted)})
			if asked := f.Server.Log.Count("GET", `/capabilities/$`); asked != 1 {
				t.Errorf("the capabilities were asked for %d times in one run", asked)
			}
		})
	}
}

// TestServerLimitsThatCannotBeRead leaves the check to the API.
func TestServerLimitsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	f := newFixture(t, emulated.Options{})
	f.capabilities(t, 403, `[{"error_type": "permission", "error_point": null, "error_message": "Not for you"}]`)
	f.test(t,
		resource.TestStep{
			Config: f.config("cpu = 3000\nsmp = 4"), ExpectError: regexp.MustCompile(`(?s)Could not create.*smp = 4.*400.*smp:.*minimum\s+amount\s+of\s+cpu\s+per\s+smp`),
		},
		resource.TestStep{Config: f.config(`cpu = 8000`)},
		resource.TestStep{
			Config: f.config(`cpu = 9000`),
			Check: func(state *terraform.State) error {
				if cores := state.RootModule().Resources[address].Primary.Attributes["smp"]; cores != "4" {
					return fmt.Errorf("%s cores, want the 4 that the API chose", cores)
				}
				return nil
			},
		},
	)
}

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
  "hypervisors": {"kvm": ["amd"], "xen": ["arm"]}, "gpus": {
    "nvidia_a100": {"cpu": {"max": 2500}, "mem": {"max": 2147483648}, "smp": {"max": 1}},
    "nvidia_a40": {"max_cpu": 500, "max_mem": 1073741824.0, "max_smp": 1}, "nvidia_t4": {"cpu": "much"}
  },
  "epc": {"max_per_host": 8589934592, "epc_mem_ratio": 0.5}
}`
	for name, test := range map[string]struct{ lines, wanted string }{
		"sizes and devices": {
			"cpu_type = \"intel\"\ncpu = 4001\nmemory = 536870912\ngpus = [\"nvidia_a6000\"]\nenclave_page_caches = [8589934592, 65536]",
			`does not run on hosts of the type\s+"intel"; it runs on:\s+amd.*from 500 to 4000 MHz.*from 1073741824 to 4294967296\s+bytes.*` +
				`8590000128 bytes of enclaves needs\s+4295000064 bytes of memory\s+or\s+more\s+there; got\s+536870912.*` +
				`has no GPU\s+"nvidia_a6000"; it has: nvidia_a100,\s+nvidia_a40,\s+nvidia_t4.*` +
				`at most 8589934592 bytes for the\s+enclaves of a server; got\s+8590000128`,
		},
		"hypervisor and fast cores": {
			"hypervisor = \"solaris-kz\"\ncpu = 3000\nsmp = 1",
			`has no hypervisor\s+"solaris-kz"; it has: kvm, xen.*3000 MHz to each of 1 cores; the\s+most is 2000 MHz`,
		},
		"one GPU": {
			"cpu = 2600\nmemory = 2147483649\nsmp = 2\ngpus = [\"nvidia_a100\"]",
			`up to 2500 MHz to a server with these\s+gpus; got 2600.*up to 2147483648 bytes.*up to 1 cores`,
		},
		"two GPUs": {
			"cpu = 3100\nmemory = 3221225472\nsmp = 2\ngpus = [\"nvidia_a100\", \"nvidia_a40\"]", `up to 3000 MHz to a server with these\s+gpus; got 3100`,
		},
		"a GPU without limits": {
			"cpu = 4001\nmemory = 2147483649\ngpus = [\"nvidia_a100\", \"nvidia_t4\"]",
			`exit status 1[^E]*Error: Outside[^E]*from 500 to 4000 MHz; got 4001\.\s*$`,
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

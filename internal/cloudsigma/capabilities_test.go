package cloudsigma_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

// TestGPULimits reads both ways of writing limits, and takes what is neither for a limit that is not told.
func TestGPULimits(t *testing.T) {
	t.Parallel()
	var got cloudsigma.Capabilities
	err := json.Unmarshal([]byte(`{"epc": {"epc_mem_ratio": 0.5, "max_per_host": 68719476736}, "gpus": {
		"nested": {"cpu": {"max": 1000, "min": 250}, "mem": {"max": 2048.0}, "smp": {"max": 4}},
		"flat": {"max_cpu": 1000, "max_mem": 2048.0, "max_smp": 4},
		"odd": {"cpu": [1], "max_mem": "much"}, "empty": {}, "none": null
	}}`), &got)
	all := cloudsigma.GPULimits{CPU: 1000, Memory: 2048, SMP: 4}
	want := cloudsigma.Capabilities{
		EPC:  cloudsigma.EPCLimits{MaxPerHost: 64 << 30, MemoryRatio: 0.5},
		GPUs: map[string]cloudsigma.GPULimits{"nested": all, "flat": all, "odd": {}, "empty": {}, "none": {}},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

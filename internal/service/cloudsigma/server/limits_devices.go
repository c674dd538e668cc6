package server

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// checkGPUs tells models that the location does not have, and sizes that are too large for those that it has. A location
// without any does not list models; whether it has one after all is for the API to say.
func (m *model) checkGPUs(ctx context.Context, offered *cloudsigma.Capabilities, diagnostics *diag.Diagnostics) {
	if len(offered.GPUs) == 0 || !cloudsigmaentity.IsSet(m.GPUs) {
		return
	}
	var models []types.String
	diagnostics.Append(m.GPUs.ElementsAs(ctx, &models, false)...)
	var limits []cloudsigma.GPULimits
	for i, model := range models {
		limit, found := offered.GPUs[model.ValueString()]
		if !found && !model.IsUnknown() {
			diagnostics.AddAttributeError(path.Root("gpus").AtListIndex(i), outsideLimits, fmt.Sprintf("The location has no GPU %q; it has: %s.",
				model.ValueString(), strings.Join(slices.Sorted(maps.Keys(offered.GPUs)), ", ")))
		}
		limits = append(limits, limit)
	}
	for _, size := range []struct {
		attribute, unit string
		value           types.Int64
		of              func(cloudsigma.GPULimits) int64
	}{
		{"cpu", " MHz", m.CPU, func(gpu cloudsigma.GPULimits) int64 { return gpu.CPU }},
		{"memory", " bytes", m.Memory, func(gpu cloudsigma.GPULimits) int64 { return gpu.Memory }},
		{"smp", " cores", m.SMP, func(gpu cloudsigma.GPULimits) int64 { return gpu.SMP }},
	} {
		most, isKnown := mostFor(limits, size.of)
		if isKnown && size.value.ValueInt64() > most {
			diagnostics.AddAttributeError(path.Root(size.attribute), outsideLimits, fmt.Sprintf(
				"The location offers up to %d%s to a server with these gpus; got %d.", most, size.unit, size.value.ValueInt64()))
		}
	}
}

// mostFor is what a server may have for its GPUs together; false if one of them does not tell. The documentation does not say whether
// several allow more than one of them: that is for the API to refuse.
func mostFor(gpus []cloudsigma.GPULimits, of func(cloudsigma.GPULimits) int64) (most int64, isKnown bool) {
	for _, gpu := range gpus {
		if of(gpu) == 0 {
			return 0, false
		}
		most += of(gpu)
	}
	return most, len(gpus) > 0
}

// checkEnclaves holds the enclaves against what the location has, and the memory against what they need.
func (m *model) checkEnclaves(ctx context.Context, offered *cloudsigma.Capabilities, diagnostics *diag.Diagnostics) {
	if !cloudsigmaentity.IsSet(m.EnclavePageCaches) {
		return
	}
	var sizes []types.Int64
	diagnostics.Append(m.EnclavePageCaches.ElementsAs(ctx, &sizes, false)...)
	var sum int64
	for _, size := range sizes {
		sum += size.ValueInt64()
	}
	if most := offered.EPC.MaxPerHost; most > 0 && sum > most {
		diagnostics.AddAttributeError(path.Root("enclave_page_caches"), outsideLimits, fmt.Sprintf(
			"The location has at most %d bytes for the enclaves of a server; got %d.", most, sum))
	}
	least := int64(offered.EPC.MemoryRatio * float64(sum))
	if cloudsigmaentity.IsSet(m.Memory) && m.Memory.ValueInt64() < least {
		diagnostics.AddAttributeError(path.Root("memory"), outsideLimits, fmt.Sprintf(
			"A server with %d bytes of enclaves needs %d bytes of memory or more there; got %d.", sum, least, m.Memory.ValueInt64()))
	}
}

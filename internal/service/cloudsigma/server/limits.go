package server

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// What servers have that do not say (servers.rst).
const (
	defaultHypervisor = "kvm"
	defaultCPUType    = "amd"
)

// outsideLimits is the summary of diagnostics about what a location does not offer.
const outsideLimits = "Outside the limits of the location"

// changesSize tells whether the plan has to be checked against the limits of the location. What is not known yet
// cannot be checked.
func (m *model) changesSize(state *model) bool {
	for _, pair := range [][2]attr.Value{
		{m.CPU, state.CPU},
		{m.Memory, state.Memory},
		{m.SMP, state.SMP},
		{m.Hypervisor, state.Hypervisor},
		{m.CPUType, state.CPUType},
		{m.GPUs, state.GPUs},
		{m.EnclavePageCaches, state.EnclavePageCaches},
	} {
		if cloudsigmaentity.IsSet(pair[0]) && !pair[0].Equal(pair[1]) {
			return true
		}
	}
	return false
}

// checkLimits tells what the location does not offer.
func (m *model) checkLimits(ctx context.Context, offered *cloudsigma.Capabilities, diagnostics *diag.Diagnostics) {
	m.checkHost(offered, diagnostics)
	m.checkSizes(m.hosts(offered), diagnostics)
	m.checkGPUs(ctx, offered, diagnostics)
	m.checkEnclaves(ctx, offered, diagnostics)
}

// checkHost holds hypervisor and cpu_type against the pairs of the location.
func (m *model) checkHost(offered *cloudsigma.Capabilities, diagnostics *diag.Diagnostics) {
	hypervisor, cpuType := known(m.Hypervisor, defaultHypervisor), known(m.CPUType, defaultCPUType)
	cpuTypes, found := offered.Hypervisors[hypervisor]
	switch {
	case len(offered.Hypervisors) == 0 || !cloudsigmaentity.IsSet(m.Hypervisor) && !cloudsigmaentity.IsSet(m.CPUType):
	case !found:
		diagnostics.AddAttributeError(path.Root("hypervisor"), outsideLimits, fmt.Sprintf("The location has no hypervisor %q; it has: %s.",
			hypervisor, strings.Join(slices.Sorted(maps.Keys(offered.Hypervisors)), ", ")))
	case !slices.Contains(cpuTypes, cpuType):
		diagnostics.AddAttributeError(path.Root("cpu_type"), outsideLimits, fmt.Sprintf("The hypervisor %s does not run on hosts of the type %q; it runs on: %s.",
			hypervisor, cpuType, strings.Join(cpuTypes, ", ")))
	}
}

func known(value types.String, otherwise string) string {
	if cloudsigmaentity.IsSet(value) {
		return value.ValueString()
	}
	return otherwise
}

// hosts are the limits of the type of host that the server runs on, or of all if that one is not known.
func (m *model) hosts(offered *cloudsigma.Capabilities) []cloudsigma.HostLimits {
	if host, found := offered.Hosts[known(m.CPUType, defaultCPUType)]; found {
		return []cloudsigma.HostLimits{host}
	}
	return slices.Collect(maps.Values(offered.Hosts))
}

func (m *model) checkSizes(hosts []cloudsigma.HostLimits, diagnostics *diag.Diagnostics) {
	for _, size := range []struct {
		attribute, unit string
		value           types.Int64
		of              func(cloudsigma.HostLimits) cloudsigma.Range
	}{
		{"cpu", " MHz", m.CPU, func(host cloudsigma.HostLimits) cloudsigma.Range { return host.CPU }},
		{"memory", " bytes", m.Memory, func(host cloudsigma.HostLimits) cloudsigma.Range { return host.Memory }},
		{"smp", " cores", m.SMP, func(host cloudsigma.HostLimits) cloudsigma.Range { return host.SMP }},
	} {
		allowed, known := widest(hosts, size.of)
		value := size.value.ValueInt64()
		isChosen := size.attribute == "smp" && m.leavesCores()
		if known && !isChosen && cloudsigmaentity.IsSet(size.value) && (value < allowed.Min || value > allowed.Max) {
			diagnostics.AddAttributeError(path.Root(size.attribute), outsideLimits,
				fmt.Sprintf("The location offers from %d to %d%s; got %d.", allowed.Min, allowed.Max, size.unit, value))
		}
	}
	m.checkCores(hosts, diagnostics)
}

// checkCores holds the speed of each core against the limits. A single core may have less than the least per core,
// down to the least cpu.
func (m *model) checkCores(hosts []cloudsigma.HostLimits, diagnostics *diag.Diagnostics) {
	allowed, known := perCore(hosts)
	if !known || !cloudsigmaentity.IsSet(m.SMP) || !cloudsigmaentity.IsSet(m.CPU) || m.SMP.ValueInt64() < 1 {
		return
	}
	cores := m.SMP.ValueInt64()
	each := m.CPU.ValueInt64() / cores
	switch {
	case cores > 1 && each < allowed.Min:
		diagnostics.AddAttributeError(path.Root("smp"), "Too many cores", fmt.Sprintf(
			"cpu = %d leaves %d MHz for each of %d cores; the least is %d MHz.", m.CPU.ValueInt64(), each, cores, allowed.Min))
	case m.CPU.ValueInt64() > allowed.Max*cores:
		diagnostics.AddAttributeError(path.Root("smp"), "Too few cores", fmt.Sprintf(
			"cpu = %d gives %d MHz to each of %d cores; the most is %d MHz.", m.CPU.ValueInt64(), each, cores, allowed.Max))
	}
}

func perCore(hosts []cloudsigma.HostLimits) (allowed cloudsigma.Range, known bool) {
	return widest(hosts, func(host cloudsigma.HostLimits) cloudsigma.Range { return host.CPUPerSMP })
}

// widest is the range that all types of hosts cover together; false if none tells its limits.
func widest(
	hosts []cloudsigma.HostLimits, of func(cloudsigma.HostLimits) cloudsigma.Range,
) (allowed cloudsigma.Range, known bool) {
	for _, host := range hosts {
		limits := of(host)
		switch {
		case limits.Max == 0:
		case !known:
			allowed, known = limits, true
		default:
			allowed = cloudsigma.Range{Min: min(allowed.Min, limits.Min), Max: max(allowed.Max, limits.Max)}
		}
	}
	return allowed, known
}

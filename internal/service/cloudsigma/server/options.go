package server

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// option is a setting of the virtual machine that is one value. If it is not configured, the server has its
// default at first, and later what it has is left alone.
type option struct {
	attribute string
	// value is its place in a model.
	value func(*model) attr.Value
	// show writes what the server says into a model, and change what a model says into a definition.
	show   func(*model, *cloudsigma.ServerDefinition)
	change func(*model, *cloudsigma.ServerDefinition)
	// take copies the value of one model into another.
	take func(into, from *model)
}

var options = []option{
	text("hypervisor", func(m *model) *types.String { return &m.Hypervisor },
		func(d *cloudsigma.ServerDefinition) string { return d.Hypervisor },
		func(d *cloudsigma.ServerDefinition, value string) { d.Hypervisor = value }),
	text("cpu_type", func(m *model) *types.String { return &m.CPUType },
		func(d *cloudsigma.ServerDefinition) string { return d.CPUType },
		func(d *cloudsigma.ServerDefinition, value string) { d.CPUType = value }),
	text("cpu_model", func(m *model) *types.String { return &m.CPUModel },
		(*cloudsigma.ServerDefinition).CPUModel, (*cloudsigma.ServerDefinition).SetCPUModel),
	text("allocation_pool", func(m *model) *types.String { return &m.AllocationPool },
		(*cloudsigma.ServerDefinition).AllocationPool, (*cloudsigma.ServerDefinition).SetAllocationPool),
	toggle("cpus_instead_of_cores", func(m *model) *types.Bool { return &m.CPUsInsteadOfCores },
		func(d *cloudsigma.ServerDefinition) **bool { return &d.CPUsInsteadOfCores }),
	toggle("enable_numa", func(m *model) *types.Bool { return &m.EnableNUMA },
		func(d *cloudsigma.ServerDefinition) **bool { return &d.EnableNUMA }),
	toggle("hv_relaxed", func(m *model) *types.Bool { return &m.HVRelaxed },
		func(d *cloudsigma.ServerDefinition) **bool { return &d.HVRelaxed }),
	toggle("hv_tsc", func(m *model) *types.Bool { return &m.HVTSC },
		func(d *cloudsigma.ServerDefinition) **bool { return &d.HVTSC }),
	toggle("context", func(m *model) *types.Bool { return &m.Context },
		func(d *cloudsigma.ServerDefinition) **bool { return &d.Context }),
	toggle("auto_start", func(m *model) *types.Bool { return &m.AutoStart },
		func(d *cloudsigma.ServerDefinition) **bool { return &d.AutoStart }),
	toggle("is_grey", func(m *model) *types.Bool { return &m.IsGrey },
		func(d *cloudsigma.ServerDefinition) **bool { return &d.Grey }),
}

func text(
	attribute string, place func(*model) *types.String,
	get func(*cloudsigma.ServerDefinition) string, set func(*cloudsigma.ServerDefinition, string),
) option {
	return option{
		attribute: attribute,
		value:     func(m *model) attr.Value { return *place(m) },
		show:      func(m *model, d *cloudsigma.ServerDefinition) { *place(m) = cloudsigmaentity.TextOrNull(get(d)) },
		change:    func(m *model, d *cloudsigma.ServerDefinition) { set(d, place(m).ValueString()) },
		take:      func(into, from *model) { *place(into) = *place(from) },
	}
}

func toggle(
	attribute string, place func(*model) *types.Bool, member func(*cloudsigma.ServerDefinition) **bool,
) option {
	return option{
		attribute: attribute,
		value:     func(m *model) attr.Value { return *place(m) },
		show:      func(m *model, d *cloudsigma.ServerDefinition) { *place(m) = types.BoolPointerValue(*member(d)) },
		change:    func(m *model, d *cloudsigma.ServerDefinition) { *member(d) = place(m).ValueBoolPointer() },
		take:      func(into, from *model) { *place(into) = *place(from) },
	}
}

// changed tells whether a plan changes the option.
func (o option) changed(planned, prior *model) bool {
	return cloudsigmaentity.IsSet(o.value(planned)) && !o.value(planned).Equal(o.value(prior))
}

func (m *model) showOptions(definition *cloudsigma.ServerDefinition) {
	for _, option := range options {
		option.show(m, definition)
	}
}

func (m *model) changeOptions(definition *cloudsigma.ServerDefinition, prior *model) {
	for _, option := range options {
		if option.changed(m, prior) {
			option.change(m, definition)
		}
	}
}

// learnOptions takes the options over that a plan did not know.
func (m *model) learnOptions(shown *model) {
	for _, option := range options {
		if option.value(m).IsUnknown() {
			option.take(m, shown)
		}
	}
}

package compute

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// size is a size of a VM by the name of its argument.
type size struct {
	name  string
	value attr.Value
}

func (m *model) sizes() []size {
	return []size{{"cores", m.Cores}, {"memory", m.Memory}, {"architecture", m.Architecture}}
}

// planSizes checks sizes beside a template, which decides them: so configurations are that Terraform generates at an
// import. What the VM has must agree; of a template that it has not got yet the sizes are told when the VM shows them.
func (m *model) planSizes(state, config *model, diagnostics *diag.Diagnostics) {
	if config.ResourceTemplate.IsNull() {
		return
	}
	shown := state.sizes()
	for i, configured := range config.sizes() {
		has := shown[i].value
		if !isSet(configured.value) {
			continue
		}
		if !isSet(has) || !m.ResourceTemplate.Equal(state.ResourceTemplate) {
			diagnostics.AddAttributeWarning(path.Root(configured.name), "The template decides the size", fmt.Sprintf(
				"Beside resource_template %s is not sent. It is an error if the template brings anything but %s.",
				configured.name, configured.value))
			continue
		}
		if !configured.value.Equal(has) {
			tfkit.ReportAttributeError(diagnostics, path.Root(configured.name), "The template has another size", fmt.Errorf(
				"the template %s brings %s: choose another template, or remove this argument", m.ResourceTemplate.ValueString(), has))
		}
	}
}

// checkSizes is an error if a VM with a template shows other sizes than are configured beside it.
func (m *model) checkSizes(entity *occi.Entity) error {
	if !isSet(m.ResourceTemplate) {
		return nil
	}
	var found model
	found.showSizes(entity)
	var errs []error
	shown := found.sizes()
	for i, configured := range m.sizes() {
		if has := shown[i].value; isSet(configured.value) && isSet(has) && !configured.value.Equal(has) {
			errs = append(errs, fmt.Errorf("the template %s brings %s = %s, not %s: remove the argument, or choose another template",
				m.ResourceTemplate.ValueString(), configured.name, has, configured.value))
		}
	}
	return errors.Join(errs...)
}

// checkSizes checks what a scale brought, if it is not only to be confirmed.
func (u *update) checkSizes(context.Context) error {
	if u.pending {
		return nil
	}
	return u.config.checkSizes(u.entity)
}

package compute

import (
	"context"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
)

// setAttributes changes attributes in place, and waits for those that the server shows. A server that shows
// none of them may not keep them at all: occi-os drops titles of VMs and answers 400 to their change (capture
// 16-compute-update-hostname). They are then kept in the state alone.
func (u *update) setAttributes(ctx context.Context) error {
	changed := u.changedAttributes()
	if len(changed) == 0 {
		return nil
	}
	shown := u.shownBefore(changed)
	err := u.carryOut(ctx, change{
		name: "the changed attributes", goal: "show the changed attributes",
		send: func(ctx context.Context) error {
			return u.client.Update(ctx, u.done.ID.ValueString(), nil, changed)
		},
		reached: func(entity *occi.Entity) bool { return shows(entity, shown) },
	})
	switch {
	case len(shown) == 0 && areNames(changed) && occi.HasStatus(err, http.StatusBadRequest):
		return nil
	case refusesUpdate(err):
		return fmt.Errorf("%w\n\nThe server does not change attributes of a VM in place: terraform apply -replace makes a new VM", err)
	default:
		return err
	}
}

// areNames tells whether nothing but texts for people is changed: a size that was refused must not be taken for set.
func areNames(changed occi.Attributes) bool {
	for name := range changed {
		if name != infrastructure.AttributeTitle && name != infrastructure.AttributeSummary {
			return false
		}
	}
	return true
}

// changedAttributes are those of which the plan says something else than the state. What the server
// chooses is unknown in the plan and not among them.
func (u *update) changedAttributes() occi.Attributes {
	planned, prior := u.plan.changeableAttributes(), u.done.changeableAttributes()
	if isSet(u.config.ResourceTemplate) {
		// The template decides them.
		for _, name := range []string{
			infrastructure.AttributeComputeCores, infrastructure.AttributeComputeMemory, infrastructure.AttributeComputeArchitecture,
		} {
			delete(planned, name)
		}
	}
	for name, value := range planned {
		if value.Equal(prior[name]) {
			delete(planned, name)
		}
	}
	return planned
}

func (m *model) changeableAttributes() occi.Attributes {
	attributes := occi.Attributes{}
	for name, value := range map[string]types.String{
		infrastructure.AttributeTitle: m.Title, infrastructure.AttributeSummary: m.Summary,
	} {
		if isSet(value) {
			attributes[name] = occi.String(value.ValueString())
		}
	}
	m.setSize(attributes)
	return attributes
}

// shownBefore are those of the attributes that the VM showed before the change.
func (u *update) shownBefore(changed occi.Attributes) occi.Attributes {
	shown := occi.Attributes{}
	for name, value := range changed {
		if _, before := u.entity.Attributes[name]; before {
			shown[name] = value
		}
	}
	return shown
}

// shows tells whether an entity has the values: numbers as numbers, for 1 may read back as 1.0.
func shows(entity *occi.Entity, attributes occi.Attributes) bool {
	for name, wanted := range attributes {
		has := entity.Attributes[name]
		number, err := has.Float64()
		wantedNumber, wantedErr := wanted.Float64()
		sameNumber := err == nil && wantedErr == nil && number == wantedNumber
		if has.Text() != wanted.Text() && !sameNumber {
			return false
		}
	}
	return true
}

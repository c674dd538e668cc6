package floatingip

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
)

// model is the resource as Terraform sees it.
type model struct {
	ID         types.String   `tfsdk:"id"`
	Pool       types.String   `tfsdk:"pool"`
	ComputeID  types.String   `tfsdk:"compute_id"`
	Address    types.String   `tfsdk:"address"`
	Associated types.Bool     `tfsdk:"associated"`
	Timeouts   timeouts.Value `tfsdk:"timeouts"`
}

// floatingIP is what a server shows of an address. What it does not show is zero.
type floatingIP struct {
	// id is the path of what stands for it.
	id, address, pool string
	// computeID is the VM that it was allocated for.
	computeID  string
	associated types.Bool
}

// showID leaves all but the id unknown: not yet looked at.
func (m *model) showID(id string) {
	m.ID = types.StringValue(id)
	m.Address, m.Associated = types.StringNull(), types.BoolNull()
	if m.Pool.IsUnknown() {
		m.Pool = types.StringNull()
	}
}

// show writes what the server says into the model.
func (m *model) show(known *occi.QueryInterface, found *floatingIP) {
	m.ID = types.StringValue(found.id)
	m.Pool = shownPool(known, found.pool, m.Pool)
	if found.computeID != "" {
		m.ComputeID = types.StringValue(found.computeID)
	}
	if found.address != "" {
		m.Address = types.StringValue(found.address)
	}
	m.Associated = found.associated
}

// allocatesFrom is the pool to allocate from, "" for the one that the server chooses.
func (m *model) allocatesFrom() string { return m.Pool.ValueString() }

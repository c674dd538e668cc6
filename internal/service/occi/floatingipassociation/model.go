package floatingipassociation

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID           types.String   `tfsdk:"id"`
	FloatingIPID types.String   `tfsdk:"floating_ip_id"`
	ComputeID    types.String   `tfsdk:"compute_id"`
	Address      types.String   `tfsdk:"address"`
	State        types.String   `tfsdk:"state"`
	Timeouts     timeouts.Value `tfsdk:"timeouts"`
}

// blueprint is what to create. A link is recognized by its ends.
func (m *model) blueprint(client *occi.Client) occientity.Blueprint {
	return occientity.Blueprint{
		Kind: infrastructure.KindNetworkInterface,
		Attributes: occi.Attributes{
			infrastructure.AttributeSource: occi.String(client.URL(m.ComputeID.ValueString())),
			infrastructure.AttributeTarget: occi.String(client.URL(m.FloatingIPID.ValueString())),
		},
		IsOurs: func(link *occi.Entity) bool {
			source, target := occientity.Ends(client, link)
			return source == m.ComputeID.ValueString() && target == m.FloatingIPID.ValueString()
		},
	}
}

// show writes what the server says into the model.
func (m *model) show(client *occi.Client, link *occi.Entity) {
	m.ID = types.StringValue(link.Location)
	if source, target := occientity.Ends(client, link); source != "" && target != "" {
		m.ComputeID, m.FloatingIPID = types.StringValue(source), types.StringValue(target)
	}
	m.Address = occientity.ShownText(link, infrastructure.AttributeNetworkInterfaceAddress, m.Address)
	m.State = occientity.ShownText(link, infrastructure.AttributeNetworkInterfaceState, m.State)
}

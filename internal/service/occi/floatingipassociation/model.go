package floatingipassociation

import (
	"context"
	"fmt"
	"slices"

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

// refuseSecond refuses to put the address on a VM that has it: ooi answers 200 with the link that is there (capture
// ooi/316-networkinterface-create-to-ipreservation-again), which belongs to somebody else. A VM that is not found is left
// to the server: it may be there all the same.
func (m *model) refuseSecond(ctx context.Context, client *occi.Client) error {
	vm, err := client.Get(ctx, m.ComputeID.ValueString())
	if occi.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	there := slices.IndexFunc(vm.Links, func(link occi.Link) bool { return link.Target == m.FloatingIPID.ValueString() })
	if there < 0 {
		return nil
	}
	return fmt.Errorf("the VM has the floating IP already: import the association with the id %s", vm.Links[there].Self)
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

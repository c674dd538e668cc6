package ip

import (
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmasubscribed"
)

// model is an address as Terraform sees it.
type model struct {
	cloudsigmasubscribed.Model

	Gateway     types.String `tfsdk:"gateway"`
	Netmask     types.Int64  `tfsdk:"netmask"`
	Nameservers types.List   `tfsdk:"nameservers"`
	ServerUUID  types.String `tfsdk:"server_uuid"`
}

// Show implements cloudsigmasubscribed.Entity.
func (m *model) Show(address *cloudsigma.IP) {
	m.ShowCommon(address.UUID, address.ResourceURI, address.Subscription, &address.Annotations)
	m.Gateway = types.StringValue(address.Gateway)
	m.Netmask = types.Int64Value(address.Netmask)
	nameservers := []attr.Value{}
	for _, nameserver := range address.Nameservers {
		nameservers = append(nameservers, types.StringValue(nameserver))
	}
	m.Nameservers = types.ListValueMust(types.StringType, nameservers)
	m.ServerUUID = cloudsigmaentity.UUIDOrNull(address.Server)
}

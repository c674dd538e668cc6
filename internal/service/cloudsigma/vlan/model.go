package vlan

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmasubscribed"
)

// model is a VLAN as Terraform sees it.
type model struct {
	cloudsigmasubscribed.Model

	Servers types.Set `tfsdk:"servers"`
}

// Show implements cloudsigmasubscribed.Entity.
func (m *model) Show(vlan *cloudsigma.VLAN) {
	m.ShowCommon(vlan.UUID, vlan.ResourceURI, vlan.Subscription, &vlan.Annotations)
	m.Servers = cloudsigmaentity.ShownReferences(vlan.Servers)
}

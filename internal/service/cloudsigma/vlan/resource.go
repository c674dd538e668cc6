package vlan

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmasubscribed"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// Resource is cloudsigma_vlan.
type Resource struct {
	cloudsigmasubscribed.Resource[model, cloudsigma.VLAN, *model]
}

// NewResource returns the resource.
func NewResource() resource.Resource {
	return &Resource{cloudsigmasubscribed.Resource[model, cloudsigma.VLAN, *model]{
		Noun: "VLAN", All: func(client *cloudsigma.Client) *cloudsigma.Subscribed[cloudsigma.VLAN] { return client.VLANs },
	}}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_vlan"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = cloudsigmasubscribed.Schema("VLAN", "UUID of the VLAN", cloudsigmaentity.UUID(), map[string]schema.Attribute{
		"servers": schema.SetAttribute{MarkdownDescription: describedServers, ElementType: types.StringType, Computed: true},
	})
}

const describedServers = "UUIDs of the servers with a network interface on the VLAN."

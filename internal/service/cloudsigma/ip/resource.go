package ip

import (
	"context"
	"fmt"
	"net/netip"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmasubscribed"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// Resource is cloudsigma_ip.
type Resource struct {
	cloudsigmasubscribed.Resource[model, cloudsigma.IP, *model]
}

// NewResource returns the resource.
func NewResource() resource.Resource {
	return &Resource{cloudsigmasubscribed.Resource[model, cloudsigma.IP, *model]{
		Noun: "IP address", All: func(client *cloudsigma.Client) *cloudsigma.Subscribed[cloudsigma.IP] { return client.IPs },
	}}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_ip"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = cloudsigmasubscribed.Schema("IP address", describedAddress, tfkit.IPAddress(),
		map[string]schema.Attribute{
			"gateway": schema.StringAttribute{MarkdownDescription: describedGateway, Computed: true},
			"netmask": schema.Int64Attribute{MarkdownDescription: describedNetmask, Computed: true},
			"nameservers": schema.ListAttribute{
				MarkdownDescription: describedNameservers, ElementType: types.StringType, Computed: true,
			},
			"server_uuid": schema.StringAttribute{MarkdownDescription: describedServer, Computed: true},
		})
}

const (
	describedAddress     = "The address, such as `198.51.100.10`"
	describedGateway     = "Default gateway for the address."
	describedNetmask     = "Length of the network's prefix, in bits: `24` is the netmask 255.255.255.0."
	describedNameservers = "Addresses of the name servers that go with the address."
	describedServer      = "UUID of the server that has the address; null if it is free."
)

// ImportState implements resource.ResourceWithImportState: an address is imported by itself.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	if _, err := netip.ParseAddr(request.ID); err != nil {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID),
			fmt.Errorf("it is imported by the address itself: %w", err))
		return
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), request.ID)...)
}

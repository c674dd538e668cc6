package floatingip

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
)

// Default time-outs.
const (
	defaultCreateTimeout = 10 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

// Resource is occi_floating_ip.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_floating_ip"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// way is the way of the configured server with its query interface, or nil with a diagnostic.
func (r *Resource) way(ctx context.Context, diagnostics *diag.Diagnostics) (way, *occi.QueryInterface) {
	client := r.Client(diagnostics)
	if client == nil {
		return nil, nil
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, "Could not ask the server how it gives out floating IPs", err)
		return nil, nil
	}
	found, err := wayOf(client, known)
	if err != nil {
		tfkit.ReportError(diagnostics, "No floating IPs on this server", err)
	}
	return found, known
}

// Create implements resource.Resource. The id is in the state before anything is waited for.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	way, known := r.way(ctx, &response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	if reportMisplacedVM(way, &plan, &response.Diagnostics); response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Create(ctx, defaultCreateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	id, err := way.allocate(ctx, &plan)
	if id != "" {
		plan.showID(id)
		response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not allocate a floating IP", err)
		return
	}
	found, err := waitForAddress(ctx, way, &plan)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "The floating IP was allocated but the server does not show it", err)
		return
	}
	plan.show(known, found)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
}

// waitForAddress waits until a new floating IP shows its address.
func waitForAddress(ctx context.Context, way way, plan *model) (*floatingIP, error) {
	return tfkit.Wait[*floatingIP]{
		Entity: "floating IP " + plan.ID.ValueString(), Goal: "show its address",
		Read:  func(ctx context.Context) (*floatingIP, error) { return way.find(ctx, plan) },
		Check: func(found *floatingIP) (string, bool, error) { return "", found != nil && found.address != "", nil },
	}.Until(ctx)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	way, known := r.way(ctx, &response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the floating IP", tfkit.IsGone, func(state *model) error {
		found, err := way.find(ctx, state)
		if err == nil && found != nil {
			state.show(known, found)
		}
		return tfkit.UnlessGone(found != nil, err)
	})
}

// Update implements resource.Resource. Only the time-outs change in place, and what an imported address did not show.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	way, _ := r.way(ctx, &response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not release the floating IP", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		return way.release(ctx, state)
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	if way, _ := r.way(ctx, &response.Diagnostics); way != nil {
		r.ResourceBase.ImportState(ctx, way.kind(), request, response)
	}
}

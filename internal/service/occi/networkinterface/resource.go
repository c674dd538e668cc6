package networkinterface

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
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
	defaultCreateTimeout = 5 * time.Minute
	defaultDeleteTimeout = 5 * time.Minute
)

// Resource is occi_network_interface.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_network_interface"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// Create implements resource.Resource. The id is in the state before anything is waited for.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Create(ctx, defaultCreateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	vm, err := client.Get(ctx, plan.SourceID.ValueString())
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not connect the VM to the network", err)
		return
	}
	blueprint := plan.blueprint(ctx, client, vm, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	location, err := connect(ctx, client, vm.Location, blueprint)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not connect the VM to the network", err)
		return
	}
	plan.show(client, &occi.Entity{Location: location})
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)

	link, err := waitUntilActive(ctx, client, location)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "The interface was created but is not active", err)
		link = occientity.ReadBack(ctx, client, location, &response.Diagnostics)
	}
	plan.show(client, link)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	if err == nil {
		plan.tellUnfulfilled(&response.Diagnostics)
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the network interface", tfkit.IsGone, func(state *model) error {
		link, err := find(ctx, client, state)
		if err == nil && link != nil {
			state.show(client, link)
		}
		return tfkit.UnlessGone(link != nil, err)
	})
}

// Update implements resource.Resource. Only the time-outs change in place, and what an imported interface did not
// show.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	plan.show(client, occientity.ReadBack(ctx, client, plan.ID.ValueString(), &response.Diagnostics))
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not disconnect the VM from the network", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		link, err := find(ctx, client, state)
		if link == nil || err != nil {
			return err
		}
		return disconnect(ctx, client, link.Location)
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, infrastructure.KindNetworkInterface, request, response)
}

package network

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
	defaultCreateTimeout = 10 * time.Minute
	defaultUpdateTimeout = 5 * time.Minute
	defaultDeleteTimeout = 5 * time.Minute
)

// Resource is occi_network.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_network"
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
	blueprint := plan.blueprint(ctx, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	location, err := occientity.Create(ctx, client, blueprint)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not create the network", err)
		return
	}
	plan.show(&occi.Entity{Location: location})
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)

	network, err := settle(ctx, client, location)
	if err == nil {
		network, err = setPower(ctx, client, network, plan.Up)
	}
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "The network was created but is not ready", err)
		network = occientity.ReadBack(ctx, client, location, &response.Diagnostics)
	} else {
		tellNotShown(blueprint.Attributes, network, &response.Diagnostics)
	}
	plan.show(network)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	if err == nil {
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the network", occi.IsNotFound, func(state *model) error {
		network, err := occientity.Read(ctx, client, state.ID.ValueString(), infrastructure.KindNetwork)
		if err == nil {
			state.show(network)
		}
		return err
	})
}

// Update implements resource.Resource.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	timeout, problems := plan.Timeouts.Update(ctx, defaultUpdateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	changed := plan.changedSince(&state)
	network, err := change(ctx, client, state.ID.ValueString(), changed)
	if err == nil {
		network, err = setPower(ctx, client, network, plan.Up)
	}
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not change the network", err)
		state.show(occientity.ReadBack(ctx, client, state.ID.ValueString(), &response.Diagnostics))
		response.Diagnostics.Append(response.State.Set(ctx, &state)...)
		return
	}
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	tellNotShown(changed, network, &response.Diagnostics)
	plan.show(network)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the network", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		return remove(ctx, client, state.ID.ValueString())
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, infrastructure.KindNetwork, request, response)
}

package storage

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
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
	defaultDeleteTimeout = 10 * time.Minute
)

// Resource is occi_storage.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_storage"
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
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not create the volume", err)
		return
	}
	plan.show(&occi.Entity{Location: location})
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)

	volume, err := waitForCreation(ctx, client, location)
	if err == nil && isFalse(plan.Online) {
		volume, err = setOnline(ctx, client, location, false)
	}
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "The volume was created but is not ready", err)
		volume = occientity.ReadBack(ctx, client, location, &response.Diagnostics)
	}
	plan.show(volume)
	plan.tellOtherSize(&response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	if err == nil {
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// tellOtherSize warns if the server made something else of the size.
func (m *model) tellOtherSize(diagnostics *diag.Diagnostics) {
	if !m.ActualSize.IsNull() && !m.ActualSize.Equal(m.Size) {
		diagnostics.AddAttributeWarning(path.Root("size"), "The volume has another size", fmt.Sprintf(
			"%v GB were asked for, and the server made a volume of %v GB.", m.Size.ValueFloat64(), m.ActualSize.ValueFloat64()))
	}
}

// online is the wait for a volume to be neither made, attached nor detached.
func online(id string) occientity.StateWait {
	return occientity.StateWait{
		Entity: "volume " + id, Path: id,
		Attribute: infrastructure.AttributeStorageState,
		Target:    infrastructure.StorageStateOnline, Failed: infrastructure.StorageStateError,
	}
}

func waitForCreation(ctx context.Context, client *occi.Client, id string) (*occi.Entity, error) {
	wait := online(id)
	wait.New = true
	return wait.Until(ctx, client)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the volume", occi.IsNotFound, func(state *model) error {
		volume, err := occientity.Read(ctx, client, state.ID.ValueString(), infrastructure.KindStorage)
		if err == nil {
			state.show(volume)
		}
		return err
	})
}

// Update implements resource.Resource: title and summary, the size if it grows, and whether the volume is online.
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
	volume, err := change(ctx, client, &plan, &state)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, occientity.Names, "Could not change the volume", err)
		state.show(occientity.ReadBack(ctx, client, state.ID.ValueString(), &response.Diagnostics))
		response.Diagnostics.Append(response.State.Set(ctx, &state)...)
		return
	}
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	plan.show(volume)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the volume", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		return occientity.DeleteSettled(ctx, client, online(state.ID.ValueString()))
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, infrastructure.KindStorage, request, response)
}

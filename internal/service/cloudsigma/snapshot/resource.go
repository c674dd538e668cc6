package snapshot

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure    = (*Resource[model, *model])(nil)
	_ resource.ResourceWithModifyPlan   = (*Resource[model, *model])(nil)
	_ resource.ResourceWithImportState  = (*Resource[model, *model])(nil)
	_ resource.ResourceWithUpgradeState = (*Resource[model, *model])(nil)
	_ resource.ResourceWithMoveState    = (*Resource[model, *model])(nil)
)

// Default time-outs.
const (
	defaultCreateTimeout = 30 * time.Minute
	defaultUpdateTimeout = 30 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

// Resource is cloudsigma_snapshot or cloudsigma_remote_snapshot.
type Resource[M any, P modelOf[M]] struct {
	cloudsigmaentity.ResourceBase
	cloudsigmaentity.Successor
	kind kind
}

// Metadata implements resource.Resource.
func (r *Resource[M, P]) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = r.kind.typeName
}

// Schema implements resource.Resource.
func (r *Resource[M, P]) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = r.kind.schema(ctx)
}

// ModifyPlan implements resource.ResourceWithModifyPlan.
func (r *Resource[M, P]) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if r.kind.remote {
		r.CheckRemoteLocation(ctx, path.Root("location"), request, response)
	}
	tfkit.PlanUpdate(request, response, nil)
	cloudsigmaentity.PlanStatus(ctx, request, response, passes)
}

// Create implements resource.Resource. The id is in the state before anything is waited for.
func (r *Resource[M, P]) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var known M
	response.Diagnostics.Append(request.Plan.Get(ctx, &known)...)
	if response.Diagnostics.HasError() {
		return
	}
	planned := *P(&known).common()
	timeout, problems := planned.Timeouts.Create(ctx, defaultCreateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	snapshot, err := r.kind.create(ctx, client, P(&known).definition(ctx))
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, "Could not create the "+r.kind.noun, err)
		return
	}
	P(&known).show(snapshot)
	response.Diagnostics.Append(response.State.Set(ctx, &known)...)

	uuid := snapshot.UUID
	if snapshot, err = r.finish(ctx, client, uuid, &planned); err != nil {
		tfkit.ReportError(&response.Diagnostics, "The "+r.kind.noun+" was created but is not available", err)
		// What exists has to be in the state, also if the run was cancelled.
		snapshot, err = r.kind.of(client).Get(context.WithoutCancel(ctx), uuid)
		if err != nil {
			response.Diagnostics.AddWarning("The state of the "+r.kind.noun+" is not known", err.Error())
			return
		}
	}
	P(&known).show(snapshot)
	response.Diagnostics.Append(response.State.Set(ctx, &known)...)
}

// finish waits for a new snapshot, and then makes it what the creation did not.
func (r *Resource[M, P]) finish(
	ctx context.Context, client *cloudsigma.Client, uuid string, planned *model,
) (*cloudsigma.Snapshot, error) {
	snapshot, err := r.kind.waitUntilAvailable(ctx, client, uuid)
	if err != nil || planned.describes(&snapshot.Definition) {
		return snapshot, err
	}
	return r.kind.edit(ctx, client, uuid, planned)
}

// Read implements resource.Resource.
func (r *Resource[M, P]) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the "+r.kind.noun, cloudsigma.IsNotFound, func(state *M) error {
		snapshot, err := r.kind.of(client).Get(ctx, P(state).common().ID.ValueString())
		if err == nil {
			P(state).show(snapshot)
		}
		return err
	})
}

// Update implements resource.Resource.
func (r *Resource[M, P]) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	summary := "Could not update the " + r.kind.noun
	client := r.Client(&response.Diagnostics)
	var known M
	response.Diagnostics.Append(tfkit.Changes(request).Get(ctx, &known)...)
	if response.Diagnostics.HasError() {
		return
	}
	changes := *P(&known).common()
	timeout, problems := changes.Timeouts.Update(ctx, defaultUpdateTimeout)
	response.Diagnostics.Append(problems...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	snapshot, err := r.kind.edit(ctx, client, changes.ID.ValueString(), &changes)
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, summary, err)
		return
	}
	P(&known).show(snapshot)
	response.Diagnostics.Append(response.State.Set(ctx, &known)...)
	tfkit.ConcludeUpdate(request, response, summary)
}

// Delete implements resource.Resource.
func (r *Resource[M, P]) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the "+r.kind.noun, defaultDeleteTimeout,
		func(ctx context.Context, state *M) error {
			uuid := P(state).common().ID.ValueString()
			err := r.kind.whenAvailable(ctx, client, uuid, func() error { return r.kind.of(client).Delete(ctx, uuid) })
			if err == nil {
				err = r.kind.waitUntilGone(ctx, client, uuid)
			}
			if cloudsigma.IsNotFound(err) {
				return nil
			}
			return err
		})
}

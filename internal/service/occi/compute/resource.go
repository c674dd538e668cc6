package compute

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/occi/infrastructure"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/occientity"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// Default time-outs.
const (
	defaultCreateTimeout = 20 * time.Minute
	defaultUpdateTimeout = 20 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

// Resource is occi_compute.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_compute"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	var state model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	entity, err := occientity.Read(ctx, client, state.ID.ValueString(), infrastructure.KindCompute)
	if occi.IsNotFound(err) {
		r.handleAbsence(ctx, client, &state, err, response)
		return
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not read the VM", err)
		return
	}
	state.identities = loadIdentities(ctx, request.Private, &response.Diagnostics)
	state.show(ctx, entity, &response.Diagnostics)
	state.identities.save(ctx, response.Private, &response.Diagnostics)
	state.Refresh(ctx, machineOf(entity), notRunning(entity), request.Private, response.Private, &response.Diagnostics)
	state.showSecurityGroups(ctx, client, entity, &response.Diagnostics)
	state.showMixins(ctx, client, entity, response.Private, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &state)...)
}

// handleAbsence removes a VM that was not found from the state, unless the server's list names it: ooi answers 404
// to the GET of a VM whose flavor was deleted (ooi captures 381 to 383). That VM stays in the state as it was, so
// that it can still be destroyed.
func (r *Resource) handleAbsence(
	ctx context.Context, client *occi.Client, state *model, absence error, response *resource.ReadResponse,
) {
	listed, err := isListed(ctx, client, state.ID.ValueString())
	switch {
	case err != nil:
		tfkit.ReportError(&response.Diagnostics, "Could not read the VM", errors.Join(absence, err))
	case listed:
		response.Diagnostics.AddWarning("The VM cannot be read",
			absence.Error()+". The server still lists it, so it is kept in the state as it was last seen. ooi answers so "+
				"when the flavor of a VM was deleted.")
	default:
		response.State.RemoveResource(ctx)
	}
}

// isListed tells whether the server lists a VM.
func isListed(ctx context.Context, client *occi.Client, id string) (bool, error) {
	types, err := client.QueryInterface(ctx)
	if err != nil {
		return false, err
	}
	kind, known := types.Kind(infrastructure.KindCompute)
	if !known || kind.Location == "" {
		return false, nil
	}
	paths, err := client.List(ctx, kind.Location)
	return slices.Contains(paths, id), err
}

// Delete implements resource.Resource.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the VM", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		err := occientity.Delete(ctx, client, state.ID.ValueString())
		if occi.IsNotFound(err) {
			// Capture 46-compute-delete-404-because-volume-vanished; 46-compute-delete-now-works is after the
			// DELETE of the link, which was answered 404 too.
			err = fmt.Errorf("%w\n\nThe VM is still there. occi-os answers so when a volume linked to it is gone: delete the link "+
				"(an occi_storage_link, see the links of the VM), then run destroy again", err)
		}
		return err
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, infrastructure.KindCompute, request, response)
	if response.Diagnostics.HasError() {
		return
	}
	// The defaults are no difference to a configuration that does not mention them.
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("confirm_resize"), true)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("os_change"), osChangeRebuild)...)
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("restart_method"), restartGraceful)...)
}

package driveattachment

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
)

// defaultTimeout is that of each operation: a server that runs is stopped and started for it.
const defaultTimeout = 20 * time.Minute

// Resource is cloudsigma_drive_attachment.
type Resource struct{ cloudsigmaentity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_drive_attachment"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// Create implements resource.Resource.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	timeout, problems := plan.Timeouts.Create(ctx, defaultTimeout)
	response.Diagnostics.Append(problems...)
	if response.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	change := plan.OfflineChange(client, plan.ServerUUID)
	change.Refuse = plan.refuseAttached
	plan.carryOut(ctx, change, "Could not attach the drive", &response.State, &response.Diagnostics)
}

// carryOut attaches the drive, or changes how it is attached, and writes that into the state.
func (m *model) carryOut(
	ctx context.Context, change cloudsigmaserver.OfflineChange, summary string, state *tfsdk.State, diagnostics *diag.Diagnostics,
) {
	change.Apply, change.Done = m.attach, m.attached
	server, err := change.Make(ctx)
	if server != nil && m.show(server) == nil {
		diagnostics.Append(state.Set(ctx, m)...)
	}
	if err != nil {
		tfkit.ReportError(diagnostics, summary, err)
	}
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the attachment of the drive", cloudsigma.IsNotFound, func(state *model) error {
		server, err := client.Servers.Get(ctx, state.ServerUUID.ValueString())
		if err != nil {
			return err
		}
		return state.show(server)
	})
}

// Update implements resource.Resource.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	timeout, problems := plan.Timeouts.Update(ctx, defaultTimeout)
	response.Diagnostics.Append(problems...)
	if response.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	plan.carryOut(ctx, plan.OfflineChange(client, plan.ServerUUID), "Could not change the attachment of the drive",
		&response.State, &response.Diagnostics)
}

// Delete implements resource.Resource. The drive stays.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not detach the drive", defaultTimeout, func(ctx context.Context, state *model) error {
		change := state.OfflineChange(client, state.ServerUUID)
		change.Apply, change.Done = state.detach, state.detached
		if _, err := change.Make(ctx); !cloudsigma.IsNotFound(err) {
			return err
		}
		return nil
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	cloudsigmaserver.ImportAttachment(ctx, "drive_uuid", request, response)
}

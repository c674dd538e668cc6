package server

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

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

	none := types.ListNull(driveType())
	plan.placeDrives(ctx, none, none, &response.Diagnostics)
	definition := plan.definition(ctx, &response.Diagnostics)
	if response.Diagnostics.HasError() {
		return
	}
	server, err := client.Servers.Create(ctx, definition, cloudsigma.NewMarker())
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not create the server", err)
		return
	}
	created := plan
	created.show(ctx, server, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &created)...)
	if plan.PowerState.ValueString() != powerStopped {
		started, err := start(ctx, client, server.UUID, notKnownYet)
		if err != nil {
			tfkit.ReportError(&response.Diagnostics, "The server was created but does not run", err)
			created.readBack(ctx, client, &response.Diagnostics)
			response.Diagnostics.Append(response.State.Set(ctx, &created)...)
			return
		}
		server = started
	}
	plan.complete(ctx, server, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// readBack shows a server after a failure, also if the run was cancelled: what exists has to be in the
// state. If that fails too the model stays as it is, with a warning only, because an error has been told
// already.
func (m *model) readBack(ctx context.Context, client *cloudsigma.Client, diagnostics *diag.Diagnostics) {
	server, err := client.Servers.Get(context.WithoutCancel(ctx), m.ID.ValueString())
	if err != nil {
		diagnostics.AddWarning("The state of the server is not known", err.Error())
		return
	}
	m.show(ctx, server, diagnostics)
}

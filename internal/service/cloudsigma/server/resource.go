package server

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaserver"
)

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState   = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
)

// Default time-outs.
const (
	defaultCreateTimeout = 30 * time.Minute
	defaultUpdateTimeout = 30 * time.Minute
	defaultDeleteTimeout = 20 * time.Minute
)

// Resource is cloudsigma_server.
type Resource struct {
	cloudsigmaentity.ResourceBase
	cloudsigmaentity.Successor
}

const typeName = "cloudsigma_server"

// NewResource returns the resource.
func NewResource() resource.Resource {
	return &Resource{Successor: cloudsigmaentity.Successor{
		TypeName: typeName, Blanks: []string{"vlan_uuid", "ipv4_address"}, Adapt: forgetDefaultNIC,
	}}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = typeName
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the server", cloudsigma.IsNotFound, func(state *model) error {
		server, err := client.Servers.Get(ctx, state.ID.ValueString())
		if err != nil {
			return err
		}
		if cloudsigmaserver.PowerState(server) == cloudsigmaserver.PowerRunning {
			oweStart(ctx, response.Private, false, &response.Diagnostics)
		}
		if state.imported() {
			noteImport(ctx, response.Private, true, &response.Diagnostics)
		}
		state.show(ctx, server, &response.Diagnostics)
		state.Refresh(ctx, machineOf(server), notRunning(server), request.Private, response.Private, &response.Diagnostics)
		return nil
	})
}

// Delete implements resource.Resource. Only a stopped server can be deleted. Its drives stay, unless delete_drives
// says otherwise: most are resources of their own.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the server", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		return remove(ctx, client, state)
	})
}

// recursion is what the API calls the values of delete_drives.
var recursion = map[string]cloudsigma.Recurse{
	"none": cloudsigma.RecurseNone, "all": cloudsigma.RecurseAllDrives,
	"disks": cloudsigma.RecurseDisks, "cdroms": cloudsigma.RecurseCDROMs,
}

// remove stops and deletes a server and waits until it is gone: the answer says only that the deletion
// has begun (servers.rst), and until it is done the server holds its drives and addresses.
func remove(ctx context.Context, client *cloudsigma.Client, state *model) error {
	id := state.ID.ValueString()
	release, err := client.Servers.Hold(ctx, id)
	if err != nil {
		return err
	}
	defer release()
	server, err := cloudsigmaserver.SettleToStop(ctx, client, id, state.Patience())
	if err == nil {
		err = cloudsigmaserver.Stop(ctx, client, server, state.Patience())
	}
	if cloudsigma.IsNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := client.Servers.Delete(ctx, id, recursion[state.DeleteDrives.ValueString()]); err != nil {
		return err
	}
	return cloudsigmaentity.WaitUntilGone(ctx, "server "+id, func(ctx context.Context) (string, error) {
		server, err := client.Servers.Get(ctx, id)
		if err != nil {
			return "", err
		}
		return server.Status, nil
	})
}

package drive

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure        = (*Resource)(nil)
	_ resource.ResourceWithConfigValidators = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan       = (*Resource)(nil)
	_ resource.ResourceWithImportState      = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState     = (*Resource)(nil)
	_ resource.ResourceWithMoveState        = (*Resource)(nil)
)

// Default time-outs.
const (
	defaultCreateTimeout = 30 * time.Minute
	defaultUpdateTimeout = 30 * time.Minute
	defaultDeleteTimeout = 20 * time.Minute
)

// importedKey is the private-state key that marks an imported drive until its first update: the state does
// not know its source, because the API does not tell it.
const importedKey = "imported"

// Resource is cloudsigma_drive.
type Resource struct {
	cloudsigmaentity.ResourceBase
	cloudsigmaentity.Successor
}

const typeName = "cloudsigma_drive"

// NewResource returns the resource.
func NewResource() resource.Resource {
	return &Resource{Successor: cloudsigmaentity.Successor{TypeName: typeName}}
}

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = typeName
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// ConfigValidators implements resource.ResourceWithConfigValidators.
func (r *Resource) ConfigValidators(context.Context) []resource.ConfigValidator {
	others := []path.Expression{path.MatchRoot(cloneSnapshot), path.MatchRoot(cloneRemoteSnapshot), path.MatchRoot("source")}
	return []resource.ConfigValidator{oneSource{
		ConfigValidator: resourcevalidator.Conflicting(append([]path.Expression{path.MatchRoot(cloneDrive)}, others...)...),
		others:          resourcevalidator.Conflicting(others...),
	}}
}

// oneSource refuses several sources of a drive. An empty clone_drive_id is none.
type oneSource struct {
	resource.ConfigValidator

	others resource.ConfigValidator
}

// ValidateResource implements resource.ConfigValidator.
func (v oneSource) ValidateResource(
	ctx context.Context, request resource.ValidateConfigRequest, response *resource.ValidateConfigResponse,
) {
	var source types.String
	response.Diagnostics.Append(request.Config.GetAttribute(ctx, path.Root(cloneDrive), &source)...)
	if cloudsigmaentity.Given(source).IsNull() {
		v.others.ValidateResource(ctx, request, response)
		return
	}
	v.ConfigValidator.ValidateResource(ctx, request, response)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the drive", cloudsigma.IsNotFound, func(state *model) error {
		drive, err := client.Drives.Get(ctx, state.ID.ValueString())
		if err != nil {
			return err
		}
		if drive.Owner == nil {
			// The API also shows drives of the library here (libdrives.rst).
			return fmt.Errorf("the drive %s is one of the library; it can be copied by clone_drive_id, but not managed", drive.UUID)
		}
		state.show(drive, &response.Diagnostics)
		state.showSize(drive.Definition.Size)
		return nil
	})
}

// Delete implements resource.Resource. The API deletes a mounted drive as well, unless a server runs on it, and takes it
// off its servers.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the drive", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		if err := remove(ctx, client, state); !cloudsigma.IsNotFound(err) {
			return err
		}
		return nil
	})
}

// remove deletes a drive and waits until it is gone. Which servers have it is not what the state says: some may have been
// destroyed, or changed, in this run.
func remove(ctx context.Context, client *cloudsigma.Client, state *model) error {
	uuid := state.ID.ValueString()
	drive, err := client.Drives.Get(ctx, uuid)
	if err != nil {
		return err
	}
	present := shownOf(drive)
	return state.WhileStopped(ctx, client, present.servers(), func() error {
		err := whenReady(ctx, client, uuid, func() error { return client.Drives.Delete(ctx, uuid) })
		if err == nil {
			err = waitUntilGone(ctx, client, uuid)
		}
		return err
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, request, response)
	response.Diagnostics.Append(response.Private.SetKey(ctx, importedKey, []byte("true"))...)
}

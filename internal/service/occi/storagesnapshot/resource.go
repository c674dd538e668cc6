package storagesnapshot

import (
	"context"
	"errors"
	"fmt"
	"strings"
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
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
)

// Default time-outs.
const (
	defaultCreateTimeout = 10 * time.Minute
	defaultDeleteTimeout = 10 * time.Minute
)

// Resource is occi_storage_snapshot.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_storage_snapshot"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It refuses a new snapshot where the server does not know the
// action.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	if request.Plan.Raw.IsNull() || !request.State.Raw.IsNull() && len(response.RequiresReplace) == 0 {
		return
	}
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "No OCCI cloud to talk to", err)
	}
	if response.Diagnostics.HasError() || client == nil || plan.Method.IsUnknown() {
		return
	}
	types, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not ask the server what it can do with volumes", err)
		return
	}
	if _, known := types.Action(plan.action()); !known {
		response.Diagnostics.AddAttributeError(path.Root("method"), "The server cannot do this",
			fmt.Sprintf("The server does not know the action %s.", plan.action()))
	}
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
	location, err := invoke(ctx, client, &plan)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not make the "+plan.action().Term, err)
		return
	}
	// Without a path the volume is busy with it.
	settled := online(plan.StorageID.ValueString())
	if location == "" {
		plan.showNothing()
		response.Diagnostics.AddWarning("The "+plan.action().Term+" is not shown by the server", fmt.Sprintf(
			"The server accepted the action %s on %s, but its answer shows nothing that was made. It can neither be read nor deleted "+
				"by Terraform.", plan.action().Term, plan.StorageID.ValueString()))
	} else {
		plan.show(&occi.Entity{Location: location})
		settled = online(location)
		settled.New = true
	}
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	made, err := settled.Until(ctx, client)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "The "+plan.action().Term+" was begun but is not ready", err)
		return
	}
	if plan.isShown() {
		plan.show(made)
		response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	}
}

// invoke waits until the volume offers the action, which it does not while it is made, attached or detached, and
// invokes it. It returns the path of what was made; "" if the server does not tell.
func invoke(ctx context.Context, client *occi.Client, plan *model) (string, error) {
	id, action := plan.StorageID.ValueString(), plan.action()
	_, err := tfkit.Wait[*occi.Entity]{
		Entity: "volume " + id, Goal: "offer the action " + action.Term,
		Read:  func(ctx context.Context) (*occi.Entity, error) { return client.Get(ctx, id) },
		Check: func(volume *occi.Entity) (string, bool, error) { return offers(volume, action) },
	}.Until(ctx)
	if err != nil {
		return "", err
	}
	location, err := occientity.MakeByAction(ctx, client, id, action, nil, infrastructure.KindStorage)
	if occientity.AnswerLost(err) {
		err = fmt.Errorf("%w; it may have been carried out all the same: look for a new %s before apply is run again", err, action.Term)
	}
	return location, err
}

// offers tells the state of a volume and whether it offers an action now. One that is online and offers other actions
// never will: rOCCI-server knows snapshot, and its volumes offer backup alone.
func offers(volume *occi.Entity, action occi.TypeID) (state string, offered bool, err error) {
	state = volume.Attributes[infrastructure.AttributeStorageState].Text()
	isOnline := state == infrastructure.StorageStateOnline
	switch {
	case volume.Offers(action):
		return state, true, nil
	case state == infrastructure.StorageStateError:
		return state, false, errors.New("the volume failed")
	case isOnline && len(volume.Actions) > 0:
		var terms []string
		for _, link := range volume.Actions {
			terms = append(terms, link.Action.Term)
		}
		return state, false, fmt.Errorf("it offers no %s, but %s", action.Term, strings.Join(terms, ", "))
	default:
		// A server that lists no actions may know them all the same.
		return state, isOnline, nil
	}
}

// online is the wait for a volume to be neither made nor copied.
func online(id string) occientity.StateWait {
	return occientity.StateWait{
		Entity: "volume " + id, Path: id,
		Attribute: infrastructure.AttributeStorageState,
		Target:    infrastructure.StorageStateOnline, Failed: infrastructure.StorageStateError,
	}
}

// Read implements resource.Resource. Of a snapshot that the server does not show nothing can be read.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the snapshot", occi.IsNotFound, func(state *model) error {
		if !state.isShown() {
			return nil
		}
		snapshot, err := occientity.Read(ctx, client, state.ID.ValueString(), infrastructure.KindStorage)
		if err == nil {
			state.show(snapshot)
		}
		return err
	})
}

// Update implements resource.Resource. Only the time-outs change in place, and what an imported snapshot does not show.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	var plan, state model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	plan.SnapshotID, plan.Title, plan.Size = state.SnapshotID, state.Title, state.Size
	occientity.ForgetImport(ctx, response.Private, &response.Diagnostics)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Delete implements resource.Resource. A snapshot that the server does not show stays.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the snapshot", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		if !state.isShown() {
			response.Diagnostics.AddWarning("The "+state.action().Term+" was not deleted", fmt.Sprintf(
				"The server does not show what the action %s on %s made. If it still exists it has to be deleted without Terraform; "+
					"OpenStack does not delete the volume before that.", state.action().Term, state.StorageID.ValueString()))
			return nil
		}
		return occientity.DeleteSettled(ctx, client, online(state.ID.ValueString()))
	})
}

// ImportState implements resource.ResourceWithImportState. Only what the server shows can be imported.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, infrastructure.KindStorage, request, response)
}

package floatingipassociation

import (
	"context"
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

// Resource is occi_floating_ip_association.
type Resource struct{ occientity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "occi_floating_ip_association"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema(ctx)
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells where there are no reservations.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	client, err := r.ClientForPlan()
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "No OCCI cloud to talk to", err)
	}
	if client == nil || request.Plan.Raw.IsNull() {
		return
	}
	known, err := client.QueryInterface(ctx)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not ask the server how it gives out floating IPs", err)
		return
	}
	if _, reserves := known.Kind(infrastructure.KindIPReservation); !reserves {
		response.Diagnostics.AddAttributeError(path.Root("floating_ip_id"), "This server does not reserve floating IPs",
			"It has no kind ipreservation. Use occi_floating_ip with compute_id: it allocates an address and puts it on the VM.")
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
	var location string
	err := plan.refuseSecond(ctx, client)
	if err == nil {
		err = occientity.WhenReady(ctx, client, plan.ComputeID.ValueString(), func(ctx context.Context) (err error) {
			location, err = occientity.Create(ctx, client, plan.blueprint(client))
			return err
		})
	}
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "Could not put the floating IP on the VM", err)
		return
	}
	plan.show(client, &occi.Entity{Location: location})
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)

	link, err := waitForLink(ctx, client, location)
	if err != nil {
		tfkit.ReportError(&response.Diagnostics, "The link was created but the VM has not got the floating IP", err)
		link = occientity.ReadBack(ctx, client, location, &response.Diagnostics)
	}
	plan.show(client, link)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	if err == nil {
		tfkit.KeepPlanned(request.Plan, &response.State, &response.Diagnostics)
	}
}

// waitForLink waits until a new link is active.
func waitForLink(ctx context.Context, client *occi.Client, location string) (*occi.Entity, error) {
	return occientity.StateWait{
		Entity: "link " + location, Path: location, New: true,
		Attribute: infrastructure.AttributeNetworkInterfaceState,
		Target:    infrastructure.LinkStateActive, Failed: infrastructure.LinkStateError,
	}.Until(ctx, client)
}

// Read implements resource.Resource.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the association of the floating IP", tfkit.IsGone, func(state *model) error {
		link, err := occientity.Read(ctx, client, state.ID.ValueString(), infrastructure.KindNetworkInterface)
		if occi.IsNotFound(err) {
			return tfkit.UnlessGone(false, nil)
		}
		if err != nil {
			return err
		}
		if err := requireReservation(ctx, client, link); err != nil {
			return err
		}
		state.show(client, link)
		return nil
	})
}

// requireReservation refuses links to networks: an import may have named one, and the next apply would unplug the VM.
func requireReservation(ctx context.Context, client *occi.Client, link *occi.Entity) error {
	known, err := client.QueryInterface(ctx)
	if err != nil {
		return err
	}
	kind, _ := known.Kind(infrastructure.KindIPReservation)
	if _, target := occientity.Ends(client, link); kind.Location == "" || !strings.HasPrefix(target, kind.Location) {
		return fmt.Errorf("%s leads to %s, which is no reservation of a floating IP", link.Location, target)
	}
	return nil
}

// Update implements resource.Resource. Only the time-outs change in place.
func (r *Resource) Update(_ context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	response.State.Raw = request.Plan.Raw
}

// Delete implements resource.Resource. The reservation stays.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not take the floating IP off the VM", defaultDeleteTimeout, func(ctx context.Context, state *model) error {
		return occientity.Delete(ctx, client, state.ID.ValueString())
	})
}

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(
	ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse,
) {
	r.ResourceBase.ImportState(ctx, infrastructure.KindNetworkInterface, request, response)
}

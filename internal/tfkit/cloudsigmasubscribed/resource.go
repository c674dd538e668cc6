package cloudsigmasubscribed

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// Entity is a model M of an entity T.
type Entity[M, T any] interface {
	*M
	Common() *Model
	// Show writes what the server says into the model.
	Show(*T)
}

// Resource is a resource that adopts and annotates an entity. The resources embed it.
type Resource[M, T any, E Entity[M, T]] struct {
	cloudsigmaentity.ResourceBase

	// Noun is what it is called ("VLAN").
	Noun string
	// All are the entities of the account.
	All func(*cloudsigma.Client) *cloudsigma.Subscribed[T]
}

// errNotOwned says that an address is one of those that servers get for the time being.
var errNotOwned = errors.New("the account does not have it by a subscription, so it may be another one after the next " +
	"start of its server, and cannot be annotated")

// ModifyPlan implements resource.ResourceWithModifyPlan. An update changes what is configured, and nothing else.
func (r *Resource[M, T, E]) ModifyPlan(_ context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	tfkit.PlanUpdate(request, response, nil)
}

// Create implements resource.Resource. Nothing is created: what is there is adopted.
func (r *Resource[M, T, E]) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	r.annotate(ctx, "Could not adopt the "+r.Noun, request.Plan, &response.State, &response.Diagnostics)
}

// Update implements resource.Resource.
func (r *Resource[M, T, E]) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	summary := "Could not update the " + r.Noun
	r.annotate(ctx, summary, tfkit.Changes(request), &response.State, &response.Diagnostics)
	if !response.Diagnostics.HasError() {
		tfkit.ConcludeUpdate(request, response, summary)
	}
}

// annotate writes what is planned, or what a plan changes, and what the server then shows into the state.
func (r *Resource[M, T, E]) annotate(
	ctx context.Context, summary string, plan tfsdk.Plan, state *tfsdk.State, diagnostics *diag.Diagnostics,
) {
	client := r.Client(diagnostics)
	var planned, shown M
	diagnostics.Append(plan.Get(ctx, &planned)...)
	if diagnostics.HasError() {
		return
	}
	wanted, made := E(&planned).Common(), E(&shown)
	entity, err := r.All(client).Edit(ctx, wanted.UUID.ValueString(), func(annotations *cloudsigma.Annotations) error {
		wanted.annotate(ctx, annotations)
		return nil
	})
	if err == nil {
		made.Show(entity)
		if made.Common().SubscriptionID.IsNull() {
			err = errNotOwned
		}
	}
	if err != nil {
		tfkit.ReportAttributeError(diagnostics, path.Root("uuid"), summary, err)
		return
	}
	diagnostics.Append(state.Set(ctx, &shown)...)
	if attribute := wanted.untaken(made.Common()); attribute != "" {
		tfkit.ReportAttributeError(diagnostics, path.Root(attribute), summary,
			fmt.Errorf("CloudSigma has accepted the change of %s %s and not made it", r.Noun, wanted.UUID.ValueString()))
	}
}

// Read implements resource.Resource.
func (r *Resource[M, T, E]) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the "+r.Noun, cloudsigma.IsNotFound, func(state *M) error {
		entity, err := r.All(client).Get(ctx, E(state).Common().ID.ValueString())
		if err == nil {
			E(state).Show(entity)
		}
		return err
	})
}

// Delete implements resource.Resource. The entity stays as it is: it ends with its subscription.
func (r *Resource[M, T, E]) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {
}

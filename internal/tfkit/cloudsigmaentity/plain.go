package cloudsigmaentity

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// PlainModel is the model M of a [Plain] resource for an entity T with the definition D.
type PlainModel[T, D, M any] interface {
	*M
	// Identifier is the id in the state.
	Identifier() string
	// Apply writes what is to be done into the definition of an entity: a plan for one that is to be created, whose state
	// is nil, else the changes of a plan.
	Apply(ctx context.Context, state *M, definition *D)
	// Show writes what the server says into the model.
	Show(entity *T)
}

// Plain is embedded by the resources of entities that the API makes, changes and deletes at once, so that nothing
// waits. It has the methods that do so; the resource adds what it is called and its schema.
type Plain[T, D, M any, P PlainModel[T, D, M]] struct {
	ResourceBase
	// noun is what messages call one: "tag".
	noun string
	// names are the attributes that the API calls otherwise.
	names tfkit.Names
	// collection has the calls.
	collection func(*cloudsigma.Client) *cloudsigma.Collection[T, D]
}

// NewPlain returns what a resource embeds. The noun is what messages call an entity: "tag". The names are the attributes
// that the API calls otherwise.
func NewPlain[T, D, M any, P PlainModel[T, D, M]](
	noun string, names tfkit.Names, collection func(*cloudsigma.Client) *cloudsigma.Collection[T, D],
) Plain[T, D, M, P] {
	return Plain[T, D, M, P]{noun: noun, names: names, collection: collection}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. An update changes what is configured, and nothing else.
func (r *Plain[T, D, M, P]) ModifyPlan(_ context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	tfkit.PlanUpdate(request, response, nil)
}

// Create implements resource.Resource.
func (r *Plain[T, D, M, P]) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan M
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	var definition D
	P(&plan).Apply(ctx, nil, &definition)
	entity, err := r.collection(client).Create(ctx, definition, cloudsigma.NewMarker())
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, r.names, "Could not create the "+r.noun, err)
		return
	}
	P(&plan).Show(entity)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource.
func (r *Plain[T, D, M, P]) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the "+r.noun, cloudsigma.IsNotFound, func(state *M) error {
		entity, err := r.collection(client).Get(ctx, P(state).Identifier())
		if err == nil {
			P(state).Show(entity)
		}
		return err
	})
}

// Update implements resource.Resource.
func (r *Plain[T, D, M, P]) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	summary := "Could not update the " + r.noun
	client := r.Client(&response.Diagnostics)
	var changes, state M
	response.Diagnostics.Append(tfkit.Changes(request).Get(ctx, &changes)...)
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	if response.Diagnostics.HasError() {
		return
	}
	entity, err := r.collection(client).Edit(ctx, P(&state).Identifier(), func(definition *D) error {
		P(&changes).Apply(ctx, &state, definition)
		return nil
	})
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, r.names, summary, err)
		return
	}
	P(&changes).Show(entity)
	response.Diagnostics.Append(response.State.Set(ctx, &changes)...)
	tfkit.ConcludeUpdate(request, response, summary)
}

// Delete implements resource.Resource.
func (r *Plain[T, D, M, P]) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not delete the "+r.noun, 0, func(ctx context.Context, state *M) error {
		return r.collection(client).Delete(ctx, P(state).Identifier())
	})
}

package subscription

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
)

// Resource is cloudsigma_subscription. Nothing in it waits.
type Resource struct{ cloudsigmaentity.ResourceBase }

// NewResource returns the resource.
func NewResource() resource.Resource { return &Resource{} }

// Metadata implements resource.Resource.
func (r *Resource) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "cloudsigma_subscription"
}

// Schema implements resource.Resource.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = resourceSchema()
}

// Create implements resource.Resource. Once the subscription is bought nothing is an error: Terraform would make it anew,
// which costs money.
func (r *Resource) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	wanted := plan.AutoRenew
	bought, err := client.Subscriptions.Buy(ctx, plan.order())
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, apiNames, "Could not buy the subscription", err)
		return
	}
	err = plan.show(bought)
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	if err == nil && bought.AutoRenew != wanted.ValueBool() {
		var changed *cloudsigma.AccountSubscription
		if changed, err = client.Subscriptions.SetAutoRenew(ctx, bought.ID.String(), wanted.ValueBool()); err == nil {
			err = plan.show(changed)
		}
	}
	if err != nil {
		// The plan promised it; the next refresh shows what is missing, and an update makes it so.
		plan.AutoRenew = wanted
		response.Diagnostics.AddWarning("The subscription was bought but is not as configured", err.Error())
	}
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
}

// Read implements resource.Resource. A subscription that was renewed is followed by the one that renewed it. One
// that has ended stays in the state: it would cost money to repair that.
func (r *Resource) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Read(ctx, request, response, "Could not read the subscription", cloudsigma.IsNotFound, func(state *model) error {
		subscription, err := client.Subscriptions.Running(ctx, state.ID.ValueString())
		if err != nil {
			return err
		}
		if subscription.Status == cloudsigma.SubscriptionExpired {
			response.Diagnostics.AddWarning("The subscription has ended",
				fmt.Sprintf("Subscription %s to %s has ended. It is not bought again on its own: run apply with -replace for this "+
					"resource to do so.", subscription.ID, subscription.Resource))
		}
		return state.show(subscription)
	})
}

// Update implements resource.Resource. The API lets only auto_renew be changed; max_price is ours.
func (r *Resource) Update(ctx context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	summary := "Could not update the subscription"
	client := r.Client(&response.Diagnostics)
	var plan model
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	if response.Diagnostics.HasError() {
		return
	}
	subscription, err := client.Subscriptions.SetAutoRenew(ctx, plan.ID.ValueString(), plan.AutoRenew.ValueBool())
	if err == nil {
		err = plan.show(subscription)
	}
	if err != nil {
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, nil, summary, err)
		return
	}
	response.Diagnostics.Append(response.State.Set(ctx, &plan)...)
	tfkit.ConcludeUpdate(request, response, summary)
}

// Delete implements resource.Resource: it ends the renewal, also of what the subscription was extended by.
func (r *Resource) Delete(ctx context.Context, request resource.DeleteRequest, response *resource.DeleteResponse) {
	client := r.Client(&response.Diagnostics)
	tfkit.Delete(ctx, request, response, "Could not end the subscription", 0, func(ctx context.Context, state *model) error {
		err := client.Subscriptions.EndRenewal(ctx, state.ID.ValueString())
		if err == nil {
			warnOfEnd(state, &response.Diagnostics)
		}
		return err
	})
}

var number = regexp.MustCompile(`^[0-9]+$`)

// ImportState implements resource.ResourceWithImportState.
func (r *Resource) ImportState(ctx context.Context, request resource.ImportStateRequest, response *resource.ImportStateResponse) {
	if !number.MatchString(request.ID) {
		tfkit.ReportError(&response.Diagnostics, fmt.Sprintf("Cannot import %q", request.ID),
			errors.New("a subscription is imported by its number, which the data source cloudsigma_subscriptions shows as id"))
		return
	}
	response.Diagnostics.Append(response.State.SetAttribute(ctx, path.Root("id"), request.ID)...)
}

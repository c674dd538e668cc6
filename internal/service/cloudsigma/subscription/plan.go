package subscription

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit"
)

// depletable is the resource that is used up, for which the API ignores a period.
const depletable = "tx"

// apiNames are the attributes that the API calls otherwise.
var apiNames = tfkit.Names{"start_time": "starts_at", "end_time": "ends_at"}

// noPrice is the summary of an error.
const noPrice = "Could not ask for the price of the subscription"

// ValidateConfig implements resource.ResourceWithValidateConfig.
func (r *Resource) ValidateConfig(
	ctx context.Context, request resource.ValidateConfigRequest, response *resource.ValidateConfigResponse,
) {
	var config model
	response.Diagnostics.Append(request.Config.Get(ctx, &config)...)
	if response.Diagnostics.HasError() || config.Resource.IsUnknown() {
		return
	}
	what := config.Resource.ValueString()
	config.validateDuration(&response.Diagnostics)
	// For several the server makes several subscriptions, of which one resource could not keep track.
	if (what == "ip" || what == "vlan") && config.Amount.ValueInt64() > 1 {
		response.Diagnostics.AddAttributeError(path.Root("amount"), "Several subscriptions",
			fmt.Sprintf("Each %s is a subscription of its own: set amount to 1, and count to the number of them.", what))
	}
}

// validateDuration refuses the combinations that are too much for the API (subscriptions.rst, duration).
func (m *model) validateDuration(diagnostics *diag.Diagnostics) {
	switch {
	case !m.Period.IsNull() && !m.StartsAt.IsNull() && !m.EndsAt.IsNull():
		diagnostics.AddAttributeError(path.Root("period"), "Ambiguous time", "Set two of starts_at, ends_at and period at most.")
	case !m.StartsAt.IsNull() && !m.EndsAt.IsNull():
		start, startErr := time.Parse(time.RFC3339, m.StartsAt.ValueString())
		end, endErr := time.Parse(time.RFC3339, m.EndsAt.ValueString())
		// What is unknown is no time either.
		if startErr == nil && endErr == nil && !end.After(start) {
			diagnostics.AddAttributeError(path.Root("ends_at"), "Ends before it starts",
				fmt.Sprintf("ends_at has to be after starts_at, %s; got %s.", m.StartsAt.ValueString(), m.EndsAt.ValueString()))
		}
	}
}

// ModifyPlan implements resource.ResourceWithModifyPlan. It tells what a purchase costs, and refuses it if that is
// too much; an update changes nothing but what is configured. Terraform plans once more before it applies, so the price is checked again just before the purchase.
func (r *Resource) ModifyPlan(ctx context.Context, request resource.ModifyPlanRequest, response *resource.ModifyPlanResponse) {
	var state, plan *model
	response.Diagnostics.Append(request.State.Get(ctx, &state)...)
	response.Diagnostics.Append(request.Plan.Get(ctx, &plan)...)
	client := r.ClientForPlan()
	if response.Diagnostics.HasError() {
		return
	}
	tfkit.PlanUpdate(request, response, nil)
	var quote *cloudsigma.SubscriptionQuote
	var what string
	var err error
	switch {
	case plan == nil:
		warnOfEnd(state, &response.Diagnostics)
	case state == nil && plan.lacksPeriod():
		response.Diagnostics.AddAttributeError(path.Root("period"), "Missing period",
			fmt.Sprintf("A subscription to %s is for a time: set period, as in `1 month`, or ends_at.", plan.Resource.ValueString()))
	case client == nil || !plan.isKnown():
	case state == nil:
		quote, err = client.Subscriptions.Quote(ctx, plan.order())
		what = fmt.Sprintf("Buying %d of %s", plan.Amount.ValueInt64(), plan.Resource.ValueString())
	case plan.AutoRenew.ValueBool() && !state.AutoRenew.ValueBool() && !state.EndTime.IsNull():
		quote, err = client.Subscriptions.QuoteExtension(ctx, state.ID.ValueString())
		what = "Renewing subscription " + state.ID.ValueString()
	}
	switch {
	case err != nil:
		tfkit.ReportRefusal(ctx, &response.Diagnostics, request.Plan, apiNames, noPrice, err)
	case quote != nil:
		tellPrice(ctx, client, plan.MaxPrice, what, quote, &response.Diagnostics)
	}
}

// lacksPeriod tells whether it is not said for how long something is to be bought. What was bought shows how long it is,
// not how that was said, so a configuration that Terraform generates for it has no period.
func (m *model) lacksPeriod() bool {
	return m.Period.IsNull() && m.EndsAt.IsNull() && !m.Resource.IsUnknown() && m.Resource.ValueString() != depletable
}

// warnOfEnd says what becomes of a subscription that is destroyed.
func warnOfEnd(state *model, diagnostics *diag.Diagnostics) {
	diagnostics.AddWarning("The subscription is not given back",
		fmt.Sprintf("CloudSigma does not take subscription %s (%d of %s) back: %s. Destroying it switches its automatic renewal off.",
			state.ID.ValueString(), state.Amount.ValueInt64(), state.Resource.ValueString(), state.runsUntil()))
}

// tellPrice says what something costs, as an error if it is too much.
func tellPrice(
	ctx context.Context, client *cloudsigma.Client, limit types.Float64, what string,
	quote *cloudsigma.SubscriptionQuote, diagnostics *diag.Diagnostics,
) {
	profile, err := client.Profile(ctx)
	if err != nil {
		tfkit.ReportError(diagnostics, noPrice, err)
		return
	}
	text := fmt.Sprintf("%s costs %s %s", what, quote.Price.Rat().FloatString(4), profile.Currency)
	if quote.EndTime != "" {
		text += ", from " + quote.StartTime + " to " + quote.EndTime
	}
	if quote.Price.Rat().Cmp(exactly(limit)) > 0 && !limit.IsNull() {
		tfkit.ReportAttributeError(diagnostics, path.Root("max_price"), "The subscription costs too much",
			errors.New(text+", which is more than max_price"))
		return
	}
	diagnostics.AddWarning("The subscription costs money", text+".")
}

// exactly is a number as it is written, not as it is stored: 10.1 has no exact float64.
func exactly(number types.Float64) *big.Rat {
	value, ok := new(big.Rat).SetString(strconv.FormatFloat(number.ValueFloat64(), 'f', -1, 64))
	if !ok {
		return new(big.Rat)
	}
	return value
}

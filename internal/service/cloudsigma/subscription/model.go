package subscription

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the resource as Terraform sees it.
type model struct {
	ID               types.String  `tfsdk:"id"`
	UUID             types.String  `tfsdk:"uuid"`
	ResourceURI      types.String  `tfsdk:"resource_uri"`
	Resource         types.String  `tfsdk:"resource"`
	Amount           types.Int64   `tfsdk:"amount"`
	Period           types.String  `tfsdk:"period"`
	StartsAt         types.String  `tfsdk:"starts_at"`
	EndsAt           types.String  `tfsdk:"ends_at"`
	AutoRenew        types.Bool    `tfsdk:"auto_renew"`
	MaxPrice         types.Float64 `tfsdk:"max_price"`
	Price            types.String  `tfsdk:"price"`
	StartTime        types.String  `tfsdk:"start_time"`
	EndTime          types.String  `tfsdk:"end_time"`
	SubscribedObject types.String  `tfsdk:"subscribed_object"`
	Status           types.String  `tfsdk:"status"`
	Remaining        types.String  `tfsdk:"remaining"`
}

// order is what is to be bought.
func (m *model) order() cloudsigma.SubscriptionOrder {
	return cloudsigma.SubscriptionOrder{
		Resource: m.Resource.ValueString(), Amount: m.Amount.ValueInt64(), Period: m.Period.ValueString(),
		StartTime: m.StartsAt.ValueString(), EndTime: m.EndsAt.ValueString(), AutoRenew: m.AutoRenew.ValueBool(),
	}
}

// isKnown tells whether it is known what is to be bought.
func (m *model) isKnown() bool {
	return !m.Resource.IsUnknown() && !m.Amount.IsUnknown() && !m.Period.IsUnknown() && !m.StartsAt.IsUnknown() &&
		!m.EndsAt.IsUnknown() && !m.AutoRenew.IsUnknown() && !m.MaxPrice.IsUnknown()
}

// aliases are names of resources that the server shows under another one (subscriptions.rst, creating).
var aliases = map[string]string{"hdd": "dssd"}

// show writes what the server says into the model. Period and times stay as they were said. An error is that of the amount, which then
// stays, too.
func (m *model) show(subscription *cloudsigma.AccountSubscription) error {
	m.ID, m.UUID = types.StringValue(subscription.ID.String()), types.StringValue(subscription.UUID)
	m.ResourceURI = types.StringValue(subscription.ResourceURI)
	if aliases[m.Resource.ValueString()] != subscription.Resource {
		m.Resource = types.StringValue(subscription.Resource)
	}
	m.AutoRenew, m.Price = types.BoolValue(subscription.AutoRenew), types.StringValue(string(subscription.Price))
	m.StartTime, m.EndTime = cloudsigmaentity.TextOrNull(subscription.StartTime), cloudsigmaentity.TextOrNull(subscription.EndTime)
	m.SubscribedObject, m.Status = cloudsigmaentity.TextOrNull(subscription.SubscribedObject), types.StringValue(subscription.Status)
	m.Remaining = cloudsigmaentity.TextOrNull(string(subscription.Remaining))
	// The API has texts and numbers with a point for whole numbers elsewhere.
	amount := subscription.Amount.Rat()
	if !amount.IsInt() || !amount.Num().IsInt64() {
		return fmt.Errorf("the amount of the subscription %s is %s, and no whole number", subscription.ID, subscription.Amount)
	}
	m.Amount = types.Int64Value(amount.Num().Int64())
	return nil
}

// runsUntil says how long the subscription runs.
func (m *model) runsUntil() string {
	switch {
	case m.Status.ValueString() == cloudsigma.SubscriptionExpired:
		return "it has ended"
	case m.EndTime.IsNull():
		return "it runs until it is used up"
	default:
		return "it runs until " + m.EndTime.ValueString()
	}
}

// dataModel is a subscription as the data sources show it.
type dataModel struct {
	ID               types.String `tfsdk:"id"`
	UUID             types.String `tfsdk:"uuid"`
	ResourceURI      types.String `tfsdk:"resource_uri"`
	Resource         types.String `tfsdk:"resource"`
	Amount           types.String `tfsdk:"amount"`
	Remaining        types.String `tfsdk:"remaining"`
	Period           types.String `tfsdk:"period"`
	StartTime        types.String `tfsdk:"start_time"`
	EndTime          types.String `tfsdk:"end_time"`
	Status           types.String `tfsdk:"status"`
	Price            types.String `tfsdk:"price"`
	SubscribedObject types.String `tfsdk:"subscribed_object"`
	AutoRenew        types.Bool   `tfsdk:"auto_renew"`
	FreeTier         types.Bool   `tfsdk:"free_tier"`
}

func showData(subscription *cloudsigma.AccountSubscription) dataModel {
	return dataModel{
		ID: types.StringValue(subscription.ID.String()), UUID: types.StringValue(subscription.UUID),
		ResourceURI: types.StringValue(subscription.ResourceURI), Resource: types.StringValue(subscription.Resource),
		Amount: types.StringValue(string(subscription.Amount)), Remaining: types.StringValue(string(subscription.Remaining)),
		Period: types.StringValue(subscription.Period), StartTime: cloudsigmaentity.TextOrNull(subscription.StartTime),
		EndTime: cloudsigmaentity.TextOrNull(subscription.EndTime), Status: types.StringValue(subscription.Status),
		Price: types.StringValue(string(subscription.Price)), SubscribedObject: cloudsigmaentity.TextOrNull(subscription.SubscribedObject),
		AutoRenew: types.BoolValue(subscription.AutoRenew), FreeTier: types.BoolValue(subscription.FreeTier),
	}
}

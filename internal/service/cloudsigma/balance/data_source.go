package balance

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the data source as Terraform sees it.
type model struct {
	Balance     types.String `tfsdk:"balance"`
	Currency    types.String `tfsdk:"currency"`
	CreditLimit types.String `tfsdk:"credit_limit"`
}

// NewDataSource returns the data source.
var NewDataSource = cloudsigmaentity.Single[model]{
	Name: "balance", Description: "The money of the account.",
	Attributes: map[string]schema.Attribute{
		"balance":      cloudsigmaentity.ShownText("What there is, as a decimal number with all its digits, such as `155.9923`."),
		"currency":     cloudsigmaentity.ShownText("Its currency, such as `CHF`."),
		"credit_limit": cloudsigmaentity.ShownText("How far the balance may go below 0; null if there is no such limit."),
	},
	Read: func(ctx context.Context, client *cloudsigma.Client, shown *model) error {
		balance, err := client.Balance(ctx)
		if err != nil {
			return err
		}
		*shown = model{
			Balance: types.StringValue(string(balance.Balance)), Currency: types.StringValue(balance.Currency),
			CreditLimit: cloudsigmaentity.TextOrNull(string(balance.CreditLimit)),
		}
		return nil
	},
}.NewDataSource

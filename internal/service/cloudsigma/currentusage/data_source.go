package currentusage

import (
	"context"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the data source as Terraform sees it.
type model struct {
	Balance  types.String     `tfsdk:"balance"`
	Currency types.String     `tfsdk:"currency"`
	Usage    map[string]usage `tfsdk:"usage"`
}

type usage struct {
	Using      types.Number `tfsdk:"using"`
	Subscribed types.Number `tfsdk:"subscribed"`
	Burst      types.Number `tfsdk:"burst"`
}

// NewDataSource returns the data source.
var NewDataSource = cloudsigmaentity.Single[model]{
	Name: "current_usage", Description: "What the account uses at present, and how much of it its subscriptions cover.",
	Attributes: map[string]schema.Attribute{
		"balance":  cloudsigmaentity.ShownText("Money of the account, as a decimal number with all its digits."),
		"currency": cloudsigmaentity.ShownText("Currency of the balance, such as `CHF`."),
		"usage": schema.MapNestedAttribute{
			MarkdownDescription: "What is used of each resource, by its name: `cpu` and `intel_cpu` in MHz, `mem`, `dssd` and others in " +
				"bytes, `ip`, `vlan` and licences by number.",
			Computed: true,
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				"using":      amount("How much is in use."),
				"subscribed": amount("How much subscriptions cover."),
				"burst":      amount("How much is used beyond the subscriptions, which costs more."),
			}},
		},
	},
	Read: func(ctx context.Context, client *cloudsigma.Client, shown *model) error {
		current, err := client.CurrentUsage(ctx)
		if err != nil {
			return err
		}
		*shown = model{
			Balance: types.StringValue(string(current.Balance.Balance)), Currency: types.StringValue(current.Balance.Currency),
			Usage: map[string]usage{},
		}
		for resource, used := range current.Usage {
			shown.Usage[resource] = usage{Using: show(used.Using), Subscribed: show(used.Subscribed), Burst: show(used.Burst)}
		}
		return nil
	},
}.NewDataSource

func amount(description string) schema.Attribute {
	return schema.NumberAttribute{MarkdownDescription: description, Computed: true}
}

// precision, in bits, is that of Terraform's numbers.
const precision = 512

// show has an amount as a number. It is a whole one in all samples, but is read as the decimal number that the API's money is.
func show(amount cloudsigma.Decimal) types.Number {
	if amount == "" {
		return types.NumberNull()
	}
	return types.NumberValue(new(big.Float).SetPrec(precision).SetRat(amount.Rat()))
}

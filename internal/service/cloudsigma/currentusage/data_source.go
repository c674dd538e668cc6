package currentusage

import (
	"context"
	"fmt"
	"strconv"

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
	Using      types.Int64 `tfsdk:"using"`
	Subscribed types.Int64 `tfsdk:"subscribed"`
	Burst      types.Int64 `tfsdk:"burst"`
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
				"using":      cloudsigmaentity.ShownNumber("How much is in use."),
				"subscribed": cloudsigmaentity.ShownNumber("How much subscriptions cover."),
				"burst":      cloudsigmaentity.ShownNumber("How much is used beyond the subscriptions, which costs more."),
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
			if shown.Usage[resource], err = show(used); err != nil {
				return fmt.Errorf("usage of %s: %w", resource, err)
			}
		}
		return nil
	},
}.NewDataSource

func show(used cloudsigma.Usage) (shown usage, err error) {
	for into, amount := range map[*types.Int64]cloudsigma.Decimal{
		&shown.Using: used.Using, &shown.Subscribed: used.Subscribed, &shown.Burst: used.Burst,
	} {
		number, err := strconv.ParseInt(string(amount), 10, 64)
		if err != nil {
			return usage{}, err
		}
		*into = types.Int64Value(number)
	}
	return shown, nil
}

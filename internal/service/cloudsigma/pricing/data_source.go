package pricing

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
	"github.com/terraform-provider-occi/terraform-provider-occi/internal/tfkit/cloudsigmaentity"
)

// model is the data source as Terraform sees it.
type model struct {
	Resource           types.String            `tfsdk:"resource"`
	Currency           types.String            `tfsdk:"currency"`
	Prices             []priceModel            `tfsdk:"prices"`
	CurrentBurstLevels map[string]types.Int64  `tfsdk:"current_burst_levels"`
	NextBurstLevels    map[string]types.Int64  `tfsdk:"next_burst_levels"`
	Discounts          map[string]types.String `tfsdk:"discounts"`
}

type priceModel struct {
	Resource   types.String `tfsdk:"resource"`
	Currency   types.String `tfsdk:"currency"`
	Level      types.Int64  `tfsdk:"level"`
	Price      types.String `tfsdk:"price"`
	Unit       types.String `tfsdk:"unit"`
	Multiplier types.String `tfsdk:"multiplier"`
}

// NewDataSource returns the data source.
var NewDataSource = cloudsigmaentity.Single[model]{
	Name: "pricing",
	Description: "The prices of CloudSigma. The whole list has thousands: say which resource and currency is meant. What a " +
		"subscription costs, `cloudsigma_subscription` tells when it is planned.",
	Attributes: map[string]schema.Attribute{
		"resource": schema.StringAttribute{
			MarkdownDescription: "What the prices are of, such as `dssd`, `cpu`, `ip` or a licence. Default: all.",
			Optional:            true,
		},
		"currency": schema.StringAttribute{MarkdownDescription: "Currency, such as `CHF`. Default: all.", Optional: true},
		"prices": schema.ListNestedAttribute{
			MarkdownDescription: "What matches, as the API lists them.",
			Computed:            true,
			NestedObject:        schema.NestedAttributeObject{Attributes: priceAttributes()},
		},
		"current_burst_levels": schema.MapAttribute{
			MarkdownDescription: "Burst levels at present, by resource: the `level` of the price that is paid for what no subscription covers.",
			Computed:            true, ElementType: types.Int64Type,
		},
		"next_burst_levels": schema.MapAttribute{
			MarkdownDescription: "Burst levels from the next change on, which comes every five minutes.",
			Computed:            true, ElementType: types.Int64Type,
		},
		"discounts": cloudsigmaentity.ShownTextMap("What a long subscription saves, as a part of 1 (`0.25`), by its shortest period (`1 year`)."),
	},
	Read: func(ctx context.Context, client *cloudsigma.Client, shown *model) error {
		pricing, err := client.Pricing(ctx)
		if err != nil {
			return err
		}
		discounts, err := client.Discounts.List(ctx)
		if err != nil {
			return err
		}
		shown.show(pricing, discounts)
		return nil
	},
}.NewDataSource

func priceAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"resource": cloudsigmaentity.ShownText("What it is the price of."),
		"currency": cloudsigmaentity.ShownText("Its currency."),
		"level":    cloudsigmaentity.ShownNumber("Burst level; 0 is the price of a subscription."),
		"price":    cloudsigmaentity.ShownText("Price of one `unit`, as a decimal number with all its digits."),
		"unit":     cloudsigmaentity.ShownText("What the price is for, such as `GB/month`."),
		"multiplier": cloudsigmaentity.ShownText("What the price is divided by for one byte, MHz or piece for one second: " +
			"`2783138807808000` for a GB for a month of 30 days."),
	}
}

// show writes what matches into the model.
func (m *model) show(pricing *cloudsigma.Pricing, discounts []cloudsigma.Discount) {
	m.Prices, m.Discounts = []priceModel{}, map[string]types.String{}
	for _, price := range pricing.Prices {
		if !meant(m.Resource, price.Resource) || !meant(m.Currency, price.Currency) {
			continue
		}
		m.Prices = append(m.Prices, priceModel{
			Resource: types.StringValue(price.Resource), Currency: types.StringValue(price.Currency),
			Level: types.Int64Value(price.Level), Price: types.StringValue(string(price.Price)),
			Unit: types.StringValue(price.Unit), Multiplier: types.StringValue(string(price.Multiplier)),
		})
	}
	m.CurrentBurstLevels, m.NextBurstLevels = m.levels(pricing.Current), m.levels(pricing.Next)
	for _, discount := range discounts {
		m.Discounts[discount.Period] = types.StringValue(string(discount.Value))
	}
}

// levels are those of the resources that are meant.
func (m *model) levels(all map[string]int64) map[string]types.Int64 {
	shown := map[string]types.Int64{}
	for resource, level := range all {
		if meant(m.Resource, resource) {
			shown[resource] = types.Int64Value(level)
		}
	}
	return shown
}

func meant(wanted types.String, got string) bool {
	return wanted.IsNull() || wanted.ValueString() == got
}

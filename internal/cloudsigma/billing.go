package cloudsigma

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"net/http"
	"net/url"
)

// Decimal is a decimal number as the API writes it, which is a text in some answers and a number in others.
// It is kept as text: prices have more digits than a float64. It is "" for null.
type Decimal string

// UnmarshalJSON implements json.Unmarshaler.
func (d *Decimal) UnmarshalJSON(data []byte) error {
	var number json.Number // takes a text with a number in it too
	if err := json.Unmarshal(data, &number); err != nil {
		return fmt.Errorf("%s is no decimal number: %w", data, err)
	}
	*d = Decimal(number)
	return nil
}

// Rat is the exact value; 0 for "".
func (d Decimal) Rat() *big.Rat {
	value, ok := new(big.Rat).SetString(string(d))
	if !ok {
		return new(big.Rat)
	}
	return value
}

// Balance is the money of the account. See https://docs.cloudsigma.com/en/latest/billing.html#balance.
type Balance struct {
	Balance  Decimal `json:"balance"`
	Currency string  `json:"currency"`
	// CreditLimit is "" if there is none.
	CreditLimit Decimal `json:"credit_limit"`
}

// CurrentUsage is what the account uses at present. See
// https://docs.cloudsigma.com/en/latest/current_usage.html.
type CurrentUsage struct {
	Balance Balance `json:"balance"`
	// Usage is by resource: "cpu" and "intel_cpu" in MHz, "mem" and "dssd" in bytes, "ip" and "vlan" by number.
	Usage map[string]Usage `json:"usage"`
}

// Usage is what is used of one resource.
type Usage struct {
	// Burst is what is used beyond the subscriptions.
	Burst      Decimal `json:"burst"`
	Subscribed Decimal `json:"subscribed"`
	Using      Decimal `json:"using"`
}

// License is a licence that can be bought and attached to a drive. See
// https://docs.cloudsigma.com/en/latest/billing.html#licenses-list.
type License struct {
	// Name is what a subscription calls it: "msft_p73_04837_core".
	Name        string `json:"name"`
	LongName    string `json:"long_name"`
	ResourceURI string `json:"resource_uri"`
	// Type is "install", "instance" or "stub".
	Type string `json:"type"`
	// UserMetric is what is counted of a server, such as "smp".
	UserMetric string `json:"user_metric"`
	// Burstable says that it can be used without a subscription.
	Burstable bool `json:"burstable"`
}

// Pricing is what things cost. See https://docs.cloudsigma.com/en/latest/billing.html#pricing.
type Pricing struct {
	Prices []Price
	// Current and Next are the burst levels by resource, now and in five minutes.
	Current, Next map[string]int64
}

// Price is the price of one resource in one currency at one burst level.
type Price struct {
	ID       string `json:"id"`
	Resource string `json:"resource"`
	Currency string `json:"currency"`
	// Level is the burst level; 0 is the price of a subscription.
	Level int64   `json:"level"`
	Price Decimal `json:"price"`
	// Unit is what the price is for: "GB/month".
	Unit string `json:"unit"`
	// Multiplier leads from the unit to one byte (MHz, ...) for one second.
	Multiplier Decimal `json:"multiplier"`
}

// Discount is what a long subscription saves.
type Discount struct {
	// Period is the shortest period for it, "1 year".
	Period string `json:"period"`
	// Value is the part of the price that is saved, 0.25.
	Value Decimal `json:"value"`
}

// Balance returns the money of the account.
func (c *Client) Balance(ctx context.Context) (*Balance, error) {
	return receive[Balance](ctx, c, call{
		operation: "read", entity: "balance", method: http.MethodGet, path: "balance/",
	})
}

// CurrentUsage returns what the account uses at present.
func (c *Client) CurrentUsage(ctx context.Context) (*CurrentUsage, error) {
	return receive[CurrentUsage](ctx, c, call{
		operation: "read", entity: "current usage", method: http.MethodGet, path: "currentusage/",
	})
}

// Pricing returns all prices in all currencies. There are thousands: they are asked for once per client; the
// result is shared and must not be changed.
func (c *Client) Pricing(ctx context.Context) (*Pricing, error) {
	return c.pricing.get(ctx, func(ctx context.Context) (*Pricing, error) {
		answer, err := receive[struct {
			Objects []Price          `json:"objects"`
			Current map[string]int64 `json:"current"`
			Next    map[string]int64 `json:"next"`
		}](ctx, c, call{
			operation: "list", entity: "prices", method: http.MethodGet, path: "pricing/", query: url.Values{"limit": {"0"}},
		})
		if err != nil {
			return nil, err
		}
		return &Pricing{Prices: answer.Objects, Current: answer.Current, Next: answer.Next}, nil
	})
}

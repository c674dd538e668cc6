package cloudsigma

import (
	"math/big"
	"slices"
	"strconv"
	"time"
)

// The units of prices, with the factor from a price to that of one byte (MHz, piece) for one second. That of
// disks is in the sample pricing_list; the others are made in the same way.
const (
	perGBMonth    = gibibyte * 30 * 24 * 3600
	perGBHour     = gibibyte * 3600
	perGHzHour    = 1000 * 3600
	perPieceMonth = 30 * 24 * 3600
)

// priced is what can be bought.
type priced struct {
	resource, unit string
	multiplier     int64
	// price is that of a subscription, in hundredths of a percent of a franc.
	price int64
	// depletable resources are used up and have no time (subscriptions.rst).
	depletable bool
	// piece is what a subscription makes, one each: "ips" or "vlans"; "" for an amount of something.
	piece string
	// license says that it is in the list of licences.
	license *licenseType
}

type licenseType struct {
	id        int
	longName  string
	burstable bool
}

// catalogue is the price list: the resources of the samples that the emulator has a use for.
func catalogue() []priced {
	return []priced{
		{resource: "amd_cpu", unit: "GHz/hour", multiplier: perGHzHour, price: 110},
		{resource: "amd_mem", unit: "GB/hour", multiplier: perGBHour, price: 50},
		{resource: "cpu", unit: "GHz/hour", multiplier: perGHzHour, price: 110},
		{resource: "dssd", unit: "GB/month", multiplier: perGBMonth, price: 1050},
		{resource: "intel_cpu", unit: "GHz/hour", multiplier: perGHzHour, price: 140},
		{resource: "intel_mem", unit: "GB/hour", multiplier: perGBHour, price: 60},
		{resource: "ip", unit: "unit/month", multiplier: perPieceMonth, price: 35000, piece: "ips"},
		{resource: "mem", unit: "GB/hour", multiplier: perGBHour, price: 50},
		licensePrice("msft_7jq_00341", 5500000, licenseType{13, "SQL Server Enterprise Edition", false}),
		licensePrice("msft_7nq_00302", 1600000, licenseType{14, "SQL Server Standard Edition", false}),
		licensePrice("msft_p73_04837_core", 40000, licenseType{12, "Windows Server", true}),
		licensePrice("msft_tfa_00523", 100000, licenseType{15, "SQL Server Web", false}),
		{resource: "nvme", unit: "GB/month", multiplier: perGBMonth, price: 1600},
		{resource: "tx", unit: "GB", multiplier: gibibyte, price: 400, depletable: true},
		{resource: "vlan", unit: "unit/month", multiplier: perPieceMonth, price: 100000, piece: "vlans"},
		{resource: "zadara", unit: "GB/month", multiplier: perGBMonth, price: 900},
	}
}

func licensePrice(name string, price int64, kind licenseType) priced {
	return priced{resource: name, unit: "unit/month", multiplier: perPieceMonth, price: price, license: &kind}
}

// findPriced returns nil if there is no such thing to buy. "hdd" is an alias (subscriptions.rst).
func findPriced(resource string) *priced {
	if resource == "hdd" {
		resource = "dssd"
	}
	all := catalogue()
	i := slices.IndexFunc(all, func(one priced) bool { return one.resource == resource })
	if i < 0 {
		return nil
	}
	return &all[i]
}

const priceScale = 10000

// cost is the price of an amount for a time, before discounts.
func (p *priced) cost(amount int64, duration time.Duration) *big.Rat {
	seconds := big.NewRat(int64(duration), int64(time.Second))
	if p.depletable {
		seconds.SetInt64(1)
	}
	cost := big.NewRat(p.price, priceScale)
	cost.Mul(cost, big.NewRat(amount, p.multiplier))
	return cost.Mul(cost, seconds)
}

// discount is one step of the discounts for long subscriptions, as in the sample discount_list.
type discount struct {
	name          string
	years, months int
	value         string
}

func discounts() []discount {
	return []discount{
		{"3 months", 0, 3, "0.0300000000"},
		{"6 months", 0, 6, "0.1000000000"},
		{"1 year", 1, 0, "0.2500000000"},
		{"2 years", 2, 0, "0.3500000000"},
		{"3 years", 3, 0, "0.4500000000"},
	}
}

// discountFor is the discount of a subscription from start to end: "" for none.
func discountFor(start, end time.Time) string {
	value := ""
	for _, step := range discounts() {
		if !end.Before(start.AddDate(step.years, step.months, 0)) {
			value = step.value
		}
	}
	return value
}

func discountCollection() *collection {
	return &collection{
		name: "discount", defaultLimit: unlimited,
		list: func(*account) []object {
			objects := []object{}
			for _, step := range discounts() {
				objects = append(objects, object{"period": step.name, "value": step.value})
			}
			return objects
		},
		render: func(*account, string) object { return nil },
	}
}

// licenseCollection is the licences, which have a number in their URI.
func licenseCollection() *collection {
	list := func(*account) []object {
		objects := []object{}
		for _, one := range catalogue() {
			if one.license != nil {
				objects = append(objects, one.license.object(one.resource))
			}
		}
		return objects
	}
	return &collection{
		name: "licenses", list: list,
		render: func(a *account, id string) object {
			for _, one := range list(a) {
				if one["resource_uri"] == uri("licenses", id) {
					return one
				}
			}
			return nil
		},
	}
}

func (l *licenseType) object(name string) object {
	return object{
		"burstable": l.burstable, "long_name": l.longName, "name": name, "type": "instance",
		"resource_uri": uri("licenses", strconv.Itoa(l.id)), "user_metric": "smp",
	}
}

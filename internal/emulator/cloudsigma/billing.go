package cloudsigma

import (
	"maps"
	"math/big"
	"net/http"
	"slices"
	"strconv"
)

// initialBalance is what an account has at the start.
const initialBalance = 1000

// only answers a request that can only read.
func only(request call, body object) (answer, error) {
	if request.method != http.MethodGet {
		return answer{}, methodNotAllowed([]string{http.MethodGet})
	}
	return answer{status: http.StatusOK, body: body}, nil
}

func (c *Cloud) balance(request call) (answer, error) {
	body := balanceOf(request.account)
	body["credit_limit"] = nil
	return only(request, body)
}

func balanceOf(a *account) object {
	return object{"balance": decimal(a.balance), "currency": a.profile["currency"]}
}

// currentUsage is what is used at present: of disks also while no server has them, of processors and memory
// what is running (billing.rst).
func (c *Cloud) currentUsage(request call) (answer, error) {
	user := request.account.user
	using, subscribed := map[string]int64{}, map[string]int64{}
	for _, d := range c.drives.all() {
		if d.Owner == user {
			using[d.StorageType] += d.Size
		}
	}
	for _, s := range c.servers.all() {
		if s.Owner == user && !s.ActiveSince.IsZero() {
			using[s.CPUType+"_cpu"] += s.CPU
			using[s.CPUType+"_mem"] += s.Memory
		}
	}
	using["ip"] = int64(len(c.addressesOf(request.account)))
	for _, v := range c.vlans.all() {
		if v.Owner == user {
			using["vlan"]++
		}
	}
	for _, s := range c.subscriptions.all() {
		if s.owner == user && s.status(c.options.Now()) == subscriptionActive {
			subscribed[s.what.resource] += s.amount
		}
	}
	usage := object{}
	for _, one := range catalogue() {
		used, bought := using[one.resource], subscribed[one.resource]
		usage[one.resource] = object{"burst": max(0, used-bought), "subscribed": bought, "using": used}
	}
	return only(request, object{"balance": balanceOf(request.account), "usage": usage})
}

// currencies are those of the capabilities, with the price of a franc.
var currencies = map[string]*big.Rat{"CHF": big.NewRat(1, 1), "EUR": big.NewRat(105, 100)}

// pricing lists the prices of subscriptions (level 0) and of what is used without one, twice as much.
func (c *Cloud) pricing(request call) (answer, error) {
	if request.method != http.MethodGet {
		return answer{}, methodNotAllowed([]string{http.MethodGet})
	}
	objects, levels, number := []object{}, object{}, 300
	for _, one := range catalogue() {
		levels[one.resource] = 1
		for _, currency := range slices.Sorted(maps.Keys(currencies)) {
			for level := range 2 {
				number++
				price := big.NewRat(one.price*int64(level+1), priceScale)
				objects = append(objects, object{
					"id": strconv.Itoa(number), "resource": one.resource, "unit": one.unit, "multiplier": one.multiplier,
					"currency": currency, "level": level, "price": decimal(price.Mul(price, currencies[currency])),
				})
			}
		}
	}
	paged, err := pageOf(objects, request.query, unlimited)
	if err != nil {
		return answer{}, err
	}
	if body, ok := paged.body.(object); ok {
		body["current"], body["next"] = levels, levels
	}
	return paged, nil
}

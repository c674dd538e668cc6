package cloudsigma

import (
	"cmp"
	"fmt"
	"math/big"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// maxPurchase is how many subscriptions one request can buy (subscriptions.rst, creating).
const maxPurchase = 500

// The statuses of a subscription.
const (
	subscriptionActive   = "active"
	subscriptionInactive = "inactive"
	subscriptionExpired  = "expired"
)

// subscription is an amount of something that an account has bought for a time.
type subscription struct {
	id          int
	uuid, owner string
	what        priced
	amount      int64
	autoRenew   bool
	// start and end are zero for what is used up.
	start, end time.Time
	// term is how the time was said, for renewals: see term.
	term     term
	price    *big.Rat
	discount string
	// object is the address or VLAN that it is for.
	object string
	// extends is the subscription that this one continues; 0 for none.
	extends int
	// over says that the end was dealt with.
	over bool
}

func (s *subscription) status(now time.Time) string {
	switch {
	case s.what.depletable, !now.Before(s.start) && now.Before(s.end):
		return subscriptionActive
	case now.Before(s.start):
		return subscriptionInactive
	default:
		return subscriptionExpired
	}
}

// subscriptionCollection is the subscriptions. They are bought and renewed; nobody can give one back.
func (c *Cloud) subscriptionCollection() *collection {
	return &collection{
		name: "subscriptions",
		list: func(a *account) []object { return c.listSubscriptions(a, func(*subscription) bool { return true }) },
		render: func(a *account, id string) object {
			if s := c.findSubscription(a, id); s != nil {
				return c.renderSubscription(s)
			}
			return nil
		},
		filters: map[string]filter{
			"subscribed_object": exact("subscribed_object"), "resource": exact("resource"), "status": hasStatus,
		},
		actions: map[string]action{"auto_renew": c.setAutoRenew, "extend": c.extendSubscription},
	}
}

// groupedSubscriptionCollection is the first ones of chains, with the end of the last one.
func (c *Cloud) groupedSubscriptionCollection() *collection {
	return &collection{
		name: "groupedsubscriptions",
		list: func(a *account) []object {
			objects := c.listSubscriptions(a, func(s *subscription) bool { return s.extends == 0 })
			for _, one := range objects {
				id, _ := one["id"].(string)
				one["end_time"] = momentOrNull(c.lastOf(c.findSubscription(a, id)).end)
			}
			return objects
		},
		render: func(*account, string) object { return nil },
	}
}

// hasStatus is the filter "status" with its two words for several (subscriptions.rst, listing).
func hasStatus(candidate object, value string) bool {
	status := candidate["status"]
	return value == "all" || value == status || value == "notexpired" && status != subscriptionExpired
}

func (c *Cloud) listSubscriptions(a *account, chosen func(*subscription) bool) []object {
	objects := []object{}
	for _, s := range c.subscriptions.all() {
		if s.owner == a.user && chosen(s) {
			objects = append(objects, c.renderSubscription(s))
		}
	}
	return objects
}

func (c *Cloud) findSubscription(a *account, id string) *subscription {
	s := c.subscriptions.get(id)
	if s == nil || s.owner != a.user {
		return nil
	}
	return s
}

// buy makes subscriptions and takes their price from the balance.
func (c *Cloud) buy(request call) (answer, error) {
	ordered, err := c.orders(request)
	if err != nil {
		return answer{}, err
	}
	total, objects := new(big.Rat), []object{}
	for _, s := range ordered {
		total.Add(total, s.price)
	}
	if err := pay(request.account, total); err != nil {
		return answer{}, err
	}
	for _, s := range ordered {
		c.sell(s)
		objects = append(objects, c.renderSubscription(s))
	}
	return answer{status: http.StatusCreated, body: object{"objects": objects, "price": decimal(total)}}, nil
}

// pay takes a price from the balance; the documentation names the type of the error, not its status.
func pay(a *account, price *big.Rat) error {
	if a.balance.Cmp(price) < 0 {
		return fail(http.StatusPaymentRequired, errorBilling, "The balance %s is not enough for %s", decimal(a.balance), decimal(price))
	}
	a.balance.Sub(a.balance, price)
	return nil
}

// sell puts a subscription into the cloud, and what it is for.
func (c *Cloud) sell(s *subscription) {
	c.lastSubscription++
	s.id, s.uuid = c.lastSubscription, c.newUUID()
	c.subscriptions.put(strconv.Itoa(s.id), s)
	properties := &c.ips
	switch s.what.piece {
	case "ips":
		s.object = cmp.Or(s.object, c.freeAddress())
	case "vlans":
		s.object = cmp.Or(s.object, c.newUUID())
		properties = &c.vlans
	default:
		return
	}
	if properties.get(s.object) == nil {
		properties.put(s.object, &property{Entity: Entity{UUID: s.object, Owner: s.owner, Meta: map[string]string{}}})
	}
	properties.get(s.object).subscription = s.id
}

// freeAddress is the first static address, after those that accounts have from the start, that nobody owns.
func (c *Cloud) freeAddress() string {
	host := 100
	for c.ips.get(staticNetwork+strconv.Itoa(host)) != nil {
		host++
	}
	return staticNetwork + strconv.Itoa(host)
}

// calculate answers what a purchase would cost. That it is answered 200 is in the sample.
func (c *Cloud) calculate(request call) (answer, error) {
	if request.method != http.MethodPost {
		return answer{}, methodNotAllowed([]string{http.MethodPost})
	}
	ordered, err := c.orders(request)
	if err != nil {
		return answer{}, err
	}
	total, objects := new(big.Rat), []object{}
	for _, s := range ordered {
		total.Add(total, s.price)
		objects = append(objects, s.quote())
	}
	return answer{status: http.StatusOK, body: object{"objects": objects, "price": decimal(total)}}, nil
}

// calculateExtension answers what a renewal would cost.
func (c *Cloud) calculateExtension(request call, id string) (answer, error) {
	s := c.findSubscription(request.account, id)
	switch {
	case s == nil:
		return answer{}, notFound()
	case request.method != http.MethodPost:
		return answer{}, methodNotAllowed([]string{http.MethodPost})
	case request.query.Get("do") != "extend":
		return answer{}, malformed("Unknown action %q", request.query.Get("do"))
	}
	return answer{status: http.StatusOK, body: c.extension(s).quote()}, nil
}

// extension is the subscription that would continue the last one of a chain.
func (c *Cloud) extension(s *subscription) *subscription {
	last := c.lastOf(s)
	next := &subscription{
		owner: last.owner, what: last.what, amount: last.amount, autoRenew: last.autoRenew, object: last.object,
		start: last.end, term: last.term, extends: last.id,
	}
	next.end = last.term.after(next.start)
	next.setPrice()
	return next
}

func (c *Cloud) lastOf(s *subscription) *subscription {
	for _, other := range c.subscriptions.all() {
		if other.extends == s.id {
			return c.lastOf(other)
		}
	}
	return s
}

func (c *Cloud) extendSubscription(a *account, id string, _ object) (answer, error) {
	s := c.findSubscription(a, id)
	if s.what.depletable {
		return answer{}, malformed("A subscription to %s has no time to extend", s.what.resource)
	}
	next := c.extension(s)
	if err := pay(a, next.price); err != nil {
		return answer{}, err
	}
	c.sell(next)
	return answer{status: http.StatusOK, body: c.renderSubscription(next)}, nil
}

// setAutoRenew toggles, unless the request has the value.
func (c *Cloud) setAutoRenew(a *account, id string, body object) (answer, error) {
	s := c.findSubscription(a, id)
	f := newForm(body)
	wanted := !s.autoRenew
	f.boolean("auto_renew", &wanted)
	if err := f.result(); err != nil {
		return answer{}, err
	}
	s.autoRenew = wanted
	return answer{status: http.StatusOK, body: c.renderSubscription(s)}, nil
}

// advanceSubscriptions renews what ends, or takes away what it was for.
func (c *Cloud) advanceSubscriptions(now time.Time) {
	for _, s := range c.subscriptions.all() {
		if s.over || s.status(now) != subscriptionExpired {
			continue
		}
		s.over = true
		if c.lastOf(s) != s {
			continue
		}
		if next := c.extension(s); s.autoRenew && pay(c.accounts[s.owner], next.price) == nil {
			c.sell(next)
			continue
		}
		c.ips.remove(s.object)
		c.vlans.remove(s.object)
	}
}

func (s *subscription) setPrice() {
	s.price = s.what.cost(s.amount, s.end.Sub(s.start))
	if s.what.depletable {
		return
	}
	s.discount = discountFor(s.start, s.end)
	if s.discount != "" {
		s.price.Sub(s.price, s.discountAmount())
	}
}

// discountAmount is what the discount takes off.
func (s *subscription) discountAmount() *big.Rat {
	value, ok := new(big.Rat).SetString(s.discount)
	if !ok {
		return new(big.Rat)
	}
	return value.Mul(value, s.what.cost(s.amount, s.end.Sub(s.start)))
}

// quote is a subscription that is not bought.
func (s *subscription) quote() object {
	percent, all := "0", object{}
	if s.discount != "" {
		percent, all["period"] = s.discount, s.discount
	}
	return object{
		"amount": strconv.FormatInt(s.amount, 10), "discount_amount": decimal(s.discountAmount()),
		"discount_percent": percent, "discounts": all, "start_time": momentOrNull(s.start), "end_time": momentOrNull(s.end),
		"free_tier": false, "period": timedelta(s.end.Sub(s.start)), "price": decimal(s.price),
		"resource": s.what.resource, "was_billed": true,
	}
}

func (c *Cloud) renderSubscription(s *subscription) object {
	descendants := []object{}
	for _, other := range c.subscriptions.all() {
		if other.extends == s.id {
			descendants = append(descendants, object{
				"id": strconv.Itoa(other.id), "resource_uri": uri("subscriptions", strconv.Itoa(other.id)), "uuid": other.uuid,
			})
		}
	}
	rendered := s.quote()
	rendered["id"], rendered["uuid"], rendered["auto_renew"] = strconv.Itoa(s.id), s.uuid, s.autoRenew
	rendered["resource_uri"], rendered["descendants"] = uri("subscriptions", strconv.Itoa(s.id)), descendants
	rendered["remaining"], rendered["status"] = rendered["amount"], s.status(c.options.Now())
	rendered["subscribed_object"] = orNull(s.object)
	return rendered
}

func momentOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return timestamp(t)
}

// decimal renders money as in the samples, with all its digits.
func decimal(value *big.Rat) string { return value.FloatString(20) }

// timedelta renders a duration in the way of Python, as in the samples: "31 days, 22:04:59.904871".
func timedelta(d time.Duration) string {
	days, rest := d/(24*time.Hour), d%(24*time.Hour)
	text := fmt.Sprintf("%d days, %d:%02d:%02d", days, rest/time.Hour, rest%time.Hour/time.Minute, rest%time.Minute/time.Second)
	if fraction := rest % time.Second; fraction != 0 {
		text += fmt.Sprintf(".%06d", fraction/time.Microsecond)
	}
	return text
}

// Subscriptions returns the numbers of the subscriptions that the user has, by resource.
func (c *Cloud) Subscriptions(user, resource string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var ids []string
	for _, s := range c.subscriptions.all() {
		if s.owner == user && s.what.resource == resource {
			ids = append(ids, strconv.Itoa(s.id))
		}
	}
	return slices.Clip(ids)
}

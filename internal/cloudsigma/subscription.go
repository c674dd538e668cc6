package cloudsigma

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// AccountSubscription is an amount of a resource that is bought for a time. It cannot be changed but for
// AutoRenew, nor be given back. See https://docs.cloudsigma.com/en/latest/subscriptions.html.
type AccountSubscription struct {
	// ID is a number. It stands for the subscription in paths; the UUID does not.
	ID          json.Number `json:"id"`
	UUID        string      `json:"uuid"`
	ResourceURI string      `json:"resource_uri"`
	// Resource is "dssd", "cpu", "mem", "tx", "ip", "vlan", ... or the name of a licence.
	Resource string `json:"resource"`
	// Amount is in bytes, MHz or pieces.
	Amount    Decimal `json:"amount"`
	Remaining Decimal `json:"remaining"`
	// Period is how long it is in fact: "365 days, 2:45:57.487493".
	Period    string `json:"period"`
	StartTime string `json:"start_time"`
	EndTime   string `json:"end_time"`
	// Status is "active", "inactive" or "expired".
	Status    string  `json:"status"`
	Price     Decimal `json:"price"`
	AutoRenew bool    `json:"auto_renew"`
	FreeTier  bool    `json:"free_tier"`
	// SubscribedObject is the address of an IP or the UUID of a VLAN; "" for another resource.
	SubscribedObject string `json:"subscribed_object"`
	// Descendants are the subscriptions by which it was extended.
	Descendants []SubscriptionLink `json:"descendants"`
}

// SubscriptionExpired is the status of a subscription whose time is over or that is used up.
const SubscriptionExpired = "expired"

// SubscriptionLink refers to a subscription. The documentation does not show one: both an object and the URI
// are read.
type SubscriptionLink struct {
	ID string
}

// UnmarshalJSON implements json.Unmarshaler.
func (l *SubscriptionLink) UnmarshalJSON(data []byte) error {
	var uri string
	if err := json.Unmarshal(data, &uri); err == nil {
		segments := strings.Split(strings.Trim(uri, "/"), "/")
		l.ID = segments[len(segments)-1]
		return nil
	}
	var object struct {
		ID json.Number `json:"id"`
	}
	err := json.Unmarshal(data, &object)
	l.ID = object.ID.String()
	return err
}

// SubscriptionOrder is what can be bought.
type SubscriptionOrder struct {
	Resource string `json:"resource"`
	// Amount is in bytes, MHz or pieces.
	Amount int64 `json:"amount"`
	// Period is free text: "1 month". Of it and the times there are two at most, and not StartTime alone; "tx" has none. What is ""
	// is not sent.
	Period string `json:"period,omitempty"`
	// StartTime and EndTime are in ISO 8601, UTC. The server rounds them to noon; without StartTime it is now.
	StartTime string `json:"start_time,omitempty"`
	EndTime   string `json:"end_time,omitempty"`
	// AutoRenew is always sent: the API's default is true.
	AutoRenew bool `json:"auto_renew"`
}

// SubscriptionQuote is what an order would cost now.
type SubscriptionQuote struct {
	Price     Decimal `json:"price"`
	StartTime string  `json:"start_time"`
	EndTime   string  `json:"end_time"`
	// DiscountPercent is a part of 1 in spite of its name: "0.2500000000".
	DiscountPercent Decimal `json:"discount_percent"`
}

// Subscriptions are the subscriptions of the account, also those that have ended.
type Subscriptions struct {
	Reader[AccountSubscription]
}

func newSubscriptions(c *Client) *Subscriptions {
	return &Subscriptions{Reader[AccountSubscription]{
		client: c, entity: "subscription", path: "subscriptions/", listPath: "subscriptions/",
	}}
}

// Buy buys one subscription. The request is never repeated after a lost answer: a subscription has no name
// and no meta, so nothing tells ours from another of the same kind. Instead, purchases of a client are made
// one after the other, and what appeared meanwhile is taken for ours if it is one that fits; else the error
// is a *LostCreationError.
func (s *Subscriptions) Buy(ctx context.Context, order SubscriptionOrder) (*AccountSubscription, error) {
	release, err := s.client.locks.acquire(ctx, s.path)
	if err != nil {
		return nil, fmt.Errorf("buy a subscription: waiting for another purchase: %w", err)
	}
	defer release()
	before, err := s.List(ctx)
	if err != nil {
		return nil, err
	}
	request := call{
		operation: "create", entity: "subscription to " + order.Resource, method: http.MethodPost, path: s.path,
		body: map[string]any{"objects": []SubscriptionOrder{order}},
	}
	bought, err := post[AccountSubscription](ctx, s.client, request)
	if !answerLost(err) {
		return bought, err
	}
	return s.findBought(ctx, before, order, request, err)
}

func (s *Subscriptions) findBought(
	ctx context.Context, before []AccountSubscription, order SubscriptionOrder, request call, lost error,
) (*AccountSubscription, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookupTimeout)
	defer cancel()
	after, err := s.List(ctx)
	fits := slices.DeleteFunc(after, func(one AccountSubscription) bool {
		known := slices.ContainsFunc(before, func(old AccountSubscription) bool { return old.ID == one.ID })
		return known || one.Resource != order.Resource || string(one.Amount) != fmt.Sprint(order.Amount)
	})
	if len(fits) == 1 {
		return &fits[0], nil
	}
	var candidates []string
	for _, one := range fits {
		candidates = append(candidates, one.ID.String())
	}
	return nil, &LostCreationError{Entity: request.entity, Candidates: candidates, Err: errors.Join(lost, err)}
}

// SetAutoRenew switches the automatic renewal, if it is not so already, and returns the subscription.
func (s *Subscriptions) SetAutoRenew(ctx context.Context, id string, on bool) (*AccountSubscription, error) {
	path, err := entityPath(s.path, id)
	if err != nil {
		return nil, err
	}
	request := call{
		operation: "set auto_renew of", entity: "subscription " + id, method: http.MethodPost, path: path + "action/",
		query: map[string][]string{"do": {"auto_renew"}},
		// The action toggles, unless the value is given (subscriptions.rst). Either way this is right: the value
		// was another one a moment ago.
		body: map[string]bool{"auto_renew": on},
	}
	var shown *AccountSubscription
	err = s.client.exclusively(ctx, s.path+id, request.String(), func(ctx context.Context) error {
		var err error
		if shown, err = s.Get(ctx, id); err != nil || shown.AutoRenew == on {
			return err
		}
		if err := s.client.send(ctx, request, nil); err != nil {
			return err
		}
		shown, err = s.Get(ctx, id)
		return err
	})
	if err == nil && shown.AutoRenew != on {
		err = fmt.Errorf("%s: the server accepted the change to %t, but shows %t", request, on, shown.AutoRenew)
	}
	return shown, err
}

// Running returns a subscription, or if it has ended and was renewed, the one that renewed it.
func (s *Subscriptions) Running(ctx context.Context, id string) (*AccountSubscription, error) {
	seen := map[string]bool{}
	for !seen[id] {
		seen[id] = true
		shown, err := s.Get(ctx, id)
		if err != nil || shown.Status != SubscriptionExpired || len(shown.Descendants) == 0 {
			return shown, err
		}
		id = shown.Descendants[len(shown.Descendants)-1].ID
	}
	return nil, fmt.Errorf("read subscription %s: its renewals go in a circle", id)
}

// EndRenewal switches the automatic renewal off, also of the subscriptions by which this one was extended. That
// there is no such subscription is success.
func (s *Subscriptions) EndRenewal(ctx context.Context, id string) error {
	seen := map[string]bool{}
	for next := []string{id}; len(next) > 0; next = next[1:] {
		if seen[next[0]] {
			continue
		}
		seen[next[0]] = true
		shown, err := s.SetAutoRenew(ctx, next[0], false)
		if IsNotFound(err) {
			continue
		}
		if err != nil {
			return err
		}
		for _, descendant := range shown.Descendants {
			next = append(next, descendant.ID)
		}
	}
	return nil
}

// Quote tells what an order would cost now, in the currency of the account.
func (s *Subscriptions) Quote(ctx context.Context, order SubscriptionOrder) (*SubscriptionQuote, error) {
	quote, err := receive[oneObject[SubscriptionQuote]](ctx, s.client, call{
		operation: "calculate the price of", entity: "subscription to " + order.Resource, method: http.MethodPost,
		path: "subscriptioncalculator/", body: map[string]any{"objects": []SubscriptionOrder{order}},
	})
	if err != nil {
		return nil, err
	}
	return quote.object, nil
}

// QuoteExtension tells what it would cost to renew a subscription, in the currency of the account.
func (s *Subscriptions) QuoteExtension(ctx context.Context, id string) (*SubscriptionQuote, error) {
	path, err := entityPath("subscriptioncalculator/", id)
	if err != nil {
		return nil, err
	}
	return receive[SubscriptionQuote](ctx, s.client, call{
		operation: "calculate the price of the renewal of", entity: "subscription " + id, method: http.MethodPost,
		path: path + "action/", query: map[string][]string{"do": {"extend"}}, body: struct{}{},
	})
}

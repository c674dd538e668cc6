package cloudsigma_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/terraform-provider-occi/terraform-provider-occi/internal/cloudsigma"
)

func TestACLOfTheDocumentation(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{
		"GET acls/a/": {{body: dump(t, "response_acls_get")}},
		"PUT acls/a/": {{body: dump(t, "response_acls_get")}},
	})
	_, err := client.ACLs.Edit(t.Context(), "a", func(d *cloudsigma.ACLDefinition) error {
		d.Rules = d.Rules[:1]
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// As in request_acls_update: grantees and tags are objects.
	api.wantBody(t, 1, `{
		"name": "test_acl", "meta": {}, "rules": [{"permission": "LIST"}],
		"grantees": [{"uuid": "c2fc9982-cf2e-434a-bf63-e22a27b39f00", "email": "user@example.com"}],
		"tags": [{"uuid": "6d302107-fc0b-433a-99b1-9f2d3692eefc"}, {"uuid": "5a9e6f2b-7927-4f30-88b5-0cc939208549"}]}`)
	empty, err := json.Marshal(cloudsigma.ACLDefinition{Name: "test_acl"})
	if err != nil {
		t.Fatal(err)
	}
	wantJSON(t, string(empty), `{"name": "test_acl", "grantees": [], "rules": [], "tags": []}`)
}

func TestBillingOfTheDocumentation(t *testing.T) {
	t.Parallel()
	client, _ := newFake(t, script{
		"GET balance/":               {{body: dump(t, "response_balance_list")}},
		"GET currentusage/":          {{body: dump(t, "response_currentusage_list")}},
		"GET discount/?limit=0":      {{body: dump(t, "response_discount_list")}},
		"GET licenses/?limit=0":      {{body: dump(t, "response_licenses_list")}},
		"GET pricing/?limit=0":       {{body: dump(t, "response_pricing_list")}},
		"GET subscriptions/?limit=0": {{body: dump(t, "response_subscription_list")}},
		"POST subscriptioncalculator/": {
			{body: dump(t, "response_subscriptioncalculator")},
		},
		"POST subscriptioncalculator/7272/action/?do=extend": {{body: dump(t, "response_subscriptioncalculator_extend")}},
	})
	balance := must(client.Balance(t.Context()))(t)
	usage := must(client.CurrentUsage(t.Context()))(t)
	discounts := must(client.Discounts.List(t.Context()))(t)
	licenses := must(client.Licenses.List(t.Context()))(t)
	pricing := must(client.Pricing(t.Context()))(t)
	_ = must(client.Pricing(t.Context()))(t) // a second request would be another line of the script's log
	subscriptions := must(client.Subscriptions.List(t.Context()))(t)
	quote := must(client.Subscriptions.Quote(t.Context(), cloudsigma.SubscriptionOrder{Resource: "dssd", Amount: 1e10, Period: "1 month"}))(t)
	extension := must(client.Subscriptions.QuoteExtension(t.Context(), "7272"))(t)
	got := map[string]any{
		"balance": *balance, "dssd": usage.Usage["dssd"], "discount": discounts[2], "license": licenses[2], "price": pricing.Prices[0],
		"levels": pricing.Next["intel_cpu"], "subscription": subscriptions[1].ID.String() + " " + subscriptions[1].SubscribedObject,
		"free": subscriptions[0].Price.Rat().Sign(), "quote": quote.Price, "extension": extension.DiscountPercent,
	}
	want := map[string]any{
		"balance":  cloudsigma.Balance{Balance: "155367.99237092264288897986", Currency: "EUR"},
		"dssd":     cloudsigma.Usage{Burst: "0", Subscribed: "32212254720", Using: "30064771072"},
		"discount": cloudsigma.Discount{Period: "1 year", Value: "0.2500000000"},
		"license": cloudsigma.License{
			Name: "msft_p73_04837_core", LongName: "Windows Server", ResourceURI: "/api/2.0/licenses/12/", Type: "instance",
			UserMetric: "smp", Burstable: true,
		},
		"price": cloudsigma.Price{
			ID: "656", Resource: "dssd", Currency: "GBP", Level: 1, Price: "0.18200000000000000000", Unit: "GB/month",
			Multiplier: "2783138807808000",
		},
		"levels": int64(2), "subscription": "13 94.26.101.195", "free": 0,
		"quote": cloudsigma.Decimal("1.010484993457794189453125"), "extension": cloudsigma.Decimal("0.2500000000"),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// must returns a result, or ends the test.
func must[T any](result T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

const (
	subscriptionsRoute = "subscriptions/?limit=0"
	olderSubscription  = `{"id": "13", "resource": "dssd", "amount": "5"}`
	boughtSubscription = `{"id": "14", "resource": "dssd", "amount": "5"}`
)

func listing(objects string) reply { return reply{body: `{"meta": {}, "objects": [` + objects + `]}`} }

func TestBuyIsNeverRepeated(t *testing.T) {
	t.Parallel()
	order := cloudsigma.SubscriptionOrder{Resource: "dssd", Amount: 5, Period: "1 month", AutoRenew: true}
	for name, test := range map[string]struct {
		answer reply
		after  string
		id     string
		lost   []string
	}{
		"answered":           {answer: listing(boughtSubscription), id: "14"},
		"lost, but bought":   {answer: reply{drop: true}, after: olderSubscription + "," + boughtSubscription, id: "14"},
		"lost, and not told": {answer: reply{drop: true}, after: olderSubscription, lost: nil},
		"lost, and two fit": {
			answer: reply{status: 502}, after: boughtSubscription + `, {"id": 15, "resource": "dssd", "amount": 5}`, lost: []string{"14", "15"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, script{
				"GET " + subscriptionsRoute: {listing(olderSubscription), listing(test.after)}, "POST subscriptions/": {test.answer},
			})
			bought, err := client.Subscriptions.Buy(t.Context(), order)
			var lost *cloudsigma.LostCreationError
			switch {
			case test.id != "" && (err != nil || bought.ID.String() != test.id):
				t.Errorf("got %v, %v", bought, err)
			case test.id == "" && (!errors.As(err, &lost) || cmp.Diff(test.lost, lost.Candidates) != ""):
				t.Errorf("the error is %v, want candidates %v", err, test.lost)
			}
			api.wantBody(t, 1, `{"objects": [{"resource": "dssd", "amount": 5, "period": "1 month", "auto_renew": true}]}`)
			posts := 0
			for _, request := range api.requests {
				if request == "POST subscriptions/" {
					posts++
				}
			}
			if posts != 1 {
				t.Errorf("there were %d purchases, want 1", posts)
			}
		})
	}
}

func TestSetAutoRenew(t *testing.T) {
	t.Parallel()
	const on, off = `{"id": "14", "auto_renew": true}`, `{"id": "14", "auto_renew": false}`
	const action = "POST subscriptions/14/action/?do=auto_renew"
	for name, test := range map[string]struct {
		shown    []reply
		requests int
		fails    bool
	}{
		"so already":    {[]reply{{body: off}}, 1, false},
		"switched":      {[]reply{{body: on}, {body: off}}, 3, false},
		"does not stay": {[]reply{{body: on}}, 3, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client, api := newFake(t, script{"GET subscriptions/14/": test.shown, action: {{body: `{}`}}})
			_, err := client.Subscriptions.SetAutoRenew(t.Context(), "14", false)
			if (err != nil) != test.fails || len(api.requests) != test.requests {
				t.Errorf("%v after %v", err, api.requests)
			}
			if test.requests > 1 {
				api.wantBody(t, 1, `{"auto_renew": false}`)
			}
		})
	}
}

func TestSubscriptionLinks(t *testing.T) {
	t.Parallel()
	var got []cloudsigma.SubscriptionLink
	if err := json.Unmarshal([]byte(`[{"id": "7"}, {"id": 8}, "/api/2.0/subscriptions/9/"]`), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]cloudsigma.SubscriptionLink{{ID: "7"}, {ID: "8"}, {ID: "9"}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestGlobalContext(t *testing.T) {
	t.Parallel()
	const path = "global_context/"
	for name, test := range map[string]struct {
		after string
		fails bool
	}{"replaced": {`{"b": "2"}`, false}, "kept": {`{"a": "1", "b": "2"}`, true}} {
		client, api := newFake(t, script{
			"GET " + path: {{body: `{"a": "1"}`}, {body: test.after}}, "POST " + path: {{body: test.after}},
		})
		shown, err := client.EditGlobalContext(t.Context(), func(current cloudsigma.Meta) (cloudsigma.Meta, error) {
			if current.Get("a") != "1" {
				t.Errorf("%s: the current one is %v", name, current)
			}
			return cloudsigma.NewMeta(map[string]string{"b": "2"}), nil
		})
		if (err != nil) != test.fails || err == nil && shown.Get("b") != "2" {
			t.Errorf("%s: %v, %v", name, shown, err)
		}
		api.wantBody(t, 1, `{"b": "2"}`)
	}
}

// TestServerContextSamples puts the context together from the server of the documentation, and expects the
// members that the same server reads of itself at its serial port.
func TestServerContextSamples(t *testing.T) {
	t.Parallel()
	const drive = `{"affinities": [], "allow_multimount": false, "jobs": [], "licenses": [], "media": "disk", "meta": {},
		"mounted_on": [], "name": "test_clone_test_guest_context", "owner": {}, "resource_uri": "", "runtime": {}, "size": 3221225472,
		"snapshots": [], "status": "mounted", "storage_type": "dssd", "tags": [], "uuid": "ca360a3f-55e4-4b5f-92ba-ada83fca2940"}`
	const address = `{"gateway": "94.26.101.1", "meta": {}, "nameservers": ["8.8.8.8"], "netmask": 24, "owner": {},
		"resource_uri": "", "server": {}, "subscription": null, "tags": [], "uuid": "94.26.101.144"}`
	client, _ := newFake(t, script{
		"GET servers/e0fcf2ae/":                            {{body: dump(t, "response_guest_for_context")}},
		"GET drives/ca360a3f-55e4-4b5f-92ba-ada83fca2940/": {{body: drive}},
		"GET ips/94.26.101.144/":                           {{body: address}},
		"GET global_context/":                              {{body: `{}`}},
	})
	context, err := client.ServerContext(t.Context(), "e0fcf2ae")
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := json.Marshal(context)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := decoded(t, dump(t, "response_context_all")).(map[string]any)
	for _, absent := range []string{"cpu_perf_threshold", "is_grey", "mem_perf_threshold"} {
		// Not shown by this location's API at that time.
		delete(want, absent)
	}
	got, _ := decoded(t, string(encoded)).(map[string]any)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestServerContextErrors(t *testing.T) {
	t.Parallel()
	refused := reply{status: 404, body: `[{"error_type": "notexist", "error_message": "notfound"}]`}
	client, _ := newFake(t, script{
		"GET servers/gone/": {refused},
		"GET servers/s/":    {{body: `{"drives": [{"drive": {"uuid": "d"}}]}`}}, "GET drives/d/": {refused},
	})
	for _, uuid := range []string{"gone", "s", "../profile"} {
		if _, err := client.ServerContext(t.Context(), uuid); err == nil {
			t.Errorf("%s: no error", uuid)
		}
	}
}

// TestRenewalsInACircle has subscriptions that renewed each other, as no honest server says: it ends all the same.
func TestRenewalsInACircle(t *testing.T) {
	t.Parallel()
	client, api := newFake(t, script{
		"GET subscriptions/1/": {{body: `{"id": "1", "status": "expired", "auto_renew": false, "descendants": [{"id": "2"}]}`}},
		"GET subscriptions/2/": {{body: `{"id": "2", "status": "expired", "auto_renew": false, "descendants": [{"id": "1"}]}`}},
	})
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if running, err := client.Subscriptions.Running(ctx, "1"); err == nil || !strings.Contains(err.Error(), "circle") {
		t.Errorf("got %v and the error %v", running, err)
	}
	if err := client.Subscriptions.EndRenewal(ctx, "1"); err != nil {
		t.Error(err)
	}
	api.wantRequests(t, "GET subscriptions/1/", "GET subscriptions/2/", "GET subscriptions/1/", "GET subscriptions/2/")
}

// TestRenewalsAreFollowed has a subscription that has ended and was renewed twice.
func TestRenewalsAreFollowed(t *testing.T) {
	t.Parallel()
	const first = `{"id": "1", "status": "expired", "auto_renew": false, "descendants": [{"id": "2"}]}`
	const second = `{"id": "2", "status": "expired", "auto_renew": false, "descendants": ["/api/2.0/subscriptions/3/"]}`
	const on, off = `{"id": "3", "status": "active", "auto_renew": true}`, `{"id": "3", "status": "active", "auto_renew": false}`
	routes := func() script {
		return script{
			"GET subscriptions/1/": {{body: first}}, "GET subscriptions/2/": {{body: second}},
			"GET subscriptions/3/":                       {{body: on}, {body: off}},
			"POST subscriptions/3/action/?do=auto_renew": {{body: `{}`}},
			"GET subscriptions/4/":                       {{status: 404, body: `[]`}},
		}
	}
	client, _ := newFake(t, routes())
	if running := must(client.Subscriptions.Running(t.Context(), "1"))(t); running.ID.String() != "3" {
		t.Errorf("number %s is running, want 3", running.ID)
	}
	client, api := newFake(t, routes())
	if err := client.Subscriptions.EndRenewal(t.Context(), "1"); err != nil {
		t.Error(err)
	}
	api.wantRequests(t, "GET subscriptions/1/", "GET subscriptions/2/", "GET subscriptions/3/",
		"POST subscriptions/3/action/?do=auto_renew", "GET subscriptions/3/")
	if err := client.Subscriptions.EndRenewal(t.Context(), "4"); err != nil {
		t.Errorf("one that is gone: %v", err)
	}
}

package cloudsigma

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func (b *bench) buyOne(order string) object {
	b.t.Helper()
	bought := b.want(http.StatusCreated, http.MethodPost, root+"subscriptions/", order)
	return bought
}

func (b *bench) quoteOne(order string) object {
	b.t.Helper()
	return b.want(http.StatusOK, http.MethodPost, root+"subscriptioncalculator/", order)
}

func TestSubscriptionTimes(t *testing.T) {
	t.Parallel()
	// The clock of the bench says 2025-03-01 12:00 UTC; two hours later it is not noon.
	for name, test := range map[string]struct{ order, start, end, period string }{
		"period from now": {`"period": "1 month"`, "2025-03-01T14:00:00", "2025-04-02T12:00:00", "31 days, 22:00:00"},
		"in words":        {`"period": "2 months 1 week"`, "2025-03-01T14:00:00", "2025-05-09T12:00:00", "68 days, 22:00:00"},
		"as it is shown":  {`"period": "1 days, 1:30:00.5"`, "2025-03-01T14:00:00", "2025-03-03T12:00:00", "1 days, 22:00:00"},
		"until an end":    {`"end_time": "2025-03-10T13:00:00+00:00"`, "2025-03-01T14:00:00", "2025-03-11T12:00:00", "9 days, 22:00:00"},
		"from a start": {
			`"start_time": "2025-03-10T13:00:00", "period": "1 day"`, "2025-03-10T12:00:00", "2025-03-11T12:00:00", "1 days, 0:00:00",
		},
		"between":         {`"start_time": "2025-03-10", "end_time": "2025-03-12"`, "2025-03-09T12:00:00", "2025-03-12T12:00:00", "3 days, 0:00:00"},
		"before an end":   {`"end_time": "2025-03-12T12:00:00Z", "period": "2 days"`, "2025-03-10T12:00:00", "2025-03-12T12:00:00", "2 days, 0:00:00"},
		"not in the past": {`"start_time": "2020-01-01", "end_time": "2025-03-02"`, "2025-03-01T14:00:00", "2025-03-02T12:00:00", "0 days, 22:00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t, Options{})
			b.clock.Advance(2 * time.Hour)
			got := b.quoteOne(fmt.Sprintf(`{"resource": "dssd", "amount": "1073741824", %s}`, test.order))
			for member, want := range map[string]string{
				"start_time": test.start + ".000000+00:00", "end_time": test.end + ".000000+00:00", "period": test.period,
			} {
				if got[member] != want {
					t.Errorf("%s is %v, want %s", member, got[member], want)
				}
			}
		})
	}
}

func TestSubscriptionPrices(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	for _, test := range []struct{ order, price, discount string }{
		// 0.105 for a GB for 30 days.
		{`{"resource": "dssd", "amount": 1073741824, "period": "30 days"}`, "0.10500000000000000000", "0"},
		{`{"resource": "hdd", "amount": 10737418240, "period": "60 days"}`, "2.10000000000000000000", "0"},
		{`{"resource": "dssd", "amount": 32212254720, "period": "1 year"}`, "28.74375000000000000000", "0.2500000000"},
		{`{"resource": "tx", "amount": 1073741824}`, "0.04000000000000000000", "0"},
		{`{"objects": [{"resource": "ip", "amount": 3, "period": "30 days"}]}`, "3.50000000000000000000", "0"},
	} {
		if got := b.quoteOne(test.order); got["price"] != test.price || got["discount_percent"] != test.discount {
			t.Errorf("%s costs %v with a discount of %v, want %s and %s", test.order, got["price"], got["discount_percent"], test.price, test.discount)
		}
	}
	_, whole := b.send(http.MethodPost, root+"subscriptioncalculator/", `{"resource": "ip", "amount": 3, "period": "30 days"}`)
	if got := at(whole, "price"); got != "10.50000000000000000000" {
		t.Errorf("three addresses cost %v", got)
	}
	if got := b.want(http.StatusOK, http.MethodGet, root+"balance/", "")["balance"]; got != "1000.00000000000000000000" {
		t.Errorf("the balance is %v: calculating has cost something", got)
	}
}

func TestSubscriptionIsBought(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	before := len(b.StaticIPs(DefaultUser))
	b.buyOne(`{"resource": "ip", "amount": 2, "period": "30 days"}`)
	bought := b.buyOne(`{"resource": "vlan", "period": "1 month"}`)
	if got := len(b.StaticIPs(DefaultUser)); got != before+2 {
		t.Errorf("the account has %d addresses, want %d", got, before+2)
	}
	vlan, _ := bought["subscribed_object"].(string)
	if got := at(b.get("vlans", vlan), "subscription", "resource_uri"); got != bought["resource_uri"] {
		t.Errorf("the VLAN is of the subscription %v, want %v", got, bought["resource_uri"])
	}
	id, _ := bought["id"].(string)
	balance := b.want(http.StatusOK, http.MethodGet, root+"balance/", "")["balance"]
	// Two addresses for 30 days are 7, and the VLAN for 31 days 31/3.
	if balance != "982.66666666666666666667" {
		t.Errorf("the balance is %v", balance)
	}
	_, listed := b.send(http.MethodGet, root+"subscriptions/?resource=ip,vlan&status=notexpired&limit=0", "")
	if got := at(listed, "meta", "total_count"); got != 10.0 {
		t.Errorf("there are %v subscriptions to addresses and VLANs, want 10", got)
	}
	// Nobody gives one back.
	if status, _ := b.send(http.MethodDelete, uri("subscriptions", id), ""); status != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: status is %d, want 405", status)
	}
	usage := b.want(http.StatusOK, http.MethodGet, root+"currentusage/", "")
	if got := at(usage, "usage", "vlan"); fmt.Sprint(got) != "map[burst:0 subscribed:3 using:3]" {
		t.Errorf("the usage of VLANs is %v", got)
	}
}

func TestSubscriptionEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	ends := b.buyOne(`{"resource": "vlan", "period": "1 day", "auto_renew": false}`)
	renewed := b.buyOne(`{"resource": "vlan", "period": "1 day"}`)
	toggled, _ := renewed["id"].(string)
	for _, test := range []struct {
		body string
		want bool
	}{{`{}`, false}, {`{}`, true}, {`{"auto_renew": true}`, true}} {
		got := b.want(http.StatusOK, http.MethodPost, uri("subscriptions", toggled)+"action/?do=auto_renew", test.body)
		if got["auto_renew"] != test.want {
			t.Errorf("after %s auto_renew is %v", test.body, got["auto_renew"])
		}
	}
	b.clock.Advance(25 * time.Hour)
	for _, test := range []struct {
		bought object
		status int
	}{{ends, http.StatusNotFound}, {renewed, http.StatusOK}} {
		vlan, _ := test.bought["subscribed_object"].(string)
		if status, _ := b.send(http.MethodGet, uri("vlans", vlan), ""); status != test.status {
			t.Errorf("GET of the VLAN: status is %d, want %d", status, test.status)
		}
		id, _ := test.bought["id"].(string)
		if got := b.status("subscriptions", id); got != subscriptionExpired {
			t.Errorf("the subscription is %v", got)
		}
	}
	if got := at(b.get("subscriptions", toggled), "descendants", 0, "id"); got == nil {
		t.Error("the renewal is no descendant")
	}
	_, grouped := b.send(http.MethodGet, root+"groupedsubscriptions/?limit=0", "")
	if got := at(grouped, "meta", "total_count"); got != 9.0 {
		t.Errorf("there are %v chains, want 9", got)
	}
	extended := b.want(http.StatusOK, http.MethodPost, uri("subscriptions", toggled)+"action/?do=extend", "{}")
	if got := extended["start_time"]; got != "2025-03-03T12:00:00.000000+00:00" {
		t.Errorf("the extension begins at %v, want the end of the last one of the chain", got)
	}
}

func TestSubscriptionErrors(t *testing.T) {
	t.Parallel()
	b := newBench(t, Options{})
	for _, test := range []struct {
		order string
		want  int
		kind  string
	}{
		{`{"amount": "1", "period": "2 weeks"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "love", "period": "2 weeks"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "cpu", "amount": 1000}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "cpu", "amount": 1000, "start_time": "2025-04-01"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "cpu", "start_time": "2025-04-01", "end_time": "2025-05-01", "period": "1 day"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "cpu", "period": "a while"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "cpu", "amount": 0, "period": "1 day"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "cpu", "end_time": "2020-05-01"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "cpu", "end_time": "soon"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "ip", "amount": 501, "period": "1 day"}`, http.StatusBadRequest, errorValidation},
		{`{"resource": "msft_7jq_00341", "amount": 100, "period": "1 month"}`, http.StatusPaymentRequired, errorBilling},
	} {
		if got := b.refused(test.want, http.MethodPost, root+"subscriptions/", test.order); got.Type != test.kind {
			t.Errorf("%s: %+v", test.order, got)
		}
	}
	if got := b.refused(http.StatusNotFound, http.MethodPost, root+"subscriptioncalculator/77/action/?do=extend", "{}"); got.Type != errorNotExist {
		t.Errorf("%+v", got)
	}
}

func TestGlobalContext(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		options Options
		want    int
	}{"replaced": {Options{}, 1}, "added": {Options{AddToGlobalContext: true}, 2}} {
		b := newBench(t, test.options)
		b.want(http.StatusOK, http.MethodPost, root+"global_context/", `{"a": "1"}`)
		if got := b.want(http.StatusOK, http.MethodPost, root+"global_context/", `{"b": "2"}`); len(got) != test.want {
			t.Errorf("%s: the global context is %v", name, got)
		}
		b.refused(http.StatusBadRequest, http.MethodPost, root+"global_context/", `{"b": 2}`)
		b.refused(http.StatusMethodNotAllowed, http.MethodDelete, root+"global_context/", "")
	}
}

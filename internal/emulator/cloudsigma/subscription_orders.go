package cloudsigma

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// term is how long a subscription is: so many years, months, ... or else an exact time.
type term struct {
	years, months, days int
	exact               time.Duration
}

// after is when a term ends that begins at start: calendar months are as long as they are.
func (t term) after(start time.Time) time.Time {
	return noonAfter(start.AddDate(t.years, t.months, t.days).Add(t.exact))
}

// before is when a term begins that ends at end.
func (t term) before(end time.Time) time.Time {
	return end.AddDate(-t.years, -t.months, -t.days).Add(-t.exact)
}

var (
	// wording is a period in words: "2 months 1 week".
	wording = regexp.MustCompile(`^(\d+)\s*(hour|day|week|month|year)s?[\s,]*`)
	// clockTime ends a period as the API shows it: "31 days, 22:04:59.904871".
	clockTime = regexp.MustCompile(`^(\d+):(\d\d):(\d\d)(\.\d+)?$`)
)

// parseTerm reads the free text of a period; false if it says nothing.
func parseTerm(text string) (term, bool) {
	var parsed term
	rest := strings.ToLower(strings.TrimSpace(text))
	for rest != "" {
		if clock := clockTime.FindStringSubmatch(rest); clock != nil {
			exact, err := time.ParseDuration(clock[1] + "h" + clock[2] + "m" + clock[3] + clock[4] + "s")
			parsed.exact += exact
			return parsed, err == nil
		}
		found := wording.FindStringSubmatch(rest)
		if found == nil {
			return term{}, false
		}
		number, err := strconv.Atoi(found[1])
		if err != nil {
			return term{}, false
		}
		switch found[2] {
		case "hour":
			parsed.exact += time.Duration(number) * time.Hour
		case "day":
			parsed.days += number
		case "week":
			parsed.days += 7 * number
		case "month":
			parsed.months += number
		case "year":
			parsed.years += number
		}
		rest = rest[len(found[0]):]
	}
	return parsed, parsed != term{}
}

// noonAfter and noonBefore round to noon UTC (subscriptions.rst, creating).
func noonAfter(t time.Time) time.Time {
	noon := noonBefore(t)
	if noon.Equal(t) {
		return noon
	}
	return noon.AddDate(0, 0, 1)
}

func noonBefore(t time.Time) time.Time {
	t = t.UTC()
	noon := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, time.UTC)
	if noon.After(t) {
		return noon.AddDate(0, 0, -1)
	}
	return noon
}

// orders reads what is to be bought: one order for several addresses or VLANs is that many subscriptions.
func (c *Cloud) orders(request call) ([]*subscription, error) {
	definitions, err := request.definitions()
	if err != nil {
		return nil, err
	}
	var ordered []*subscription
	for _, definition := range definitions {
		one, err := c.order(request.account, definition)
		if err != nil {
			return nil, err
		}
		pieces := int64(1)
		if one.what.piece != "" {
			pieces, one.amount = one.amount, 1
		}
		one.setPrice()
		if int64(len(ordered))+pieces > maxPurchase {
			return nil, malformed("More than %d subscriptions cannot be purchased at once", maxPurchase)
		}
		for range pieces {
			copied := *one
			ordered = append(ordered, &copied)
		}
	}
	return ordered, nil
}

func (c *Cloud) order(a *account, definition object) (*subscription, error) {
	f := newForm(definition)
	var resource string
	ordered := &subscription{owner: a.user, amount: 1, autoRenew: true}
	f.require("resource")
	f.text("resource", &resource)
	f.number("amount", &ordered.amount)
	f.boolean("auto_renew", &ordered.autoRenew)
	if ordered.amount < 1 {
		f.invalid("amount", "The amount has to be positive")
	}
	if what := findPriced(resource); what != nil {
		ordered.what = *what
	} else if resource != "" {
		f.invalid("resource", "There is no resource %q", resource)
	}
	// When buying tx, the time parameters are ignored.
	if !ordered.what.depletable {
		c.readDuration(f, ordered)
	}
	return ordered, f.result()
}

// readDuration applies the table of subscriptions.rst, duration.
func (c *Cloud) readDuration(f form, into *subscription) {
	start, hasStart := f.moment("start_time")
	end, hasEnd := f.moment("end_time")
	var period string
	f.text("period", &period)
	parsed, understood := parseTerm(period)
	if period != "" && !understood {
		f.invalid("period", "The period %q is not understood", period)
		return
	}
	now := c.options.Now().UTC()
	switch {
	case hasStart && hasEnd && understood:
		f.invalid("period", "Ambiguous: of start_time, end_time and period only two can be given")
		return
	case !hasEnd && !understood:
		f.invalid("period", "Not specific enough: end_time or period has to be given")
		return
	case !hasStart && hasEnd && understood:
		start = parsed.before(end)
	case !hasStart:
		start = now
	}
	// The later one of now and the noon before (subscriptions.rst, creating).
	if start = noonBefore(start); start.Before(now) {
		start = now
	}
	into.start, into.term = start, parsed
	into.end = parsed.after(start)
	if hasEnd {
		into.end = noonAfter(end)
		into.term = term{exact: into.end.Sub(start)}
	}
	if !into.end.After(into.start) {
		f.invalid("end_time", "The end is not after the start")
	}
}

// moment reads a time in ISO 8601, with or without a zone; UTC is what is meant (subscriptions.rst).
func (f form) moment(name string) (time.Time, bool) {
	var text string
	f.text(name, &text)
	if text == "" {
		return time.Time{}, false
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999", time.DateOnly} {
		if parsed, err := time.Parse(layout, text); err == nil {
			return parsed.UTC(), true
		}
	}
	f.invalid(name, "%q is no time in ISO 8601", text)
	return time.Time{}, false
}
